"""How a state gets into a snapshot and back, and which states can't be saved."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from eventstore import SnapshotWarning

from .conftest import Items, Make


def test_decode_can_restore_a_decimal_without_a_fraction(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    total = namespace.Projection(
        "total", Decimal(0), lambda total, event: total + event.character_hit_points, decode=Decimal
    )
    store.append(event(0, character_hit_points=10))
    store.snapshot(stream_id, total)

    kept, plain = (
        store.project(stream_id, total),
        store.project(stream_id, replace(total, decode=int)),
    )

    assert (kept.state, type(kept.state)) == (Decimal(10), Decimal)
    assert (plain.state, type(plain.state)) == (10, int)


def test_a_state_of_32_levels_is_saved_and_one_of_33_is_refused(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    deep = namespace.Projection("deep", [], lambda deep, _event: [deep])
    for version in range(32):
        store.append(event(version))
    at_32 = store.snapshot(stream_id, deep, until=30)

    assert store.project(stream_id, deep, until=30) == replace(
        at_32, snapshot_version=30, events_read=0
    )
    with pytest.raises(ValueError, match="projection 'deep': its state is nested deeper than"):
        store.snapshot(stream_id, deep)


def test_a_state_too_large_for_an_item_is_a_warning_and_is_not_saved(
    store: Any, event: Make, notes: Any, stream_id: str, kept: Items
) -> None:
    for version in range(2):
        store.append(event(version, note="x" * 210_000))

    with pytest.warns(SnapshotWarning) as warned:
        projected = store.snapshot(stream_id, notes)

    assert len(projected.state) == 2
    assert kept(notes) == []
    assert str(warned[0].message) == (
        f"snapshot of '{stream_id}' by projection 'notes': not saved: it takes 420180 bytes, but "
        "DynamoDB allows at most 409600"
    )
    assert warned[0].filename == __file__


def test_the_error_for_a_state_that_cannot_be_stored_names_the_projection(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    half = namespace.Projection("half", 0, lambda _total, event: event.character_hit_points / 2)
    store.append(event(0, character_hit_points=1))

    with pytest.raises(
        ValueError, match=r"projection 'half': its state holds 0\.5, a float, which loses"
    ):
        store.snapshot(stream_id, half)


def test_a_character_can_be_read_from_its_snapshot(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    for version, change in enumerate((+8, -9)):
        store.append(event(version, character_hit_points=change))
    store.snapshot(stream_id, namespace.CHARACTER)
    store.append(event(2, character_hit_points=5, note="Healing word"))

    projected = store.project(stream_id, namespace.CHARACTER)

    assert projected.state == namespace.Character("", 0, is_alive=False, note="Healing word")
    assert projected.snapshot_version == 1
