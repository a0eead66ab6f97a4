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


def check_id(id: str) -> None:
    """Refuse what cannot be the id of a stream."""
    if not isinstance(id, str) or not id:
        raise InvalidEventError(f"an id is a string that is not empty, not {id!r:.60}")
    if (size := len(id.encode())) > MAX_ID_BYTES:
        raise InvalidEventError(f"the id {id!r:.60}... has {size} bytes; {MAX_ID_BYTES} at most")
    if id.startswith(SNAPSHOT_PREFIX):
        raise InvalidEventError(f"the id {id!r:.60} begins with {SNAPSHOT_PREFIX!r}; no stream may")


def check_append(events: Sequence[E], items: Sequence[Item], append_id: str) -> None:
    """Refuse events that could not be stored together; `items` are what would be sent."""
    if not isinstance(append_id, str) or not append_id:
        raise InvalidEventError(f"append_id is a string that is not empty, not {append_id!r:.60}")
    if not 1 <= len(events) <= MAX_EVENTS:
        raise InvalidEventError(f"{len(events)} events in one append; 1 to {MAX_EVENTS} go")
    seen = set()
    for event, item in zip(events, items, strict=True):
        check_id(event.id)
        where = f"event {event.id!r:.60}, version {event.version}"
        if event.version < 0:
            raise InvalidEventError(f"{where}: a version is 0 or more")
        if (event.id, event.version) in seen:
            raise InvalidEventError(f"{where}: twice in one append")
        if (size := item_size(item)) > MAX_ITEM_BYTES:
            raise InvalidEventError(f"{where}: {size} bytes; {MAX_ITEM_BYTES} at most")
        seen.add((event.id, event.version))
    if (total := sum(map(item_size, items))) > MAX_APPEND_BYTES:
        raise InvalidEventError(f"{total} bytes in one append; {MAX_APPEND_BYTES} at most")
