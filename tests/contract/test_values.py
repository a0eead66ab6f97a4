"""Every value is read back as it was appended, and nothing is rounded."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from .deviations import PROTO, TRANSACTIONS
from .parcels import CASES, ParcelEvent


@pytest.fixture
def parcels(namespace: Any, table: str, sent: Any) -> Any:
    return namespace.EventStore(sent.client, table, event_type=ParcelEvent)


@pytest.mark.parametrize(("name", "value"), CASES, ids=[f"{n}={v!r:.30}" for n, v in CASES])
def test_a_value_is_read_back_as_it_was_appended(
    name: str, value: Any, parcels: Any, stream_id: str
) -> None:
    event = ParcelEvent(id=stream_id, version=0, **{name: value})

    parcels.append(event)

    (found,) = parcels.query(stream_id)
    assert found == event
    assert type(getattr(found, name)) is type(value)


@pytest.mark.behaviour(TRANSACTIONS)
def test_values_appended_together_are_read_back(parcels: Any, stream_id: str) -> None:
    events = [
        ParcelEvent(id=stream_id, version=version, **{name: value})
        for version, (name, value) in enumerate(CASES)
    ]

    parcels.append(*events)

    assert parcels.query(stream_id) == events


def test_a_nested_list_keeps_its_types(parcels: Any, stream_id: str) -> None:
    parcels.append(ParcelEvent(id=stream_id, version=0, tags=[1, True, None, b"1", [False, 0]]))

    (found,) = parcels.query(stream_id)

    assert repr(found.tags) == "[1, True, None, b'1', [False, 0]]"


@pytest.mark.behaviour(PROTO)
def test_a_map_can_have_the_key_proto(parcels: Any, stream_id: str) -> None:
    parcels.append(ParcelEvent(id=stream_id, version=0, extra={"__proto__": 0}))

    assert parcels.query(stream_id)[0].extra == {"__proto__": 0}


@dataclass(frozen=True)
class Order:
    id: str
    version: int
    prices: list[Decimal] = field(default_factory=list)
    fees: dict[str, list[Decimal | None]] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    loose: list[Any] = field(default_factory=list)


def test_numbers_in_lists_and_dicts_have_the_types_that_their_hints_name(
    namespace: Any, table: str, sent: Any, stream_id: str
) -> None:
    orders = namespace.EventStore(sent.client, table, event_type=Order)
    ten = Decimal("10.00")
    order = Order(stream_id, 0, [Decimal("9.99"), ten], {"a": [ten, None]}, [10], [ten])

    orders.append(order)

    (found,) = orders.query(stream_id)
    assert found == order
    assert repr(found.prices[0]) == "Decimal('9.99')"
    types = [type(each) for each in (found.prices[1], found.fees["a"][0], *found.counts)]
    assert types == [Decimal, Decimal, int]
    assert type(found.loose[0]) is int  # its hint doesn't say
