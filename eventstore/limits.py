"""What DynamoDB would refuse, refused before a request is sent, with the figure that is too large.

Sources: "Quotas in Amazon DynamoDB", and TransactWriteItems in the API reference.
"""

from collections.abc import Sequence

from eventstore.codec import Item
from eventstore.errors import InvalidEventError
from eventstore.event import E
from eventstore.size import item_size

MAX_ID_BYTES = 2048  # a partition key
MAX_ITEM_BYTES = 400 * 1024
MAX_EVENTS, MAX_APPEND_BYTES = 100, 4 * 1024 * 1024  # a transaction
SNAPSHOT_PREFIX = "snapshot#"  # of partitions that are no streams


def check_whole(name: str, value: int, least: int | None) -> None:
    """Refuse, by a ValueError, what is no whole number (True is none), or below `least`."""
    if type(value) is not int or (least is not None and value < least):
        at_least = "" if least is None else f" of {least} or more"
        raise ValueError(f"{name} is a whole number{at_least}, not {value!r:.60}")


def check_window(**bounds: int | None) -> None:
    """Refuse, by a ValueError, what bounds no part of a stream. None is no bound."""
    for name, value in bounds.items():
        if value is not None:
            check_whole(name, value, 1 if name == "limit" else None)


def check_text(name: str, value: str, error: type[ValueError] = InvalidEventError) -> None:
    """Refuse what is no text, is empty, or holds half of a pair of surrogates, as no text does."""
    if not isinstance(value, str) or value.encode(errors="ignore").decode() != (value or None):
        raise error(f"{name} is a text that is not empty, not {value!r:.60}")


def check_id(id: str) -> None:
    """Refuse what cannot be the id of a stream."""
    check_text("an id", id)
    if (size := len(id.encode())) > MAX_ID_BYTES:
        raise InvalidEventError(f"the id {id!r:.60}... has {size} bytes; {MAX_ID_BYTES} at most")
    if id.startswith(SNAPSHOT_PREFIX):
        raise InvalidEventError(f"the id {id!r:.60} begins with {SNAPSHOT_PREFIX!r}; no stream may")


def check_append(events: Sequence[E], items: Sequence[Item], append_id: str) -> None:
    """Refuse events that could not be stored together; `items` are what would be sent."""
    check_text("append_id", append_id)
    if not 1 <= len(events) <= MAX_EVENTS:
        raise InvalidEventError(f"{len(events)} events in one append; 1 to {MAX_EVENTS} go")
    keys = [(event.id, event.version) for event in events]
    for event, item in zip(events, items, strict=True):
        check_id(event.id)
        where = f"event {event.id!r:.60}, version {event.version}"
        if event.version < 0:
            raise InvalidEventError(f"{where}: a version is 0 or more")
        if keys.count((event.id, event.version)) > 1:
            raise InvalidEventError(f"{where}: twice in one append")
        if (size := item_size(item)) > MAX_ITEM_BYTES:
            raise InvalidEventError(f"{where}: {size} bytes; {MAX_ITEM_BYTES} at most")
    if (total := sum(map(item_size, items))) > MAX_APPEND_BYTES:
        raise InvalidEventError(f"{total} bytes in one append; {MAX_APPEND_BYTES} at most")
