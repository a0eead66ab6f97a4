"""Lesson 06: a decision that refuses aloud, and that two bank cards at once can't fool."""

from collections.abc import Callable
from functools import partial, reduce
from itertools import product
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.rivals import store_with

GIVEN = """\
@dataclass(frozen=True)
class Payment:
    id: str
    version: int
    amount: int  # a change, not a level


BALANCE = eventstore.Projection("balance", 0, lambda balance, paid: balance + paid.amount)


class NotEnoughMoneyError(Exception):
    pass


"""
WITHDRAW = """\
def withdraw(amount, account):
    def decide(balance, next_version):
        if balance < amount:
            raise NotEnoughMoneyError(f"{balance} is less than {amount}")
        return [Payment(account, next_version, -amount)]

    return decide
"""
ANSWER = GIVEN + WITHDRAW
ALOUD = """\
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
OBJECT = f"""\
{GIVEN}class TooPoorError(NotEnoughMoneyError):
    pass


class withdraw:
    def __init__(self, amount, account):
        self.amount, self.account = amount, account

    def __call__(self, balance, next_version):
        if not balance >= self.amount:
            raise TooPoorError
        yield Payment(self.account, next_version, 0 - self.amount)
"""
POOR, PAID = "balance < amount", "next_version, -amount"
REFUSED = 'raise NotEnoughMoneyError(f"{balance} is less than {amount}")'
KEPT = """\
def withdraw(amount, account):
    paid = []

    def decide(balance, next_version):
        if not paid:
            if balance < amount:
                raise NotEnoughMoneyError(f"{balance} is less than {amount}")
            paid.append(Payment(account, next_version, -amount))
            return paid
        return []

    return decide
"""
GROWING = """\
def withdraw(amount, account):
    events = []

    def decide(balance, next_version):
        if balance < amount:
            raise NotEnoughMoneyError(f"{balance} is less than {amount}")
        events.append(Payment(account, next_version, -amount))
        return events

    return decide
"""
AT_ONCE = """\
def withdraw(amount, account):
    now = eventstore.EventStore(client, table, Payment).project(account, BALANCE)
    if now.state < amount:
        raise NotEnoughMoneyError
    return [Payment(account, now.version + 1, -amount)]
"""
NOT_YET = (
    "withdraw itself doesn't decide yet: it returns a function, and the store calls that later"
)
CASES = (
    *product((100, 71, 70, 69, 40, 0), (70,)),
    (40, 30),
    (30, 40),
    (5, 5),
    (5, 6),
    (1_000, 700),
    (10, 3),
    (2, 3),
)
REFUSALS: dict[str, Callable[[int, int], bool]] = {
    "which way does your < or > point?": lambda balance, amount: balance > amount,
    "on the border: taking exactly what is there leaves 0, and that's allowed": (
        lambda balance, amount: balance <= amount
    ),
    "70 was only an example: compare the balance with the amount that is wanted": (
        lambda balance, _: balance < 70
    ),
    "decide is told two things: the balance comes first, and then the next version": (
        lambda _, amount: amount > 4
    ),
    "what is there now isn't what would be left": lambda balance, _: balance < 0,
}


def decided(given: Any, decide: Any, balance: int, version: int) -> str:
    """Return what comes of asking `decide`: the events in words, or how it refuses."""
    if isinstance(decide, list):
        raise NotYetError("withdraw returns a list", "withdraw returns decide", NOT_YET)
    if not callable(decide):
        raise NotYetError(f"withdraw returns {decide!r}", "withdraw returns decide", "")
    try:
        events = decide(balance, version)
        if isinstance(events, Exception):
            slip = "an error that's returned is only a value: raise it"
            raise NotYetError(f"it returns a {type(events).__name__}", "it raises it", slip)
        if isinstance(events, given.Payment):
            raise NotYetError("a Payment", "a list with the Payment", "")
        if events is None:
            return "neither an event nor an error"
        told = [f"{e.amount!r} as version {e.version!r} of {e.id!r}" for e in events]
    except given.NotEnoughMoneyError:
        return "NotEnoughMoneyError"
    except ValueError as error:  # a learner's slip has another type, and says more by itself
        return type(error).__name__
    return ", ".join(told) or "an empty list"


def the_balance_is_a_sum(given: Any) -> None:
    """The balance is the sum of the amounts: +100 and −30 make 70."""
    payments = [given.Payment("account", 0, +100), given.Payment("account", 1, -30)]
    seen = reduce(given.BALANCE.apply, payments, given.BALANCE.initial)
    expect(f"balance {seen}", "balance 70", "")


def it_refuses_one_who_wants_too_much(given: Any) -> None:
    """Someone with 69 who wants 70 is refused, with a NotEnoughMoneyError; someone with 70 isn't."""
    try:
        decisions = {case: given.withdraw(case[1], "account") for case in CASES}
    except given.NotEnoughMoneyError as error:
        raise NotYetError("withdraw raises an error", "withdraw returns decide", NOT_YET) from error
    seen = {case: decided(given, decide, case[0], 4) for case, decide in decisions.items()}
    refused = {case: told == "NotEnoughMoneyError" for case, told in seen.items()}
    slips = [
        slip for slip, rule in REFUSALS.items() if refused == {case: rule(*case) for case in CASES}
    ]
    for (balance, amount), told in seen.items():
        asked, enough = f"with {balance}, who wants {amount}: ", balance >= amount
        slip = slips[0] if slips else ""
        if told == "an empty list":
            slip = "an empty list says that there was nothing to do; to refuse, raise the error"
        if not enough:
            expect(asked + told, f"{asked}NotEnoughMoneyError", slip)
        elif refused[balance, amount]:
            expect(asked + told, f"{asked}a Payment", slip)


def what_is_paid_is_an_event(given: Any) -> None:
    """Someone with 100 who wants 70 is paid: one event of −70, of this account, with the next version."""
    for balance, amount, version in ((100, 70, 4), (100, 30, 7), (40, 30, 1), (5_000, 1_234, 99)):
        account, slip = f"account {version}", ""
        told = decided(given, given.withdraw(amount, account), balance, version)
        rest = f" as version {version} of {account!r}"
        if told == f"{amount}{rest}":
            slip = "money that leaves the account has a minus"
        elif told == f"{balance - amount}{rest}":
            slip = "an event says what changes, not what is left"
        elif told == f"-70{rest}":
            slip = "70 was only an example: pay out the amount that is wanted"
        elif told == f"-{amount} as version {version + 1} of {account!r}":
            slip = "decide is told the next version: take it as it is"
        expect(told, f"-{amount}{rest}", slip)


def the_same_question_has_the_same_answer(given: Any) -> None:
    """The decision goes by the balance and the version that it's told, and by nothing else."""
    other, decide = given.withdraw(20, "another account"), given.withdraw(70, "account")
    for balance, version in ((100, 4), (100, 4), (69, 5), (100, 6)):
        expected = f"-70 as version {version} of 'account'"
        asked = f"asked with {balance} and version {version}: "
        if balance < 70:
            expected = "NotEnoughMoneyError"
        expect(asked + decided(given, decide, balance, version), asked + expected, "")
        decided(given, other, balance, version)


def two_cards_at_once(given: Any) -> None:
    """Two bank cards want 70 each at the same moment. One is paid, one refused; 30 are left."""
    account = given.new_id()
    store = store_with(given.client, given.table, [given.Payment(account, 0, +100)])
    card = given.withdraw(70, account)
    store.rival = partial(store.execute, account, given.BALANCE, card)
    seen = "no error"
    try:
        store.execute(account, given.BALANCE, card)
    except given.NotEnoughMoneyError:
        seen = "NotEnoughMoneyError"
    left = store.project(account, given.BALANCE).state
    expect(f"{seen}; left: {left}", "NotEnoughMoneyError; left: 30", "")


EXERCISE = Exercise(
    lesson="06_contention",
    after="4b",
    title="no account is overdrawn",
    statement="""\
## Exercise · An account · 7 min

A bank account is a stream, too, and its balance is a projection. Nobody may withdraw more than there is. The account holds 100, and two people with cards for it each want 70 at the same moment. The store is the module's, `eventstore`, which takes events of any type:

```python
store.execute("account 1", BALANCE, withdraw(70, "account 1"))
```

Write `withdraw(amount, account)`, all of it. Like `pour` in step 3, it returns a decision. If there isn't enough, the decision raises a `NotEnoughMoneyError`. Otherwise, it returns the events.""",
    start=GIVEN + "___  # withdraw, from its def to its last return\n",
    asks=("withdraw", "Payment", "BALANCE", "NotEnoughMoneyError"),
    uses={"Do you remember?": "dataclass eventstore client table"},
    tests=(
        the_balance_is_a_sum,
        it_refuses_one_who_wants_too_much,
        what_is_paid_is_an_event,
        the_same_question_has_the_same_answer,
        two_cards_at_once,
    ),
    why="The rule is in one pure function, and no rival can get past it.",
    hints=(
        "Say the rule in words first: when does the bank refuse? And what does an event say, what is left or what changes?",
        "`withdraw` is called once, and only makes the decision. `decide(balance, next_version)` is called by the store, as often as it has to.",
        "The skeleton: `def withdraw(amount, account):`, in it `def decide(balance, next_version):` with an `if`, a `raise` and a `return` of a list with one `Payment`, and below it `return decide`.",
    ),
    answer=ANSWER,
    remark="The decision doesn't mention rivals. It doesn't have to: if there is one, it's called again.",
    others=(ALOUD, OBJECT),
    wrong={
        swap(ANSWER, POOR, "balance > amount"): "which way does your < or > point",
        swap(ANSWER, POOR, "balance <= amount"): "on the border",
        swap(ANSWER, POOR, "balance < 0"): "isn't what would be left",
        swap(ANSWER, POOR, "balance - amount < -1"): "with 69, who wants 70: -70",
        swap(ANSWER, POOR, "balance < 70"): "70 was only an example: compare",
        swap(ANSWER, POOR, f"{POOR} or amount > 100"): "with 1000, who wants 700: NotEnough",
        swap(
            ANSWER, REFUSED, "return NotEnoughMoneyError()"
        ): "an error that's returned is only a value",
        GIVEN + AT_ONCE: "withdraw itself doesn't decide yet",
        swap(ANSWER, "(balance, next_version)", "(next_version, balance)"): (
            "the balance comes first, and then the next version"
        ),
        swap(ANSWER, REFUSED, "return []"): "to refuse, raise the error",
        swap(ANSWER, REFUSED, "return None"): "who wants 70: neither",
        swap(ANSWER, REFUSED, "raise ValueError"): "who wants 70: ValueError",
        swap(ANSWER, PAID, "next_version, amount"): "has a minus",
        swap(ANSWER, PAID, "next_version, -float(amount)"): "-70.0 as version 4",
        swap(ANSWER, PAID, "next_version, balance - amount"): "what changes, not what is left",
        swap(ANSWER, PAID, "next_version + 1, -amount"): "take it as it is",
        swap(ANSWER, PAID, "next_version, -70"): "70 was only an example: pay out",
        swap(ANSWER, "Payment(account, next", 'Payment("account", next'): "of 'account 4'",
        swap(ANSWER, "[Payment(account, next_version, -amount)]", "Payment(account, 4, -amount)"): (
            "a list with the Payment"
        ),
        swap(ANSWER, "\n    return decide\n", ""): "withdraw returns None",
        swap(ANSWER, "return [Payment", "[Payment"): "Seen:         neither",
        swap(ANSWER, "balance + paid", "balance - paid"): "balance 70",
        GIVEN + KEPT: "asked with 100 and version 4: an empty list",
        GIVEN + GROWING: "asked with 100 and version 4: -70 as version 4 of 'account', -70",
    },
)
