"""boto3's resource, which turns items into dicts of Python values, numbers into Decimals."""

# ruff: noqa: D102 -- Rival says what the methods do

from collections.abc import Sequence
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr, Key

from benchmarks.history import APPEND_ID, RECORDED_AT, put_of
from benchmarks.rivals import Rival
from eventstore import Event


def plain(event: Event) -> dict[str, Any]:
    """Return the attributes of an event's item as Python values."""
    return {
        "Id": event.id,
        "Version": event.version,
        "CharacterName": event.character_name,
        "CharacterHitPoints": event.character_hit_points,
        "Note": event.note,
        "AppendId": APPEND_ID,
        "recordedAt": RECORDED_AT,
    }


class Contender(Rival):
    """The same items under the same condition."""

    name = "boto3 resource"
    remark = "dicts"

    def __init__(self, url: str, table: str):
        self.resource: Any = boto3.resource("dynamodb", endpoint_url=url)
        self.table = self.resource.Table(table)

    def append(self, event: Event) -> None:
        self.table.put_item(Item=plain(event), ConditionExpression=Attr("Version").not_exists())

    def append_together(self, events: Sequence[Event]) -> None:
        # In a transaction the resource takes a condition as text only.
        puts = [
            {"Put": put_of(self.table.name, event) | {"Item": plain(event)}} for event in events
        ]
        self.resource.meta.client.transact_write_items(TransactItems=puts)

    def query(self, id: str) -> list[dict[str, Any]]:
        wanted = {"KeyConditionExpression": Key("Id").eq(id), "ConsistentRead": True}
        page = self.table.query(**wanted)
        items: list[dict[str, Any]] = page["Items"]
        while start := page.get("LastEvaluatedKey"):
            page = self.table.query(**wanted, ExclusiveStartKey=start)
            items += page["Items"]
        return items

    def points(self, record: Any) -> int:
        return int(record["CharacterHitPoints"])

    def close(self) -> None:
        self.resource.meta.client.close()
