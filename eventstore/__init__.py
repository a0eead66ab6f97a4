"""An event store on Amazon DynamoDB, small enough to read in one sitting. Start with `store.py`."""

import logging

from eventstore.backoff import Backoff
from eventstore.errors import (
    AppendIdReusedError,
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
from eventstore.table import create_table, protect

__all__ = [
    "CHARACTER",
    "AppendIdReusedError",
    "Backoff",
    "Character",
    "ContentionError",
    "CorruptPageError",
    "Event",
    "EventAlreadyExistsError",
    "EventStore",
    "EventStoreError",
    "EventTypes",
    "InvalidEventError",
    "NoEventFoundError",
    "Projected",
    "Projection",
    "Record",
    "Scenario",
    "SnapshotWarning",
    "TransactionConflictError",
    "UnreadableEventError",
    "Used",
    "VersionGapError",
    "WrongEventTypeError",
    "capacity",
    "create_table",
    "given",
    "protect",
]

# Retries and clashes are logged. Nothing is shown unless your program configures logging.
logging.getLogger(__name__).addHandler(logging.NullHandler())
