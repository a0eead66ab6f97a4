"""A projection that has changed doesn't use the snapshots of its earlier self."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from eventstore import Event, Projection, SnapshotWarning

Make = Callable[..., Any]


def add(total: int, event: Event) -> int:
    return total + event.character_hit_points


TOTAL = Projection("total", 0, add)


@pytest.fixture
def fought(store: Any, event: Make) -> Any:
    """A store with the events of the article."""
    for version, change in enumerate((+8, -2, -3)):
        store.append(event(version, character_hit_points=change))
    return store


def test_a_snapshot_made_from_another_initial_state_is_ignored_with_a_warning(
    fought: Any, stream_id: str
) -> None:
    fought.snapshot(stream_id, TOTAL)
    changed = replace(TOTAL, initial=100)

    with pytest.warns(SnapshotWarning, match="ignored.*another initial state"):
        projected = fought.project(stream_id, changed)

    assert (projected.state, projected.snapshot_version) == (103, None)


def test_the_next_snapshot_replaces_the_ignored_one(fought: Any, stream_id: str) -> None:
    fought.snapshot(stream_id, TOTAL)
    changed = replace(TOTAL, initial=100)
    with pytest.warns(SnapshotWarning):
        fought.snapshot(stream_id, changed)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        projected = fought.project(stream_id, changed)

    assert (projected.state, projected.snapshot_version) == (103, 2)


def test_a_snapshot_of_version_1_is_used_without_comparing_initial_states(
    fought: Any, raw: Any, table: str, stream_id: str, sent: Any
) -> None:
    fought.snapshot(stream_id, TOTAL)
    item = dict(sent.requests[-1].params["Item"])
    del item["Initial"]
    raw.put_item(TableName=table, Item=item)

    projected = fought.project(stream_id, replace(TOTAL, initial=100))

    assert (projected.state, projected.snapshot_version) == (3, 2)


@pytest.mark.parametrize("initial", [{"b": 1, "a": [b"x", None]}, {"a": [b"x", None], "b": 1}])
def test_an_initial_state_is_the_same_in_any_order_of_its_keys(
    initial: Any, fought: Any, stream_id: str
) -> None:
    notes = Projection[Any, Event]("notes", {"b": 1, "a": [b"x", None]}, lambda state, _: state)
    fought.snapshot(stream_id, notes)

    projected = fought.project(stream_id, replace(notes, initial=initial))

    assert projected.snapshot_version == 2


def test_an_initial_state_that_cannot_be_encoded_is_not_compared(
    fought: Any, stream_id: str
) -> None:
    def count(state: int | None, _: Event) -> int:
        return (state or 0) + 1

    counted = Projection[Any, Event](
        "counted",
        None,
        count,
        encode=lambda state: {"count": state + 0},
        decode=lambda kept: kept["count"],
    )
    fought.snapshot(stream_id, counted)

    assert fought.project(stream_id, counted).snapshot_version == 2


def test_an_encode_that_changes_its_argument_leaves_the_initial_state_alone(
    fought: Any, stream_id: str
) -> None:
    def encode(state: dict[str, Any]) -> dict[str, Any]:
        state["notes"] = sorted(state["notes"])
        return state

    def collect(state: dict[str, Any], event: Event) -> dict[str, Any]:
        return {"notes": state["notes"] | {event.note}}

    notes = Projection[Any, Event]("notes", {"notes": set()}, collect, encode=encode)

    fought.snapshot(stream_id, notes)

    assert notes.initial == {"notes": set()}


@dataclass(frozen=True)
class Visit:
    at: datetime
    price: Decimal = Decimal(0)


@dataclass(frozen=True)
class Visits:
    all: list[Visit] = field(default_factory=list)
    last_at: datetime | None = None


NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def visit(visits: Visits, event: Event) -> Visits:
    return Visits([*visits.all, Visit(NOON, Decimal(event.character_hit_points))], NOON)


VISITS = Projection("visits", Visits(), visit, state_type=Visits)


def test_a_state_with_a_type_is_saved_by_its_hints(fought: Any, stream_id: str) -> None:
    expected = fought.snapshot(stream_id, VISITS).state

    projected = fought.project(stream_id, VISITS)

    assert (projected.state, projected.snapshot_version) == (expected, 2)
    assert repr(projected.state) == repr(expected)
    assert [each.price for each in projected.state.all] == [8, -2, -3]


@dataclass(frozen=True)
class Counted:
    visits: int


COUNTED = Projection("visits", Counted(0), lambda s, _: Counted(s.visits + 1), state_type=Counted)


def test_a_state_type_with_other_fields_counts_as_another_initial_state(
    fought: Any, stream_id: str
) -> None:
    fought.snapshot(stream_id, VISITS)

    with pytest.warns(SnapshotWarning, match="ignored.*another initial state"):
        projected = fought.project(stream_id, COUNTED)

    assert projected.state == Counted(3)


def test_a_snapshot_whose_state_does_not_fit_the_type_is_ignored_with_a_warning(
    fought: Any, raw: Any, table: str, stream_id: str, sent: Any
) -> None:
    fought.snapshot(stream_id, COUNTED)
    item = sent.requests[-1].params["Item"] | {"State": {"M": {"Visits": {"S": "three"}}}}
    raw.put_item(TableName=table, Item=item)

    with pytest.warns(SnapshotWarning, match="ignored.*State.Visits must be int, got 'three'"):
        projected = fought.project(stream_id, COUNTED)

    assert projected.state == Counted(3)


@dataclass(frozen=True)
class Link:
    next: "Link | None" = None


def test_a_state_that_is_nested_too_deep_for_its_type_is_an_error(
    fought: Any, stream_id: str
) -> None:
    chain = Link()
    for _ in range(1000):
        chain = Link(chain)
    deep = Projection[Any, Event]("deep", Link(), lambda _state, _: chain, state_type=Link)

    with pytest.raises(ValueError, match="projection 'deep': its state is nested deeper than"):
        fought.snapshot(stream_id, deep)


def test_a_state_that_does_not_fit_its_type_is_an_error(fought: Any, stream_id: str) -> None:
    wrong = Projection[Any, Event]("wrong", 0, lambda _state, _: "text", state_type=int)

    with pytest.raises(ValueError, match="projection 'wrong': its state must be int, got 'text'"):
        fought.snapshot(stream_id, wrong)
