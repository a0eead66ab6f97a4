"""Several event types in one store, with old names and all types of fields, on every backend."""

import enum
import uuid
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventstore import (
    AppendIdReusedError,
    EventStore,
    EventTypes,
    Projection,
    UnreadableEventError,
    WrongEventTypeError,
)

from .backends import Backend
from .deviations import DEVIATIONS, ITEM_OF_A_FAILED_CONDITION, PROTO, TRANSACTIONS
from .strategies import NESTED, NUMBER, QUIET, SCALE, TEXT, WHOLE


class Colour(enum.Enum):
    RED = "red"
    GREEN = 2
    NONE = None


@dataclass(frozen=True)
class Street:
    name: str
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    id: str
    version: int
    name: str


@dataclass(frozen=True)
class Changed:
    id: str
    version: int
    at: datetime
    on: date
    key: UUID
    colour: Colour
    street: Street
    price: Decimal
    share: Decimal | None = None
    streets: dict[str, Street] = field(default_factory=dict)
    times: list[datetime | None] = field(default_factory=list)
    either: int | str | None = None
    anything: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Closed:
    id: str
    version: int


Happened = Opened | Changed | Closed
CURRENT: dict[str, Any] = {"opened.2": Opened, "changed": Changed, "closed": Closed}
UPCASTS: Any = {"opened": ("opened.2", lambda old: old | {"Name": old["Title"].upper()})}
TYPES = EventTypes[Happened](CURRENT, upcasts=UPCASTS)
NAMES = Projection[list[str], Happened](
    "names", [], lambda names, event: [*names, type(event).__name__]
)
BERLIN = timezone(timedelta(hours=2))


@pytest.fixture
def store(namespace: Any, sent: Any, table: str) -> Any:
    types = namespace.EventTypes(CURRENT, upcasts=UPCASTS)
    return namespace.EventStore(sent.client, table, types)


def changed(id: str, version: int) -> Changed:
    return Changed(
        id,
        version,
        at=datetime(2026, 7, 1, 14, 30, tzinfo=BERLIN),
        on=date(2026, 7, 1),
        key=UUID(int=7),
        colour=Colour.GREEN,
        street=Street("Elm Street", [13]),
        price=Decimal("10.00"),
        streets={"old": Street("Main Street")},
        times=[datetime(2026, 7, 1, tzinfo=UTC), None],
        either="7",
    )


def test_events_of_several_types_are_read_back_in_their_order(store: Any, stream_id: str) -> None:
    events = [Opened(stream_id, 0, "a"), changed(stream_id, 1), Closed(stream_id, 2)]
    for event in events:
        store.append(event)

    assert store.query(stream_id) == events
    assert store.project(stream_id, NAMES).state == ["Opened", "Changed", "Closed"]
    assert [record.event for record in store.records(stream_id)] == events


@pytest.mark.behaviour(TRANSACTIONS)
def test_events_of_several_types_can_be_appended_together(store: Any, stream_id: str) -> None:
    events = [Opened(stream_id, 0, "a"), Closed(stream_id, 1)]

    store.append(*events)

    assert store.query(stream_id) == events


def test_a_decision_can_return_any_of_the_types(store: Any, stream_id: str) -> None:
    def close(names: list[str], version: int) -> list[Happened]:
        return [Closed(stream_id, version)] if names else [Opened(stream_id, version, "a")]

    for _ in range(2):
        store.execute(stream_id, NAMES, close)

    assert store.query(stream_id) == [Opened(stream_id, 0, "a"), Closed(stream_id, 1)]


def test_a_snapshot_of_several_types_is_used(store: Any, stream_id: str) -> None:
    store.append(Opened(stream_id, 0, "a"))
    store.snapshot(stream_id, NAMES)
    store.append(Closed(stream_id, 1))

    projected = store.project(stream_id, NAMES)

    assert (projected.state, projected.snapshot_version) == (["Opened", "Closed"], 0)


@pytest.mark.lesson(10)
def test_an_old_name_is_read_as_the_current_type(
    store: Any, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(
        TableName=table,
        Item={
            "Id": {"S": stream_id},
            "Version": {"N": "0"},
            "Title": {"S": "a"},
            "EventType": {"S": "opened"},
        },
    )
    store.append(Closed(stream_id, 1))

    assert store.query(stream_id) == [Opened(stream_id, 0, "A"), Closed(stream_id, 1)]


@pytest.mark.lesson(10)
def test_the_name_of_its_type_is_stored_with_an_event(
    store: Any, stored: Any, stream_id: str
) -> None:
    store.append(Opened(stream_id, 0, "a"))

    (item,) = stored()
    assert item["EventType"] == {"S": "opened.2"}
    assert store.query(stream_id) == [Opened(stream_id, 0, "a")]


@pytest.mark.lesson(10)
def test_an_event_with_an_unknown_name_is_never_skipped(
    store: Any, raw: Any, table: str, stream_id: str, namespace: Any
) -> None:
    raw.put_item(
        TableName=table,
        Item={"Id": {"S": stream_id}, "Version": {"N": "0"}, "EventType": {"S": "eaten"}},
    )

    with pytest.raises(namespace.UnreadableEventError, match="eaten"):
        store.query(stream_id)
    with pytest.raises(namespace.UnreadableEventError, match="eaten"):
        store.project(stream_id, NAMES)


def test_an_unknown_name_stops_the_reader(store: Any, raw: Any, table: str, stream_id: str) -> None:
    store.append(Opened(stream_id, 0, "a"))
    raw.put_item(
        TableName=table,
        Item={"Id": {"S": stream_id}, "Version": {"N": "1"}, "EventType": {"S": "eaten"}},
    )

    events = store.stream(stream_id)

    assert next(events) == Opened(stream_id, 0, "a")
    with pytest.raises(UnreadableEventError, match=f"{stream_id}.*no event type has the name"):
        next(events)


@pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
def test_an_append_can_be_repeated(store: Any, stream_id: str) -> None:
    event = changed(stream_id, 0)
    store.append(event, append_id="once")

    store.append(event, append_id="once")

    assert store.query(stream_id) == [event]


@pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
def test_an_event_of_another_type_is_another_event(store: Any, stream_id: str) -> None:
    store.append(Closed(stream_id, 0), append_id="once")

    with pytest.raises(AppendIdReusedError):
        store.append(Opened(stream_id, 0, "a"), append_id="once")


def test_an_event_of_a_foreign_type_is_refused_before_anything_is_sent(
    store: Any, sent: Any, event: Any
) -> None:
    with pytest.raises(WrongEventTypeError, match="of type Opened, Changed or Closed, got"):
        store.append(event(0))

    assert sent.requests == []


ZONES = st.builds(
    lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-23 * 60, 23 * 60)
)
TIMES = st.datetimes(timezones=ZONES)
STREETS = st.builds(Street, name=TEXT, numbers=st.lists(WHOLE, max_size=3))
EVENTS: Any = st.one_of(
    st.builds(Opened, id=st.just(""), version=st.just(0), name=TEXT),
    st.builds(Closed, id=st.just(""), version=st.just(0)),
    st.builds(
        Changed,
        id=st.just(""),
        version=st.just(0),
        at=TIMES,
        on=st.dates(),
        key=st.uuids(),
        colour=st.sampled_from(Colour),
        street=STREETS,
        price=NUMBER,
        share=st.none() | NUMBER,
        streets=st.dictionaries(TEXT.filter(bool), STREETS, max_size=3),
        times=st.lists(st.none() | TIMES, max_size=3),
        either=st.none() | WHOLE | TEXT,
        anything=st.lists(NESTED, max_size=2),
    ),
)


def types_in(value: Any) -> Any:
    """Return the types of a value and of all its parts. Whole Decimals among anything are ints."""
    if isinstance(value, dict):
        return {key: types_in(each) for key, each in value.items()}
    if isinstance(value, list):
        return [types_in(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return type(value), {
            each.name: types_in(getattr(value, each.name)) for each in fields(value)
        }
    return type(value)


@settings(QUIET, max_examples=40 * SCALE)
@given(history=st.lists(EVENTS, max_size=5), fast_reads=st.booleans())
def test_any_history_of_any_types_is_read_back_with_equal_values_of_the_same_types(
    history: list[Any], fast_reads: bool, backend: Backend, sent: Any, table: str
) -> None:
    assume("'__proto__'" not in repr(history) or (backend.name, PROTO) not in DEVIATIONS)
    id = uuid.uuid4().hex
    store = EventStore(sent.client, table, TYPES, fast_reads=fast_reads)
    events = [
        type(event)(**{**vars(event), "id": id, "version": version})
        for version, event in enumerate(history)
    ]
    for event in events:
        store.append(event)

    found = [*store.stream(id)]

    assert found == events
    assert types_in(found) == types_in(events)


@dataclass(frozen=True)
class Current:
    id: str
    version: int
    steps: str = ""


def step(name: str) -> Any:
    return lambda old: old | {"Steps": old.get("Steps", "") + name}


@settings(QUIET, max_examples=30 * SCALE)
@given(
    data=st.data(),
    names=st.lists(TEXT, min_size=1, max_size=6, unique=True),
    fast_reads=st.booleans(),
)
def test_any_chain_of_upcasts_is_applied_in_its_order(
    data: st.DataObject,
    names: list[str],
    fast_reads: bool,
    sent: Any,
    raw: Any,
    table: str,
) -> None:
    """Every name but the first is replaced by an earlier one in the list."""
    parents = {
        name: data.draw(st.sampled_from(names[:n]), label=f"replaces {name!r}")
        for n, name in enumerate(names)
        if n
    }
    upcasts = {name: (parent, step(name)) for name, parent in parents.items()}
    types = EventTypes[Current]({names[0]: Current}, upcasts=upcasts)
    stored = data.draw(st.lists(st.sampled_from(names), max_size=5), label="stored")
    id = uuid.uuid4().hex
    expected = []
    for version, name in enumerate(stored):
        item = {"Id": {"S": id}, "Version": {"N": str(version)}, "Steps": {"S": "|"}}
        raw.put_item(TableName=table, Item=item | ({"EventType": {"S": name}} if name else {}))
        steps = "|"
        while name in parents:
            steps, name = steps + name, parents[name]
        expected.append(Current(id, version, steps))

    store = EventStore(sent.client, table, types, fast_reads=fast_reads)

    assert [*store.stream(id)] == expected
