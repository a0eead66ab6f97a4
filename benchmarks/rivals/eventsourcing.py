"""The eventsourcing library with its DynamoDB extension: domain events, kept as JSON in a table."""

# ruff: noqa: D102 -- Rival says what the methods do

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import DatetimeAsISO, EventStore, JSONTranscoder, Mapper
from eventsourcing.utils import Environment
from eventsourcing_dynamodb import Factory

from benchmarks.rivals import Rival
from eventstore import Event


class Changed(DomainEvent):
    """The story's event, as a domain event."""

    character_name: str
    character_hit_points: int
    note: str


class Contender(Rival):
    """Its event store, without an application or an aggregate round it."""

    name = "eventsourcing"
    keys = ("originator_id", "originator_version")
    write = None
    remark = "domain events; appends without a condition, a version that is taken is overwritten; "
    remark += "not all or nothing; reads are eventual"

    def __init__(self, url: str, table: str):
        settings = {"DYNAMO_ENDPOINT_URL": url, "DYNAMO_TABLE": table}
        recorder = Factory(Environment("bench", settings)).aggregate_recorder()
        transcoder = JSONTranscoder()
        transcoder.register(DatetimeAsISO())
        self.events = EventStore(Mapper(transcoder), recorder)

    def domain_event(self, event: Event) -> Changed:
        return Changed(
            originator_id=UUID(event.id),
            originator_version=event.version,
            timestamp=Changed.create_timestamp(),
            character_name=event.character_name,
            character_hit_points=event.character_hit_points,
            note=event.note,
        )

    def append(self, event: Event) -> None:
        self.events.put([self.domain_event(event)])

    def append_together(self, events: Sequence[Event]) -> None:
        self.events.put([self.domain_event(event) for event in events])

    def query(self, id: str) -> list[Any]:
        return list(self.events.get(UUID(id)))

    def points(self, record: Any) -> int:
        return int(record.character_hit_points)
