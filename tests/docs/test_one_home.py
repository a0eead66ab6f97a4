"""What the project knows about its lessons has one home: every other file asks there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOME = "classroom/lessons.py"
CODE = (".py", ".js", ".mjs", "Makefile", ".ci/run")
PATTERNS = {
    "a glob for the lessons": r"glob\([^)]*ipynb",
    "a pattern for the minutes": r"Minutes\W{1,10}d\+|\\d\+\)? min\b",
    "a way to strip a lesson": r"outputs\W{1,6}\[\]\W+(?:\w+\W+)?execution_count",
}


def files_with(pattern: str) -> set[str]:
    """The files of code with a text that matches the pattern."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    named = [name for name in listed.stdout.splitlines() if name.endswith(CODE)]
    there = [name for name in named if (ROOT / name).is_file()]
    return {name for name in there if re.search(pattern, (ROOT / name).read_text("utf-8"))}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_what_is_known_about_the_lessons_is_in_one_file(pattern: str) -> None:
    assert files_with(pattern) == {HOME}
