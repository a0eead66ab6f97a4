"""What the store records with an event: the append, the time and the metadata."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from eventstore import EventAlreadyExistsError, Record

from .deviations import ITEM_OF_A_FAILED_CONDITION, TRANSACTIONS

Make = Callable[..., Any]
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(namespace: Any, sent: Any, table: str, clock: Clock) -> Any:
    return namespace.EventStore(sent.client, table, clock=clock)


def test_a_record_has_the_append_the_time_and_the_metadata(
    store: Any, event: Make, clock: Clock, stream_id: str
) -> None:
    metadata = {"actor": "anna", "tries": 2, "price": Decimal("1.5"), "tags": ["a", None, True]}
    store.append(event(0), append_id="first", metadata=metadata)
    clock.time += timedelta(seconds=1.5)
    store.append(event(1, note="b"), append_id="second")

    assert list(store.records(stream_id)) == [
        Record(event(0), "first", NOON, metadata),
        Record(event(1, note="b"), "second", NOON + timedelta(seconds=1.5), {}),
    ]


@pytest.mark.behaviour(TRANSACTIONS)
def test_all_events_of_an_append_have_the_same_time_and_metadata(
    store: Any, event: Make, stream_id: str
) -> None:
    times = iter([NOON, NOON + timedelta(1)])
    store._clock = lambda: next(times)

    store.append(event(0), event(1), append_id="both", metadata={"actor": "anna"})

    assert [
        (each.append_id, each.recorded_at, each.metadata) for each in store.records(stream_id)
    ] == [("both", NOON, {"actor": "anna"})] * 2


def test_the_item_holds_the_time_in_utc_and_the_metadata(
    store: Any, event: Make, stored: Callable[[], Any], clock: Clock
) -> None:
    clock.time = NOON.astimezone(timezone(timedelta(hours=2)))

    store.append(event(0), append_id="ours", metadata={"actor": "anna"})
    store.append(event(1), append_id="ours too", metadata={})

    first, second = stored()
    assert first["recordedAt"] == {"S": "2026-07-01T12:00:00.000000Z"}
    assert first["metadata"] == {"M": {"actor": {"S": "anna"}}}
    assert "metadata" not in second


def test_the_time_of_a_record_is_in_utc_whatever_the_zone_of_this_machine(
    store: Any, event: Make, clock: Clock, stream_id: str
) -> None:
    clock.time = NOON.astimezone(timezone(timedelta(hours=2)))
    store.append(event(0))

    (record,) = store.records(stream_id)

    assert record.recorded_at.tzinfo is UTC


def test_events_are_the_same_with_and_without_metadata(
    store: Any, event: Make, stream_id: str
) -> None:
    store.append(event(0, note="a"), metadata={"Note": "b", "note": "c"})

    assert store.query(stream_id) == [event(0, note="a")]


def test_an_event_of_another_program_has_neither_append_id_nor_time(
    store: Any, event: Make, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(
        TableName=table,
        Item={"Id": {"S": stream_id}, "Version": {"N": "0"}, "Note": {"S": "Init"}},
    )

    assert list(store.records(stream_id)) == [Record(event(0, note="Init"), None, None, {})]


def test_records_takes_the_arguments_of_query(store: Any, event: Make, stream_id: str) -> None:
    for version in range(6):
        store.append(event(version))

    def versions(**window: Any) -> list[int]:
        return [each.event.version for each in store.records(stream_id, **window)]

    assert versions(after=1, until=4) == [2, 3, 4]
    assert versions(limit=2, newest_first=True, consistent=False) == [5, 4]
    assert versions(after=5) == []
    with pytest.raises(ValueError, match="limit must be an integer of at least 1"):
        store.records(stream_id, limit=0)


def test_records_are_read_consistently_unless_the_caller_says_otherwise(
    store: Any, event: Make, stream_id: str, sent: Any
) -> None:
    store.append(event(0))
    sent.requests.clear()

    for consistently in ({}, {"consistent": True}, {"consistent": False}):
        list(store.records(stream_id, **consistently))

    assert [request.params["ConsistentRead"] for request in sent.requests] == [True, True, False]


def test_a_stream_without_events_has_no_records(store: Any, stream_id: str) -> None:
    assert list(store.records(stream_id)) == []


@pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
def test_a_repeated_append_keeps_the_time_and_metadata_of_the_first(
    store: Any, event: Make, clock: Clock, stream_id: str
) -> None:
    store.append(event(0), append_id="once", metadata={"actor": "anna"})
    clock.time += timedelta(1)

    store.append(event(0), append_id="once", metadata={"actor": "bert"})

    assert list(store.records(stream_id)) == [Record(event(0), "once", NOON, {"actor": "anna"})]


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("anna", "metadata must be a dict, got 'anna'"),
        ([], r"metadata must be a dict, got \[\]"),
        ({"at": NOON}, "metadata holds datetime.*, which can't be stored"),
        ({"share": 0.5}, "metadata holds 0.5, a float"),
        ({1: 2}, "metadata holds {1: 2}, which can't be stored"),
        ({"note": "x" * 410_000}, "takes .* bytes, but DynamoDB allows at most 409600"),
    ],
    ids=lambda value: f"{value!r:.20}",
)
def test_metadata_that_cannot_be_stored_is_refused_before_anything_is_sent(
    metadata: Any, said: str, store: Any, event: Make, sent: Any, namespace: Any
) -> None:
    with pytest.raises(namespace.InvalidEventError, match=said):
        store.append(event(0), metadata=metadata)

    assert sent.requests == []


@pytest.mark.parametrize("time", [datetime(2026, 7, 1), NOON.date(), 7, None], ids=repr)
def test_a_clock_must_return_an_aware_datetime(
    time: Any, store: Any, event: Make, sent: Any, clock: Clock
) -> None:
    clock.time = time

    with pytest.raises(TypeError) as wrong:
        store.append(event(0))

    assert str(wrong.value) == (
        "the clock's time must be an aware datetime, such as datetime.now(timezone.utc), got "
        f"{time!r}"
    )
    assert sent.requests == []


def test_the_clock_must_be_a_function(namespace: Any, raw: Any, table: str) -> None:
    with pytest.raises(TypeError, match="clock must be a function"):
        namespace.EventStore(raw, table, clock=NOON)


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("recordedAt", {"S": "noon"}, "must be a time, got {'S': 'noon'}"),
        ("recordedAt", {"N": "1"}, "must be a time, got {'N': '1'}"),
        ("recordedAt", {"S": "2026-07-01T12:00:00"}, "must be a time, got {'S': '2026-07"),
        ("metadata", {"S": "{}"}, "must be a map, got '{}'"),
        ("metadata", {"M": {"a": {"SS": ["b"]}}}, "has the DynamoDB type SS"),
    ],
    ids=str,
)
def test_a_damaged_time_or_metadata_is_named(
    attribute: str,
    value: Any,
    said: str,
    store: Any,
    event: Make,
    raw: Any,
    table: str,
    stream_id: str,
    namespace: Any,
) -> None:
    item = {"Id": {"S": stream_id}, "Version": {"N": "0"}, attribute: value}
    raw.put_item(TableName=table, Item=item)

    with pytest.raises(namespace.UnreadableEventError, match=f"{stream_id}.*: {attribute} {said}"):
        list(store.records(stream_id))
    assert store.query(stream_id) == [event(0)]  # the event itself can be read


def test_execute_passes_the_metadata_on(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    store.execute(
        stream_id, namespace.CHARACTER, lambda _, version: [event(version)], metadata={"by": "us"}
    )

    (record,) = store.records(stream_id)
    assert record.metadata == {"by": "us"}


def test_a_clash_is_still_a_clash(store: Any, event: Make) -> None:
    store.append(event(0), metadata={"actor": "anna"})

    with pytest.raises(EventAlreadyExistsError):
        store.append(event(0), metadata={"actor": "anna"})
