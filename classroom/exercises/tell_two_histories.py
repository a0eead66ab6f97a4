"""Lesson 01: two histories with the same end."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
thrifty = [+1, +1, +1]
lucky = [-40, +43]
"""


def each_history_is_a_list_of_payments(given: Any) -> None:
    """Each history is a list of payments, which are numbers."""
    for history in (given.thrifty, given.lucky):
        if not isinstance(history, list):
            slip = "a balance alone has no history; put the payments between [ and ]"
            raise NotYetError(history, "a list", slip)
        if odd := [payment for payment in history if isinstance(payment, str)]:
            slip = 'numbers stand without quotation marks: -40, not "-40"'
            raise NotYetError(repr(odd[0]), "a number", slip)


def each_history_ends_at_3(given: Any) -> None:
    """The payments of each history add up to 3."""
    for history in (given.thrifty, given.lucky):
        slip = "add the payments up once more"
        if history and history[-1] == 3:
            slip = "perhaps these are balances; each payment should say how the balance changes"
        expect(sum(history), 3, slip)


def the_histories_differ(given: Any) -> None:
    """The two histories are not the same."""
    if given.thrifty == given.lucky:
        slip = "this is one history, told twice; let one of them spend something"
        raise NotYetError(given.lucky, "another history", slip)


EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="2d",
    title="two histories, the same 3",
    statement="""\
## Exercise · Two histories that end at 3 · 2 min

Not only heroes have histories. Here are two bank accounts. Both begin at 0. Fill in their payments, a list of numbers each, so that both accounts end at 3, and the histories differ.""",
    start="thrifty = ...\nlucky = ...\n",
    asks=("thrifty", "lucky"),
    uses={},
    tests=(each_history_is_a_list_of_payments, each_history_ends_at_3, the_histories_differ),
    why="The balance cannot tell the two owners apart. The bank would rather know.",
    hints=(
        "The two fights at the top of this page ended at 3. How did they differ?",
        "Lists with a + or - before each number, which add up to 3.",
        "[+1, +1, +1] is one. For the other, begin with any payment you like, and correct the sum.",
    ),
    answer=ANSWER,
    other="lucky = [10 - 7]\nthrifty = [1 for _ in range(3)]\n",
    wrong={
        "thrifty = 3\nlucky = 3\n": "a balance alone has no history",
        swap(ANSWER, "-40", '"-40"'): '-40, not "-40"',
        swap(ANSWER, "+1, +1, +1", "1, 2, 3"): "perhaps these are balances",
        swap(ANSWER, "+43", "+44"): "add the payments up once more",
        swap(ANSWER, "-40, +43", "+1, +1, +1"): "one history, told twice",
    },
)
