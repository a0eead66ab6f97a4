"""An event store on Amazon DynamoDB, small enough to read in one sitting. Start with `store`."""

from eventstore.errors import (
    EventAlreadyExistsError,
    InvalidEventError,
    NoEventFoundError,
    UnreadableEventError,
)
from eventstore.event import Event
from eventstore.store import EventStore
from eventstore.table import create_table

__all__ = [
    "Event",
    "EventAlreadyExistsError",
    "EventStore",
    "InvalidEventError",
    "NoEventFoundError",
    "UnreadableEventError",
    "create_table",
]
