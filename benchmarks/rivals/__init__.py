"""What a user would pick instead, one file a rival."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from benchmarks.history import item_of
from eventstore import Event
from eventstore.values import Item

NAMES = ("store", "client", "resource", "pynamodb", "aiodynamo", "eventsourcing", "floor")
FAST = ("fast", "several")  # the store again, where something long is read


class Rival:
    """One way to keep streams of events in a table of DynamoDB.

    `keys` are those of its table, `remark` what a reader of its figures must know. `write` makes
    the items that it reads, or is None if only the rival itself can store them. Each rival that can
    appends under the condition that the version is free, and reads consistently.
    """

    name: ClassVar[str]
    keys: ClassVar[tuple[str, str]] = ("Id", "Version")
    remark: ClassVar[str] = ""
    write: ClassVar[Callable[[Event], Item] | None] = staticmethod(item_of)

    def __init__(self, url: str, table: str):
        raise NotImplementedError

    def append(self, event: Event) -> None:
        """Store one event."""
        raise NotImplementedError

    def append_together(self, events: Sequence[Event]) -> None:
        """Store 100 events, all or nothing."""
        raise NotImplementedError

    def query(self, id: str) -> Sequence[Any]:
        """Return the whole stream, each event as the rival's users get it."""
        raise NotImplementedError

    def points(self, record: Any) -> int:
        """Return the hit points of one of `query`'s events: what a fold looks at."""
        raise NotImplementedError

    def close(self) -> None:
        """Give up what is open."""


def load(name: str) -> type[Rival] | str:
    """Return a rival, or in words that it is not installed."""
    try:
        found: type[Rival] = importlib.import_module(f"benchmarks.rivals.{name}").Contender
    except ModuleNotFoundError as missing:
        if str(missing.name).startswith(("benchmarks", "eventstore")):
            raise
        return f"{name}: not installed"
    return found
