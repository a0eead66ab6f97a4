"""An event store on Amazon DynamoDB, small enough to read in one sitting. Start with `store`."""

from eventstore.backoff import Backoff
from eventstore.capacity import Used, capacity
from eventstore.character import CHARACTER, Character
from eventstore.errors import (
    ContentionError,
    CorruptPageError,
    EventAlreadyExistsError,
    InvalidEventError,
    NoEventFoundError,
    SnapshotWarning,
    TransactionConflictError,
    UnreadableEventError,
    VersionGapError,
)
from eventstore.event import Event
from eventstore.projection import Projected, Projection
from eventstore.store import EventStore
from eventstore.table import create_table

__all__ = [
    "CHARACTER", "Backoff", "Character", "ContentionError", "CorruptPageError", "Event",
    "EventAlreadyExistsError", "EventStore", "InvalidEventError", "NoEventFoundError", "Projected",
    "Projection", "SnapshotWarning", "TransactionConflictError", "UnreadableEventError", "Used",
    "VersionGapError", "capacity", "create_table",
]  # fmt: skip
