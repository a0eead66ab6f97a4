"""What the cells of exercises are made of."""

import re

import pytest

from classroom.cells.blanks import has_code
from classroom.exercises import find, names
from classroom.exercises.exercise import in_disorder

ANSWER = """\
def f(a):
    if a:

        return 1
    return 2
"""
ONLY_CODE = re.compile(
    r"""
    \[[^\]]+\] | \{[^}]+\}  # brackets and braces with something in them
    | \w*_\w*               # an underscore
    | \w+\(                 # a call
    | \b[a-z]\w+\.[a-z]\w*  # a dotted name
    | \b(?!DynamoDB)[A-Z][a-z]+[A-Z]\w*  # the name of a class
    | [=!<>]=?              # an assignment or a comparison
    | \.{3}                 # a gap
    | (?<!\w):\w+           # a placeholder
    """,
    re.VERBOSE,
)


def test_the_lines_of_an_answer_are_comments_in_the_order_of_the_alphabet() -> None:
    cell = in_disorder(ANSWER, "    return None", "        raise ValueError")

    assert cell.splitlines() == [
        "# def f(a):",
        "#     if a:",
        "#         raise ValueError",
        "#         return 1",
        "#     return 2",
        "#     return None",
    ]
    assert not has_code(cell)


def bare_code(hint: str) -> list[str]:
    """Return what stands outside of backticks, and can only be code."""
    return [found.group() for found in ONLY_CODE.finditer(re.sub("`[^`]+`", "", hint))]


@pytest.mark.parametrize("name", [*names()])
def test_a_hint_has_its_code_in_backticks(name: str) -> None:
    """Elsewhere it looks like prose, and Markdown takes its asterisks and underscores."""
    assert [bare_code(hint) for hint in find(name).hints] == [[], [], []]


@pytest.mark.parametrize("name", [*names()])
def test_each_backtick_of_a_hint_has_its_other_one(name: str) -> None:
    for hint in find(name).hints:
        assert "`" not in re.sub(r"`[^`\s]([^`]*[^`\s])?`", "", hint)


@pytest.mark.parametrize(
    ("hint", "code"),
    [
        ("`__init__` gets append_id, then __init__ ends.", ["append_id", "__init__"]),
        ("Call max(0, 1) of `max(0, ...)`.", ["max("]),
        ("Then store.query for both, as the EventStore does.", ["store.query", "EventStore"]),
        ("Set a = 3, compare it by == and !=, and turn < around.", ["=", "==", "!=", "<"]),
        ("Add [*effects, more], and {...}, and nothing.", ["[*effects, more]", "{...}"]),
        ("The value of :id is left + ....", [":id", "..."]),
    ],
)
def test_bare_code_is_found_in_a_hint(hint: str, code: list[str]) -> None:
    assert bare_code(hint) == code


def test_prose_with_marks_of_its_own_is_not_code() -> None:
    prose = "Card 0 (the first one) is DynamoDB's: it has +2, e.g. `a_b`. And then?"

    assert bare_code(prose) == []
