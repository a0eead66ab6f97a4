"""An append_id that was used before with other events is an error: nothing is lost silently."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from .deviations import ITEM_OF_A_FAILED_CONDITION, TRANSACTIONS

Make = Callable[..., Any]
Stored = Callable[[], list[dict[str, Any]]]
pytestmark = pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
SEVERAL = pytest.mark.behaviour(TRANSACTIONS)


def test_one_event_with_a_used_append_id_is_refused(
    store: Any, event: Make, namespace: Any, stored: Stored, stream_id: str
) -> None:
    store.append(event(0, note="mine"), append_id="x")
    before = stored()

    with pytest.raises(namespace.AppendIdReusedError, match="'x' was used before") as reused:
        store.append(event(0, note="other"), append_id="x")

    error = reused.value
    assert (error.append_id, error.id, error.version) == ("x", stream_id, 0)
    assert not isinstance(error, namespace.EventAlreadyExistsError)
    assert stored() == before


@pytest.mark.parametrize(
    ("first", "again", "named"),
    [
        pytest.param(["a", "b"], ["a", "B"], 1, id="the last differs"),
        pytest.param(["a", "b"], ["A", "b"], 0, id="the first differs"),
        pytest.param(["a", "b"], ["a", "b", "c"], 2, id="one more"),
        pytest.param(["a"], ["a", "b"], 1, id="two instead of one"),
        pytest.param(["a"], ["A", "b"], 0, id="two others instead of one"),
        pytest.param(["a", "b", "c"], ["A"], 0, id="one instead of three"),
        pytest.param([None, "b", "c"], ["a", "b", "c"], 0, id="one before"),
    ],
)
@SEVERAL
def test_several_events_with_a_used_append_id_are_refused(
    first: list[str | None],
    again: list[str],
    named: int,
    store: Any,
    event: Make,
    namespace: Any,
    stored: Stored,
) -> None:
    store.append(
        *(event(version, note=note) for version, note in enumerate(first) if note), append_id="x"
    )
    before = stored()

    with pytest.raises(namespace.AppendIdReusedError) as reused:
        store.append(
            *(event(version, note=note) for version, note in enumerate(again)), append_id="x"
        )

    assert reused.value.version == named
    assert stored() == before


@SEVERAL
def test_a_version_that_a_rival_has_taken_is_reported_first(
    store: Any, event: Make, namespace: Any
) -> None:
    store.append(event(0, note="mine"), append_id="x")
    store.append(event(1), append_id="a rival's")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0, note="other"), event(1), append_id="x")

    assert clash.value.version == 1


def test_append_ids_that_are_not_unique_are_noticed(
    namespace: Any, sent: Any, table: str, event: Make
) -> None:
    store = namespace.EventStore(sent.client, table, new_append_id=lambda: "node-1")
    store.append(event(0, note="mine"))

    with pytest.raises(namespace.AppendIdReusedError):
        store.append(event(0, note="other"))


@dataclass(frozen=True)
class Order:
    id: str
    version: int
    prices: list[Decimal] = field(default_factory=list)
    loose: list[Any] = field(default_factory=list)
    total: Decimal = Decimal(0)
    extra: dict[str, Any] = field(default_factory=dict)
    note: str = field(default="", compare=False)


ORDER: dict[str, Any] = {
    "prices": [Decimal("10.00"), Decimal("9.99")],
    "loose": [Decimal("10.00"), 10],
    "total": Decimal("19.90"),
    "extra": {"b": Decimal("1E+2"), "a": {"c": [Decimal("0.50")]}},
}


@pytest.fixture
def orders(namespace: Any, sent: Any, table: str) -> Any:
    return namespace.EventStore(sent.client, table, event_type=Order)


def test_an_honest_repeat_succeeds_although_numbers_lose_their_zeros(
    orders: Any, stream_id: str, stored: Stored
) -> None:
    order = Order(stream_id, 0, **ORDER)
    orders.append(order, append_id="x")
    before = stored()

    orders.append(order, append_id="x")
    orders.append(*orders.query(stream_id), append_id="x")

    assert stored() == before


@pytest.mark.parametrize("change", [{"total": Decimal("19.91")}, {"note": "x"}, {"loose": []}])
def test_a_difference_in_any_field_is_noticed(
    change: dict[str, Any], orders: Any, stream_id: str, namespace: Any
) -> None:
    orders.append(Order(stream_id, 0, **ORDER), append_id="x")

    with pytest.raises(namespace.AppendIdReusedError):
        orders.append(Order(stream_id, 0, **ORDER | change), append_id="x")


@dataclass(frozen=True, eq=False)
class Unequal:
    id: str
    version: int
    note: str = ""


def test_the_events_are_compared_even_if_their_type_has_no_equality(
    namespace: Any, sent: Any, table: str, stream_id: str
) -> None:
    store = namespace.EventStore(sent.client, table, event_type=Unequal)
    store.append(Unequal(stream_id, 0, "Init"), append_id="x")

    store.append(Unequal(stream_id, 0, "Init"), append_id="x")
    with pytest.raises(namespace.AppendIdReusedError):
        store.append(Unequal(stream_id, 0, "other"), append_id="x")


def test_an_item_is_compared_as_an_event(
    store: Any, event: Make, raw: Any, table: str, stream_id: str
) -> None:
    item = {
        "Note": {"S": "Init"},
        "CharacterHitPoints": {"N": "0.8E1"},  # spelled otherwise; and no CharacterName
        "Colour": {"S": "red"},  # an attribute that the event type doesn't have
        "AppendId": {"S": "x"},
        "Version": {"N": "0"},
        "Id": {"S": stream_id},
    }
    raw.put_item(TableName=table, Item=item)

    store.append(event(0, note="Init", character_hit_points=8), append_id="x")


@pytest.mark.parametrize(
    "attributes",
    [{"Note": {"N": "1"}}, {"EventType": {"S": "Blow"}}, {"Weapon": {"S": "club"}}],
    ids=["the wrong type", "an EventType", "none of ours"],
)
def test_an_item_that_cannot_be_read_is_not_our_event(
    attributes: dict[str, Any],
    store: Any,
    event: Make,
    raw: Any,
    table: str,
    stream_id: str,
    namespace: Any,
) -> None:
    keys = {"Id": {"S": stream_id}, "Version": {"N": "0"}, "AppendId": {"S": "x"}}
    raw.put_item(TableName=table, Item=keys | attributes)

    with pytest.raises(namespace.AppendIdReusedError):
        store.append(event(0), append_id="x")
