"""A lesson's table, on every backend: it's empty each time, and it never touches other tables."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from classroom import lesson_table
from classroom.backend.tables import ForeignTableError
from classroom.backend.validator import Validator

from .backends import Backend


@pytest.fixture
def client(backend: Backend) -> Any:
    return Validator(backend.connect(), classroom=True).client


@pytest.fixture
def prefix(monkeypatch: pytest.MonkeyPatch, raw: Any) -> Iterator[str]:
    """A prefix for this test only. Its table 02 is dropped afterwards."""
    prefix = f"eventstore-test-{uuid.uuid4().hex}"
    monkeypatch.setenv("EVENTSTORE_PREFIX", prefix)
    yield prefix
    raw.delete_table(TableName=f"{prefix}-02")


def test_a_lesson_finds_its_table_empty_each_time(
    client: Any, prefix: str, namespace: Any, stream_id: str
) -> None:
    for _run in range(2):
        table = lesson_table(client, "02")
        store = namespace.EventStore(client, table)

        with pytest.raises(namespace.NoEventFoundError):
            store.query(stream_id)
        for version in range(4):
            store.append(namespace.Event(id=stream_id, version=version, note="x" * 390_000))

    assert table == f"{prefix}-02"
    assert len(store.query(stream_id)) == 4


def test_a_table_that_somebody_else_created_is_left_alone(
    client: Any, prefix: str, namespace: Any, raw: Any, stream_id: str
) -> None:
    namespace.create_table(raw, f"{prefix}-02")
    store = namespace.EventStore(client, f"{prefix}-02")
    store.append(namespace.Event(id=stream_id, version=0))

    with pytest.raises(ForeignTableError):
        lesson_table(client, "02")

    assert len(store.query(stream_id)) == 1


def test_the_table_of_a_longer_prefix_is_left_alone(
    client: Any, prefix: str, namespace: Any, stream_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = namespace.EventStore(client, lesson_table(client, "02"))
    store.append(namespace.Event(id=stream_id, version=0))
    shorter, _, rest = prefix.partition("-test-")
    monkeypatch.setenv("EVENTSTORE_PREFIX", shorter)

    with pytest.raises(ForeignTableError):
        lesson_table(client, f"test-{rest}-02")

    assert len(store.query(stream_id)) == 1
