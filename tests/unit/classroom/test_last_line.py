"""A cell with check() is judged, or nothing of it runs: no answer can break what comes later."""

import pytest

from .adding import RIGHT
from .kernel import Lesson

REBINDING = f"base = 8\n{RIGHT}"


@pytest.mark.parametrize(
    "end",
    [";", "  # mine", "\n\n\n", "\n# done", ";  # mine\n\n  # done\n# now\n", "\n" + "# " * 99],
)
def test_blank_lines_comments_and_a_semicolon_may_follow_check(adding: Lesson, end: str) -> None:
    shown, after = adding.run(REBINDING + end, "base")

    assert (shown.error, shown.state) == (None, "✔ right: adding")
    assert after.text == "0"


@pytest.mark.parametrize(
    "end",
    [
        *("\nx = 1", "\n\nprint('done')", "; x = 1", " or 3", "\n!true", "\nx = = 1", "\nfor"),
        '\ncheck("add")',
    ],
)
def test_where_more_follows_check_says_where_it_belongs_and_nothing_else_runs(
    adding: Lesson, end: str
) -> None:
    shown, after, state = adding.run(REBINDING + end, "base", "progress()")

    assert shown.text == (
        'LessonError: Put check("add") on the last line of the cell with your answer'
    )
    assert after.text == "0"
    assert "0 of 2" in state.text


@pytest.mark.parametrize("call", ["check(\n    'add'\n)", "check(name='add')", "check(base)"])
def test_a_call_that_is_written_in_another_way_breaks_nothing_either(
    adding: Lesson, call: str
) -> None:
    _, after = adding.run(REBINDING.replace('check("add")', call), "base")

    assert after.text == "0"


@pytest.mark.parametrize("magic", ["time", "capture", "green", "red NameError"])
def test_in_a_cell_with_a_magic_an_answer_breaks_nothing_either(adding: Lesson, magic: str) -> None:
    _, after = adding.run(f"%%{magic}\n{REBINDING}", "base")

    assert after.text == "0"
