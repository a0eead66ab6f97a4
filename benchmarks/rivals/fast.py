"""The store of this project with fast reads, which need the extra `fast`."""

# ruff: noqa: D102 -- Rival says what the methods do

from typing import Any

from benchmarks.rivals import store
from eventstore import EventStore


class Contender(store.Contender):
    """The same items and the same events."""

    name = "eventstore, fast reads"

    def open(self, table: str) -> EventStore[Any]:
        return EventStore(self.client, table, fast_reads=True)
