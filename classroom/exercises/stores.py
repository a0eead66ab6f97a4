"""What must hold for any answer that is a whole EventStore, whatever the exercise is about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from classroom.exercises.exercise import NotYetError, expect, outcome
from classroom.exercises.requests import sent


@contextmanager
def short_pages(client: Any, cards: int = 2) -> Iterator[None]:
    """Let each page of a query hold a few cards only, so that a test doesn't need long notes.

    A full page always says that there may be more, as DynamoDB's pages do and moto's don't.
    """
    limit = [cards]

    def shorten(params: dict[str, Any], **_: Any) -> None:
        asked = params.get("Limit", cards)
        limit[0] = params["Limit"] = min(cards, asked) if isinstance(asked, int) else asked

    def go_on(parsed: dict[str, Any], **_: Any) -> None:
        items = parsed.get("Items", [])
        if items and len(items) == limit[0]:
            last = {name: items[-1].get(name) for name in ("Id", "Version")}
            parsed.setdefault("LastEvaluatedKey", last)

    handlers: dict[str, Callable[..., None]] = {
        "before-parameter-build": shorten,
        "after-call": go_on,
    }
    for event, handler in handlers.items():
        client.meta.events.register(f"{event}.dynamodb.Query", handler)
    try:
        yield
    finally:
        for event, handler in handlers.items():
            client.meta.events.unregister(f"{event}.dynamodb.Query", handler)


class Twin:
    """The same client again, which knows whether it has been used."""

    def __init__(self, client: Any):
        self.client, self.used = client, False

    def __getattr__(self, name: str) -> Any:
        self.used = True
        return getattr(self.client, name)


def it_asks_its_own_client_about_its_own_table(given: Any) -> None:
    """The store asks the client and the table that it was given, and passes on DynamoDB's errors."""
    twin, stream = Twin(given.client), given.new_id()
    given.EventStore(given.client, given.table).append(given.Event(stream, 0))
    given.EventStore(twin, given.table).query(stream)
    slip = "client is a name of this notebook; the store's own is self.client"
    expect("its own client" if twin.used else "another client", "its own client", slip)
    missing = f"{given.table}-missing"
    seen = outcome(given.EventStore(given.client, missing).query, stream)
    told = f"with a table that doesn't exist: {seen}"
    expect(told, "with a table that doesn't exist: ResourceNotFoundException", "")


def append_is_as_it_was(given: Any) -> None:
    """append still raises EventAlreadyExistsError if a version is taken."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0))
    expect(outcome(store.append, given.Event(stream, 0)), "EventAlreadyExistsError", "")


def it_reads_the_newest_state_of_this_drawer_only(given: Any) -> None:
    """Every request reads this drawer only, and reads the newest state."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    for version in range(5):
        store.append(given.Event(stream, version))
    with short_pages(given.client), sent(given.client) as requests:
        store.query(stream)
    queries = requests.of("Query")
    starts = [str(request.params.get("ExclusiveStartKey")) for request in queries]
    again = len(starts) - len({*starts})
    slip = "you pay for each page that is asked for: keep its items, and go through those"
    expect(f"pages that were read twice: {again}", "pages that were read twice: 0", slip)
    for request in requests.sent:
        slip = (
            "a scan reads the whole table, and you pay for all of it"
            if request.operation == "Scan"
            else ""
        )
        expect(request.operation, "Query", slip)
        if request.params.get("ConsistentRead") is not True:
            slip = "without ConsistentRead=True, DynamoDB may answer from an old copy"
            raise NotYetError("no ConsistentRead", "ConsistentRead=True", slip)
