"""Whatever happens in whichever order, each effect happens once, in the order of its stream.

Two workers of one subscription, a writer, and news that is repeated, late, early or of nothing. A
worker may crash at any request, before or after it was carried out, and begins again.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventstore import Backoff, Event, EventStore, Subscription, every_stream

from .backends import Backend
from .crashing import CrashError, Crashes
from .following import Board
from .strategies import QUIET, SCALE
from .turnstile import Stop, take_turns

BACKENDS = ["moto", "ministack"]
NO_PAUSE = Backoff(sleep=lambda _: None)
STREAMS = ("a", "b")


@pytest.fixture(scope="module")
def board(raw: Any) -> Iterator[Board]:
    board = Board(raw)
    yield board
    board.drop()


@pytest.fixture(scope="module")
def clients(backend: Backend) -> list[Any]:
    return [backend.connect() for _ in range(3)]


NEWS = st.lists(st.lists(st.sampled_from([*STREAMS, "nobody"]), max_size=4), max_size=3)
CRASHES = st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=3)
WORKER = st.tuples(NEWS, CRASHES)


@settings(QUIET, max_examples=25 * SCALE)
@given(
    order=st.lists(st.integers(0, 2), max_size=60),
    written=st.lists(st.sampled_from(STREAMS), max_size=6),
    workers=st.tuples(WORKER, WORKER),
    ignored=st.integers(0, 2),
)
def test_each_effect_happens_once_and_in_the_order_of_its_stream(
    order: list[int],
    written: list[str],
    workers: Any,
    ignored: int,
    clients: list[Any],
    table: str,
    board: Board,
) -> None:
    run = uuid.uuid4().hex
    versions = dict.fromkeys(STREAMS, -1)

    def handle(event: Event) -> Any:
        """Every third event or so has no effect."""
        return board.versions(event) if event.version % 3 != ignored else None

    def subscription(client: Any) -> Subscription[Event]:
        return board.subscription(
            EventStore(client, table, backoff=NO_PAUSE), name=run, handle=handle
        )

    def write(stop: Stop) -> None:
        store = EventStore(clients[2], table)
        for stream in written:
            stop()
            versions[stream] += 1
            store.append(Event(f"{run}-{stream}", versions[stream]))

    def work(number: int) -> Any:
        news, crashes = workers[number]

        def catch_up(stop: Stop) -> None:
            with Crashes(clients[number], stop, crashes):
                for streams in news:
                    try:
                        subscription(clients[number]).catch_up(f"{run}-{s}" for s in streams)
                    except CrashError:
                        continue  # the next news comes to a new process

        return catch_up

    take_turns(order, [work(0), work(1), write])

    last = subscription(clients[2])
    last.catch_up(f"{run}-{stream}" for stream in STREAMS)
    assert last.parked() == []
    for stream in STREAMS:
        expected = [n for n in range(versions[stream] + 1) if n % 3 != ignored]
        assert board.versions_of(f"{run}-{stream}") == expected
        assert last.behind(f"{run}-{stream}") == 0


def test_the_workers_that_begin_again_find_every_stream(
    clients: list[Any], table: str, board: Board
) -> None:
    run = uuid.uuid4().hex
    store = EventStore(clients[0], table)
    for stream in STREAMS:
        store.append(Event(f"{run}-{stream}", 0))

    board.subscription(store, name=run).catch_up(every_stream(store))

    assert [board.points(f"{run}-{stream}")[1] for stream in STREAMS] == [1, 1]
