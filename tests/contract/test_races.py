"""Twenty writers want the same version at the same moment: one gets it, nineteen get an error."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .backends import Backend
from .strategies import scaled

BACKENDS = ["moto", "ministack"]
WRITERS = 20
ROUNDS, ROUNDS_OF_SEVERAL = scaled(100), scaled(10)  # on each backend; a round takes 50 ms
Race = Callable[[Callable[[int], object]], Counter[str]]


@pytest.fixture
def store(backend: Backend, namespace: Any, table: str) -> Any:
    """A store with a connection for each writer, and without checks, which would take time."""
    client = backend.connect(max_pool_connections=WRITERS, parameter_validation=False)
    return namespace.EventStore(client, table)


@pytest.fixture
def race(namespace: Any) -> Iterator[Race]:
    """Lets all writers do the same at once, and counts how many won and lost."""
    start = threading.Barrier(WRITERS)

    def run(write: Callable[[int], object], writer: int) -> str:
        start.wait(60)
        try:
            write(writer)
        except namespace.EventAlreadyExistsError:
            return "lost"
        return "won"

    with ThreadPoolExecutor(WRITERS) as writers:
        yield lambda write: Counter(writers.map(run, [write] * WRITERS, range(WRITERS)))


def test_an_append_of_several_is_never_split(
    store: Any, event: Callable[..., Any], race: Race, stream_id: str
) -> None:
    for first in range(0, ROUNDS_OF_SEVERAL * 10, 10):

        def write(writer: int, first: int = first) -> None:
            begin = first + writer % 2  # so that some appends overlap only in part
            store.append(*(event(begin + n, note=str(writer)) for n in range(3)))

        assert race(write) == {"won": 1, "lost": WRITERS - 1}, f"version {first}"

        written = store.query(stream_id, after=first - 1)
        assert len(written) == 3
        assert len({each.note for each in written}) == 1


def test_each_version_has_exactly_one_winner(
    store: Any, event: Callable[..., Any], race: Race, stream_id: str
) -> None:
    for version in range(ROUNDS):
        events = [event(version, note=str(writer)) for writer in range(WRITERS)]

        def write(writer: int, events: list[Any] = events) -> None:
            store.append(events[writer])

        assert race(write) == {"won": 1, "lost": WRITERS - 1}, f"version {version}"

    assert [each.version for each in store.query(stream_id)] == [*range(ROUNDS)]
