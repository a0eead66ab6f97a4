"""What holds of every store that appends, whichever exercise builds it."""

from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from classroom.exercises.exercise import NotYetError, expect, outcome
from classroom.exercises.requests import sent
from classroom.exercises.rivals import just_before_a_write

# An answer that's right for some of them only is wrong.
VERSIONS = (0, 1, 2, 5, 9, 10, 20, 99, 12_345)


def it_is_a_store(given: Any) -> None:
    """EventStore takes a client and a table, and has a method append of its own."""
    if not isinstance(given.EventStore, type):
        raise NotYetError(f"a {type(given.EventStore).__name__}", "a class", "")
    for base in given.EventStore.__mro__[1:]:
        if "append" in vars(base):
            slip = "this append comes from the store above; write the whole class, without it"
            raise NotYetError(f"append of another {base.__name__}", "your own append", slip)
    try:
        store = given.EventStore(given.client, given.table)
    except TypeError as error:
        if "__init__" not in str(error) and "takes no arguments" not in str(error):
            raise
        slip = "a store has def __init__(self, client, table): and keeps both in self"
        raise NotYetError(error, "EventStore(client, table)", slip) from error
    if not callable(getattr(store, "append", None)):
        raise NotYetError("no append", "a method append", "write def append(self, event):")


def it_uses_what_it_was_given(given: Any) -> None:
    """The store sends its request with its own client, to its own table."""
    event, another = given.Event(given.new_id(), 0), given.connect()
    with sent(given.client) as ours, sent(another) as its:
        seen = outcome(given.EventStore(another, f"{given.table}-missing").append, event)
    if ours.operations:
        slip = "this client is the notebook's; the store's own is self.client"
        raise NotYetError("another client sends the request", "the client it was given", slip)
    for request in its.sent:
        table = request.params.get("TableName", f"{given.table}-missing")
        slip = "this table is the notebook's; the store's own is self.table"
        expect(table, f"{given.table}-missing", slip if table == given.table else "")
    slip = (
        "DynamoDB says that there is no such table, and nobody hears of it: let its error through"
    )
    expect(seen, "ResourceNotFoundException", slip if seen == "no error" else "")


def one_append_is_one_write(given: Any) -> None:
    """One append sends one request, which writes one card."""
    store, event = given.EventStore(given.client, given.table), given.Event(given.new_id(), 0)
    with sent(given.client) as requests:
        store.append(event)
    seen, slip = ", ".join(requests.operations) or "no request", ""
    if seen == "TransactWriteItems":
        slip = "DynamoDB charges twice for a write in a transaction; one put is enough"
    elif seen == "no request":
        slip = "nothing reaches DynamoDB without a put_item"
    if len(requests.sent) != 1 or slip:
        raise NotYetError(seen, "PutItem, once", slip)


def a_rival(given: Any, card: dict[str, Any]) -> AbstractContextManager[None]:
    """Let somebody else's card arrive just before the first write of this block is sent."""
    put = partial(given.connect().put_item, TableName=given.table, Item=card)
    return just_before_a_write(given.client, put)
