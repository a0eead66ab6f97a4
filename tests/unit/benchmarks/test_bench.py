"""The benchmarks run from end to end, so small that their times mean nothing."""

import importlib
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.goals import LIMITS

from ...servers import fixtures

ROOT = Path(__file__).parents[3]
RIVALS = ["pynamodb", "aiodynamo", "aiohttp", "eventsourcing", "eventsourcing_dynamodb"]
# How many questions about dynalite each of them takes part in.
READ_BY = {"eventstore": 3, "eventstore, fast reads": 2}
RUN = f"""
import sys
sys.modules.update(dict.fromkeys({RIVALS}))  # importing one of them fails
from benchmarks.run import main
main()
"""


@pytest.mark.thorough
def test_every_question_is_answered_also_without_rivals(tmp_path: Path) -> None:
    try:
        fixtures.dynalite_command()
    except fixtures.MissingServerError as missing:
        fixtures.skip_or_raise(missing)

    done = subprocess.run(
        [sys.executable, "-c", RUN, "--smallest", "--into", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    goals = [line for line in done.stdout.splitlines() if line.startswith("- ")]
    assert [line.startswith("- not measured: query, ") for line in goals].count(True) == 2
    assert sorted(line.split(": ")[1] for line in goals) == sorted(LIMITS)
    report = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert all(goal in report for goal in goals)
    # Ours and the server's arithmetic agree about each of the four questions that have units.
    assert report.count("as the server counts") == 4
    assert "and the server's as well" in report
    assert "\n| eventstore, best head | dynalite | " in report
    for reader in ("eventstore", "eventstore, fast reads"):
        assert report.count(f"\n| {reader} | dynalite | ") == READ_BY[reader]
        assert report.count(f"\n| {reader}, every event | dynalite | ") == 1
    assert report.count("\n| eventstore, fast reads, two types | dynalite | ") == 1
    assert "Above, how many times as long as eventstore with fast reads a query takes" in report
    assert "eventstore, fast reads 1.00" in report
    for title in ("Catch up with 4 events", "Execute a command, with and without a command id"):
        assert report.count(f"\n## {title}\n") == 1
    # A hundred in one, both together and one at a time, catching up and executing.
    assert report.count("\n| eventstore | MiniStack | ") == 3
    assert report.count("\n| eventstore, one at a time | MiniStack | ") == 1
    assert report.count("\n| boto3 client, by hand | MiniStack | ") == 1
    assert report.count("\n| eventstore, with a command id | MiniStack | ") == 1
    assert report.count("\n| pynamodb: not installed | ") == 4
    picture = ElementTree.parse(tmp_path / "results.svg").getroot()
    assert picture.attrib["aria-label"] in report
    assert str(ROOT) not in report
    assert "127.0.0.1" not in report


def test_a_missing_server_is_named_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.setenv("PATH", "")
    run = importlib.import_module("benchmarks.run")

    (answer,) = run.ask("dynalite", [run.query], run.SMALLEST)

    assert answer.text.startswith("Not measured. dynalite needs Node 20")
