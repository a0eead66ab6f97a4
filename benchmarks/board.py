"""A read model to catch up with: the points of each stream, and how many events they come from."""

from collections.abc import Sequence
from typing import Any

from benchmarks.servers import connect
from eventstore import Event

PREFIX = "points of "


def effect(table: str, event: Event) -> dict[str, Any]:
    """Return the action that adds the points of an event to the board."""
    return {
        "Update": {
            "TableName": table,
            "Key": {"Id": {"S": PREFIX + event.id}, "Version": {"N": "0"}},
            "UpdateExpression": "ADD #points :points, #events :one",
            "ExpressionAttributeNames": {"#points": "Points", "#events": "Events"},
            "ExpressionAttributeValues": {
                ":points": {"N": str(event.character_hit_points)},
                ":one": {"N": "1"},
            },
        }
    }


def read(url: str, table: str) -> dict[str, tuple[int, int]]:
    """Return what is on a board: the points of each stream, and how many events it has."""
    pages = connect(url).get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    items = [item for page in pages for item in page["Items"]]
    return {
        item["Id"]["S"].removeprefix(PREFIX): (int(item["Points"]["N"]), int(item["Events"]["N"]))
        for item in items
        if item["Id"]["S"].startswith(PREFIX)
    }


def expected(events: Sequence[Event]) -> dict[str, tuple[int, int]]:
    """Return what should be on a board after these events."""
    totals: dict[str, tuple[int, int]] = {}
    for event in events:
        points, count = totals.get(event.id, (0, 0))
        totals[event.id] = (points + event.character_hit_points, count + 1)
    return totals
