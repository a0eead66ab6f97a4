"""A domain of the learner's own: kept when it's right, there in the next lesson, and never lost."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from classroom.cells.carrying import of_lesson
from classroom.exercises import LESSONS
from classroom.exercises.own_domain.at_work import NEXT, answer

from .chess import ANSWERS, OPENING
from .kernel import RESET, START, Lesson, Shown

WRONG = ANSWERS[1].replace('the_same_end = "white has lost"', 'the_same_end = "black has lost"')


def name_of(number: int) -> str:
    (names,) = [names for lesson, names in LESSONS.items() if lesson[:2] == f"{number:02}"]
    return names[-1]


def cell(number: int, code: str, opening: str = "own_domain()") -> str:
    opened = f"{opening}\n\n\n" if number > 1 else ""
    return f'{opened}{code.strip()}\n\n\ncheck("{name_of(number)}")'


@pytest.fixture
def my(lesson: Lesson, tmp_path: Path) -> Path:
    """The learner's folder; the lesson has begun."""
    begin(lesson, tmp_path / "my")
    return tmp_path / "my"


def begin(lesson: Lesson, my: Path) -> None:
    *_, shown = lesson.run(f"import os; os.environ['EVENTSTORE_MY'] = {str(my)!r}", OPENING)
    assert shown.error is None, shown.text


def play(lesson: Lesson, *numbers: int) -> list[Shown]:
    """Answer these lessons' exercises with the chess game."""
    return lesson.run(*(cell(number, ANSWERS[number]) for number in numbers))


def state(shown: Shown) -> str:
    """The verdict, below what the cell printed."""
    return next(line for line in shown.text.splitlines() if line and line[0] in "✔✘○")


def test_a_domain_that_nobody_has_thought_of_grows_from_lesson_to_lesson(
    lesson: Lesson, my: Path
) -> None:
    for number, shown in zip(ANSWERS, play(lesson, *ANSWERS), strict=True):
        assert state(shown).startswith("✔ right"), shown.text
        assert "It's in my/domain.py now" in shown.text
        missing = of_lesson(number).why.split("; ")
        assert len(missing) == max(NEXT) - number + 1
    assert sorted(path.name for path in my.iterdir()) == ["domain.py", "progress.json"]


def test_the_file_is_plain_python_and_stands_alone(lesson: Lesson, my: Path) -> None:
    play(lesson, 1, 2, 3)
    text = (my / "domain.py").read_text()
    run = subprocess.run([sys.executable, "-I", "-S", my / "domain.py"], check=False)

    assert text.startswith('"""My own domain, as I wrote it at home, lesson by lesson."""\n')
    assert "# %% Lesson 02\n\nfrom botocore.exceptions import ClientError" in text
    assert "class EventAlreadyExistsError(Exception):" in text  # from the lesson
    assert "own_domain" not in text
    assert "check(" not in text
    assert run.returncode == 1  # only boto3 is missing here, without its packages
    assert subprocess.run([sys.executable, my / "domain.py"], check=False).returncode == 0


def test_after_a_restart_the_next_lesson_goes_on(lesson: Lesson, my: Path) -> None:
    play(lesson, 1, 2)
    lesson.run(RESET, START)
    begin(lesson, my)
    (shown,) = play(lesson, 3)

    assert shown.text.startswith("my/domain.py (lessons 01 and 02): Square, Turn, Moved, Resigned,")
    assert state(shown).startswith("✔ right")


def test_the_same_answer_again_changes_nothing(lesson: Lesson, my: Path) -> None:
    play(lesson, 1, 2)
    before = (my / "domain.py").read_text()
    play(lesson, 1, 2)

    assert (my / "domain.py").read_text() == before
    assert list(my.glob("*.kept*")) == []


def test_another_answer_replaces_the_first_which_is_kept(lesson: Lesson, my: Path) -> None:
    play(lesson, 1, 2, 4)
    before = (my / "domain.py").read_text()
    other = ANSWERS[2].replace("turn.piece", "turn.piece.upper()").replace("turn.", "turn .")
    (shown,) = lesson.run(cell(2, other))

    assert "What you had is in my/domain.kept-1.py." in shown.text
    assert (my / "domain.kept-1.py").read_text() == before
    assert "turn .piece.upper()" in (my / "domain.py").read_text()
    assert "# %% Lesson 04" in (my / "domain.py").read_text()  # it still fits


def test_another_domain_sets_the_first_aside_with_all_its_lessons(lesson: Lesson, my: Path) -> None:
    play(lesson, 1, 2, 4)
    before = (my / "domain.py").read_text()
    renamed = ANSWERS[1].replace("Resigned", "GaveUp")
    (shown,) = lesson.run(cell(1, renamed))

    assert "The answers from lesson 02 on don't fit it: do them again." in shown.text
    assert (my / "domain.kept-1.py").read_text() == before
    assert "Lesson 02" not in (my / "domain.py").read_text()


def test_an_answer_that_changes_what_an_earlier_lesson_has_is_kept_and_says_so(
    lesson: Lesson, my: Path
) -> None:
    play(lesson, 1, 4)
    (shown,) = lesson.run(cell(6, f"{ANSWERS[6]}\none_story = one_story[:2]"))

    assert state(shown).startswith("✔ right")
    assert "But with it, the tests of lesson 01 fail: change that, too." in shown.text
    assert "one_story = one_story[:2]" in (my / "domain.py").read_text()


def test_a_wrong_answer_changes_nothing(lesson: Lesson, my: Path) -> None:
    (shown,) = lesson.run(cell(1, WRONG))

    assert state(shown) == "✘ not yet"
    assert not (my / "domain.py").exists()


@pytest.mark.parametrize("name", ["library loans", "a parcel's journey", "Library", "parcel’s"])
def test_a_learner_without_one_goes_on_with_one_that_we_offer(
    lesson: Lesson, my: Path, name: str
) -> None:
    ours = "library loans" if "ibrary" in name else "a parcel's journey"
    code = answer(ours, 4).partition("\n")[2]
    same, other = lesson.run(
        cell(4, code, f'own_domain("{name}")'),
        cell(4, f"{code}\n# mine", f'own_domain("{name}")').replace("BY_HAND", "mine = 1\nBY_HAND"),
    )
    file = "library_loans.py" if "ibrary" in name else "parcels_journey.py"

    assert same.text.startswith(f"{ours} (lessons 01 to 03): ")
    assert f'This one is ours: in the next lesson, write own_domain("{ours}").' in same.text
    assert f"It's in my/{file} now" in other.text
    assert sorted(path.name for path in my.glob("*.py")) == [file]
    assert "# %% Lesson 01" in (my / file).read_text()


def test_two_domains_do_not_touch_each_other(lesson: Lesson, my: Path) -> None:
    play(lesson, 1, 2)
    before = (my / "domain.py").read_text()
    code = answer("library loans", 3).partition("\n")[2] + "\nmine = 1\n"
    lesson.run(cell(3, code, 'own_domain("library loans")'))
    (shown,) = lesson.run(cell(4, ANSWERS[4]))

    assert (my / "library_loans.py").read_text().endswith("mine = 1\n")
    assert (my / "domain.py").read_text().startswith(before.rstrip())
    assert state(shown).startswith("✔ right")


def test_our_own_answer_does_not_replace_a_learners_domain(lesson: Lesson, my: Path) -> None:
    play(lesson, 1)
    before = (my / "domain.py").read_text()
    (shown,) = lesson.run(cell(1, answer("library loans", 1)))

    assert 'in the next lesson, write own_domain("library loans").' in shown.text
    assert (my / "domain.py").read_text() == before


@pytest.mark.usefixtures("my")
def test_who_has_no_domain_is_told_what_to_do(lesson: Lesson) -> None:
    none, unknown, missing = lesson.run(
        cell(4, ANSWERS[4]),
        cell(4, ANSWERS[4], 'own_domain("chess")'),
        cell(4, "START, BY_HAND = 0, 1\ndef apply(state, event):\n    return 1", ""),
    )

    assert state(none) == "○ not judged"
    assert "lesson 01 begins it, at home" in none.text
    assert "we don't offer 'chess'" in unknown.text
    assert state(missing) == "○ not judged: one_story is missing here"
    assert "It comes from lesson 01, at home." in missing.text


@pytest.mark.usefixtures("my")
def test_a_lesson_that_was_left_out_is_named(lesson: Lesson) -> None:
    (*_, shown) = play(lesson, 1, 3)

    assert state(shown) == "○ not judged: to_item is missing here"
    assert "It comes from lesson 02, at home." in shown.text
    assert 'own_domain("library loans")' in shown.text


def test_a_file_that_does_not_run_any_more_is_named_with_its_line(lesson: Lesson, my: Path) -> None:
    play(lesson, 1)
    with (my / "domain.py").open("a") as file:
        file.write("\n\noops = missing + 1\n")
    (shown,) = play(lesson, 2)

    assert state(shown) == "○ not judged"
    assert "my/domain.py doesn't run as it is:" in shown.text
    assert "| oops = missing + 1\nNameError: name 'missing' is not defined" in shown.text


def test_what_the_learner_changes_in_the_file_counts(lesson: Lesson, my: Path) -> None:
    play(lesson, 1)
    text = (my / "domain.py").read_text()
    (my / "domain.py").write_text(text.replace('"hm"', '"well played"'))
    play(lesson, 2)

    assert '"well played"' in (my / "domain.py").read_text()
    assert '"hm"' not in (my / "domain.py").read_text()


def test_an_answer_that_needs_its_lesson_is_right_and_not_kept(lesson: Lesson, my: Path) -> None:
    leaning = ANSWERS[2].replace("def append(client, table, turn):", "def append(_, table, turn):")
    _, shown = lesson.run(cell(1, ANSWERS[1]), cell(2, leaning))

    assert state(shown).startswith("✔ right")
    assert "It isn't kept for the next lesson: it uses client, which only this lesson has." in (
        shown.text
    )
    assert "Lesson 02" not in (my / "domain.py").read_text()


def test_a_folder_that_cannot_be_written_is_said(lesson: Lesson, my: Path) -> None:
    my.mkdir()
    (my / "domain.py").mkdir()
    (shown,) = play(lesson, 1)

    assert state(shown).startswith("✔ right")
    assert "It isn't kept in my/domain.py, so save this cell yourself: " in shown.text


@pytest.mark.usefixtures("my")
def test_a_rule_that_breaks_is_told_in_the_learners_own_words(lesson: Lesson) -> None:
    play(lesson, 1, 4)
    careless = ANSWERS[6].replace("raise NotYourTurn(wish.player)", "pass")
    (shown,) = lesson.run(cell(6, careless))

    assert "Should hold:  The rule holds after each event, in any order of wishes" in shown.text
    assert "after Moved(piece='white pawn', start=Square(file='g', rank=2)" in shown.text
    assert "Likely:       does decide look at the state" in shown.text


@pytest.mark.usefixtures("my")
def test_of_a_domain_that_has_grown_only_the_first_names_are_told(lesson: Lesson) -> None:
    play(lesson, *ANSWERS)
    (shown,) = lesson.run("own_domain()")
    lessons, _, names = shown.text.strip().partition(": ")
    named, _, more = names.rpartition(", and ")

    assert lessons == f"my/domain.py (lessons 01 to {max(ANSWERS):02})"
    assert named == "Square, Turn, Moved, Resigned, state_after, one_story, another_story"
    assert re.fullmatch(r"\d+ more", more)


@pytest.mark.usefixtures("my")
def test_in_an_ordinary_cell_it_brings_all_of_the_domain(lesson: Lesson) -> None:
    play(lesson, 1, 4)
    shown = lesson.run("own_domain()", "apply(START, one_story[-1])['lost']")

    assert shown[0].text.startswith("my/domain.py (lessons 01 and 04): ")
    assert shown[1].text == "'white'"


def test_it_goes_home_with_what_should_hold_of_it(lesson: Lesson, my: Path) -> None:
    play(lesson, *ANSWERS)
    lesson.run("def test_it():\n    assert EventAlreadyExistsError")
    (shown,) = lesson.run("take_home()")
    tests = len({test for number in ANSWERS for test in of_lesson(number).tests})

    assert "Your domain is in it: domain.py, and its tests." in shown.text
    assert f"We ran them: {tests + 5} passed." in shown.text, shown.text
    written = re.findall(
        r"^def test_\w+", (my / "store" / "test_domain.py").read_text(), re.MULTILINE
    )
    assert len(written) == len(set(written)) == tests
    text = (my / "store" / "domain.py").read_text()
    assert "from helpers.errors import EventAlreadyExistsError\n" in text
    assert "import eventstore" not in text
    assert "`domain.py` is your domain" in (my / "store" / "README.md").read_text()
