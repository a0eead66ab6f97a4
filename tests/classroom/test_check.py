"""What a learner sees of an exercise, in a real kernel."""

from pathlib import Path

import pytest

from .kernel import Lesson

EXERCISE = '''
import os
os.environ["EVENTSTORE_MY"] = {my!r}
import exercises
from classroom import check, hint, progress, solution
from exercises.exercise import Exercise, expect

def it_adds(given):
    """It adds."""
    expect(given.add(1, 2), 3, "minus is not plus")

ADD = Exercise(
    lesson="02_append", title="adding", statement="", start="add = ...", asks=("add",),
    uses={{"Step 1 · A base": "base"}}, tests=(it_adds,), why="Sums matter.",
    hints=("a question?", "a direction", "almost there"),
    answer="def add(a, b):\\n    return a + b", other="", wrong={{}},
)
exercises.find = lambda name: ADD
exercises.LESSONS = {{"02_append": ("add", "other")}}
'''
BASE = "base = 0"
RIGHT = 'def add(a, b):\n    return a + b\n\ncheck("add")'
WRONG = 'def add(a, b):\n    return a - b\n\ncheck("add")'
OPEN = 'def add(a, b):\n    return ...\n\ncheck("add")'


@pytest.fixture
def lesson(lesson: Lesson, tmp_path: Path) -> Lesson:
    """A kernel with one exercise, and a folder of the learner's own."""
    (shown,) = lesson.run(EXERCISE.format(my=str(tmp_path / "my")))
    assert shown.error is None
    lesson.run(BASE)
    return lesson


@pytest.mark.parametrize(
    "body",
    [
        *("...\n", "", "# mine\n", "add = dict(sum=...)\n", "def add(a, b):\n    ...\n"),
        "def add(a: tuple[int, ...], b):\n    return ...\n",
    ],
)
def test_an_untouched_or_empty_cell_is_not_attempted_and_not_run(lesson: Lesson, body: str) -> None:
    shown, state = lesson.run(f'{body}check("add")', "progress()")

    assert (shown.error, shown.text) == (
        None,
        "○ not attempted yet. Replace each ... and run this cell.",
    )
    assert "0 of 2" in state.text


def test_an_answer_with_places_left_says_how_many(lesson: Lesson) -> None:
    two = "from dataclasses import replace\nADD = replace(ADD, start='add = ... + ...')"
    _, shown = lesson.run(two, 'add = 1 + ...\ncheck("add")')

    assert (shown.error, shown.text) == (None, "○ not finished yet: 1 ... left to replace.")


def test_a_right_answer_says_why_it_matters(lesson: Lesson) -> None:
    (shown,) = lesson.run(RIGHT)

    assert (shown.error, shown.text) == (None, "✔ right: adding\n\nSums matter.")
    assert "background:#1b6e3c" in shown.html


def test_an_ellipsis_in_a_type_hint_is_finished_code(lesson: Lesson) -> None:
    (shown,) = lesson.run(
        'def add(*numbers: *tuple[int, ...]):\n    return sum(numbers)\n\ncheck("add")'
    )

    assert shown.text.startswith("✔ right")


def test_a_wrong_answer_says_what_should_hold_what_was_seen_and_the_likely_slip(
    lesson: Lesson,
) -> None:
    (shown,) = lesson.run(WRONG)

    assert shown.error is None
    assert shown.text.splitlines() == [
        "✘ not yet",
        "",
        "Should hold:  It adds.",
        "Seen:         -1",
        "Expected:     3",
        "Likely:       minus is not plus",
        "",
        'Try 1. hint("add") helps.',
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("x = 1\ny = x + z", "✘ not yet: NameError\n\n    2 | y = x + z\nNameError: name 'z' is"),
        ("x = = 1", "✘ not yet: SyntaxError\n\n    1 | x = = 1\nSyntaxError: invalid syntax"),
        (
            "def add(a, b):\n    return a / 0",
            "✘ not yet\n\nShould hold:  It adds.\n    2 | return a / 0\nZeroDivisionError",
        ),
        (
            "def add(a):\n    return a",
            "✘ not yet\n\nShould hold:  It adds.\nTypeError: add() takes 1 positional",
        ),
        ("raise SystemExit", "✘ not yet: SystemExit\n\n    1 | raise SystemExit"),
    ],
)
def test_an_error_of_the_learners_shows_their_line_and_none_of_ours(
    lesson: Lesson, body: str, text: str
) -> None:
    (shown,) = lesson.run(f'{body}\ncheck("add")')

    assert shown.error is None
    assert shown.text.startswith(text)
    assert "classroom" not in shown.text
    assert "Traceback" not in shown.text


def test_a_failing_test_of_the_learners_is_theirs_to_read(lesson: Lesson) -> None:
    body = 'def add(a, b):\n    pytest.fail("mine")\n\ncheck("add")'
    (shown,) = lesson.run(body)

    assert shown.error is None
    assert '    2 | pytest.fail("mine")\nFailed: mine' in shown.text


def test_a_cell_that_lacks_what_was_asked_for_says_so(lesson: Lesson) -> None:
    lesson.run("def add(a, b):\n    return a + b")
    (shown,) = lesson.run('x = 1\ncheck("add")')

    assert shown.state == "✘ not yet: this cell should define add"


def test_a_name_that_is_missing_is_told_with_the_section_that_defines_it(lesson: Lesson) -> None:
    _, shown, state = lesson.run("del base", RIGHT, "progress()")

    assert shown.error is None
    assert shown.text == (
        "○ not judged: base is missing here\n\n"
        "“Step 1 · A base” defines it: run the cells from there down to this one."
    )
    assert "0 of 2" in state.text


def test_what_the_lesson_defines_stays_as_it_is_and_what_is_new_stays_too(lesson: Lesson) -> None:
    before = "def add(a, b):\n    return 99"
    mine = f"mine = 7\nbase = 8\n{RIGHT}"
    *_, shown, after = lesson.run(before, mine, "add(1, 2), base, mine")

    assert shown.state.startswith("✔ right")
    assert after.text == "(99, 0, 7)"


def test_a_wrong_answer_leaves_nothing_behind(lesson: Lesson) -> None:
    _, after = lesson.run(f"mine = 7\n{WRONG}", "'mine' in globals()")

    assert after.text == "False"


def test_an_answer_that_asks_for_ever_is_stopped(lesson: Lesson) -> None:
    loop = (
        "def add(a, b):\n    while True:\n        try:\n            client.list_tables()\n"
        '        except Exception:\n            pass\n\ncheck("add")'
    )
    *_, shown = lesson.run("from classroom import connect\nclient = connect()", loop)

    assert shown.error is None
    assert "more than 300 requests: does the loop ever end?" in shown.text


def test_the_requests_of_later_cells_are_not_counted(lesson: Lesson) -> None:
    *_, after = lesson.run(
        "from classroom import connect\nclient = connect()",
        RIGHT,
        "for _ in range(310): client.list_tables()",
    )

    assert after.error is None


def test_check_elsewhere_than_at_the_end_says_where_it_belongs(lesson: Lesson) -> None:
    (shown,) = lesson.run('check("add")\nx = 1')

    assert shown.text == (
        'LessonError: let check("add") be the last line of the cell that holds your answer'
    )


def test_hints_say_more_each_time_also_after_a_restart(lesson: Lesson) -> None:
    first, second, _, third, again = lesson.run(
        'hint("add")', 'hint("add")', "pass", 'hint("add")', 'hint("add")'
    )

    assert first.text == "Hint 1 of 3: a question?\n"
    assert second.text == "Hint 2 of 3: a direction\n"
    assert third.text == again.text == "Hint 3 of 3: almost there\n"


def test_the_solution_waits_for_an_honest_try(lesson: Lesson) -> None:
    early, _, _, shown = lesson.run('solution("add")', OPEN, WRONG, 'solution("add")')

    assert early.text.startswith("Try it once first.")
    assert shown.text == "def add(a, b):\n    return a + b\n"


def test_after_three_tries_the_solution_is_offered(lesson: Lesson) -> None:
    tries = lesson.run(WRONG, WRONG, WRONG)

    assert "solution" not in tries[1].text
    assert tries[2].text.endswith('Try 3. hint("add") helps. solution("add") shows our answer.')


def test_what_a_checkpoint_gave_is_the_learners_when_they_write_their_own(lesson: Lesson) -> None:
    _, _, given, _, own = lesson.run(
        'from classroom import logbook\nlogbook.keep("add", state="given")',
        RIGHT,
        "progress()",
        RIGHT.replace("a + b", "b + a"),
        "progress()",
    )

    assert given.text.splitlines()[1] == "02 append  0 of 2  ◇ ○"
    assert own.text.splitlines()[1] == "02 append  1 of 2  ✔ ○"


def test_right_once_stays_right_in_the_progress(lesson: Lesson) -> None:
    *_, shown = lesson.run(RIGHT, WRONG, "progress()")

    assert shown.text.splitlines()[1] == "02 append  1 of 2  ✔ ○"
    assert "<table>" in shown.html
