"""Lesson 06: a decision that refuses aloud, and that two bank cards at once can't fool."""

from functools import partial
from typing import Any

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.rivals import store_with

ANSWER = """\
@dataclass(frozen=True)
class Payment:
    id: str
    version: int
    amount: int  # a change, not a level


BALANCE = eventstore.Projection("balance", 0, lambda balance, paid: balance + paid.amount)


class NotEnoughMoneyError(Exception):
    pass


def withdraw(amount, account):
    def decide(balance, next_version):
        if balance < amount:
            raise NotEnoughMoneyError(f"{balance} is less than {amount}")
        return [Payment(account, next_version, -amount)]

    return decide
"""
OTHER = """\
@dataclass(frozen=True)
class Payment:
    id: str
    version: int
    amount: int


def add(total, payment):
    return total + payment.amount


BALANCE = eventstore.Projection("balance", 0, add)


class NotEnoughMoneyError(Exception):
    def __init__(self, left):
        super().__init__(f"{-left} too little")


def withdraw(wanted, account):
    def decide(there_is, number):
        left = there_is - wanted
        if left >= 0:
            return [Payment(id=account, version=number, amount=left - there_is)]
        raise NotEnoughMoneyError(left)

    return decide
"""
POOR, PAID = "balance < amount", "next_version, -amount"
REFUSED = 'raise NotEnoughMoneyError(f"{balance} is less than {amount}")'


def decided(given: Any, balance: int, amount: int = 70) -> tuple[str, list[Any]]:
    """Return what becomes of this amount at this balance, and the events; version 4 is next."""
    try:
        events = list(given.withdraw(amount, "account")(balance, 4) or [])
    except given.NotEnoughMoneyError:
        return "NotEnoughMoneyError", []
    return f"events: {len(events)}", events


def who_has_enough_is_paid(given: Any) -> None:
    """Someone with 100 who wants 70 is paid: one event of −70, with the next version."""
    seen, payments = decided(given, 100)
    expect(seen, "events: 1", "which way does your < or > point?")
    slip = "decide is told the next version: take it as it is"
    expect(f"version {payments[0].version}", "version 4", slip)
    slip = "an event says what changes, not what is left"
    if payments[0].amount == 70:
        slip = "money that leaves the account has a minus"
    expect(f"amount {payments[0].amount}", "amount -70", slip)


def all_may_be_taken(given: Any) -> None:
    """Someone with 70 can withdraw 70."""
    slip = "on the border: taking exactly what is there leaves 0, and that's allowed"
    expect(decided(given, 70)[0], "events: 1", slip)


def nobody_takes_more_than_there_is(given: Any) -> None:
    """Someone with 69 who wants 70 is refused, with a NotEnoughMoneyError."""
    seen, _ = decided(given, 69)
    slip = "compare the balance with the amount: what is there now isn't what would be left"
    if seen == "events: 0":
        slip = "an empty list means that there was nothing to do; to refuse, raise the error"
    expect(seen, "NotEnoughMoneyError", slip)


def any_amount_may_be_wanted(given: Any) -> None:
    """Someone with 40 who wants 30 is paid 30."""
    seen, payments = decided(given, 40, 30)
    slip = "70 was only an example: compare the balance with the amount that is wanted"
    expect(seen, "events: 1", slip)
    slip = "70 was only an example: pay out the amount that is wanted"
    expect(f"amount {payments[0].amount}", "amount -30", slip)


def two_cards_at_once(given: Any) -> None:
    """Two bank cards want 70 each at the same moment. One is paid, one refused; 30 are left."""
    account = given.new_id()
    store = store_with(given.client, given.table, [given.Payment(account, 0, +100)])
    card = given.withdraw(70, account)
    store.rival = partial(store.execute, account, given.BALANCE, card)
    seen = outcome(store.execute, account, given.BALANCE, card)
    left = store.project(account, given.BALANCE).state
    slip = "decide by the balance that you are given, and by nothing else"
    expect(f"{seen}; left: {left}", "NotEnoughMoneyError; left: 30", slip)


EXERCISE = Exercise(
    lesson="06_contention",
    after="4b",
    title="no account is overdrawn",
    statement="""\
## Exercise · An account · 5 min

A bank account is a stream, too, and its balance is a projection. Nobody may withdraw more than there is. The account holds 100, and two people with cards for it each want 70 at the same moment.

The store is the module's, `eventstore`, which takes events of any type. Write the decision: when does it refuse, and which event is it otherwise?""",
    start=swap(ANSWER, POOR, "___", PAID, "___, ___"),
    asks=("withdraw", "Payment", "BALANCE", "NotEnoughMoneyError"),
    uses={"Do you remember?": "dataclass eventstore client table"},
    tests=(
        who_has_enough_is_paid,
        all_may_be_taken,
        nobody_takes_more_than_there_is,
        any_amount_may_be_wanted,
        two_cards_at_once,
    ),
    why="The rule is in one pure function, and no rival can get past it.",
    hints=(
        "Say the rule in words first: when does the bank refuse?",
        "Compare the balance with the amount. And remember that an event says what changes.",
        "Refuse if the balance is smaller than the amount. Otherwise, the event has the version that `decide` is told, and minus the amount.",
    ),
    answer=ANSWER,
    remark="The decision doesn't mention rivals. It doesn't have to: if there is one, it's called again.",
    others=(OTHER,),
    wrong={
        swap(ANSWER, POOR, "balance > amount"): "which way does your < or > point",
        swap(ANSWER, POOR, "balance <= amount"): "on the border",
        swap(ANSWER, POOR, "balance < 0"): "isn't what would be left",
        swap(ANSWER, REFUSED, "return []"): "to refuse, raise the error",
        swap(ANSWER, PAID, "next_version, amount"): "has a minus",
        swap(ANSWER, PAID, "next_version, balance - amount"): "what changes, not what is left",
        swap(ANSWER, PAID, "next_version + 1, -amount"): "take it as it is",
        swap(ANSWER, POOR, "balance < 70"): "70 was only an example: compare",
        swap(ANSWER, PAID, "next_version, -70"): "70 was only an example: pay out",
    },
)
