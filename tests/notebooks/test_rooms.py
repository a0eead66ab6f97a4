"""A room of the museum has a form of its own: symptom and code first, the name and source last."""

import re

import pytest

from classroom.lessons import ROOMS as AFTER
from classroom.lessons import Lesson

from ..contract.namespaces import load
from .lessons import ROOMS, ROOT, code_cells, is_answer, lesson, magic, read
from .test_form import prose

EACH = pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.stem)
SECTIONS = ["What somebody saw", "The code", "Write the red", "Red and green", "Its name"]


def sections(path):
    """The text of each section, by its heading without the minutes."""
    _, *parts = re.split(r"^## ", prose(path), flags=re.MULTILINE)
    return {part.partition(" · ")[0]: part for part in parts}


@EACH
def test_a_room_says_which_lesson_it_needs_and_that_it_is_optional(path):
    opening = read(path).cells[0].source
    letter = Lesson(path).number

    assert re.match(rf"# Room {letter} · \w", opening)
    assert f"**You need** [lesson {AFTER[letter]:02}](" in opening
    assert f"**Minutes**: {Lesson(path).minutes}, all of them optional" in opening
    assert Lesson(path).minutes <= 12


@EACH
def test_a_room_begins_with_what_somebody_saw_and_ends_with_its_name(path):
    assert [*sections(path)] == SECTIONS


@EACH
def test_there_is_time_to_look_before_anybody_writes(path):
    assert sections(path)["The code"].rstrip().rpartition("\n\n")[2].startswith("**Look for it: ")


@EACH
def test_the_learner_writes_first_and_then_come_our_red_and_our_green(path):
    kinds = ["answer" if is_answer(cell) else magic(cell) for cell in code_cells(read(path))]

    written, red, *greens = [kind for kind in kinds[kinds.index("answer") :] if kind]
    assert (written, red, {*greens}) == ("answer", "red", {"green"})
    assert "red" not in kinds[: kinds.index("answer")]


@EACH
def test_nothing_before_the_end_says_what_the_defect_is_called_or_where_it_was(path):
    name = sections(path)["Its name"]
    called = re.search(r"^\*\*(.+?)\.\*\*", name, re.MULTILINE)[1]
    libraries = re.findall(r"\*([\w-]{6,})\*", name.partition("<details>")[0])
    above = prose(path).partition("## Its name")[0] + path.stem

    assert libraries
    for word in [called, *libraries]:
        assert word.lower() not in above.lower()


@EACH
def test_the_story_is_fair_it_says_when_it_was_fixed_and_where_we_read_it(path):
    story, _, known = sections(path)["Its name"].partition("<summary>How we know</summary>")

    assert re.search(
        r"\*\*Fixed in version [\d.]+, on \d+ \w+ 20\d\d\*\*|\*\*We found no fix", story
    )
    assert "](https://github.com/" in story
    assert re.search(r"We looked at (it|them) in \w+ 20\d\d\.", known)
    assert "**If you remember one thing**" in story


@EACH
def test_a_room_is_behind_a_door_at_the_end_of_its_lesson(path):
    number = AFTER[Lesson(path).number]
    tool = load("execute_lessons", ROOT / "tools" / "execute_lessons.py")
    above, below = tool.navigation(lesson(number))

    assert path.name not in above
    assert f"]({path.name})" in below
    assert f"]({lesson(number).name})" in tool.navigation(path)[0]


def test_the_way_from_lesson_to_lesson_leads_past_the_rooms():
    tool = load("execute_lessons", ROOT / "tools" / "execute_lessons.py")

    assert "[03 · Query](03_query.ipynb) →" in tool.navigation(lesson(2))[0]
    assert "← [02 · Append](02_append.ipynb)" in tool.navigation(lesson(3))[0]
