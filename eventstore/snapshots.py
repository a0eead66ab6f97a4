"""Snapshots: states kept so that a read need not begin with the first event. A disposable cache.

They live in partitions of their own: they take no version of a stream, and its queries never meet
them. A damaged one is ignored, and the events are read. Whoever deletes a stream prunes them first.
"""

import hashlib
import sys
import traceback
import warnings
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from eventstore.errors import SnapshotWarning
from eventstore.event import E
from eventstore.limits import MAX_ITEM_BYTES, SNAPSHOT_PREFIX, check_id, check_whole
from eventstore.pages import read_items
from eventstore.projection import Projected, Projection, S
from eventstore.size import item_size
from eventstore.values import read_value, write_value

if TYPE_CHECKING:
    from eventstore.store import EventStore


def snapshot(
    store: "EventStore[E]", id: str, projection: Projection[S, E], until: int | None = None
) -> Projected[S]:
    """Return what `project` does, and keep it, so that later reads can begin there.

    ValueError where the projection's `encode` gives what cannot be stored.
    """
    now = store.project(id, projection, until)
    if now.version in (-1, now.snapshot_version):
        return now
    kept = {"Id": partition(id, projection), "Version": now.version}
    kept |= _names(id, projection) | {"State": projection.encode(now.state)}
    try:
        item = {name: write_value(value) for name, value in kept.items()}
    except ValueError as error:
        raise ValueError(f"projection {projection.name!r}: its state {error}") from None
    if (size := item_size(item)) > MAX_ITEM_BYTES:
        _warn(id, projection, f"not stored: {size} bytes; {MAX_ITEM_BYTES} at most")
    else:
        store.client.put_item(TableName=store.table, Item=item)
    return now


def newest(
    store: "EventStore[E]", id: str, projection: Projection[S, E], until: int | None
) -> Projected[S] | None:
    """Return the snapshot of the highest version, up to `until`: one request."""
    # An older one than the newest costs a few more events, and a consistent read costs double.
    order = {"ScanIndexForward": False, "ConsistentRead": False}
    for item in read_items(store, partition(id, projection), None, until, 1, **order):
        try:
            kept = read_value({"M": item})
            if not kept.items() >= _names(id, projection).items():
                raise ValueError("it is another's")
            version = int(item["Version"]["N"])
            return Projected(projection.decode(kept["State"]), version, version)
        except Exception as error:  # whatever `decode` makes of something damaged
            _warn(id, projection, f"ignored, because it cannot be read: {error!r:.200}")
    return None


def prune(store: "EventStore[E]", id: str, projection: Projection[S, E], keep: int) -> int:
    """Delete the snapshots of a stream but the newest `keep`, and return how many went."""
    check_id(id)
    check_whole("keep", keep, 0)
    # Asking for the keys alone would cost the same: DynamoDB charges what it reads.
    order = {"ScanIndexForward": False, "ConsistentRead": True}
    old = [*read_items(store, partition(id, projection), None, None, None, **order)][keep:]
    for item in old:
        key = {"Id": item["Id"], "Version": item["Version"]}
        # Only what it hands back tells the meter what a deletion costs.
        store.client.delete_item(TableName=store.table, Key=key, ReturnValues="ALL_OLD")
    return len(old)


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
    stack = traceback.walk_stack(sys._getframe())
    ours = takewhile(lambda at: at[0].f_globals["__name__"].startswith("eventstore."), stack)
    warnings.warn(text, SnapshotWarning, stacklevel=1 + len([*ours]))  # the caller's line
