"""What a request costs by DynamoDB's rules, and which requests have no price."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from eventstore.meter import capacity

from .metered import KEY, QUERY, TABLE, item_of, puts, unreachable

Figures = tuple[float, float, int]  # read units, write units, unpriced requests
UNPRICED = (0, 0, 1)
ALL_OLD = {"ReturnValues": "ALL_OLD"}
CLASHED, CANCELLED = "ConditionalCheckFailedException", "TransactionCanceledException"


@pytest.fixture(scope="module")
def client() -> Any:
    return unreachable()


def cost(client: Any, operation: str, asked: Any, reply: Any) -> Figures:
    """Return what a request costs that gets this reply."""
    with Stubber(client) as stubber, capacity(client) as used:
        stubber.add_response(operation, reply)
        getattr(client, operation)(**asked)
    return used.read_units, used.write_units, used.unpriced


def cost_of_failure(client: Any, operation: str, asked: Any, code: str, told: Any) -> Figures:
    """Return what a request costs that fails with this code."""
    with Stubber(client) as stubber, capacity(client) as used:
        stubber.add_client_error(operation, code, modeled_fields=told)
        with pytest.raises(ClientError):
            getattr(client, operation)(**asked)
    return used.read_units, used.write_units, used.unpriced


@pytest.mark.parametrize(
    ("sizes", "units"),
    [
        ([], 1),
        ([4096], 1),
        ([4097], 2),
        ([2048, 2048], 1),
        ([2048, 2049], 2),
        ([8193], 3),
        ([64] * 1500, 24),
        ([409_600, 409_600], 200),
    ],
)
@pytest.mark.parametrize(
    ("how", "share"), [({"ConsistentRead": True}, 1), ({"ConsistentRead": False}, 0.5), ({}, 0.5)]
)
def test_a_page_costs_a_unit_for_each_4_kb_and_half_if_not_consistent(
    sizes: list[int], units: int, how: Any, share: float, client: Any
) -> None:
    page = {"Items": [item_of(size) for size in sizes]}

    assert cost(client, "query", QUERY | how, page) == (units * share, 0, 0)


@pytest.mark.parametrize(("how", "share"), [({"ConsistentRead": True}, 1), ({}, 0.5)])
def test_a_page_of_a_scan_costs_as_much_as_one_of_a_query(
    how: Any, share: float, client: Any
) -> None:
    page = {"Items": [item_of(4096), item_of(100)]}

    assert cost(client, "scan", TABLE | how, page) == (2 * share, 0, 0)


@pytest.mark.parametrize("name", ["FilterExpression", "ScanFilter", "ProjectionExpression"])
def test_a_scan_that_returns_less_than_it_reads_has_no_price(name: str, client: Any) -> None:
    asked = TABLE | {name: {"ScanFilter": HIDING["QueryFilter"]}.get(name, HIDING.get(name))}

    assert cost(client, "scan", asked, {"Items": [item_of(100)]}) == UNPRICED


HIDING: dict[str, Any] = {
    "FilterExpression": "Note = :id",
    "ProjectionExpression": "Note",
    "IndexName": "by-note",
    "AttributesToGet": ["Note"],
    "QueryFilter": {"Note": {"ComparisonOperator": "NULL"}},
}


@pytest.mark.parametrize("name", HIDING)
def test_a_query_that_returns_less_than_it_reads_has_no_price(name: str, client: Any) -> None:
    asked = QUERY | {name: HIDING[name]}

    assert cost(client, "query", asked, {"Items": [item_of(100)]}) == UNPRICED


def test_a_query_that_only_counts_has_no_price(client: Any) -> None:
    assert cost(client, "query", QUERY | {"Select": "COUNT"}, {"Count": 1}) == UNPRICED


SIZES = [(15, 1), (1023, 1), (1024, 1), (1025, 2), (2048, 2), (2049, 3), (409_600, 400)]


@pytest.mark.parametrize(("size", "units"), SIZES)
def test_a_put_costs_a_unit_for_each_kb(size: int, units: int, client: Any) -> None:
    assert cost(client, "put_item", TABLE | {"Item": item_of(size)}, {}) == (0, units, 0)


@pytest.mark.parametrize(("size", "units"), SIZES)
def test_a_delete_costs_the_size_of_the_returned_item(size: int, units: int, client: Any) -> None:
    told = {"Attributes": item_of(size)}

    assert cost(client, "delete_item", KEY | ALL_OLD, told) == (0, units, 0)


def test_a_delete_of_nothing_costs_one_unit_if_it_asked_for_the_old_item(client: Any) -> None:
    assert cost(client, "delete_item", KEY | ALL_OLD, {}) == (0, 1, 0)
    assert cost(client, "delete_item", KEY, {}) == UNPRICED


@pytest.mark.parametrize(("new", "old"), [(3000, 100), (100, 3000)])
def test_a_put_costs_the_larger_of_the_new_item_and_the_returned_one(
    new: int, old: int, client: Any
) -> None:
    put = TABLE | {"Item": item_of(new)}

    assert cost(client, "put_item", put | ALL_OLD, {"Attributes": item_of(old)}) == (0, 3, 0)
    told = {"Item": item_of(old)}
    assert cost_of_failure(client, "put_item", put, CLASHED, told) == (0, 3, 0)


def test_a_delete_whose_condition_failed_costs_the_stored_item(client: Any) -> None:
    told = {"Item": item_of(1025)}

    assert cost_of_failure(client, "delete_item", KEY, CLASHED, told) == (0, 2, 0)


@pytest.mark.parametrize("code", [CLASHED, "ValidationException", "ThrottlingException"])
@pytest.mark.parametrize("operation", ["query", "put_item", "delete_item", "transact_write_items"])
def test_a_failure_that_returns_no_item_has_no_price(
    operation: str, code: str, client: Any
) -> None:
    asked = {"query": QUERY, "delete_item": KEY | ALL_OLD, "transact_write_items": puts(100)}
    put = TABLE | {"Item": item_of(100)}

    assert cost_of_failure(client, operation, asked.get(operation, put), code, {}) == UNPRICED


def test_a_transaction_costs_double_for_each_item(client: Any) -> None:
    asked = puts(15, 1024, 1025)

    assert cost(client, "transact_write_items", asked, {}) == (0, 2 * (1 + 1 + 2), 0)


@pytest.mark.parametrize(
    "action",
    [
        {"Delete": KEY},
        {"Update": KEY | {"UpdateExpression": "REMOVE Note"}},
        {"ConditionCheck": KEY | {"ConditionExpression": "attribute_exists(Note)"}},
    ],
)
def test_a_transaction_with_anything_but_puts_has_no_price(action: Any, client: Any) -> None:
    asked = {"TransactItems": [*puts(100)["TransactItems"], action]}

    assert cost(client, "transact_write_items", asked, {}) == UNPRICED


FINE = {"Code": "None"}
CLASH = {"Code": "ConditionalCheckFailed"}


def test_a_cancelled_transaction_costs_as_much_and_the_larger_item_of_a_clash(
    client: Any,
) -> None:
    told = {"CancellationReasons": [FINE, CLASH | {"Item": item_of(3000)}]}

    figures = cost_of_failure(client, "transact_write_items", puts(1025, 100), CANCELLED, told)

    assert figures == (0, 2 * (2 + 3), 0)


@pytest.mark.parametrize(
    "told",
    [
        {"CancellationReasons": [FINE, CLASH]},
        {"CancellationReasons": [FINE, {"Code": "TransactionConflict"}]},
        {"CancellationReasons": [FINE]},
        {},
    ],
    ids=["no item handed back", "another reason", "a reason is missing", "no reasons"],
)
def test_a_cancelled_transaction_has_no_price_if_a_reason_is_unclear(
    told: Any, client: Any
) -> None:
    asked = puts(100, 100)

    assert cost_of_failure(client, "transact_write_items", asked, CANCELLED, told) == UNPRICED


OTHERS = {
    "get_item": {"Item": item_of(100)},
    "update_item": {"Attributes": item_of(100)},
    "describe_table": {"Table": {}},
}


@pytest.mark.parametrize("operation", OTHERS)
def test_any_other_operation_has_no_price(operation: str, client: Any) -> None:
    asked = TABLE if operation == "describe_table" else KEY

    assert cost(client, operation, asked, OTHERS[operation]) == UNPRICED
    told = {"Item": item_of(100)}
    assert cost_of_failure(client, operation, asked, CLASHED, told) == UNPRICED
