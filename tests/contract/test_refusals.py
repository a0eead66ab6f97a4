"""What DynamoDB would refuse is refused before it's sent, and the error says what and why."""

from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from decimal import Decimal
from typing import Any

import pytest

from classroom.backend.validator import Validator

from .backends import FAKE, client
from .parcels import ParcelEvent

TABLE = "events"
Make = Callable[..., Any]


@pytest.fixture
def sent() -> Validator:
    """A client without a server: sending a request would be a different error."""
    return Validator(client("http://127.0.0.1:1", FAKE, {}))


def a(**fields: Any) -> ParcelEvent:
    return ParcelEvent(**{"id": "parcel", "version": 7, **fields})


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


@dataclass
class Thawed:
    id: str
    version: int


DEEP_FLOAT = {"a": [{"b": [1, 2.5]}]}
REFUSED: dict[str, tuple[list[Any], list[str]]] = {
    "no event": ([], ["0", "100"]),
    "101 events": ([a(version=n) for n in range(101)], ["101", "100"]),
    "over 4 MB": (
        [a(version=n, text="x" * 400_000) for n in range(11)],
        ["4194304"],
    ),
    "an empty id": ([a(id="")], ["id"]),
    "no id": ([a(id=None)], ["id"]),
    "a number for an id": ([a(id=7)], ["id"]),
    "half of a pair of surrogates in an id": ([a(id="\ud83d")], ["ud83d", "id"]),
    "half of a pair of surrogates in a text": (
        [a(text="\ud83d")],
        ["parcel", "text", "surrogates"],
    ),
    "half of a pair of surrogates deep inside": (
        [a(extra={"\ud83d": [0]})],
        ["parcel", "extra", "surrogates"],
    ),
    "33 levels": ([a(tags=nested(33))], ["parcel", "tags", "32"]),
    "33 levels of maps": ([a(extra={"a": nested(32)})], ["parcel", "extra", "32"]),
    "a thousand levels": ([a(tags=nested(1000))], ["parcel", "tags", "32"]),
    "a long id": ([a(id="x" * 2049)], ["2049", "2048"]),
    "a long id in two-byte characters": ([a(id="ä" * 1025)], ["2050", "2048"]),
    "a snapshot's id": ([a(id="snapshot#1")], ["snapshot#"]),
    "a version below 0": ([a(version=-1)], ["parcel", "version", "-1"]),
    "a fraction of a version": ([a(version=1.5)], ["parcel", "version", "1.5"]),
    "a Decimal for a version": ([a(version=Decimal(1))], ["parcel", "version"]),
    "True for a version": ([a(version=True)], ["parcel", "version", "True"]),
    "text for a version": ([a(version="1")], ["parcel", "version", "'1'"]),
    "no version": ([a(version=None)], ["parcel", "version", "None"]),
    "a version of 39 digits": ([a(version=10**39 - 1)], ["parcel", "version", "39", "38"]),
    "the first version that no read finds": ([a(version=10**38)], ["parcel", "version", "38"]),
    "a round version of 40 digits": ([a(version=10**39)], ["parcel", "version", "38"]),
    "a huge version": ([a(version=10**5000)], ["parcel", "version"]),
    "a huge version below 0": ([a(version=-(10**5000))], ["parcel", "version"]),
    "a huge number": ([a(weight_grams=10**5000)], ["parcel", "weight_grams"]),
    "a huge number for text": ([a(text=10**5000)], ["parcel", "text"]),
    "a huge number for an id": ([a(id=10**5000)], ["id"]),
    "a huge number deep inside": ([a(tags=[{10**5000}])], ["parcel", "tags"]),
    "a huge number in an event of another type": (
        [Thawed("parcel", 10**5000)],
        ["ParcelEvent", "Thawed"],
    ),
    "a huge version, and a set": ([a(version=10**5000, tags={1})], ["parcel"]),
    "39 digits": ([a(weight_grams=10**39 - 1)], ["parcel", "7", "weight_grams", "39", "38"]),
    "39 digits after the point": (
        [a(price=Decimal("0." + "1" * 39))],
        ["parcel", "price", "39", "38"],
    ),
    "too large a number": ([a(price=Decimal("1E126"))], ["parcel", "price", "126"]),
    "too small a number": ([a(price=Decimal("1E-131"))], ["parcel", "price", "131"]),
    "a float": ([a(weight_grams=1.0)], ["parcel", "7", "weight_grams", "1.0"]),
    "a float for a Decimal": ([a(price=0.1)], ["parcel", "7", "price", "0.1"]),
    "a float deep inside": ([a(extra=DEEP_FLOAT)], ["parcel", "7", "extra", "2.5"]),
    "a float that isn't a number": ([a(tags=[float("nan")])], ["parcel", "tags", "nan"]),
    "a Decimal that isn't a number": ([a(price=Decimal("NaN"))], ["parcel", "price", "NaN"]),
    "infinity": ([a(price=Decimal("-Infinity"))], ["parcel", "price", "Infinity"]),
    "True for a number": ([a(weight_grams=True)], ["parcel", "weight_grams", "True"]),
    "a number for text": ([a(text=8)], ["parcel", "text", "8"]),
    "None where it is not allowed": ([a(text=None)], ["parcel", "text", "None"]),
    "a set": ([a(tags={1})], ["parcel", "tags", "{1}"]),
    "a set deep inside": ([a(tags=[{1}])], ["parcel", "tags", "{1}"]),
    "a key that isn't text": ([a(extra={1: 2})], ["parcel", "extra", "1"]),
    "a large item": ([a(text="x" * 409_600)], ["parcel", "7", "409600"]),
    "a large item among small ones": (
        [a(), a(version=8, label=b"x" * 409_600)],
        ["parcel", "8", "409600"],
    ),
    "the same version twice": ([a(), a(version=8), a(text="again")], ["parcel", "7", "twice"]),
    "no event at all": ([{"id": "parcel", "version": 7}], ["parcel", "ParcelEvent"]),
    "a bad one among good ones": ([a(), a(version=8, price=0.5)], ["parcel", "8", "price"]),
}


@pytest.mark.parametrize(("events", "named"), REFUSED.values(), ids=REFUSED)
def test_the_error_says_why_events_are_refused_and_nothing_is_sent(
    events: list[Any], named: list[str], namespace: Any, sent: Validator
) -> None:
    store = namespace.EventStore(sent.client, TABLE, event_type=ParcelEvent)

    with pytest.raises(namespace.InvalidEventError) as refusal:
        store.append(*events)

    assert [word for word in named if word not in str(refusal.value)] == []
    assert len(str(refusal.value)) < 300
    assert sent.requests == []


def test_an_event_of_another_type_is_refused(namespace: Any, sent: Validator) -> None:
    with pytest.raises(namespace.InvalidEventError, match="Event"):
        namespace.EventStore(sent.client, TABLE).append(a())

    assert sent.requests == []


@pytest.mark.parametrize("append_id", ["", 7, b"id", "\ud83d"])
def test_an_append_id_that_is_empty_or_not_a_string_is_refused(
    append_id: Any, namespace: Any, sent: Validator, event: Make
) -> None:
    with pytest.raises(namespace.InvalidEventError, match="append_id"):
        namespace.EventStore(sent.client, TABLE).append(event(0), append_id=append_id)

    assert sent.requests == []


@pytest.mark.parametrize(
    "id", ["", None, 7, "\ud83d", "ä" * 1025, "snapshot#1"], ids=lambda id: f"{id!r:.9}"
)
def test_every_operation_refuses_an_impossible_id(id: Any, namespace: Any, sent: Validator) -> None:
    store = namespace.EventStore(sent.client, TABLE)

    with pytest.raises(namespace.InvalidEventError, match="id"):
        store.query(id)
    with pytest.raises(namespace.InvalidEventError, match="id"):
        store.stream(id)
    for read in (store.project, store.snapshot):
        with pytest.raises(namespace.InvalidEventError, match="id"):
            read(id, namespace.CHARACTER)
    with pytest.raises(namespace.InvalidEventError, match="id"):
        store.prune(id, namespace.CHARACTER, keep=1)
    with pytest.raises(namespace.InvalidEventError, match="id"):
        store.execute(id, namespace.CHARACTER, lambda _state, _version: [])

    assert sent.requests == []


def test_an_invalid_event_is_a_value_error(namespace: Any) -> None:
    assert issubclass(namespace.InvalidEventError, ValueError)


def event_type(*fields: tuple[str, Any]) -> Any:
    needed = [("id", str), ("version", int)]
    return make_dataclass("Strange", [*needed, *fields], frozen=True)


TYPES = {
    "not frozen": (Thawed, "frozen"),
    "no dataclass": (dict, "dataclass"),
    "no version": (make_dataclass("Strange", [("id", str)], frozen=True), "version"),
    "an id that isn't text": (
        make_dataclass("Strange", [("id", int), ("version", int)], frozen=True),
        "id",
    ),
    "two fields, one attribute": (event_type(("a_b", str), ("a__b", str)), "AB"),
    "AppendId": (event_type(("append_id", str)), "AppendId"),
    "EventType": (event_type(("event_type", str)), "EventType"),
    "a float": (event_type(("weight", float)), "weight"),
    "a set": (event_type(("names", set)), "names"),
}


@pytest.mark.parametrize(("kind", "named"), TYPES.values(), ids=TYPES)
def test_the_error_names_what_is_wrong_with_an_event_type(
    kind: Any, named: str, namespace: Any, sent: Validator
) -> None:
    with pytest.raises(TypeError, match=named):
        namespace.EventStore(sent.client, TABLE, event_type=kind)
