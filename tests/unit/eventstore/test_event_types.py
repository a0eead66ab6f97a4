"""Several event types in one store: their names, and how old names are read."""

import itertools
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from eventstore import Event, EventTypes, InvalidEventError, UnreadableEventError
from eventstore.codec import EventCodec
from eventstore.errors import shown

KEYS = {"Id": {"S": "hero"}, "Version": {"N": "0"}}


@dataclass(frozen=True)
class Struck:
    id: str
    version: int
    points: int
    weapon: str


@dataclass(frozen=True)
class Healed:
    id: str
    version: int
    points: int = 0


@dataclass(frozen=True)
class Rested:
    id: str
    version: int


Happened = Struck | Healed | Rested


def from_an_event(old: dict[str, Any]) -> dict[str, Any]:
    return {"Id": old["Id"], "Version": old["Version"], "Points": -old["CharacterHitPoints"]}


def with_a_weapon(old: dict[str, Any]) -> dict[str, Any]:
    old["Weapon"] = "unknown"
    return old


TYPES = EventTypes[Happened](
    {"struck.2": Struck, "healed": Healed, "rested": Rested},
    upcasts={
        "": ("struck", from_an_event),
        "struck": ("struck.2", with_a_weapon),
        "hit": ("struck", lambda old: old),
    },
)
ALL = [Struck("hero", 0, 3, "club"), Healed("hero", 0, 5), Rested("hero", 0)]


@pytest.mark.parametrize("event", ALL, ids=str)
def test_an_event_is_read_back_as_its_own_type(event):
    found = TYPES.read(TYPES.write(event))

    assert found == event
    assert type(found) is type(event)


def test_an_item_has_the_name_of_its_type_and_not_that_of_its_class():
    assert TYPES.write(ALL[0]) == {
        **KEYS,
        "Points": {"N": "3"},
        "Weapon": {"S": "club"},
        "EventType": {"S": "struck.2"},
    }


def test_the_empty_name_is_not_stored_so_version_1_can_still_read_its_events():
    types = EventTypes[Event | Healed]({"": Event, "healed": Healed})
    event = Event("hero", 0, note="Init")

    assert types.write(event) == EventCodec(Event).write(event)
    assert types.read(types.write(event)) == event
    assert types.read(types.write(ALL[1])) == ALL[1]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"EventType": {"S": "struck"}, "Points": {"N": "2"}}, Struck("hero", 0, 2, "unknown")),
        ({"EventType": {"S": "hit"}, "Points": {"N": "2"}}, Struck("hero", 0, 2, "unknown")),
        ({"CharacterHitPoints": {"N": "-2"}}, Struck("hero", 0, 2, "unknown")),
        ({"EventType": {"S": "rested"}, "Hours": {"N": "3"}}, Rested("hero", 0)),
    ],
    ids=str,
)  # fmt: skip
def test_an_old_name_is_read_as_the_current_type(attributes, expected):
    assert TYPES.read(KEYS | attributes) == expected


def test_an_upcast_gets_the_attributes_as_they_are_stored_without_those_of_the_store():
    seen = {}

    def look(old):
        seen.update(old)
        return old | {"Points": 1}

    types = EventTypes[Healed]({"healed": Healed}, upcasts={"old": ("healed", look)})
    types.read(
        KEYS
        | {"EventType": {"S": "old"}, "AppendId": {"S": "x"}, "recordedAt": {"S": "t"}}
        | {"metadata": {"M": {}}, "Points": {"N": "1.50"}, "At": {"S": "2026-07-01"}}
    )

    assert seen == {"Id": "hero", "Version": 0, "Points": Decimal("1.50"), "At": "2026-07-01"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: {}["Points"], "the upcast from 'old' raised KeyError"),
        (lambda _: None, "the upcast from 'old' must return a dict of attributes, got None"),
        (lambda _: {"Points": 1}, "the upcast from 'old' must keep Id and Version"),
        (lambda old: old | {"Version": 1}, "the upcast from 'old' must keep Id and Version"),
        (lambda old: old | {"Points": 0.5}, "the upcast from 'old' .* holds 0.5, a float"),
        (lambda _: {1: 2}, "the upcast from 'old' must return a dict .*, got {1: 2}"),
        (lambda old: old | {"Points": "1"}, "Points must be int, got '1'"),
    ],
)
def test_an_upcast_that_fails_is_named(change, said):
    types = EventTypes[Healed]({"healed": Healed}, upcasts={"old": ("healed", change)})

    with pytest.raises(UnreadableEventError, match=f"'hero'.*: {said}"):
        types.read(KEYS | {"EventType": {"S": "old"}, "Points": {"N": "1"}})


def test_an_old_item_with_a_value_that_events_do_not_have_is_unreadable():
    with pytest.raises(UnreadableEventError, match=r"'hero'.*: Points has the DynamoDB type NS"):
        TYPES.read(KEYS | {"EventType": {"S": "struck"}, "Points": {"NS": ["1"]}})


@pytest.mark.parametrize("stored", [{"S": "eaten"}, {"S": ""}, {"N": "1"}, {"NULL": True}], ids=str)
def test_an_unknown_name_is_an_error(stored):
    with pytest.raises(
        UnreadableEventError, match=f"'hero'.*: no event type has the name {stored}"
    ):
        TYPES.read(KEYS | {"EventType": stored})


def test_an_item_without_a_name_is_an_error_if_the_store_has_no_such_type():
    types = EventTypes[Healed]({"healed": Healed})

    with pytest.raises(UnreadableEventError, match=r"'hero'.*: it has no EventType$"):
        types.read(KEYS | {"Points": {"N": "1"}})


def test_an_upcast_to_the_empty_name_may_leave_attributes_that_the_type_does_not_have():
    types = EventTypes[Rested]({"": Rested}, upcasts={"slept": ("", lambda old: old)})

    event = types.read(KEYS | {"EventType": {"S": "slept"}, "Hours": {"N": "3"}})

    assert event == Rested("hero", 0)


def test_an_item_without_a_name_and_with_nothing_of_its_type_is_an_error():
    types = EventTypes[Event | Healed]({"": Event, "healed": Healed})

    with pytest.raises(UnreadableEventError, match=r"it has none of the .* Event, but Weapon"):
        types.read(KEYS | {"Weapon": {"S": "club"}})


@pytest.mark.parametrize("thing", [None, Struck, Event("hero", 0), [ALL[0]], "struck.2"], ids=str)
def test_anything_but_an_event_of_these_types_is_refused(thing):
    with pytest.raises(TypeError) as wrong:
        TYPES.write(thing)

    assert isinstance(wrong.value, InvalidEventError)
    advice = "; unpack it with *" if isinstance(thing, list) else ""
    assert str(wrong.value) == (
        f"expected an event of type Struck, Healed or Rested, got {shown(thing)}{advice}"
    )


def test_a_class_that_was_defined_again_says_so():
    again = dataclass(frozen=True)(
        type("Rested", (), {"__annotations__": {"id": str, "version": int}})
    )
    again.__module__, again.__qualname__ = Rested.__module__, Rested.__qualname__

    with pytest.raises(TypeError, match="Rested has been defined again"):
        TYPES.check_type(again("hero", 0))


def test_an_item_holds_an_event_only_if_type_and_values_are_the_same():
    item = TYPES.write(Healed("hero", 0, 5))

    assert TYPES.holds(item, Healed("hero", 0, 5))
    assert not TYPES.holds(item, Healed("hero", 0, 6))
    assert not TYPES.holds(item, Rested("hero", 0))
    assert not TYPES.holds(item | {"EventType": {"S": "eaten"}}, Healed("hero", 0, 5))


SAME = lambda old: old  # noqa: E731


@pytest.mark.parametrize(
    ("current", "upcasts", "said"),
    [
        ({}, {}, "EventTypes needs at least one event type$"),
        ([Struck], {}, r"the current types must be a dict .*, got \[<class"),
        ({"a": Struck, "b": Struck}, {}, "Struck has two names, 'a' and 'b'"),
        ({"a": dict}, {}, "an event type must be a frozen dataclass, got <class 'dict'>"),
        ({1: Struck}, {}, "the name of an event type must be text, got 1"),
        ({"\ud800": Struck}, {}, "the name of an event type must be text, got"),
        ({"a": Struck}, {"a": ("a", SAME)}, "'a' is a current name, so it can't have an upcast"),
        ({"a": Struck}, {"b": ("c", SAME)}, "the upcasts b -> c don't end at a current name"),
        ({"a": Struck}, {"b": ("b", SAME)}, "the upcasts b -> b don't end at a current name"),
        (
            {"a": Struck},
            {"b": ("c", SAME), "c": ("d", SAME), "d": ("c", SAME)},
            "the upcasts b -> c -> d -> c don't end at a current name",
        ),
        ({"a": Struck}, {"b": "a"}, "the upcast from 'b' must be a pair .*, got 'a'"),
        ({"a": Struck}, {"b": ["a", SAME]}, r"the upcast from 'b' must be a pair .*, got \['a'"),
        ({"a": Struck}, {"b": ("a",)}, r"the upcast from 'b' must be a pair .*, got \('a',\)"),
        ({"a": Struck}, {"b": (Struck, SAME)}, "the name of an event type must be text, got <cl"),
        ({"a": Struck}, {"b": ("a", None)}, "the upcast from 'b' must be a function"),
        ({"a": Struck}, {2: ("a", SAME)}, "the name of an event type must be text, got 2"),
        ({"a": Struck}, [("b", "a", SAME)], r"upcasts must be a dict, got \[\('b'"),
    ],
    ids=itertools.count(),
)
def test_types_that_cannot_work_are_refused_at_once(current, upcasts, said):
    with pytest.raises(TypeError, match=f"^{said}"):
        EventTypes[Any](current, upcasts=upcasts)


def test_a_field_that_cannot_be_stored_is_refused_at_once():
    kept = dataclass(frozen=True)(
        type("At", (), {"__annotations__": {"id": str, "version": int, "at": datetime}})
    )
    lost = dataclass(frozen=True)(
        type("Weighed", (), {"__annotations__": {"id": str, "version": int, "kilos": float}})
    )

    EventTypes[Any]({"at": kept})
    with pytest.raises(TypeError, match="kilos: float can't be stored"):
        EventTypes[Any]({"at": kept, "weighed": lost})
