"""What the lessons say about themselves, from their files and their first cells."""

import json
import re
from pathlib import Path

import pytest

from classroom.lessons import (
    ROOMS,
    Lesson,
    bare_heading,
    lessons,
    lessons_in,
    notebooks,
    rooms,
    section_minutes,
)


def test_the_lessons_come_in_order_with_number_title_and_minutes() -> None:
    found = lessons()

    assert [each.number for each in found] == [f"{number:02}" for number in range(len(found))]
    assert (found[2].name, found[2].title) == ("02_append", "Append")
    assert found[2].heading == "02 · Append"
    for each in found:
        said = each.opening.partition("**Minutes**: ")[2]
        assert re.findall(r"\d+", said)[0] == str(each.minutes)


def test_the_rooms_of_the_museum_have_letters_and_come_after_all_lessons() -> None:
    found = rooms()

    assert [each.number for each in found] == [*ROOMS][: len(found)]
    assert (found[0].name, found[0].title) == ("A_two_winners", "Two winners")
    assert found[0].heading == "Room A · Two winners"
    assert notebooks() == sorted([*lessons(), *found])
    assert all(each.is_room for each in found)
    assert not any(each.is_room for each in lessons())


def test_a_room_is_taken_after_its_lesson() -> None:
    assert lessons()[2].comes_after(lessons()[1])
    assert not lessons()[2].comes_after(lessons()[2])
    assert [each.number for each in lessons() if rooms()[0].comes_after(each)] == ["00", "01", "02"]


def test_only_lessons_are_found_in_a_folder(tmp_path: Path) -> None:
    for name in ("B_second.ipynb", "10_later.ipynb", "02_early.ipynb", "Untitled.ipynb", "README"):
        (tmp_path / name).touch()

    assert [each.number for each in lessons_in(tmp_path)] == ["02", "10"]


def test_a_lesson_without_minutes_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "02_append.ipynb"
    path.write_text(json.dumps({"cells": [{"source": "# 02 · Append"}]}), encoding="utf-8")

    with pytest.raises(ValueError, match=r"02_append\.ipynb doesn't say \*\*Minutes\*\*"):
        _ = Lesson(path).minutes


@pytest.mark.parametrize(
    ("heading", "minutes", "title"),
    [
        ("Beat 3 of 6 · Three events · 8 min", 8, "Beat 3 · Three events"),
        ("Step 5 of 5 · Cut it anywhere · optional, 6 min", 0, "Step 5 · Cut it anywhere"),
        ("Best 3 of 6 · 2 min", 2, "Best 3 of 6"),
        ("What we covered", 0, "What we covered"),
    ],
)
def test_a_heading_says_how_many_there_are_and_ends_with_its_minutes(
    heading: str, minutes: int, title: str
) -> None:
    assert section_minutes(heading) == minutes
    assert bare_heading(heading) == title
