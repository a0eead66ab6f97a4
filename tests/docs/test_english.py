"""No sentence has a phrase that is grammatical, but that nobody says."""

import re
import subprocess

import pytest

from ..notebooks.lessons import ROOT

KINDS = (
    "*.py",
    "*.md",
    "*.rst",
    "*.toml",
    "*.js",
    "*.mjs",
    "*.html",
    "*.yml",
    "*.ipynb",
    "Makefile",
)
PHRASES = {
    "who does something, or if somebody does": r"\bwhoever\b",
    "isn't a, or must be a": r"(?<!there )\b(?:is|are) no (?!such|longer|more\b)\w+",
    "forever": r"\bfor ever\b",
    "one at a time": r"\bone by one\b",
    "it won't help": r"\bhelps? nothing\b",
    "fix": r"\bmend(?:s|ed|ing)?\b",
}


def files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *KINDS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    this = "tests/docs/test_english.py"
    return [name for name in listed.stdout.splitlines() if name != this and (ROOT / name).exists()]


@pytest.mark.parametrize("better", PHRASES)
def test_there_is_a_better_phrase(better: str) -> None:
    phrase = re.compile(PHRASES[better], re.IGNORECASE)
    found = {
        f"{name}: {line.strip()[:100]}"
        for name in files()
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if phrase.search(line)
    }

    assert found == set()
