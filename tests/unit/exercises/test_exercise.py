"""What the cells of exercises are made of."""

from classroom.cells.blanks import has_code
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
