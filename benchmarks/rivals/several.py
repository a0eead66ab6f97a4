"""The store of this project with fast reads, and with all that can be stored beside an event."""

# ruff: noqa: D102 -- Rival says what the methods do

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from benchmarks.history import APPEND_ID, RECORDED_AT
from benchmarks.rivals import store
from eventstore import Event, EventStore, EventTypes
from eventstore.records import attributes
from eventstore.values import Item


@dataclass(frozen=True, slots=True)
class Hit:
    """The character has lost hit points."""

    id: str
    version: int
    character_name: str
    character_hit_points: int
    note: str


@dataclass(frozen=True, slots=True)
class Healed:
    """The character has gained hit points."""

    id: str
    version: int
    character_name: str
    character_hit_points: int
    note: str


TYPES = EventTypes[Hit | Healed]({"hit": Hit, "healed": Healed})
METADATA = {"actor": "cpustejovsky", "correlation": "session-12"}
TIME = datetime.fromisoformat(RECORDED_AT)


def typed(event: Event) -> Hit | Healed:
    """Return the same event with a type of its own."""
    kind = Hit if event.character_hit_points < 0 else Healed
    return kind(**asdict(event))


def typed_item_of(event: Event) -> Item:
    """Return the item that the store makes of it, with metadata."""
    return TYPES.write(typed(event)) | attributes(APPEND_ID, TIME, METADATA)


class Contender(store.Contender):
    """The same story in events of two types, each with metadata."""

    name = "eventstore, fast reads, two types"
    remark = "larger items, each with the name of its type and metadata"
    write = staticmethod(typed_item_of)

    def open(self, table: str) -> EventStore[Any]:
        return EventStore(self.client, table, TYPES, fast_reads=True)
