"""What the store's operations cost, worked out by hand. The meter agrees on every backend."""

from collections.abc import Callable
from typing import Any

import pytest

from eventstore import CHARACTER
from eventstore.meter import capacity

from .deviations import COSTS_OF_A_FAILED_CONDITION, TRANSACTIONS

Make = Callable[..., Any]


def test_an_append_costs_one_unit_for_each_kb(store: Any, event: Make) -> None:
    with capacity(store.client) as used:
        store.append(event(0))
        store.append(event(1, note="x" * 1024))

    assert repr(used) == "Used(requests=2, read_units=0, write_units=3)"


@pytest.mark.behaviour(TRANSACTIONS)
def test_an_append_of_several_events_costs_double(store: Any, event: Make) -> None:
    with capacity(store.client) as used:
        store.append(event(0), event(1, note="x" * 1024), event(2))

    assert repr(used) == "Used(requests=1, read_units=0, write_units=8)"


@pytest.mark.behaviour(COSTS_OF_A_FAILED_CONDITION)
def test_a_clash_costs_the_larger_of_both_events(store: Any, event: Make, namespace: Any) -> None:
    store.append(event(0, note="x" * 2048))

    with capacity(store.client) as used, pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0))

    assert repr(used) == "Used(requests=1, read_units=0, write_units=3)"


@pytest.mark.behaviour(TRANSACTIONS)
def test_a_clash_in_a_transaction_costs_all_of_its_events(
    store: Any, event: Make, namespace: Any
) -> None:
    store.append(event(0), event(1, note="x" * 2048))

    with capacity(store.client) as used, pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(1), event(2, note="x" * 1024))

    assert repr(used) == "Used(requests=1, read_units=0, write_units=10)"


def test_a_query_costs_the_size_of_all_events_and_half_if_not_consistent(
    store: Any, event: Make, stream_id: str
) -> None:
    for version in range(5):
        store.append(event(version, note="x" * 1000))

    with capacity(store.client) as used:
        store.query(stream_id)
        store.query(stream_id, consistent=False)
        store.query(stream_id, after=4)

    assert [request.units for request in used.log] == [2, 1, 1]


def test_each_page_of_a_query_is_rounded_up_and_costs_on_its_own(
    store: Any, event: Make, stream_id: str
) -> None:
    for version in range(6):
        store.append(event(version, note="x" * 390_000))

    with capacity(store.client) as used:
        store.query(stream_id)

    # An event takes 390,000 bytes and some 150 more: 95.3 times 4 KB. Each page is rounded up.
    assert used.requests in (2, 3, 4)
    assert 6 * 95.2 < used.read_units < 6 * 95.3 + used.requests


def test_saving_reading_and_pruning_a_snapshot_cost_what_they_should(
    store: Any, event: Make, stream_id: str
) -> None:
    for version in range(5):
        store.append(event(version, note="x" * 1000))

    with capacity(store.client) as used:
        store.snapshot(stream_id, CHARACTER)  # no snapshot: 0.5; 5 KB of events: 2; save: 2
        store.project(stream_id, CHARACTER)  # the snapshot: 0.5; no events since: 1
        store.prune(stream_id, CHARACTER, keep=0)  # the snapshot, read consistently: 1; delete: 2

    units = [request.units for request in used.log]
    assert units == [0.5, 2, 2, 0.5, 1, 1, 2]
    assert used.unpriced == 0
