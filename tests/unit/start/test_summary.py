"""The root conftest.py: settings that cost nothing, and a summary by part."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from .conftest import PROJECT, load

root = load("conftest.py")

SHOW = "import os\ndef test_it():\n    print('saw', os.environ.get('EVENTSTORE_BACKEND'), "
SHOW += "os.environ.get('AWS_PROFILE'))\n"


def report(nodeid: str, when: str, outcome: str, why: object = None) -> pytest.TestReport:
    return pytest.TestReport(nodeid, ("", 0, ""), {}, outcome, why, when, duration=0.5)


@pytest.mark.parametrize(
    ("nodeid", "part"),
    [
        ("tests/unit/eventstore/test_store.py::test_it", "unit"),
        ("tests/contract/test_append.py::test_it[moto]", "contract"),
        ("tests/contract", "contract"),
        ("tests/notebooks/test_agreement.py::test_it", "agreement"),
        ("notebooks/02_append.ipynb::Cell 3", "notebooks"),
        ("benchmarks/test_speed.py::test_it", "other"),
    ],
)
def test_each_test_belongs_to_a_part(nodeid: str, part: str) -> None:
    assert root.part_of(nodeid) == part


def test_the_summary_counts_outcomes_and_adds_up_seconds_by_part() -> None:
    unit, lesson = "tests/unit/eventstore/test_store.py::test_it", "notebooks/02.ipynb::Cell 1"
    skip = ("file", 1, "Skipped: no Node")
    stats = {
        "": [report(unit, "setup", "passed"), report(unit, "teardown", "passed")],
        "passed": [report(unit, "call", "passed")],
        "failed": [report(lesson, "call", "failed")],
        "skipped": [report("tests/contract/test_it.py::test_it", "setup", "skipped", skip)],
    }

    assert [" ".join(line.split()) for line in root.summary(stats)] == [
        "unit 1 passed 1.5 s of work",
        "contract 1 skipped 0.5 s of work",
        "notebooks 1 failed 0.5 s of work",
        "1 x Skipped: no Node",
    ]


def test_no_setting_of_this_machine_reaches_a_test() -> None:
    assert os.environ["EVENTSTORE_BACKEND"] == "embedded"
    assert os.environ["EVENTSTORE_ENV_FILE"] == os.devnull
    assert Path(os.environ["EVENTSTORE_MY"]).parent == Path(os.environ["IPYTHONDIR"]).parent
    assert not Path(os.environ["EVENTSTORE_MY"]).is_relative_to(PROJECT)


@pytest.mark.parametrize(
    ("start", "folder", "said"),
    [
        (".", "tests/some", "saw embedded None"),
        ("my", "../tests/some", "saw embedded None"),
        (".", "my/store", "saw local mine"),
        ("my", "store", "saw local mine"),
    ],
)
def test_our_tests_are_kept_from_aws_and_the_learners_own_are_left_alone(
    tmp_path: Path, start: str, folder: str, said: str
) -> None:
    (tmp_path / "conftest.py").write_text((PROJECT / "conftest.py").read_text())
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "my").mkdir()
    (tmp_path / start / folder).mkdir(parents=True)
    (tmp_path / start / folder / "test_it.py").write_text(SHOW)
    settings = os.environ | {"EVENTSTORE_BACKEND": "local", "AWS_PROFILE": "mine"}
    settings["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # nbval alone takes two seconds to import

    command = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", folder]
    done = subprocess.run(
        command, cwd=tmp_path / start, env=settings, capture_output=True, text=True
    )

    assert said in done.stdout
    assert ("by part" in done.stdout) == ("tests" in folder)


def test_the_longest_tests_run_first_and_the_others_keep_their_order() -> None:
    long = [f"{name}::test" for name in root.LONGEST]
    short = ["tests/b.py::test_b", "tests/b.py::test_a", "tests/a.py::test_a"]
    unmarked = lambda _: None  # noqa: E731
    items = [
        SimpleNamespace(nodeid=name, get_closest_marker=unmarked) for name in [*short, *long[::-1]]
    ]

    root.pytest_collection_modifyitems(SimpleNamespace(args=["tests"]), items)

    assert [item.nodeid for item in items] == [*long, *short]


def test_the_longest_tests_exist() -> None:
    assert [name for name in root.LONGEST if not (PROJECT / name).is_file()] == []


@pytest.mark.parametrize(
    ("is_ci", "asked", "run"),
    [
        (False, "tests", ["quick"]),
        (True, "tests", ["quick", "thorough"]),
        (False, "tests/notebooks/test_thorough.py::test_it", ["quick", "thorough"]),
    ],
    ids=["here", "in CI", "named"],
)
def test_a_thorough_test_waits_for_ci_unless_its_file_is_named(
    monkeypatch: pytest.MonkeyPatch, is_ci: bool, asked: str, run: list[str]
) -> None:
    def item(name: str) -> SimpleNamespace:
        marker = lambda _: name == "thorough" or None  # noqa: E731
        path = Path(f"test_{name}.py")
        return SimpleNamespace(nodeid=name, get_closest_marker=marker, path=path)

    deselected = []
    hook = SimpleNamespace(pytest_deselected=lambda items: deselected.extend(items))
    config, items = SimpleNamespace(args=[asked], hook=hook), [item("quick"), item("thorough")]
    monkeypatch.setattr(root, "THOROUGH", is_ci)

    root.pytest_collection_modifyitems(config, items)

    assert [each.nodeid for each in items] == run
    assert len(items) + len(deselected) == 2
