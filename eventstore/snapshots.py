"""Snapshots: saved states, so that a read doesn't have to begin with the first event.

Snapshots are a cache: they only save work. Any of them can be deleted, and a damaged one is
ignored. They live in partitions of their own, take no version in the stream, and a query never
finds them. If you delete a stream, prune its snapshots first, for each projection and revision: a
new stream with the same id would start from them.
"""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from eventstore.errors import SnapshotWarning, shown
from eventstore.event import E
from eventstore.fields import MisfitError
from eventstore.limits import MAX_ITEM_BYTES, SNAPSHOT_PREFIX
from eventstore.pages import read_items
from eventstore.projection import Projected, Projection, S
from eventstore.size import item_size
from eventstore.values import AttributeValue, Item, plain, read_value, write_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def save(
    client: DynamoDBClient,
    table: str,
    id: str,
    projection: Projection[S, E],
    projected: Projected[S],
) -> None:
    """Save a state, unless the stream is empty or the state comes straight from a snapshot.

    A state that's too large for an item gets a SnapshotWarning instead. Raises ValueError if the
    projection's `encode` returns something that can't be stored, or if the state doesn't fit its
    `state_type`.
    """
    is_empty = projected.version == -1
    is_saved = projected.version == projected.snapshot_version
    if is_empty or is_saved:
        return
    values = {
        "Id": partition(id, projection),
        "Version": projected.version,
        **_owner(id, projection),
        "Initial": _fingerprint_of_initial(projection),
    }
    item = {name: write_value(value) for name, value in values.items()}
    item["State"] = _write_state(projection, projected.state)
    size = item_size(item)
    if size > MAX_ITEM_BYTES:
        limit = f"DynamoDB allows at most {MAX_ITEM_BYTES}"
        _warn(id, projection, f"not saved: it takes {size} bytes, but {limit}")
    else:
        client.put_item(TableName=table, Item=item)


def newest(
    client: DynamoDBClient,
    table: str,
    id: str,
    projection: Projection[S, E],
    until: int | None,
) -> Projected[S] | None:
    """Return the newest snapshot up to and including version `until`, or None if there is none.

    This is one request. A snapshot that can't be read is ignored, with a SnapshotWarning.
    """
    items = read_items(
        client,
        table,
        partition(id, projection),
        until=until,
        limit=1,
        newest_first=True,
        # An older snapshot only means reading a few more events. A consistent read costs double.
        consistent=False,
    )
    for item in items:  # one, or none
        try:
            return _read(item, id, projection)
        except Exception as error:  # `decode` may raise anything if the snapshot is damaged
            _warn(id, projection, f"ignored, because it can't be read: {shown(error, 200)}")
    return None


def prune(
    client: DynamoDBClient,
    table: str,
    id: str,
    projection: Projection[S, E],
    keep: int,
) -> int:
    """Delete all snapshots but the newest `keep`, and return how many were deleted."""
    # Reading only the keys would cost the same: DynamoDB charges for the whole items.
    items = read_items(client, table, partition(id, projection), newest_first=True)
    old_items = list(items)[keep:]
    for item in old_items:
        key = {"Id": item["Id"], "Version": item["Version"]}
        # `capacity` needs the deleted item to know what the deletion costs.
        client.delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD")
    return len(old_items)


def partition(id: str, projection: Projection[S, E]) -> str:
    """Return the partition key of the snapshots of one stream by one revision of a projection.

    The length in front of each part keeps ("a", "bc") and ("ab", "c") apart, and the hash keeps
    the key short.
    """
    parts = [projection.name, str(projection.revision), id]
    text = "".join(f"{len(part)}:{part}" for part in map(plain, parts))
    return SNAPSHOT_PREFIX + hashlib.sha256(text.encode()).hexdigest()


def _owner(id: str, projection: Projection[S, E]) -> dict[str, Any]:
    """Return the attributes that say whose snapshot it is. Its partition key is only a hash."""
    return {"Projection": projection.name, "Revision": projection.revision, "Stream": id}


def _write_state(projection: Projection[S, E], state: S) -> AttributeValue:
    try:
        return write_value(projection.encoded(state))
    except MisfitError as error:  # it says itself what doesn't fit
        raise ValueError(f"projection {projection.name!r}: {error}") from None
    except ValueError as error:
        raise ValueError(f"projection {projection.name!r}: its state {error}") from None


def _fingerprint_of_initial(projection: Projection[S, E]) -> str | None:
    """Return a short hash of the initial state, or None if the state can't be encoded.

    A snapshot holds this hash, so that a projection with another initial state doesn't use it.
    """
    try:
        # A copy: an `encode` that changes its argument must not change the projection.
        value = write_value(projection.encoded(deepcopy(projection.initial)))
    except Exception:  # `encode` may raise anything for a state that never gets a snapshot
        return None
    text = json.dumps(value, sort_keys=True, default=bytes.hex)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(item: Item, id: str, projection: Projection[S, E]) -> Projected[S]:
    values = {name: read_value(value) for name, value in item.items()}
    for name, expected in _owner(id, projection).items():
        if values[name] != expected:
            raise ValueError(f"its {name} is {values[name]!r}, not {expected!r}")
    # Version 1.0 stored no fingerprint. Then there's nothing to compare.
    fingerprints = values.get("Initial"), _fingerprint_of_initial(projection)
    if None not in fingerprints and len(set(fingerprints)) > 1:
        raise ValueError("it was made from another initial state: increase the revision")
    version = int(item["Version"]["N"])
    return Projected(projection.decoded(values["State"]), version, snapshot_version=version)


def _warn(id: str, projection: Projection[S, E], problem: str) -> None:
    text = f"snapshot of {shown(id)} by projection {projection.name!r}: {problem}"
    warnings.warn(text, SnapshotWarning, stacklevel=_callers_stacklevel())


def _callers_stacklevel() -> int:
    """Return the `stacklevel` that makes the warning point to the line that called the store."""
    level = 1
    frame = sys._getframe(1)  # level 1: `_warn`, which called us
    # Code that runs under `exec`, as templates do, may have no name.
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith("eventstore."):
        frame = frame.f_back
        level += 1
    return level
