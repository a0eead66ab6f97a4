"""What the project knows about its lessons has one home: every other file asks there."""

import re
import subprocess
from collections import Counter
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


def listed() -> list[str]:
    """All files of the project."""
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.splitlines()


def files_with(pattern: str) -> set[str]:
    """The files of code with a text that matches the pattern."""
    named = [name for name in listed() if name.endswith(CODE)]
    there = [name for name in named if (ROOT / name).is_file()]
    return {name for name in there if re.search(pattern, (ROOT / name).read_text("utf-8"))}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_what_is_known_about_the_lessons_is_in_one_file(pattern: str) -> None:
    assert files_with(pattern) == {HOME}


@pytest.mark.parametrize("word", ["lab", "lite", "environment", "environments", "check", "checks"])
def test_a_word_that_could_mean_much_names_one_thing(word: str) -> None:
    paths = {parent for name in listed() for parent in [Path(name), *Path(name).parents]}

    assert Counter(path.stem for path in paths)[word] <= 1
