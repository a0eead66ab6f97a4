"""boto3's client, with its paginator. Its users have to decode the items themselves."""

# ruff: noqa: D102 -- Rival says what the methods do

from collections.abc import Sequence
from typing import Any

import boto3

from benchmarks.history import put_of
from benchmarks.rivals import Rival
from eventstore import Event


class Contender(Rival):
    """The same items under the same condition."""

    name = "boto3 client"
    remark = "decodes nothing"

    def __init__(self, url: str, table: str):
        self.client: Any = boto3.client("dynamodb", endpoint_url=url)
        self.table = table

    def append(self, event: Event) -> None:
        self.client.put_item(**put_of(self.table, event))

    def append_together(self, events: Sequence[Event]) -> None:
        puts = [{"Put": put_of(self.table, event)} for event in events]
        self.client.transact_write_items(TransactItems=puts)

    def query(self, id: str) -> list[dict[str, Any]]:
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="#id = :id",
            ExpressionAttributeNames={"#id": "Id"},
            ExpressionAttributeValues={":id": {"S": id}},
            ConsistentRead=True,
        )
        return [item for page in pages for item in page["Items"]]

    def points(self, record: Any) -> int:
        return int(record["CharacterHitPoints"]["N"])

    def close(self) -> None:
        self.client.close()
