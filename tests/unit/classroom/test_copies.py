"""A lesson begun again, and a lesson joined late: nothing of the learner's is ever lost."""

import json

import pytest

from classroom import lessons, progress
from classroom.backend import settings
from classroom.errors import LessonError
from classroom.exercises import LESSONS, ROOMS, find
from classroom.logbook import keep, record

LESSON, NAMES = next((lesson, names) for lesson, names in LESSONS.items() if names)
LATER = next(each.name for each in lessons.lessons() if each.name > LESSON)


@pytest.fixture(autouse=True)
def my(monkeypatch, tmp_path):
    """The folder that JupyterLab opens, in a project that has our lessons."""
    (tmp_path / "notebooks").symlink_to(settings.project_root() / "notebooks")
    monkeypatch.setattr(lessons, "project_root", lambda: tmp_path)
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "elsewhere"))
    return tmp_path / "my"


def cells(path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("word", ["2", "02", "append", "Append", "02_append", "02_append.ipynb"])
def test_a_lesson_is_found_by_number_or_name(word):
    assert lessons.lesson(word).name == "02_append"


@pytest.mark.parametrize("word", ["", "99", "appen", "../02_append", "0_2"])
def test_an_unknown_lesson_lists_the_known_ones(word):
    names = [each.name for each in lessons.notebooks()]
    with pytest.raises(LessonError, match=r"(?s)" + ".*".join(names)):
        lessons.lesson(word)


@pytest.mark.parametrize("word", ["a", "A", "two_winners", "A_two_winners.ipynb"])
def test_a_room_is_found_by_its_letter_or_its_name(word):
    assert lessons.lesson(word).name == "A_two_winners"


def test_number_zero_is_a_lesson_too():
    assert lessons.lesson("0").name == "00_start_here"


def test_a_copy_is_the_lesson_without_its_outputs(my):
    assert lessons.reset(lessons.lesson("2")) == []
    copied, original = cells(my / "02_append.ipynb"), cells(lessons.lesson("2").path)

    assert [cell["source"] for cell in copied] == [cell["source"] for cell in original]
    assert [cell["outputs"] for cell in copied if cell["cell_type"] == "code"] == [[]] * len(
        [cell for cell in copied if cell["cell_type"] == "code"]
    )
    assert {cell["execution_count"] for cell in copied if "execution_count" in cell} == {None}


def test_the_learners_own_copy_is_kept_beside_the_new_one(my):
    my.mkdir()
    for number in (1, 2):
        (my / "02_append.ipynb").write_text(f"mine {number}")
        (kept,) = lessons.reset(lessons.lesson("2"))
        assert kept == my / f"02_append.kept-{number}.ipynb"
        assert kept.read_text() == f"mine {number}"


def test_an_unchanged_copy_is_not_kept(my):
    lessons.reset(lessons.lesson("2"))

    assert lessons.reset(lessons.lesson("2")) == []
    assert [path.name for path in my.iterdir()] == ["02_append.ipynb"]


def test_a_copy_is_where_jupyterlab_opens_it_even_if_the_work_is_saved_elsewhere(my):
    lessons.checkpoint(lessons.lesson(LATER))

    assert (my / f"{LATER}.ipynb").is_file()
    assert [path.name for path in (my.parent / "elsewhere").iterdir()] == ["progress.json"]


def test_an_unchanged_first_copy_is_not_kept_either():
    lessons.make_copies()

    assert lessons.reset(lessons.lesson("2")) == []


def test_somebody_who_joins_late_finds_the_earlier_lessons_solved(my):
    my.mkdir()
    (my / f"{LESSON}.ipynb").write_text("mine")
    keep(NAMES[-1], state="right")

    kept = lessons.checkpoint(lessons.lesson(LATER))

    assert kept == [my / f"{LESSON}.kept-1.ipynb"]
    solved = {cell["metadata"].get("exercise"): cell for cell in cells(my / f"{LESSON}.ipynb")}
    sources = ["".join(cell["source"]) for cell in cells(my / f"{LESSON}.ipynb")]
    for name in NAMES:
        assert name in solved
        assert f'{find(name).answer.strip()}\n\ncheck("{name}")' in sources
        assert record(name)["state"] == ("right" if name == NAMES[-1] else "given")
    assert "◇" in repr(progress()) or len(NAMES) == 1


def test_somebody_who_joins_in_a_room_finds_the_lessons_up_to_its_own_solved(my):
    lessons.checkpoint(lessons.lesson("A"))

    assert sorted(path.stem for path in my.iterdir()) == [
        "00_start_here",
        "01_why_an_event_store",
        "02_append",
        "A_two_winners",
    ]
    assert record(ROOMS["A_two_winners"][0])["state"] == "open"


def test_a_checkpoint_leaves_the_rooms_alone(my):
    lessons.checkpoint(lessons.lesson("4"))

    assert not (my / "A_two_winners.ipynb").exists()


def test_a_learner_gets_copies_of_the_rooms_too(my):
    lessons.make_copies()

    assert (my / "A_two_winners.ipynb").is_file()


def test_the_lesson_itself_is_as_new_and_later_ones_are_left_alone(my):
    lessons.checkpoint(lessons.lesson(LESSON))

    assert lessons.lessons_in(my)[-1].name == LESSON
    lessons.reset(lessons.lesson(LESSON))
    assert not list(my.glob("*.kept-*"))
    assert {record(name)["state"] for name in NAMES} == {"open"}
