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
    answer, hint = new.run(
        'me = "Ada"\n\ncheck("add-up-the-changes")', 'hint("add-up-the-changes")'
    )

    assert answer.state.startswith("○ not judged: ")
    assert "defines it: run the cells from there down to this one." in answer.text
    assert hint.text.startswith("Hint ")


def test_the_lessons_first_line_finds_nothing_amiss(new: Lesson) -> None:
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


def test_another_error_and_a_name_that_is_to_be_missing_hint_at_nothing(new: Lesson) -> None:
    failing = "def test_it():\n    assert 1 == 2"
    named = "%%red NameError: other\ndef test_it():\n    Earlier()"
    shown = new.run(f"%%green\n{failing}", f"%%red KeyError\n{failing}", named, "%%green\n1 / 0")

    assert [each.error for each in shown] == ["LessonError"] * 3 + ["ZeroDivisionError"]
    assert not any(HINT in each.text for each in shown)
