"""Run the module's own tests on moto, and demand that they run every branch of it.

    python tests/cover.py

What is not counted stands in pyproject.toml. `start.py lint` installs what this needs.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
WORKERS = ["-p", "xdist.plugin", "-n", "2", "--dist", "loadscope"]
COVERAGE = [sys.executable, "-m", "coverage"]
# The stores of lessons are not the module, and chance decides what a race runs.
TESTS = ["tests/unit/eventstore", "tests/contract", "-k", "not lesson_0 and not races"]


def main() -> int:
    """Return what coverage says: 2 where a branch was not run."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "CI": "",  # the tests of a plain run are enough
            "COVERAGE_FILE": str(Path(folder, "coverage")),
            "EVENTSTORE_TEST_BACKENDS": "moto",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # nbval and hypothesis are imported for nothing
        }
        for command in (
            ["run", "-m", "pytest", "-q", *WORKERS, *TESTS],
            ["combine", "-q"],
            ["report"],
        ):
            done = subprocess.run([*COVERAGE, *command], cwd=PROJECT, env=os.environ | settings)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
