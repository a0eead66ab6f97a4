"""What must hold for all events, batches and snapshots, not only for those we thought of."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventstore import EventAlreadyExistsError, EventStore, Projection, VersionGapError

from .deviations import TRANSACTIONS
from .parcels import ParcelEvent
from .strategies import PARCELS, QUIET, SCALE

NOTES: Any = Projection("notes", [], lambda notes, event: [*notes, event.note])


@settings(QUIET, max_examples=60 * SCALE)
@given(parcel=PARCELS)
def test_any_event_comes_back_as_it_was(parcel: Any, sent: Any, table: str) -> None:
    event = replace(parcel, id=uuid.uuid4().hex)
    parcels = EventStore(sent.client, table, event_type=ParcelEvent)

    parcels.append(event)

    assert parcels.query(event.id) == [event]


@pytest.mark.behaviour(TRANSACTIONS)
@settings(QUIET, max_examples=40 * SCALE)
@given(
    there=st.sets(st.integers(0, 9), max_size=3),
    batch=st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True),
)
def test_any_batch_is_stored_whole_or_not_at_all(
    there: set[int], batch: list[int], store: Any, namespace: Any
) -> None:
    id = uuid.uuid4().hex
    for version in there:
        store.append(namespace.Event(id, version, note="there"))
    clashes = [version for version in batch if version in there]
    named = None

    try:
        store.append(*(namespace.Event(id, version, note="batch") for version in batch))
    except EventAlreadyExistsError as clash:
        named = clash.version

    assert named == (clashes[0] if clashes else None)
    expected = dict.fromkeys(there, "there")
    expected |= {} if clashes else dict.fromkeys(batch, "batch")
    assert {each.version: each.note for each in store.stream(id)} == expected


# A history: the versions appended, in any order, some left out; snapshots tried in between.
HISTORY = st.integers(1, 8).flatmap(
    lambda length: st.lists(
        st.one_of(
            st.integers(0, length - 1).map(lambda version: ("append", version)),
            st.none().map(lambda _: ("snapshot", None)),
            st.integers(0, length - 1).map(lambda version: ("snapshot", version)),
            st.integers(0, 2).map(lambda keep: ("prune", keep)),
        ),
        min_size=length,
        max_size=3 * length,
    )
)


@settings(QUIET, max_examples=30 * SCALE)
@given(history=HISTORY)
def test_any_set_of_snapshots_equals_a_full_replay_at_every_version(
    history: list[tuple[str, Any]], store: Any, namespace: Any
) -> None:
    id = uuid.uuid4().hex
    versions: set[int] = set()
    for what, number in history:
        if what == "append" and number not in versions:
            store.append(namespace.Event(id, number, note=str(number)))
            versions.add(number)
        elif what == "snapshot":
            assert replayed(versions, number) == projected(store.snapshot, id, number)
        elif what == "prune":
            store.prune(id, NOTES, number)
    for until in (None, *range(9)):
        assert projected(store.project, id, until) == replayed(versions, until)


def projected(read: Any, id: str, until: int | None) -> Any:
    """The state, or the version that is missing."""
    try:
        return read(id, NOTES, until).state
    except VersionGapError as gap:
        return gap.missing


def replayed(versions: Iterable[int], until: int | None) -> Any:
    """What a full replay must say: the notes of the versions, or the first that is missing."""
    read = sorted(version for version in versions if until is None or version <= until)
    missing = [n for n, version in enumerate(read) if version != n]
    return missing[0] if missing else [str(version) for version in read]
