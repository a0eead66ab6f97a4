"""What every run of pytest gets: settings that cannot reach AWS, and a summary by part.

A learner's own tests, in my/, get neither: they run with the settings of .env.
"""

import gc
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
PARTS = {  # the first that fits
    "notebooks/": "notebooks",
    "tests/notebooks/": "agreement",
    "tests/contract/": "contract",
    "tests/": "unit",
}
# Begun first, in this order, so that no worker sits idle at the end. And while one makes the
# lessons' stores, for test_real_server.py, the other one has work that doesn't need them.
LONGEST = (
    "tests/notebooks/test_any_order.py",
    "tests/notebooks/test_real_server.py",
    "tests/notebooks/test_exercises.py",
    "tests/unit/backend/test_probes_of_the_machine.py",
    "tests/unit/classroom/test_take_home.py",
    "tests/unit/classroom/test_stopping.py",
    "notebooks/05_snapshots.ipynb",
)
TEMPORARY = pytest.StashKey[Path]()
# Where CI is set, as in .ci/run, every proof is given; elsewhere these wait, and are counted.
THOROUGH = bool(os.environ.get("CI"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Set the environment variables of every test and notebook kernel, in each worker."""
    my, asked = (ROOT / "my").resolve(), [arg.split("::")[0] for arg in config.args]
    here = config.invocation_params.dir
    if not all((here / path).resolve().is_relative_to(my) for path in asked):
        config.stash[TEMPORARY] = Path(tempfile.mkdtemp(prefix="eventstore-"))
        # Keep the keys only if the contract tests were asked to spend money.
        paid = os.environ.get("EVENTSTORE_TEST_AWS") == "yes-spend-money"
        unwanted = ("JUPYTER",) if paid else ("JUPYTER", "AWS_")
        for name in [name for name in os.environ if name.startswith(unwanted)]:
            del os.environ[name]
        os.environ.update(safe_settings(config.stash[TEMPORARY]))
        # Set before the workers begin, so that it is the same for all of them.
        os.environ.setdefault("EVENTSTORE_TEST_SHARED", str(config.stash[TEMPORARY]))
        os.environ["EVENTSTORE_TEST_NAMED"] = " ".join(named(config))


def named(config: pytest.Config) -> list[str]:
    """Return the names of the files and folders that pytest was asked for."""
    return [Path(arg.split("::")[0]).name for arg in config.args]


def safe_settings(temporary: Path) -> dict[str, str]:
    """Return the settings of a run that costs nothing and writes into this folder only."""
    return {
        "EVENTSTORE_BACKEND": "embedded",
        "EVENTSTORE_ENV_FILE": os.devnull,
        "EVENTSTORE_MY": str(temporary / "my"),
        "IPYTHONDIR": str(temporary / "ipython"),
        "JUPYTER_CONFIG_DIR": str(temporary / "config"),
        "JUPYTER_DATA_DIR": str(temporary / "data"),
        "JUPYTER_RUNTIME_DIR": str(temporary / "runtime"),
    }


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only CI runs, unless its file is named. Let the longest files come first."""
    asked = named(config)
    waiting = [
        item
        for item in items
        if item.get_closest_marker("thorough") and not THOROUGH and item.path.name not in asked
    ]
    if waiting:
        config.hook.pytest_deselected(items=waiting)
        items[:] = [item for item in items if item not in waiting]
    items.sort(key=place)


def place(item: pytest.Item) -> int:
    """Return where a test's file stands among the longest; the others come after them."""
    file = item.nodeid.split("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


def pytest_collection_finish() -> None:
    """Don't look for garbage among the thousands of tests each time: that takes a tenth of it."""
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if TEMPORARY in config.stash:
        shutil.rmtree(config.stash[TEMPORARY], ignore_errors=True)


def part_of(nodeid: str) -> str:
    """Return the part of the proof that a test belongs to."""
    return next((part for start, part in PARTS.items() if f"{nodeid}/".startswith(start)), "other")


def summary(stats: dict[str, list[object]]) -> list[str]:
    """Return a line for each part: how many tests came out how, and their seconds of work."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for outcome, reports in stats.items():
        for report in reports:
            if isinstance(report, pytest.TestReport | pytest.CollectReport):
                part = part_of(report.nodeid)
                outcomes[part][outcome] += 1
                seconds[part] += getattr(report, "duration", 0)
                if outcome == "skipped" and isinstance(report.longrepr, tuple):
                    reasons[report.longrepr[2]] += 1
    lines = []
    for part in sorted(outcomes, key=[*PARTS.values(), "other"].index, reverse=True):
        told = ", ".join(
            f"{count} {outcome}" for outcome, count in outcomes[part].items() if outcome
        )
        lines.append(f"{part:<10}  {told:<40} {seconds[part]:7.1f} s of work")
    return lines + [f"{count} x {reason}" for reason, count in reasons.items()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was proven, part by part."""
    if TEMPORARY in terminalreporter.config.stash:
        terminalreporter.section("by part")
        for line in summary(terminalreporter.stats):
            terminalreporter.line(line)
        if not THOROUGH:
            terminalreporter.line("the tests marked thorough run only if CI is set, as in .ci/run")
