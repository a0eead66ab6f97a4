"""What the store knows about an event: when it was recorded, by which append, and its metadata.

All this is stored in the event's item, beside the attributes of the event. An event type never sees
it, so events stay plain values.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic

from eventstore.codec import unreadable
from eventstore.errors import InvalidEventError, shown
from eventstore.event import E
from eventstore.values import Item, read_value, write_value


@dataclass(frozen=True)
class Record(Generic[E]):
    """An event, and what the store recorded with it.

    `append_id` is the id of the append that stored it. All events of an append have the same one.
    `recorded_at` is the time on the clock of the writer, in UTC. Clocks differ, so an event may
    have an earlier time than the one before it: never order events by it. `metadata` is what the
    append was given.

    `recorded_at` is None for an event that version 1.0 wrote. If another program wrote the event,
    `append_id` is None, too.
    """

    event: E
    append_id: str | None = None
    recorded_at: datetime | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


def now() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


def attributes(append_id: str, time: object, metadata: object) -> Item:
    """Return the attributes that an append adds to each of its items.

    Raises InvalidEventError if the metadata can't be stored, and TypeError unless the time is an
    aware datetime.
    """
    item = {"AppendId": {"S": append_id}, "recordedAt": {"S": _text(time)}}
    if metadata is None or metadata == {}:
        return item
    if not isinstance(metadata, dict):
        raise InvalidEventError(f"metadata must be a dict, got {shown(metadata)}")
    try:
        return {**item, "metadata": write_value(metadata)}
    except ValueError as error:
        raise InvalidEventError(f"metadata {error}") from None


def read(item: Item, event: E) -> Record[E]:
    """Return the record of an event, which was read from this item.

    Raises UnreadableEventError if the time or the metadata isn't as the store writes it.
    """
    return Record(event, _append_id(item), recorded_at(item), _metadata(item))


def recorded_at(item: Item) -> datetime | None:
    """Return the time at which an item was recorded, or None if it doesn't say."""
    if "recordedAt" not in item:
        return None
    try:
        return check_time("recordedAt", datetime.fromisoformat(item["recordedAt"]["S"]))
    except (KeyError, ValueError, TypeError, OverflowError):
        problem = f"recordedAt must be a time, got {shown(item['recordedAt'])}"
        raise unreadable(item, problem) from None


def check_time(name: str, time: object) -> datetime:
    """Return the time in UTC. Raises TypeError unless it's an aware datetime."""
    with suppress(OverflowError):  # within a day of the first or the last time that Python has
        if isinstance(time, datetime) and time.utcoffset() is not None:
            return time.astimezone(UTC)
    raise TypeError(
        f"{name} must be an aware datetime, such as datetime.now(timezone.utc), got {shown(time)}"
    )


def _text(time: object) -> str:
    # Always 27 characters, so that each event takes the same number of bytes.
    utc = check_time("the clock's time", time)
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _append_id(item: Item) -> str | None:
    return item.get("AppendId", {}).get("S")


def _metadata(item: Item) -> dict[str, Any]:
    if "metadata" not in item:
        return {}
    try:
        metadata = read_value(item["metadata"])
    except ValueError as error:
        raise unreadable(item, f"metadata {error}") from None
    if not isinstance(metadata, dict):
        raise unreadable(item, f"metadata must be a map, got {shown(metadata)}")
    return metadata
