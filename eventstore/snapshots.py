"""Snapshots: states kept so that a read need not begin with the first event. A disposable cache.

They live in partitions of their own, so they take no version of a stream, and a query of its events
never meets them. One that is damaged is ignored, and the events are read instead. Whoever deletes
a stream prunes its snapshots first.
"""

from __future__ import annotations

import hashlib
import warnings
from typing import TYPE_CHECKING, Any

from eventstore.errors import SnapshotWarning
from eventstore.event import E
from eventstore.limits import MAX_ITEM_BYTES, SNAPSHOT_PREFIX
from eventstore.projection import Projected, Projection, S
from eventstore.size import item_size
from eventstore.values import read_value, write_value
from eventstore.window import key_condition

if TYPE_CHECKING:
    from eventstore.store import EventStore


def newest(
    store: EventStore[E], id: str, projection: Projection[S, E], until: int | None
) -> Projected[S] | None:
    """Return the snapshot of the highest version, up to `until`: one request."""
    # An older one than the newest costs a few more events, and a consistent read costs double.
    request = _request(store, id, projection, until) | {"ConsistentRead": False, "Limit": 1}
    found: list[Any] = store.client.query(**request)["Items"]
    for item in found:
        try:
            kept = read_value({"M": item})
            if kept.items() >= _names(id, projection).items():
                version = int(item["Version"]["N"])
                return Projected(projection.decode(kept["State"]), version, version)
        except Exception as error:  # whatever `decode` makes of something damaged
            _warn(id, projection, f"ignored, because it cannot be read: {error!r:.200}")
        else:
            _warn(id, projection, "ignored, because it is another's")
    return None


def keep(
    store: EventStore[E], id: str, projection: Projection[S, E], projected: Projected[S]
) -> None:
    """Store a state. ValueError where `encode` gives what cannot be stored."""
    key = {"Id": partition(id, projection), "Version": projected.version}
    state = projection.encode(projected.state)
    try:
        item = write_value(key | _names(id, projection) | {"State": state})["M"]
    except ValueError as error:
        raise ValueError(f"projection {projection.name!r}: its state {error}") from None
    if (size := item_size(item)) > MAX_ITEM_BYTES:
        _warn(id, projection, f"not stored: {size} bytes; {MAX_ITEM_BYTES} at most")
    else:
        store.client.put_item(TableName=store.table, Item=item)


def prune(store: EventStore[E], id: str, projection: Projection[S, E], keep: int) -> int:
    """Delete all but the newest, one request each, and return how many."""
    # Asking for the keys alone would cost the same: DynamoDB charges what it reads.
    request = _request(store, id, projection, None) | {"ConsistentRead": True}
    pages = store.client.get_paginator("query").paginate(**request)
    old = [item for page in pages for item in page["Items"]][keep:]
    for item in old:
        key = {"Id": item["Id"], "Version": item["Version"]}
        # Only what it hands back tells the meter what a deletion costs.
        store.client.delete_item(TableName=store.table, Key=key, ReturnValues="ALL_OLD")
    return len(old)


def _request(store: EventStore[E], id: str, projection: Projection[S, E], until: int | None) -> Any:
    condition = key_condition(partition(id, projection), None, until)
    return {"TableName": store.table, "ScanIndexForward": False} | condition


def partition(id: str, projection: Projection[S, E]) -> str:
    """Return the `Id` that the snapshots of a projection of a stream have.

    The length before each part keeps ("a", "bc") apart from ("ab", "c"); the hash keeps it short.
    """
    parts = (projection.name, str(projection.revision), id)
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return SNAPSHOT_PREFIX + hashlib.sha256(text.encode()).hexdigest()


def _names(id: str, projection: Projection[S, E]) -> dict[str, Any]:
    return {"Projection": projection.name, "Revision": projection.revision, "Stream": id}


def _warn(id: str, projection: Projection[S, E], what: str) -> None:
    text = f"snapshot of {id!r:.60} by projection {projection.name!r}: {what}"
    warnings.warn(text, SnapshotWarning, stacklevel=4)  # where project or snapshot was called
