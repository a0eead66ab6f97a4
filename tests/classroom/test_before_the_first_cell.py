"""A kernel that has just been started, or started again: a learner goes on in the middle."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import classroom

from .kernel import START, Lesson, kernel


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
