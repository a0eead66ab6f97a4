"""The state as of a time: from the events before the first one that was recorded later."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))  # later than UTC can say
Make = Callable[..., Any]


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


@pytest.fixture
def record(namespace: Any, sent: Any, table: str, event: Make) -> Callable[..., Any]:
    """A function: `record(0, 5)` appends version 0 at noon, and version 1 five minutes later."""

    def record(*minutes: int) -> Any:
        times = [at(minute) for minute in minutes]
        store = namespace.EventStore(sent.client, table, clock=lambda: times.pop(0))
        for version in range(len(minutes)):
            store.append(event(version, character_hit_points=1))
        return store

    return record


@pytest.mark.parametrize(
    ("time", "version"), [(at(-1), -1), (at(0), 0), (at(4), 0), (at(5), 1), (at(99), 2)]
)
def test_the_state_as_of_a_time_has_the_events_recorded_until_then(
    time: datetime, version: int, record: Any, namespace: Any, stream_id: str
) -> None:
    store = record(0, 5, 6)

    projected = store.project(stream_id, namespace.CHARACTER, as_of=time)

    assert (projected.version, projected.state.hit_points) == (version, version + 1)


def test_a_slow_clock_leaves_no_gap(record: Any, namespace: Any, stream_id: str) -> None:
    # Version 2 has an earlier time than version 1. Filtering by time would give 0 and 2.
    store = record(0, 10, 5)

    projected = store.project(stream_id, namespace.CHARACTER, as_of=at(7))

    assert projected.version == 0


def test_an_event_without_a_time_counts_as_older(
    raw: Any, table: str, store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    raw.put_item(TableName=table, Item={"Id": {"S": stream_id}, "Version": {"N": "0"}})
    store.append(event(1))

    assert store.project(stream_id, namespace.CHARACTER, as_of=NOON).version == 0


def test_a_later_event_that_cannot_be_read_does_not_matter(
    record: Any, raw: Any, table: str, namespace: Any, stream_id: str
) -> None:
    store = record(0)
    item = {
        "Id": {"S": stream_id},
        "Version": {"N": "1"},
        "EventType": {"S": "of-a-newer-program"},
        "recordedAt": {"S": "2026-07-02T12:00:00.000000Z"},
    }
    raw.put_item(TableName=table, Item=item)

    assert store.project(stream_id, namespace.CHARACTER, as_of=NOON).version == 0
    with pytest.raises(namespace.UnreadableEventError):
        store.project(stream_id, namespace.CHARACTER, as_of=NOON + timedelta(1))


def test_a_snapshot_of_later_events_is_not_used(
    record: Any, namespace: Any, stream_id: str
) -> None:
    store = record(0, 5, 6)
    store.snapshot(stream_id, namespace.CHARACTER)

    projected = store.project(stream_id, namespace.CHARACTER, as_of=at(5))

    assert (projected.version, projected.snapshot_version, projected.events_read) == (1, None, 2)


def test_a_version_and_a_time_can_be_combined(record: Any, namespace: Any, stream_id: str) -> None:
    store = record(0, 5, 6)

    assert store.project(stream_id, namespace.CHARACTER, until=0, as_of=at(99)).version == 0
    assert store.project(stream_id, namespace.CHARACTER, until=2, as_of=at(5)).version == 1


def test_a_time_in_another_zone_is_the_same_time(
    record: Any, namespace: Any, stream_id: str
) -> None:
    store = record(0, 5)
    time = at(4).astimezone(timezone(timedelta(hours=-9)))

    assert store.project(stream_id, namespace.CHARACTER, as_of=time).version == 0


@pytest.mark.parametrize(
    "time", [datetime(2026, 7, 1), NOON.date(), "2026-07-01", 7, LATEST], ids=repr
)
def test_a_time_must_be_an_aware_datetime(
    time: Any, store: Any, namespace: Any, stream_id: str, sent: Any
) -> None:
    with pytest.raises(TypeError, match="as_of must be an aware datetime"):
        store.project(stream_id, namespace.CHARACTER, as_of=time)

    assert sent.requests == []
