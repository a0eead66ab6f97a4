"""Lesson 01: two histories with the same end that a question tells apart."""

from itertools import accumulate
from numbers import Number
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def was_overdrawn(payments):
    balance = 0
    for payment in payments:
        balance = balance + payment
        if balance < 0:
            return True
    return False


thrifty = [+43, -40]
lucky = [-40, +43]
"""


def each_history_is_a_list_of_payments(given: Any) -> None:
    """Each history is a list of payments, which are numbers."""
    for history in (given.thrifty, given.lucky):
        if not isinstance(history, list):
            slip = ""
            if type(history) in (int, float):
                slip = "a balance alone has no history; put the payments between [ and ]"
            elif isinstance(history, tuple | set):
                slip = "write square brackets: [ and ]"
            elif isinstance(history, bool):
                slip = "True and False are the bank's answers; write down the payments"
            elif isinstance(history, str):
                slip = "in quotation marks it's text; write numbers between [ and ]"
            elif history is None:
                slip = "print(...), reverse() and sort() give back None; write the list itself"
            raise NotYetError(history, "a list", slip)
        if odd := [payment for payment in history if isinstance(payment, str)]:
            slip = 'write numbers without quotation marks: -40, not "-40"'
            raise NotYetError(repr(odd[0]), "a number", slip)
        if odd := [payment for payment in history if not isinstance(payment, Number)]:
            slip = "only numbers belong between [ and ], with a comma after each"
            raise NotYetError(repr(odd[0]), "a number", slip)


def each_history_ends_at_3(given: Any) -> None:
    """The payments of each history add up to 3."""
    for history in (given.thrifty, given.lucky):
        slip = "add up the payments once more"
        if len(history) > 1 and history[-1] == 3:
            slip = "perhaps these are balances; each payment says how the balance changes"
        if round(sum(history), 6) != 3:  # the sum of fractions may be a hair off
            raise NotYetError(sum(history), 3, slip)


def the_payments_are_the_same(given: Any) -> None:
    """Both have the same payments, perhaps in another order."""
    slip = "use the numbers of the one for the other, too, and change only their order"
    expect(sorted(given.lucky), sorted(given.thrifty), slip)


def thrifty_was_never_overdrawn(given: Any) -> None:
    """The balance of `thrifty` never falls below 0."""
    slip = "start with a payment that is large enough for all the losses that follow"
    if given.lucky is given.thrifty:
        slip = "both names mean one and the same list; write a second list, or copy the first"
    elif not _is_overdrawn(given.lucky):
        slip = "it's the other way round: lucky is the one who was overdrawn"
    expect(_is_overdrawn(given.thrifty), False, slip)


def lucky_was_overdrawn(given: Any) -> None:
    """The balance of `lucky` falls below 0 on the way."""
    slip = "the negative payment comes too late: let it come first"
    if len(given.lucky) == 1:
        slip = "this is one payment only; two numbers need a comma between them"
    elif all(payment >= 0 for payment in given.lucky):
        slip = "if every payment is positive, the balance can't fall: use a negative one, too"
    elif given.lucky == given.thrifty:
        slip = "this is the same history twice; change the order of one"
    elif min(_balances(given.lucky)) == 0:
        slip = "a balance of 0 isn't below 0: an account is overdrawn only below it"
    expect(_is_overdrawn(given.lucky), True, slip)


def _is_overdrawn(payments: list[float]) -> bool:
    return any(balance < 0 for balance in _balances(payments))


def _balances(payments: list[float]) -> list[float]:
    return list(accumulate(payments))


PAYMENTS = ("[+43, -40]", "[-40, +43]")

EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    title="the same payments, and a question that tells them apart",
    statement="""\
## Exercise · The same payments · 2 min

Not only heroes have histories. Two people open an account at 0. They make the same payments, but in another order, so both accounts end at 3. The bank asks: *were you ever overdrawn?* The function `was_overdrawn` is the bank's question.

Fill in the payments, a list of numbers each, so that `lucky` was overdrawn on the way and `thrifty` never was.""",
    start=swap(ANSWER, PAYMENTS[0], "___", PAYMENTS[1], "___"),
    asks=("thrifty", "lucky"),
    uses={},
    tests=(
        each_history_is_a_list_of_payments,
        each_history_ends_at_3,
        the_payments_are_the_same,
        thrifty_was_never_overdrawn,
        lucky_was_overdrawn,
    ),
    why="Neither the balance nor the payments alone can answer the bank. You need their order, too.",
    hints=(
        "What has to happen first, so that a balance falls below 0?",
        "One gain and one loss are enough. Together they are 3.",
        "`thrifty = [+43, -40]` is one. Now the same numbers for `lucky`, the loss first.",
    ),
    answer=ANSWER,
    others=(
        "thrifty = [1, 2, 3, -3]\nlucky = thrifty[::-1]\n",
        "thrifty = [2.7, 0.2, -0.1, 0.2]\nlucky = sorted(thrifty)\n",
        "from fractions import Fraction\n\nthrifty = [5, -5, Fraction(3)]\nlucky = [-5, 5, 3]\n",
    ),
    wrong={
        "thrifty = 3\nlucky = 3\n": "a balance alone has no history",
        "thrifty = (43, -40)\nlucky = (-40, 43)\n": "write square brackets",
        swap(ANSWER, "lucky = [-40", 'lucky = ["-40"'): '-40, not "-40"',
        swap(ANSWER, PAYMENTS[0], "False", PAYMENTS[1], "True"): "are the bank's answers",
        swap(ANSWER, PAYMENTS[0], '"43, -40"'): "in quotation marks it's text",
        swap(ANSWER, PAYMENTS[1], "thrifty.reverse()"): "write the list itself",
        swap(ANSWER, PAYMENTS[0], "[[43, -40]]"): "only numbers belong",
        swap(ANSWER, PAYMENTS[0], "[43 -40]", PAYMENTS[1], "[-40 +43]"): "need a comma",
        swap(ANSWER, "thrifty = [", "thrifty == ["): "To give thrifty a value",
        swap(ANSWER, PAYMENTS[0], "[43, 3]"): "perhaps these are balances",
        swap(ANSWER, PAYMENTS[1], "[-40, +44]"): "add up the payments once more",
        swap(ANSWER, PAYMENTS[1], "[-1, +4]"): "change only their order",
        "thrifty = [-40, +43]\nlucky = [+43, -40]\n": "it's the other way round",
        "thrifty = [-2, +5, -1, +1]\nlucky = [-1, -2, +5, +1]\n": "is large enough",
        "thrifty = [1, 2]\nlucky = [2, 1]\n": "if every payment is positive",
        swap(ANSWER, PAYMENTS[1], PAYMENTS[0]): "this is the same history twice",
        swap(ANSWER, PAYMENTS[1], "thrifty\nlucky.reverse()"): "one and the same list",
        swap(ANSWER, PAYMENTS[1], "reversed(thrifty)"): "Expected:     a list\n\nTry",
        "thrifty = [3, 2, -2]\nlucky = [2, -2, 3]\n": "a balance of 0 isn't below 0",
        "thrifty = [8, -2, -3]\nlucky = [8, -3, -2]\n": "the negative payment comes too late",
    },
)
