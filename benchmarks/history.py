"""The events that everybody stores and reads, and how they look in DynamoDB."""

import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.servers import connect
from eventstore import Event
from eventstore.values import Item

APPEND_ID = "0" * 32
RECORDED_AT = "2025-01-01T00:00:00.000000Z"

BLOWS = [
    (+8, "Init"),
    (-2, "Slashing damage from goblin"),
    (-3, "Bludgeoning damage from bugbear"),
    (+4, "Healing word from the cleric"),
]


def new_id() -> str:
    """Return the id of a stream that nobody has: every one is as long as every other."""
    return str(uuid.uuid4())


def story(id: str, first: int, count: int) -> list[Event]:
    """`count` small events of a stream, of about 200 bytes each when they are stored."""
    numbered = ((version, *BLOWS[version % len(BLOWS)]) for version in range(first, first + count))
    return [Event(id, version, "cpustejovsky", points, note) for version, points, note in numbered]


def item_of(event: Event) -> Item:
    """Return the item that the store makes of an event, for those who write it themselves."""
    return {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        "CharacterName": {"S": event.character_name},
        "CharacterHitPoints": {"N": str(event.character_hit_points)},
        "Note": {"S": event.note},
        "AppendId": {"S": APPEND_ID},
        "recordedAt": {"S": RECORDED_AT},
    }


def put_of(table: str, event: Event) -> dict[str, Any]:
    """Return the arguments of a PutItem that never overwrites."""
    return {
        "TableName": table,
        "Item": item_of(event),
        "ConditionExpression": "attribute_not_exists(#version)",
        "ExpressionAttributeNames": {"#version": "Version"},
    }


def seed(
    url: str, table: str, events: Sequence[Event], write: Callable[[Event], Item] = item_of
) -> float:
    """Store events by BatchWriteItem, which no rival is measured by; return the seconds."""
    start = time.perf_counter()
    for first in range(0, len(events), 25):
        puts = [{"PutRequest": {"Item": write(event)}} for event in events[first : first + 25]]
        if connect(url).batch_write_item(RequestItems={table: puts})["UnprocessedItems"]:
            raise RuntimeError("the server has not taken everything")
    return time.perf_counter() - start
