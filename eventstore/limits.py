"""Checks that run before a request is sent, so that a mistake gets a clear error and costs nothing.

The limits come from AWS: "Quotas in Amazon DynamoDB" and, for an append of several events,
"TransactWriteItems" in the API reference.
"""

from collections.abc import Sequence
from inspect import iscoroutinefunction

from eventstore.errors import InvalidEventError, shown
from eventstore.event import E
from eventstore.size import item_size
from eventstore.values import MAX_DIGITS, Item, plain

MAX_VERSION = 10**MAX_DIGITS - 1
MAX_ID_BYTES = 2048  # in a partition key
MAX_ITEM_BYTES = 400 * 1024
MAX_EVENTS = 100  # in a transaction
MAX_APPEND_BYTES = 4 * 1024 * 1024  # in a transaction
# A partition key that begins like this isn't a stream's: it's for snapshots, or for the markers of
# commands.
SNAPSHOT_PREFIX = "snapshot#"
RESERVED_PREFIX = "eventstore#"
COMMAND_PREFIX = f"{RESERVED_PREFIX}command#"


def check_integer(name: str, value: int, minimum: int | None = None) -> None:
    """Raise ValueError unless the value is an int (not a bool), and not below the minimum."""
    if type(value) is int and (minimum is None or value >= minimum):
        return
    at_least = "" if minimum is None else f" of at least {minimum}"
    raise ValueError(f"{name} must be an integer{at_least}, got {shown(value)}")


def check_window(
    *, after: int | None = None, until: int | None = None, limit: int | None = None
) -> None:
    """Raise ValueError unless each argument is None or an int, and the limit is at least 1."""
    if after is not None:
        check_integer("after", after)
    if until is not None:
        check_integer("until", until)
    if limit is not None:
        check_integer("limit", limit, 1)


def check_text(name: str, value: str, error: type[ValueError] = InvalidEventError) -> None:
    """Raise the error unless the value is a non-empty string that can be encoded as UTF-8."""
    if not isinstance(value, str) or not value:
        raise error(f"{name} must be a non-empty string, got {shown(value)}")
    try:
        value.encode()
    except UnicodeEncodeError as problem:  # half of a surrogate pair isn't a character
        raise error(f"{name} must be valid text, got {shown(value)}: {problem.reason}") from None


def check_function(name: str, value: object) -> None:
    """Raise TypeError unless the value is a function, or something else that can be called."""
    if not callable(value) or iscoroutinefunction(value):
        raise TypeError(f"{name} must be a function, and not async, got {shown(value)}")


def check_id(id: str) -> str:
    """Return the id as a plain str. Raise InvalidEventError if no stream can have it."""
    check_text("id", id)
    size = len(id.encode())
    if size > MAX_ID_BYTES:
        raise InvalidEventError(
            f"id {shown(id)} has {size} bytes, but DynamoDB allows at most {MAX_ID_BYTES}"
        )
    for prefix in (SNAPSHOT_PREFIX, RESERVED_PREFIX):
        if id.startswith(prefix):
            raise InvalidEventError(
                f"id {shown(id)} starts with {prefix!r}, which is reserved for the store itself"
            )
    return plain(id)


def check_append(
    events: Sequence[E], items: Sequence[Item], append_id: str, marker: Item | None = None
) -> None:
    """Raise InvalidEventError unless the events can be stored together.

    `items` are the items that would be sent, in the same order as the events. The marker of a
    command is sent with them, or without any event.
    """
    check_text("append_id", append_id)
    if marker is None:
        minimum, maximum = 1, MAX_EVENTS
    else:  # it takes one place in the transaction
        minimum, maximum = 0, MAX_EVENTS - 1
    if not minimum <= len(events) <= maximum:
        with_id = "" if marker is None else " with a command_id"
        raise InvalidEventError(
            f"an append{with_id} takes {minimum} to {maximum} events, got {len(events)}"
        )
    keys = set()
    append_size = item_size(marker or {})
    for event, item in zip(events, items, strict=True):
        key = (check_id(event.id), event.version)
        name = f"event {shown(event.id)}, version {event.version}"
        if event.version < 0:
            raise InvalidEventError(f"{name}: the version must be at least 0")
        if event.version > MAX_VERSION:  # DynamoDB would store it, but no query would find it
            raise InvalidEventError(f"{name}: the version must have at most {MAX_DIGITS} digits")
        if key in keys:
            raise InvalidEventError(f"{name} is in the append twice")
        keys.add(key)
        size = item_size(item)
        if size > MAX_ITEM_BYTES:
            raise InvalidEventError(
                f"{name} takes {size} bytes, but DynamoDB allows at most {MAX_ITEM_BYTES}"
            )
        append_size += size
    if append_size > MAX_APPEND_BYTES:
        raise InvalidEventError(
            f"the append has {append_size} bytes, but DynamoDB allows at most {MAX_APPEND_BYTES}"
        )
