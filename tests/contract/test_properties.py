"""What must be true of all events and batches, not only of those we thought of."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from eventstore import EventAlreadyExistsError, EventStore

from .backends import Backend
from .deviations import DEVIATIONS, PROTO, TRANSACTIONS
from .parcels import ParcelEvent
from .strategies import PARCELS, QUIET, scaled


@settings(QUIET, max_examples=scaled(60))
@given(parcel=PARCELS)
@example(parcel=ParcelEvent(id="", version=0, extra={"__proto__": [{"__proto__": 0}]}))
def test_any_event_is_read_back_as_it_was_appended(
    parcel: Any, backend: Backend, sent: Any, table: str
) -> None:
    assume("'__proto__'" not in repr(parcel) or (backend.name, PROTO) not in DEVIATIONS)
    event = replace(parcel, id=uuid.uuid4().hex)
    parcels = EventStore(sent.client, table, event_type=ParcelEvent)

    parcels.append(event)

    assert parcels.query(event.id) == [event]


@pytest.mark.behaviour(TRANSACTIONS)
@settings(QUIET, max_examples=scaled(40))
@given(
    there=st.sets(st.integers(0, 9), max_size=3),
    batch=st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True),
)
def test_any_batch_is_stored_completely_or_not_at_all(
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
