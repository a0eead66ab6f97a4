"""What the server counts for a state, while a stream grows from nothing to its full length.

A snapshot is kept every 100 events. On the way every head is asked for that a reader could meet
between two snapshots, and at some lengths what a replay of all events costs, too.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from benchmarks.answer import units
from benchmarks.history import new_id, seed, story
from benchmarks.servers import connect, make_table
from benchmarks.sizes import Sizes
from benchmarks.wire import metered, recorded
from eventstore import CHARACTER, EventStore, capacity
from eventstore.projection import fold

EVERY = 100  # events from one snapshot to the next
Store = EventStore[Any]


def project(store: Store, id: str) -> object:
    """Return the state, by the newest snapshot and the events since."""
    return store.project(id, CHARACTER)


def replay(store: Store, id: str) -> object:
    """Return the state, by all events."""
    return fold(CHARACTER, store.stream(id))


class Cost(NamedTuple):
    """One read, by `eventstore.capacity`, and what the server says of the same requests."""

    requests: int
    units: float
    by_server: float


class Growing:
    """Costs by length: `kept` with snapshots, `full` without; `heads` lie between two of them.

    `seeding` and `keeping` are the seconds that the events and the snapshots took to store.
    """

    def __init__(self, url: str, sizes: Sizes):
        self.url, self.table, self.id = url, make_table(url), new_id()
        self.heads = range(sizes.events, sizes.events + EVERY, sizes.step)
        self.kept: dict[int, Cost] = {}
        self.full: dict[int, Cost] = {}
        self.length, self.seeding, self.keeping = 0, 0.0, 0.0
        store = EventStore(connect(url), self.table)
        with metered(url) as meter:
            seen = EventStore(connect(meter.url), self.table)
            for length in sorted({*sizes.lengths, *self.heads}):
                self.grow(store, length)
                self.kept[length] = cost(meter, project, seen, self.id)
                if length in {*sizes.lengths, sizes.events}:
                    self.full[length] = cost(meter, replay, seen, self.id)

    def grow(self, store: Store, length: int) -> None:
        """Store events until there are so many, and snapshots where they are due."""
        while self.length < length:
            count = min(EVERY - self.length % EVERY, length - self.length)
            self.seeding += seed(self.url, self.table, story(self.id, self.length, count))
            self.length += count
            if self.length % EVERY == 0:
                start = time.perf_counter()
                store.snapshot(self.id, CHARACTER)
                self.keeping += time.perf_counter() - start

    def chart(self) -> dict[str, list[tuple[float, float]]]:
        """Read units by length, for the picture."""
        lengths = [length for length in self.full if length not in self.heads]
        return {
            "every event": [(length, self.full[length].units) for length in lengths],
            "snapshot every 100": [(length, self.kept[length].units) for length in lengths],
        }


def cost(meter: Any, read: Callable[[Store, str], object], store: Store, id: str) -> Cost:
    """Count one read, on both sides."""
    with capacity(store.client) as used:
        calls = recorded(meter, partial(read, store, id))
    return Cost(used.requests, used.read_units, units(calls)[0])
