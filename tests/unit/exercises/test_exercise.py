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


@pytest.mark.parametrize("name", [*names()])
def test_a_hint_has_its_double_underscores_in_code(name: str) -> None:
    """Elsewhere they'd be Markdown: a bold init."""
    for hint in find(name).hints:
        assert "__" not in re.sub("`[^`]+`", "", hint)
