"""Run pytest in each of some folders, in one process: to start takes longer than their tests.

    python tests/notebooks/homes.py FOLDER ...

Each folder has a store.py and its tests, as a lesson's learner takes them home.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OPTIONS = ("-q", "-c", "pyproject.toml", "-p", "no:cacheprovider", "-p", "no:unraisableexception")
QUICK = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # nbval takes seconds to import


def outcomes(folders: Iterable[Path]) -> list[Counter[str]]:
    """How many tests of each folder came out how."""
    command = [sys.executable, __file__, *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=QUICK)
    assert done.returncode == 0, done.stdout + done.stderr
    return [Counter(counted) for counted in json.loads(done.stdout.splitlines()[-1])]


class Count:
    """A plugin of pytest that counts what came out, errors outside of a test among it."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.outcomes["error"] += report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.outcomes[report.outcome] += 1
        else:
            self.outcomes["error"] += not report.passed


def main(folders: list[str]) -> None:
    path, counted = [*sys.path], []
    for folder in folders:
        count = Count()
        pytest.main([*OPTIONS, f"--confcutdir={folder}", folder], [count])
        counted.append(count.outcomes)
        sys.path[:] = path  # the next folder has a store of its own
        sys.modules.pop("store", None)
    sys.stdout.write(f"\n{json.dumps(counted)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
