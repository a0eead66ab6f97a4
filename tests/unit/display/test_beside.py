"""A learner's right answer beside ours: which lines differ, in two columns."""

import re

from classroom.display.beside import beside

OURS = "def add(a, b):\n    total = a + b\n    return total\n"


def marked(html: str) -> list[list[str]]:
    """The marked lines of each column."""
    return [re.findall(r"<ins [^>]*>(.*?)</ins>", pre) for pre in html.split("<pre ")[1:]]


def test_the_lines_that_differ_are_marked_in_both_columns() -> None:
    html = beside("def add(a, b):\n    return a < b\n", OURS)

    assert marked(html) == [
        ["    return a &lt; b"],
        ["    total = a + b", "    return total"],
    ]
    assert html.startswith("<details><summary>What differs from our answer?</summary>")
    assert html.index("Yours") < html.index("Ours")


def test_an_answer_that_says_the_same_shows_nothing() -> None:
    same = "# mine\ndef add(a, b):\n\n    total = (a + b)  # sum\n    return total\n"

    assert beside(same, OURS) == ""


def test_empty_lines_and_comments_are_not_marked() -> None:
    html = beside("def add(a, b):\n    # a sum\n\n    total = b + a\n    return total\n", OURS)

    assert marked(html) == [["    total = b + a"], ["    total = a + b"]]


def test_what_is_not_only_python_is_compared_by_its_lines() -> None:
    assert marked(beside("%time 1\n" + OURS, OURS)) == [["%time 1"], []]
