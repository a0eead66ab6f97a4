"""Which help an attempt points to, and what is remembered of an exercise, in a real kernel."""

from .adding import OPEN, RIGHT, WRONG
from .kernel import Lesson, Shown


def pointer(shown: Shown) -> str:
    return shown.text.splitlines()[-1]


def test_each_changed_attempt_points_to_the_next_hint_and_then_to_our_answer(
    adding: Lesson,
) -> None:
    tries = adding.run(*(WRONG.replace("a - b", f"a - {n}") for n in range(5)))

    assert [pointer(shown) for shown in tries] == [
        "Try 1. Stuck? Open the first hint below.",
        "Try 2. Stuck? Open the second hint below.",
        "Try 3. Stuck? Open the third hint below.",
        "Try 4. Stuck? Open our answer below.",
        "Try 5. Stuck? Open our answer below.",
    ]


def test_the_same_attempt_again_points_to_the_same_hint(adding: Lesson) -> None:
    first, again = adding.run(WRONG, WRONG)

    assert pointer(first) == pointer(again) == "Try 1. Stuck? Open the first hint below."


def test_an_attempt_that_is_not_finished_points_to_no_hint(adding: Lesson) -> None:
    (shown,) = adding.run(OPEN)

    assert "hint" not in shown.text


def test_what_a_checkpoint_gave_is_the_learners_when_they_write_their_own(adding: Lesson) -> None:
    _, _, given, _, own = adding.run(
        'from classroom import logbook\nlogbook.keep("add", state="given")',
        RIGHT,
        "progress()",
        RIGHT.replace("a + b", "b + a"),
        "progress()",
    )

    assert given.text.splitlines()[1] == "02 append              0 of 2  ◇ ○"
    assert own.text.splitlines()[1] == "02 append              1 of 2  ✔ ○"


def test_right_once_stays_right_in_the_progress(adding: Lesson) -> None:
    *_, shown = adding.run(RIGHT, WRONG, "progress()")

    assert shown.text.splitlines()[1] == "02 append              1 of 2  ✔ ○"
    assert "<table>" in shown.html
