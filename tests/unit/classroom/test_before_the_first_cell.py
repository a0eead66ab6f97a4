"""A kernel that has just been started, or started again: a learner goes on in the middle."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import classroom

from .kernel import START, Lesson, kernel

HINT = "Has a cell above not run yet? In the menu: Run > Run All Above Selected Cell."


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lesson]:
    folder = tmp_path_factory.mktemp("ipython")
    (folder / "profile_default").mkdir()
    config = Path(classroom.__file__).parent / "ipython_kernel_config.json"  # start.py installs it
    shutil.copy(config, folder / "profile_default")
    with kernel(IPYTHONDIR=str(folder), EVENTSTORE_MY=str(folder / "my")) as lesson:
        yield lesson


def test_red_and_green_are_there(new: Lesson) -> None:
    red, green = new.run(
        "%%red NameError\ndef test_it():\n    hero", "%%green\ndef test_it():\n    assert 1 == 1"
    )

    assert red.state == "✘ red, as it should be: NameError"
    assert green.state.startswith("✔ green")


def test_an_exercise_says_which_cell_defines_what_it_misses(new: Lesson) -> None:
    (answer,) = new.run('me = "Ada"\n\ncheck("add-up-the-changes")')

    assert answer.state.startswith("○ not judged: ")
    assert "In the menu: Run > Run All Above Selected Cell." in answer.text


def test_the_first_line_of_a_lesson_prints_nothing(new: Lesson) -> None:
    assert [shown.text for shown in new.run(START)] == [""]


@pytest.mark.parametrize(
    "cell",
    [
        "%%green\nclass Later(Earlier):\n    pass\n\ndef test_it():\n    Later()",
        "%%green\ndef test_it():\n    Earlier()",
        "%%red AssertionError\nclass Later(Earlier):\n    pass\n\ndef test_it():\n    assert False",
        "%%red AssertionError\ndef test_it():\n    Earlier()",
    ],
)
def test_a_missing_name_hints_at_the_cells_above(new: Lesson, cell: str) -> None:
    (shown,) = new.run(cell)

    assert "name 'Earlier' is not defined" in shown.text
    assert f"\n{HINT}" in shown.text


@pytest.mark.parametrize(
    "cell",
    [
        "%%green\ndef test_it():\n    assert 1 == 2",
        "%%red KeyError\ndef test_it():\n    assert 1 == 2",
        "%%green\nx = 1",
        "Earlier()",
    ],
)
def test_whatever_else_may_come_of_a_cell_above_hints_at_it_as_well(new: Lesson, cell: str) -> None:
    (shown,) = new.run(cell)

    assert shown.error in ("LessonError", "NameError")
    assert HINT in shown.text


def test_a_mistake_in_the_cell_itself_hints_at_nothing(new: Lesson) -> None:
    shown = new.run("%%green\n1 / 0", "1 / 0", "x = = 1")

    assert [each.error for each in shown] == ["ZeroDivisionError"] * 2 + ["SyntaxError"]
    assert not any(HINT in each.text for each in shown)
