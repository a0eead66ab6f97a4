"""Fast reads of any event type give the events that a plain read gives."""

import json
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eventstore import Event, EventStore, EventTypes, UnreadableEventError, capacity
from eventstore.codec import EventCodec
from eventstore.fast import _Reader

from .test_event_types import TYPES, Healed, Rested, Struck
from .wire import Wire, reply


@dataclass(frozen=True)
class Street:
    name: str


@dataclass(frozen=True)
class Moved:
    id: str
    version: int
    to: Street
    on: date | None = None
    rent: Decimal = Decimal(0)
    tags: list[str] = field(default_factory=list)
    is_paid: bool = False


@dataclass(frozen=True)
class Reordered:
    """Its constructor takes its fields in another order."""

    _: KW_ONLY
    note: str = ""
    id: str
    version: int


@dataclass(frozen=True)
class Odd:
    """Its attributes have names that Python reserves."""

    id: str
    version: int
    none: str = ""
    true: bool = False


@dataclass(frozen=True)
class Alike:
    """`Points` is text here, and a number in others."""

    id: str
    version: int
    points: str = ""


MOVED = Moved("a", 0, Street("Elm Street"), date(2026, 7, 1), Decimal("9.90"), ["x"], True)
MIXED = EventTypes[Any]({"healed": Healed, "alike": Alike, "": Event, "rested": Rested})

# An event type (or several), events of it, and whether they can be read fast.
FAST: dict[str, tuple[Any, list[Any]]] = {
    "every kind of field": (Moved, [MOVED, Moved("a", 1, Street(""))]),
    "keywords": (Reordered, [Reordered(id="a", version=0, note="x")]),
    "reserved words": (Odd, [Odd("a", 0, "x", True)]),
    "several types": (TYPES, [Struck("a", 0, 3, "club"), Healed("a", 1, 5), Rested("a", 2)]),
    "one attribute of several kinds": (
        MIXED,
        [Healed("a", 0, 5), Alike("a", 1, "five"), Event("a", 2, note="x"), Rested("a", 3)],
    ),
    "huge numbers": (Event, [Event("a", 10**37, character_hit_points=-(10**37))]),
}


def stores(event_type: Any, *pages: Any) -> tuple[Wire, EventStore[Any], EventStore[Any]]:
    fast, plain = Wire(*pages), Wire(*pages)
    return (
        fast,
        EventStore(fast.client, "events", event_type, fast_reads=True),
        EventStore(plain.client, "events", event_type),
    )


def page(*items: Any, **more: Any) -> Any:
    return reply({"Items": items, "Count": len(items), "ScannedCount": len(items), **more})


def written(event_type: Any, events: list[Any]) -> list[Any]:
    codec = event_type if isinstance(event_type, EventTypes) else EventCodec(event_type)
    added = {
        "AppendId": {"S": "x"},
        "recordedAt": {"S": "2026-07-01T12:00:00.000000Z"},
        "metadata": {"M": {"actor": {"S": "anna"}, "EventType": {"N": "1"}}},
    }
    return [codec.write(event) | added for event in events]


@pytest.mark.parametrize(("event_type", "events"), FAST.values(), ids=FAST)
def test_events_of_any_type_are_read_fast(event_type: Any, events: list[Any]) -> None:
    wire, fast, plain = stores(event_type, page(*written(event_type, events)))

    found = fast.query("a")

    assert found == plain.query("a") == events
    assert [repr(each) for each in found] == [repr(each) for each in plain.query("a")]
    assert wire.untouched == [False]


@pytest.mark.parametrize("name", sorted(FAST.keys() - {"keywords"}))
def test_events_with_all_their_attributes_are_not_read_one_attribute_at_a_time(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_type, events = FAST[name]
    monkeypatch.delattr(_Reader, "_read_carefully")
    wire, fast, _ = stores(event_type, page(*written(event_type, events)))

    assert fast.query("a") == events
    assert wire.untouched == [False]


KEYS = {"Id": {"S": "a"}, "Version": {"N": "0"}}
# An event type, an item that a struct can't hold, and the event.
LEFT: dict[str, tuple[Any, Any, Any]] = {
    "an old name": (
        TYPES,
        KEYS | {"EventType": {"S": "struck"}, "Points": {"N": "2"}},
        Struck("a", 0, 2, "unknown"),
    ),
    "no name, and only an upcast for it": (
        TYPES,
        KEYS | {"CharacterHitPoints": {"N": "-2"}},
        Struck("a", 0, 2, "unknown"),
    ),
    "a number in another notation": (
        Event,
        KEYS | {"CharacterHitPoints": {"N": "8E0"}},
        Event("a", 0, "", 8),
    ),
    "nothing but the keys": (Event, KEYS, Event("a", 0)),
    "a type of only the keys": (Rested, KEYS, Rested("a", 0)),
}  # fmt: skip


@pytest.mark.parametrize(("event_type", "item", "event"), LEFT.values(), ids=LEFT)
def test_a_page_that_a_struct_cannot_hold_is_left_to_botocore(
    event_type: Any, item: Any, event: Any
) -> None:
    wire, fast, plain = stores(event_type, page(item))

    assert fast.query("a") == plain.query("a") == [event]
    assert wire.untouched == [True]


def test_a_missing_attribute_takes_the_default_and_the_page_is_still_read_fast() -> None:
    items = [KEYS | {"Note": {"S": "x"}}, KEYS | {"CharacterName": {"S": "y"}}]
    wire, fast, plain = stores(Event, page(*items))

    assert fast.query("a") == plain.query("a") == [Event("a", 0, note="x"), Event("a", 0, "y")]
    assert wire.untouched == [False]


def test_only_the_page_that_does_not_fit_is_left_to_botocore() -> None:
    points = ["1", "1E0", "1"]
    pages = [
        page(
            KEYS | {"Version": {"N": str(n)}, "CharacterHitPoints": {"N": each}},
            **({"LastEvaluatedKey": {"Id": {"S": "a"}, "Version": {"N": str(n)}}} if n < 2 else {}),
        )
        for n, each in enumerate(points)
    ]
    wire, fast, _ = stores(Event, *pages)

    assert [(each.version, each.character_hit_points) for each in fast.query("a")] == [
        (0, 1),
        (1, 1),
        (2, 1),
    ]
    assert wire.untouched == [False, True, False]


UNREADABLE: dict[str, tuple[Any, Any]] = {
    "a required attribute is missing": (Moved, KEYS | {"On": {"NULL": True}}),
    "an attribute of another type": (Event, KEYS | {"Note": {"N": "1"}}),
    "a nested one": (Moved, KEYS | {"To": {"M": {"Name": {"N": "1"}}}}),
    "a fraction": (Event, KEYS | {"CharacterHitPoints": {"N": "1.5"}}),
    "another type's": (Event, KEYS | {"Weapon": {"S": "club"}}),
    "another EventType": (Event, KEYS | {"Note": {"S": "x"}, "EventType": {"S": "hit"}}),
    "an empty EventType": (Event, KEYS | {"Note": {"S": "x"}, "EventType": {"S": ""}}),
    "an unknown EventType": (TYPES, KEYS | {"Points": {"N": "1"}, "EventType": {"S": "eaten"}}),
    "an EventType that is a number": (TYPES, KEYS | {"EventType": {"N": "1"}}),
    "no EventType": (
        EventTypes[Any]({"healed": Healed}),
        KEYS | {"Points": {"N": "1"}},
    ),
    "another type's, and no fields": (Rested, KEYS | {"Hours": {"N": "3"}}),
}


@pytest.mark.parametrize(("event_type", "item"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_item_raises_the_same_error_after_the_same_events(
    event_type: Any, item: Any
) -> None:
    _, fast, plain = stores(event_type, page(item))

    with pytest.raises(UnreadableEventError) as expected:
        plain.query("a")
    with pytest.raises(UnreadableEventError) as error:
        fast.query("a")

    assert str(error.value) == str(expected.value)


def test_events_before_an_unreadable_one_are_still_yielded() -> None:
    good, bad = KEYS | {"Note": {"S": "x"}}, KEYS | {"Note": {"N": "1"}}
    _, fast, _ = stores(Event, page(good, bad))
    events = fast.stream("a")

    assert next(events) == Event("a", 0, note="x")
    with pytest.raises(UnreadableEventError):
        next(events)


@dataclass(frozen=True)
class Positive:
    id: str
    version: int
    points: int

    def __post_init__(self) -> None:
        if self.points < 0:
            raise AttributeError("points must not be negative")


def test_an_error_raised_by_the_event_type_itself_is_the_same() -> None:
    item = KEYS | {"Points": {"N": "-1"}}
    _, fast, plain = stores(Positive, page(item))

    for store in (fast, plain):
        with pytest.raises(AttributeError, match="points must not be negative"):
            store.query("a")


def test_the_meter_counts_the_same_units() -> None:
    items = written(Event, [Event("a", n, note="x" * 3000) for n in range(3)])
    fast_wire, fast, plain = stores(Event, page(*items))

    with capacity(fast.client) as fast_used:
        fast.query("a")
    with capacity(plain.client) as plain_used:
        plain.query("a")

    assert repr(fast_used) == repr(plain_used)
    assert fast_used.read_units == 3
    assert fast_wire.untouched == [False]


def test_the_items_of_a_page_can_be_looked_at() -> None:
    items = written(Event, [Event("a", 0), Event("a", 1)])
    wire, seen = Wire(page(*items)), []
    store = EventStore(wire.client, "events", fast_reads=True)
    wire.client.meta.events.register("after-call", lambda parsed, **_: seen.append(parsed["Items"]))

    store.query("a")

    (found,) = seen
    assert [*found] == items
    assert (len(found), found[-1], found == items, found == found) == (2, items[1], True, True)
    assert json.loads(repr(found).replace("'", '"')) == items


def test_stores_of_different_types_share_a_client() -> None:
    wire = Wire(
        page(*written(Event, [Event("a", 0, note="x")])),
        page(*written(Healed, [Healed("a", 0, 5)])),
        page(*written(Event, [Event("a", 0, note="y")])),
    )
    events = EventStore(wire.client, "events", fast_reads=True)
    healed = EventStore(wire.client, "healed", Healed, fast_reads=True)

    assert events.query("a") == [Event("a", 0, note="x")]
    assert healed.query("a") == [Healed("a", 0, 5)]
    assert events.query("a") == [Event("a", 0, note="y")]
    assert wire.untouched == [False] * 3
