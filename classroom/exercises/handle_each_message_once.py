"""Lesson 09: messages that may come again, and an answer that stays the same."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError

import eventstore
from classroom.exercises.exercise import Exercise, expect, swap
from classroom.exercises.requests import READS

ACCOUNT = """\
@dataclass(frozen=True)
class Payment:
    id: str
    version: int
    amount: int  # a change, not a level


BALANCE = eventstore.Projection("balance", 0, lambda balance, paid: balance + paid.amount)


"""
ANSWER = f"""\
{ACCOUNT}def handle(store, message):
    account, amount = message["account"], message["amount"]

    def decide(balance, next_version):
        if balance < amount:
            return []
        return [Payment(account, next_version, -amount)]

    command_id = str(message["number"])
    return store.execute(account, BALANCE, decide, command_id=command_id).state
"""
WITH_PARTS = f"""\
{ACCOUNT}def withdraw(message):
    def decide(balance, next_version):
        if balance >= message["amount"]:
            yield Payment(message["account"], next_version, -message["amount"])
    return decide


def handle(store, message):
    name = f"withdrawal {{message['account']}}/{{message['number']:06}}"
    done = store.execute(message["account"], BALANCE, withdraw(message), 20, command_id=name)
    return done.state
"""
LAMBDA = f"""\
{ACCOUNT}def handle(store, message):
    projected = store.execute(
        id=message["account"],
        projection=BALANCE,
        decide=lambda balance, version: (
            [Payment(message["account"], version, -message["amount"])]
            if balance - message["amount"] >= 0
            else None
        ),
        command_id="number " + repr(message["number"]),
    )
    return projected.state
"""
OPEN_QUEUE = f"""\
{ACCOUNT}def handle(store, message):
    account, amount = message["account"], message["amount"]

    def decide(balance, next_version):
        if balance < amount:
            return []
        return [Payment(account, next_version, -amount)]

    kept = {{key: message[key] for key in sorted(message) if key != "delivery"}}
    return store.execute(account, BALANCE, decide, command_id=repr(kept)).state
"""
NAMED, ID = "command_id=command_id", 'str(message["number"])'
REFUSE = "            return []\n"
IN_MEMORY = f"""\
{ACCOUNT}seen = {{}}


def handle(store, message):
    account, amount = message["account"], message["amount"]
    key = (account, message["number"])

    def decide(balance, next_version):
        if balance < amount:
            return []
        return [Payment(account, next_version, -amount)]

    if key not in seen:
        seen[key] = store.execute(account, BALANCE, decide).state
    return seen[key]
"""
BY_DELIVERY = f"""\
{ACCOUNT}def handle(store, message):
    account, amount = message["account"], message["amount"]
    if message["delivery"] > 1:
        return store.project(account, BALANCE).state

    def decide(balance, next_version):
        if balance < amount:
            return []
        return [Payment(account, next_version, -amount)]

    return store.execute(account, BALANCE, decide, command_id={ID}).state
"""
DECIDED_BEFORE = f"""\
{ACCOUNT}def handle(store, message):
    account, amount = message["account"], message["amount"]
    if store.project(account, BALANCE).state < amount:
        return store.project(account, BALANCE).state
    return store.execute(
        account,
        BALANCE,
        lambda balance, version: [Payment(account, version, -amount)],
        command_id={ID},
    ).state
"""
APPENDED = f"""\
{ACCOUNT}def handle(store, message):
    account, amount = message["account"], message["amount"]
    now = store.project(account, BALANCE)
    if now.state < amount:
        return now.state
    store.append(Payment(account, now.version + 1, -amount), append_id={ID})
    return now.state - amount
"""
READ_AFTERWARDS = swap(
    ANSWER,
    f"    return store.execute(account, BALANCE, decide, {NAMED}).state\n",
    f"    store.execute(account, BALANCE, decide, {NAMED})\n"
    "    return store.project(account, BALANCE).state\n",
)
RAISED = swap(ANSWER, REFUSE, '            raise ValueError("not enough")\n')
QUIET = swap(
    RAISED,
    f"    return store.execute(account, BALANCE, decide, {NAMED}).state\n",
    f"    try:\n        return store.execute(account, BALANCE, decide, {NAMED}).state\n"
    "    except ValueError:\n        return store.project(account, BALANCE).state\n",
)
BY_HAND = f"""\
{ACCOUNT}def handle(store, message):
    account, amount = message["account"], message["amount"]
    marker = f"done {{account}} {{message['number']}}"

    def decide(balance, next_version):
        if balance < amount:
            return []
        return [Payment(account, next_version, -amount)]

    try:
        done = store.query(marker)
    except eventstore.NoEventFoundError:
        state = store.execute(account, BALANCE, decide).state
        store.append(Payment(marker, 0, state))
        return state
    return done[0].amount
"""
CHANGED = swap(ANSWER, f"command_id = {ID}", 'command_id = str(message.pop("number"))')


class Account:
    """A new account with its queue, and the store of a worker."""

    def __init__(self, given: Any, deposit: int = 100, id: str = "") -> None:
        self.given, self.id, self.number = given, id or given.new_id(), 0
        self.store = eventstore.EventStore(given.client, given.table, given.Payment)
        self.store.append(given.Payment(self.id, 0, deposit))

    def message(self, amount: int) -> dict[str, Any]:
        """Return the next message of this account's queue."""
        self.number += 1
        return {"account": self.id, "number": self.number, "amount": amount, "delivery": 1}

    def pay(self, amount: int) -> None:
        """Somebody pays something in."""
        version = len(self.store.query(self.id))
        self.store.append(self.given.Payment(self.id, version, amount))

    def handle(self, message: dict[str, Any]) -> Any:
        """Let a new worker, with a store of its own, handle a copy of the message."""
        store = eventstore.EventStore(self.given.client, self.given.table, self.given.Payment)
        copy = dict(message)
        got = self.given.handle(store, copy)
        expect(f"the message afterwards: {copy}", f"the message afterwards: {message}", "")
        return got

    @property
    def changes(self) -> list[int]:
        """What is stored."""
        return [event.amount for event in self.store.query(self.id)]


def again(message: dict[str, Any], delivery: int = 2) -> dict[str, Any]:
    """Return the message as it's delivered once more."""
    return message | {"delivery": delivery}


def it_withdraws(given: Any) -> None:
    """A message withdraws its amount, down to 0 if need be, and handle returns the balance."""
    for deposit, amount, left in ((100, 70, 30), (70, 70, 0)):
        account = Account(given, deposit)
        got = account.handle(account.message(amount))
        asked = f"{amount} of {deposit}: "
        slip = "return the state of what execute returns" if hasattr(got, "state") else ""
        expect(f"{asked}{got!r}", f"{asked}{left!r}", slip)
        expect(f"{asked}{account.changes}", f"{asked}{[deposit, -amount]}", "")


def equal_messages_are_two(given: Any) -> None:
    """Messages of one account that ask for the same are one withdrawal each."""
    account = Account(given)
    got = [account.handle(account.message(40)) for _ in range(2)]
    slip = ""
    if account.changes == [100, -40]:
        slip = "two messages may ask for the same: what tells them apart?"
    expect(f"stored: {account.changes}", "stored: [100, -40, -40]", slip)
    expect(f"the balances: {got}", "the balances: [60, 20]", "")
    account.number = 10
    got = account.handle(account.message(1))
    expect(f"the balance after number 11: {got}", "the balance after number 11: 19", "")


def a_message_that_comes_again(given: Any) -> None:
    """A message that comes again withdraws nothing, and gets the same balance."""
    account = Account(given, 200)
    message = account.message(40)
    got = [account.handle(message)]
    account.pay(5)
    got += [account.handle(again(message, each)) for each in (2, 3)]
    slip = ""
    if account.changes[:3] == [200, -40, 5] and account.changes[3:] == [-40, -40]:
        slip = "the message came again, and so did the withdrawal: what's the same each time?"
    elif account.changes == [200, -40, 5] and got[1:] == [165, 165]:
        slip = "that's the balance as it is now: execute returns the one after the command"
    expect(f"stored: {account.changes}", "stored: [200, -40, 5]", slip)
    expect(f"the balances: {got}", "the balances: [160, 160, 160]", slip)


def a_first_delivery_may_get_lost(given: Any) -> None:
    """If nobody has seen the first delivery, the second one is carried out."""
    account = Account(given)
    got = account.handle(again(account.message(40)))
    slip = ""
    if account.changes == [100]:
        slip = "the worker of the first delivery may have crashed: only a marker tells"
    expect(f"stored: {account.changes}", "stored: [100, -40]", slip)
    expect(f"the balance: {got}", "the balance: 60", "")


def each_account_has_its_own_numbers(given: Any) -> None:
    """Message 1 of another account is another message."""
    first, second = Account(given), Account(given)
    got = [each.handle(each.message(40)) for each in (first, second)]
    expect(f"the balances: {got}", "the balances: [60, 60]", "")
    expect(f"stored: {second.changes}", "stored: [100, -40]", "")


def a_declined_message_stays_declined(given: Any) -> None:
    """A message that's declined stores no event, and stays declined when there's more money."""
    account = Account(given, 50)
    message = account.message(70)
    got = [account.handle(message)]
    expect(f"stored: {account.changes}", "stored: [50]", "")
    account.pay(100)
    got.append(account.handle(again(message)))
    slip = ""
    if account.changes == [50, 100, -70]:
        slip = "it was declined before, and nothing remembers that: who leaves the marker?"
    expect(f"stored: {account.changes}", "stored: [50, 100]", slip)
    expect(f"the balances: {got}", "the balances: [50, 50]", "")


def another_worker_may_be_faster(given: Any) -> None:
    """While one worker handles the message, another one does the same, or pays something in."""
    for number, twin in ((1, True), (3, True), (3, False)):
        account = Account(given)
        message = account.message(70)

        def act(account: Account = account, twin: bool = twin, message: Any = message) -> None:
            account.handle(again(message)) if twin else account.pay(1)

        with right_before(given.client, number, act):
            account.handle(message)
        if not twin and 1 not in account.changes:
            continue  # there were fewer requests
        when = f"{'its twin' if twin else 'a payment'} came right before request {number}"
        seen, expected = sorted(account.changes), [-70, 100] if twin else [-70, 1, 100]
        expect(f"{when}: {seen}", f"{when}: {expected}", "")


@contextmanager
def right_before(client: Any, number: int, act: Any) -> Iterator[None]:
    """Act once, right before this request of the client."""
    count = iter(range(1_000))

    def send(**_: Any) -> None:
        if next(count) == number:
            act()

    client.meta.events.register("before-call.dynamodb", send)
    try:
        yield
    finally:
        client.meta.events.unregister("before-call.dynamodb", send)


@contextmanager
def lost_reply(client: Any) -> Iterator[None]:
    """Lose the reply to the client's next write, for good."""
    left = [1]

    def receive(model: Any, **_: Any) -> None:
        if left and model.name not in READS:
            left.pop()
            raise ConnectionClosedError(endpoint_url="the table")

    client.meta.events.register("after-call.dynamodb", receive)
    try:
        yield
    finally:
        client.meta.events.unregister("after-call.dynamodb", receive)


def a_reply_may_get_lost(given: Any) -> None:
    """If DynamoDB stores it and nobody hears of it, the next delivery withdraws nothing more."""
    account = Account(given)
    message = account.message(40)
    with lost_reply(given.client), suppress(BotoCoreError):
        account.handle(message)
    account.handle(again(message))
    slip = ""
    if account.changes == [100, -40, -40]:
        slip = "the first worker never heard that it's stored: only the store knows, by its marker"
    expect(f"stored: {account.changes}", "stored: [100, -40]", slip)


def an_outage_reaches_the_caller(given: Any) -> None:
    """If DynamoDB reports an error, it reaches the caller, and the message can be sent again."""
    account = Account(given)
    message = account.message(70)

    def fail() -> None:
        raise ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "Query")

    try:
        with right_before(given.client, 0, fail):
            account.handle(message)
        heard = "no error"
    except ClientError:
        heard = "a ClientError"
    expect(f"after HTTP 500: {heard}", "after HTTP 500: a ClientError", "")
    got = account.handle(again(message))
    expect(f"the balance, sent again: {got}", "the balance, sent again: 30", "")


EXERCISE = Exercise(
    lesson="09_the_same_command_twice",
    after="4c",
    title="one message, one withdrawal, one answer",
    statement="""\
## Exercise · A bank's queue · optional, 8 min

Withdrawals come from queues. Each account has a queue of its own, which numbers its messages 1, 2, 3 and so on. A message may be delivered more than once. Then everything in it is the same, except `delivery`, which counts up. Several workers read the queues, and any of them may crash.

Write `handle(store, message)`, all of it. The store is the module's: if a command comes again, `execute` returns what it returned the first time. `handle` withdraws the amount from the account, and returns the balance after that:

```python
handle(store, {"account": "account 1", "number": 17, "amount": 70, "delivery": 1})
```

- However often a message is delivered, there's one withdrawal, and each delivery gets the same balance.
- If there isn't enough money, the message is declined: no event is stored, and `handle` returns the balance as it is. A message that was declined stays declined, even if there's more money when it's delivered again.""",
    start=ACCOUNT + "___  # handle, from its def to its return\n",
    asks=("handle", "Payment", "BALANCE"),
    uses={"Do you remember?": "client table dataclass eventstore"},
    tests=(
        it_withdraws,
        equal_messages_are_two,
        a_first_delivery_may_get_lost,
        a_message_that_comes_again,
        each_account_has_its_own_numbers,
        a_declined_message_stays_declined,
        another_worker_may_be_faster,
        a_reply_may_get_lost,
        an_outage_reaches_the_caller,
    ),
    why="The id comes with the message, and the store remembers the answer.",
    hints=(
        "What is the same each time this message is delivered, and different in any other message of this account?",
        "`execute` does almost everything: it reads, decides, stores, and knows the command again. You only give it a decision, and the id as a string. A decision that raises an error leaves no marker.",
        "The skeleton: `def handle(store, message):`, in it `def decide(balance, next_version):`, which returns `[]` or a list with one `Payment`, and then `return store.execute(..., command_id=str(...)).state`.",
    ),
    answer=ANSWER,
    others=(WITH_PARTS, LAMBDA, OPEN_QUEUE),
    wrong={
        swap(ANSWER, f", {NAMED}", ""): "and so did the withdrawal",
        swap(ANSWER, ID, 'message["number"]'): "command_id must be a non-empty string",
        swap(ANSWER, ID, 'f"{account} {amount}"'): "what tells them apart?",
        swap(ANSWER, ID, "account"): "stored: [100, -40]\nExpected",
        swap(ANSWER, ID, "repr(message)"): "and so did the withdrawal: what",
        swap(
            ANSWER, ID, "f\"{message['number']}-{message['delivery']}\""
        ): "what's the same each time",
        swap(
            ANSWER, "def handle", "import uuid\n\n\ndef handle", ID, "uuid.uuid4().hex"
        ): "stored: [200, -40, 5, -40, -40]",
        IN_MEMORY: "only the store knows",
        BY_DELIVERY: "only a marker tells",
        DECIDED_BEFORE: "it was declined before",
        APPENDED: "Expected:     stored: [200, -40, 5]",
        READ_AFTERWARDS: "that's the balance as it is now",
        RAISED: "ValueError: not enough",
        QUIET: "who leaves the marker?",
        swap(ANSWER, ".state\n", "\n"): "return the state of what execute returns",
        swap(ANSWER, "balance < amount", "balance <= amount"): "70 of 70: 70",
        swap(ANSWER, "-amount", "amount"): "70 of 100: 170",
        swap(ANSWER, "next_version, -", "1, -"): "decide returned an event for",
        swap(ANSWER, f"command_id={NAMED[11:]}", "append_id=command_id"): "unexpected keyword",
        swap(ANSWER, "    return store.execute", "    store.execute"): "70 of 100: None",
        swap(ANSWER, NAMED, "metadata={'command_id': command_id}"): "the message came again",
        CHANGED: "the message afterwards",
        swap(ANSWER, ID, 'str(message["number"] % 10)'): "after number 11: 60",
        BY_HAND: "store.append(Payment(marker, 0, state))",
    },
    remark="The account's number isn't part of the id: a command id belongs to its stream. And the store needs no list of the messages it has seen, because the markers are that list.",
)
