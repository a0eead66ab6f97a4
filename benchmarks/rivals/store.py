"""The store of this project."""

# ruff: noqa: D102 -- Rival says what the methods do

from collections.abc import Sequence
from typing import Any

import boto3

from benchmarks.rivals import Rival
from eventstore import Event, EventStore


class Contender(Rival):
    """`EventStore`, as a user makes it."""

    name = "eventstore"

    def __init__(self, url: str, table: str):
        self.client = boto3.client("dynamodb", endpoint_url=url)
        self.store = self.open(table)

    def open(self, table: str) -> EventStore[Any]:
        return EventStore(self.client, table)

    def append(self, event: Event) -> None:
        self.store.append(event)

    def append_together(self, events: Sequence[Event]) -> None:
        self.store.append(*events)

    def query(self, id: str) -> list[Any]:
        return self.store.query(id)

    def points(self, record: Any) -> int:
        return int(record.character_hit_points)

    def close(self) -> None:
        self.client.close()
