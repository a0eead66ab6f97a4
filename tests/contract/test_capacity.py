"""The meter agrees with what the servers that count correctly report for each request."""

import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventstore.meter import capacity
from eventstore.size import item_size
from eventstore.values import write_value

from .agreeing import agreeing
from .deviations import COSTS_IN_UTF8, COSTS_OF_AN_EMPTY_PAGE, COSTS_OF_PAGES, TRANSACTIONS
from .strategies import NUMBER, QUIET

BACKENDS = ["dynalite", "ministack"]  # moto reports 1 for everything
Item = dict[str, Any]
PAD = "Pad"


def item_of(size: int, id: str, version: int = 0, **attributes: Any) -> Item:
    """An item of exactly this size in bytes, with these attributes."""
    item = {"Id": {"S": id}, "Version": {"N": str(version)}, **attributes, PAD: {"S": ""}}
    return item | {PAD: {"S": "x" * (size - item_size(item))}}


def of_id(table: str, id: str) -> Item:
    values = {":id": {"S": id}}
    condition = {"KeyConditionExpression": "Id = :id", "ExpressionAttributeValues": values}
    return {"TableName": table, **condition}


def page(*sizes: int) -> Any:
    """The sizes of the items in one partition, marked with what a server gets wrong."""
    wrong = COSTS_OF_PAGES if sum(sizes) > 4096 else None if sizes else COSTS_OF_AN_EMPTY_PAGE
    marks = pytest.mark.behaviour(wrong) if wrong else ()
    return pytest.param(sizes, marks=marks, id=f"{len(sizes)} items, {sum(sizes)} bytes")


@pytest.mark.parametrize("consistent", [True, False], ids=["consistent", "eventual"])
@pytest.mark.parametrize(
    "sizes",
    [
        page(),
        page(100),
        page(4095),
        page(4096),
        page(4097),
        page(8192),
        page(8193),
        page(1365, 1365, 1366),
        page(1365, 1366, 1366),
        page(4096, 4097),
        page(*[300] * 20),
        page(*[350_000] * 4),
    ],
)
def test_a_query_costs_what_the_server_reports_of_each_page(
    sizes: tuple[int, ...], consistent: bool, raw: Any, table: str, stream_id: str
) -> None:
    for version, size in enumerate(sizes):
        raw.put_item(TableName=table, Item=item_of(size, stream_id, version))

    with agreeing(raw) as used:
        pages = raw.get_paginator("query").paginate(
            ConsistentRead=consistent, **of_id(table, stream_id)
        )
        items = [item for page in pages for item in page["Items"]]

    assert len(items) == len(sizes)
    assert used.requests > 1 or sum(sizes) < 1_000_000


KINDS = {
    "S": {"S": "text"},
    "N": {"N": "-123456.7"},
    "B": {"B": b"\x00\x01\x02"},
    "BOOL": {"BOOL": True},
    "NULL": {"NULL": True},
    "L": {"L": [{"S": "a"}, {"L": [{"N": "1.5"}]}, {"M": {}}]},
    "M": {"M": {"key": {"L": []}, "other": {"M": {"B": {"B": b"1"}}}}},
    "SS": {"SS": ["a", "bc"]},
    "NS": {"NS": ["1", "-12340", "1.5"]},
    "BS": {"BS": [b"a", b"bc"]},
}


@pytest.mark.behaviour(COSTS_OF_PAGES)
@pytest.mark.parametrize(("size", "units"), [(8192, 2), (8193, 3)])
@pytest.mark.parametrize("value", KINDS.values(), ids=KINDS)
def test_every_kind_of_value_is_counted_to_the_byte(
    value: Item, size: int, units: int, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(TableName=table, Item=item_of(size, stream_id, Value=value))

    with agreeing(raw) as used:
        raw.query(ConsistentRead=True, **of_id(table, stream_id))

    assert used.read_units == units


SIZES = [100, 1023, 1024, 1025, 2048, 2049, 100_000]


@pytest.mark.parametrize("size", SIZES)
def test_a_put_and_a_delete_cost_what_the_server_reports(
    size: int, raw: Any, table: str, stream_id: str
) -> None:
    item = item_of(size, stream_id)
    key = {"Id": item["Id"], "Version": item["Version"]}

    with agreeing(raw) as used:
        raw.put_item(TableName=table, Item=item, ConditionExpression="attribute_not_exists(Id)")
        raw.delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD")
        raw.delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD")

    assert used.log[2].units == 1


@pytest.mark.parametrize(("old", "new"), [(100, 3000), (3000, 100)])
def test_a_put_that_replaces_an_item_costs_the_larger_of_the_two(
    old: int, new: int, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(TableName=table, Item=item_of(old, stream_id))

    with agreeing(raw) as used:
        item = item_of(new, stream_id)
        raw.put_item(TableName=table, Item=item, ReturnValues="ALL_OLD")

    assert used.write_units == 3


ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
VALUES: Any = st.recursive(
    st.one_of(ASCII, NUMBER, st.booleans(), st.none(), st.binary(max_size=20)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII.filter(bool), inner),
    max_leaves=12,
)


@settings(QUIET, max_examples=40)
@given(value=VALUES)
def test_any_item_is_counted_to_the_byte(value: Any, raw: Any, table: str) -> None:
    attributes = {"Value": write_value(value)}
    kilobytes = 1 + item_size(attributes) // 1000

    with agreeing(raw) as used:
        for more in (0, 1):
            item = item_of(kilobytes * 1024 + more, uuid.uuid4().hex, **attributes)
            raw.put_item(TableName=table, Item=item)

    assert [request.units for request in used.log] == [kilobytes, kilobytes + 1]


@pytest.mark.behaviour(COSTS_IN_UTF8)
@pytest.mark.parametrize(
    "attribute", [("Wörter", "x"), ("Words", "Größe"), ("Words", "日本\N{DRAGON}")]
)
def test_names_and_text_are_counted_in_utf_8(
    attribute: tuple[str, str], raw: Any, table: str, stream_id: str
) -> None:
    name, text = attribute

    with agreeing(raw) as used:
        for version, size in enumerate([1024, 1025]):
            item = item_of(size, stream_id, version, **{name: {"S": text}})
            raw.put_item(TableName=table, Item=item)

    assert used.write_units == 1 + 2


def puts(table: str, id: str, *sizes: int) -> list[Item]:
    items = [item_of(size, id, version) for version, size in enumerate(sizes)]
    return [{"Put": {"TableName": table, "Item": item}} for item in items]


@pytest.mark.behaviour(TRANSACTIONS)
@pytest.mark.parametrize("sizes", [SIZES, [100], [1025] * 100], ids=["sizes", "one", "a hundred"])
def test_a_transaction_costs_what_the_server_reports(
    sizes: list[int], raw: Any, table: str, stream_id: str
) -> None:
    with agreeing(raw):
        raw.transact_write_items(TransactItems=puts(table, stream_id, *sizes))


@pytest.mark.behaviour(TRANSACTIONS)
def test_a_transaction_with_the_token_of_an_earlier_one_costs_reads(
    raw: Any, table: str, stream_id: str
) -> None:
    asked = {"TransactItems": puts(table, stream_id, 100), "ClientRequestToken": stream_id}

    with capacity(raw) as used:
        for _ in range(2):
            reply = raw.transact_write_items(**asked, ReturnConsumedCapacity="TOTAL")

    assert [table["ReadCapacityUnits"] for table in reply["ConsumedCapacity"]] == [2]
    assert used.unpriced == 2
