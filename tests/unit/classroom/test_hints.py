"""What helps with an exercise, and what is remembered of it, in a real kernel."""

from .adding import OPEN, RIGHT, WRONG
from .kernel import Lesson


def test_hints_say_more_each_time_also_after_a_restart(adding: Lesson) -> None:
    first, second, _, third, again = adding.run(
        'hint("add")', 'hint("add")', "pass", 'hint("add")', 'hint("add")'
    )

    assert first.text == "Hint 1 of 3: a question?\n"
    assert second.text == "Hint 2 of 3: a direction\n"
    assert third.text == again.text == "Hint 3 of 3: almost there\n"


def test_the_solution_waits_for_an_honest_try(adding: Lesson) -> None:
    early, _, _, shown = adding.run('solution("add")', OPEN, WRONG, 'solution("add")')

    assert early.text.startswith("Try it once first.")
    assert shown.text == "def add(a, b):\n    return a + b\n"


def test_after_three_tries_the_solution_is_offered(adding: Lesson) -> None:
    tries = adding.run(WRONG, WRONG, WRONG)

    assert "solution" not in tries[1].text
    assert tries[2].text.endswith('Try 3. hint("add") helps. solution("add") shows our answer.')


def test_what_a_checkpoint_gave_is_the_learners_when_they_write_their_own(adding: Lesson) -> None:
    _, _, given, _, own = adding.run(
        'from classroom import logbook\nlogbook.keep("add", state="given")',
        RIGHT,
        "progress()",
        RIGHT.replace("a + b", "b + a"),
        "progress()",
    )

    assert given.text.splitlines()[1] == "02 append  0 of 2  ◇ ○"
    assert own.text.splitlines()[1] == "02 append  1 of 2  ✔ ○"


def test_right_once_stays_right_in_the_progress(adding: Lesson) -> None:
    *_, shown = adding.run(RIGHT, WRONG, "progress()")

    assert shown.text.splitlines()[1] == "02 append  1 of 2  ✔ ○"
    assert "<table>" in shown.html
