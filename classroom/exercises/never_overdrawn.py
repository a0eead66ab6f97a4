"""Lesson 06: a decision that two cards at once cannot fool."""

from functools import partial
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap
from classroom.exercises.rivals import store_with

ANSWER = """\
@dataclass(frozen=True)
class Payment:
    id: str
    version: int
    amount: int  # a change, not a level


BALANCE = eventstore.Projection("balance", 0, lambda balance, paid: balance + paid.amount)


def withdraw(amount, account):
    def decide(balance, next_version):
        if balance < amount:
            return []
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


def withdraw(wanted, account):
    def decide(there_is, number):
        left = there_is - wanted
        if left >= 0:
            return [Payment(id=account, version=number, amount=left - there_is)]

    return decide
"""
POOR, PAID = "balance < amount", "next_version, -amount"


def decided(given: Any, balance: int, amount: int = 70) -> list[Any]:
    """What comes of this amount wanted at this balance, the next version being 4."""
    return list(given.withdraw(amount, "account")(balance, 4) or [])


def who_has_enough_is_paid(given: Any) -> None:
    """Someone with 100 who wants 70 is paid: one event of −70, with the next version."""
    payments = decided(given, 100)
    expect(f"events: {len(payments)}", "events: 1", "which way does your < or > point?")
    slip = "first comes the next version: take it as it is"
    expect(f"version {payments[0].version}", "version 4", slip)
    slip = "an event says what changes, not what is left"
    if payments[0].amount == 70:
        slip = "what goes out of the account has a minus"
    expect(f"amount {payments[0].amount}", "amount -70", slip)


def all_may_be_taken(given: Any) -> None:
    """Someone with 70 who wants 70 is paid, too."""
    slip = "on the border: taking exactly what is there leaves 0, and that is allowed"
    expect(f"events: {len(decided(given, 70))}", "events: 1", slip)


def nobody_takes_more_than_there_is(given: Any) -> None:
    """Someone with 69 who wants 70 gets nothing, and no event is written."""
    slip = "compare the balance with the amount: what is there now is not what would be left"
    expect(f"events: {len(decided(given, 69))}", "events: 0", slip)


def any_amount_may_be_wanted(given: Any) -> None:
    """Someone with 40 who wants 30 is paid 30."""
    payments = decided(given, 40, 30)
    slip = "70 was one case: compare the balance with what is wanted, the amount"
    expect(f"events: {len(payments)}", "events: 1", slip)
    slip = "70 was one case: take out what is wanted, the amount"
    expect(f"amount {payments[0].amount}", "amount -30", slip)


def two_cards_at_once(given: Any) -> None:
    """Of two cards that want 70 each, at the same moment, one is paid; 30 are left."""
    account = given.new_id()
    store = store_with(given.client, given.table, [given.Payment(account, 0, +100)])
    card = given.withdraw(70, account)
    store.rival = partial(store.execute, account, given.BALANCE, card)
    left = store.execute(account, given.BALANCE, card).state
    expect(left, 30, "decide by the balance that you are given, and by nothing else")


EXERCISE = Exercise(
    lesson="06_contention",
    after="6b",
    title="no account is overdrawn",
    statement="""\
## Exercise · An account · 5 min

A bank account is a stream, too, and its balance a projection. Nobody may take out more than there is. Two people with the same card each want 70, and the account holds 100.

The store is the module's, `eventstore`, which takes events of any type. Write the decision: when is nothing paid out, and which event is it otherwise?""",
    start=swap(ANSWER, POOR, "...", PAID, "..., ..."),
    asks=("withdraw", "Payment", "BALANCE"),
    uses={"Do you remember?": "dataclass eventstore client table"},
    tests=(
        who_has_enough_is_paid,
        all_may_be_taken,
        nobody_takes_more_than_there_is,
        any_amount_may_be_wanted,
        two_cards_at_once,
    ),
    why="The rule stands in one pure function, and no rival can slip past it.",
    hints=(
        "Say the rule in words: when does the bank refuse?",
        "Compare the balance with the amount. And an event of an account says what changes.",
        "Refuse where the balance is smaller. Otherwise: the version that decide was told, and minus the amount.",
    ),
    answer=ANSWER,
    remark="The decision says nothing of rivals. It need not: it is asked again.",
    other=OTHER,
    wrong={
        swap(ANSWER, POOR, "balance > amount"): "which way does your < or > point",
        swap(ANSWER, POOR, "balance <= amount"): "on the border",
        swap(ANSWER, POOR, "balance < 0"): "not what would be left",
        swap(ANSWER, PAID, "next_version, amount"): "has a minus",
        swap(ANSWER, PAID, "next_version, balance - amount"): "what changes, not what is left",
        swap(ANSWER, PAID, "next_version + 1, -amount"): "take it as it is",
        swap(ANSWER, POOR, "balance < 70"): "70 was one case: compare",
        swap(ANSWER, PAID, "next_version, -70"): "70 was one case: take out",
    },
)
