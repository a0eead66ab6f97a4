"""Run the tests of what a learner took home: `python3 start.py test my/store`.

`my` stands for the learner's folder, also when EVENTSTORE_MY says that it is somewhere else.
"""

import os
import sys
from pathlib import Path

import pytest

from classroom.backend.settings import read_settings


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments; return its exit code."""
    os.environ.setdefault("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # nbval takes seconds to import
    return pytest.main([_in_my(argument) for argument in arguments])


def _in_my(argument: str) -> str:
    parts = Path(argument).parts
    return str(read_settings().my.joinpath(*parts[1:])) if parts[:1] == ("my",) else argument


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
