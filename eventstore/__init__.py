"""An event store on Amazon DynamoDB, small enough to read in one sitting. Start with `store.py`."""

import logging

from eventstore.backoff import Backoff
from eventstore.changes import Changed, Changes, changed_streams, every_stream
from eventstore.checkpoints import Effect, Parked
from eventstore.errors import (
    AppendIdReusedError,
    CheckpointAheadError,
    ContentionError,
    CorruptPageError,
    EventAlreadyExistsError,
    EventStoreError,
    InvalidEventError,
    NoEventFoundError,
    SnapshotWarning,
    TransactionConflictError,
    UnreadableEventError,
    VersionGapError,
    WrongEventTypeError,
)
from eventstore.event_types import EventTypes
from eventstore.example import CHARACTER, Character, Event
from eventstore.meter import Used, capacity
from eventstore.projection import Projected, Projection
from eventstore.records import Record
from eventstore.scenario import Scenario, given
from eventstore.store import EventStore
from eventstore.subscription import Subscription
from eventstore.table import create_table, protect

__all__ = [
    "CHARACTER",
    "AppendIdReusedError",
    "Backoff",
    "Changed",
    "Changes",
    "Character",
    "CheckpointAheadError",
    "ContentionError",
    "CorruptPageError",
    "Effect",
    "Event",
    "EventAlreadyExistsError",
    "EventStore",
    "EventStoreError",
    "EventTypes",
    "InvalidEventError",
    "NoEventFoundError",
    "Parked",
    "Projected",
    "Projection",
    "Record",
    "Scenario",
    "SnapshotWarning",
    "Subscription",
    "TransactionConflictError",
    "UnreadableEventError",
    "Used",
    "VersionGapError",
    "WrongEventTypeError",
    "capacity",
    "changed_streams",
    "create_table",
    "every_stream",
    "given",
    "protect",
]

# Retries and clashes are logged. Nothing is shown unless your program configures logging.
logging.getLogger(__name__).addHandler(logging.NullHandler())
