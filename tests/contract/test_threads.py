"""Threads share one store, as they do in a web server."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from eventstore import Event, EventStore, EventTypes, Projection

from .backends import Backend

BACKENDS = ["moto", "ministack"]
THREADS = 8
TYPES = EventTypes[Event]({"": Event})
COUNT: Any = Projection("count", 0, lambda count, _: count + 1)


def test_threads_can_share_a_store(
    backend: Backend, namespace: Any, table: str, stream_id: str
) -> None:
    client = backend.connect(max_pool_connections=THREADS)
    store: EventStore[Event] = namespace.EventStore(client, table, TYPES)

    def work(thread: int) -> list[list[Event]]:
        own, seen = f"{stream_id}-{thread}", []
        for version in range(10):
            store.append(Event(own, version, note=f"{thread}"), metadata={"thread": thread})
            store.execute(
                stream_id, COUNT, lambda _, next_version: [Event(stream_id, next_version)], 1000
            )
            seen.append(store.query(own))
        store.snapshot(own, COUNT)
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(work, range(THREADS)))

    for thread, seen in enumerate(results):
        own = [Event(f"{stream_id}-{thread}", version, note=f"{thread}") for version in range(10)]
        assert seen == [own[: n + 1] for n in range(10)]
        assert {record.metadata["thread"] for record in store.records(own[0].id)} == {thread}
    assert store.project(stream_id, COUNT).state == THREADS * 10
