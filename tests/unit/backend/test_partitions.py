"""The embedded backend answers as moto does, however much else its tables hold."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from itertools import count
from types import FrameType
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError
from hypothesis import example, given, settings
from hypothesis import strategies as st
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from classroom import connect
from classroom.backend import embedded, partitions

Request = tuple[str, dict[str, Any]]

PATCHED = ((Table, "query"), (DynamoDBBackend, "transact_write_items"))
KEYS = {"cards": ["Id", "Version"], "bookmarks": ["Id"]}
TABLE = st.sampled_from([*KEYS])
COLOR = st.sampled_from(["red", "blue"])
BY_COLOR = {
    "IndexName": "by-color",
    "KeySchema": [{"AttributeName": "Color", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}


@pytest.fixture(autouse=True)
def no_tables_are_left() -> Iterator[None]:
    yield
    embedded.stop()


def new_tables() -> Any:
    embedded.stop()
    client = connect()
    for table, key in KEYS.items():
        kinds = zip(key, ("HASH", "RANGE"), strict=False)
        types = {"Id": "S", "Version": "N", "Color": "S"}
        client.create_table(
            TableName=table,
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in kinds],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": types[name]} for name in [*key, "Color"]
            ],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            GlobalSecondaryIndexes=[BY_COLOR],
        )
    return client


@contextmanager
def moto_alone() -> Iterator[None]:
    """Take away what we have put around moto's methods."""
    with ExitStack() as stack:
        for owner, name in PATCHED:
            stack.enter_context(patch.object(owner, name, getattr(owner, name).__wrapped__))
        stack.enter_context(patch.object(Table, "__deepcopy__", None))
        yield


@st.composite
def keys(draw: st.DrawFn, table: str) -> dict[str, Any]:
    key = {"Id": {"S": draw(st.sampled_from("ab"))}, "Version": {"N": str(draw(st.integers(0, 2)))}}
    return {name: key[name] for name in KEYS[table]}


@st.composite
def parts(draw: st.DrawFn) -> dict[str, Any]:
    """One part of a transaction."""
    kind = draw(st.sampled_from(["Put", "Update", "Delete", "ConditionCheck"]))
    table, color = draw(TABLE), {"S": draw(COLOR)}
    key = draw(keys(table))
    part: dict[str, Any] = {"TableName": table, "Key": key}
    if kind == "ConditionCheck" or draw(st.booleans()):
        condition = draw(st.sampled_from(["attribute_exists(Id)", "attribute_not_exists(Id)"]))
        part["ConditionExpression"] = condition
    if kind == "Put":
        part["Item"] = {**part.pop("Key"), "Color": color, "Deep": {"M": {"Color": color}}}
    if kind == "Update":
        part["UpdateExpression"] = "SET Deep.Color = :color"
        part["ExpressionAttributeValues"] = {":color": color}
    return {kind: part}


@st.composite
def queries(draw: st.DrawFn) -> Request:
    table = draw(TABLE)
    key = draw(keys(table))
    condition, values = "Id = :id", {":id": key["Id"]}
    index = {}
    if draw(st.booleans()):
        condition, values = "Color = :color", {":color": {"S": draw(COLOR)}}
        index = {"IndexName": "by-color"}
    elif "Version" in key and draw(st.booleans()):
        condition += " AND Version > :after"
        values[":after"] = key["Version"]
    return "query", {
        "TableName": table,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": draw(st.booleans()),
        **index,
    }


TRANSACTIONS = st.lists(parts(), min_size=1, max_size=4).map(
    lambda chosen: ("transact_write_items", {"TransactItems": chosen})
)
PUTS = parts().filter(lambda part: "Put" in part).map(lambda part: ("put_item", part["Put"]))
SCANS = TABLE.map(lambda table: ("scan", {"TableName": table}))


def answers(requests: list[Request], by: AbstractContextManager[None]) -> list[Any]:
    client = new_tables()
    found = []
    with by:
        for name, request in [*requests, *[("scan", {"TableName": table}) for table in KEYS]]:
            try:
                reply = getattr(client, name)(**request)
            except ClientError as error:
                reply = error.response
            found.append({**reply, "ResponseMetadata": None})
    return found


RED = {"Id": {"S": "a"}, "Color": {"S": "red"}}
PUT_RED = ("put_item", {"TableName": "bookmarks", "Item": RED})
FIND_RED = {
    "TableName": "bookmarks",
    "IndexName": "by-color",
    "KeyConditionExpression": "Color = :red",
    "ExpressionAttributeValues": {":red": {"S": "red"}},
}
DELETE_RED = {"Delete": {"TableName": "bookmarks", "Key": {"Id": {"S": "a"}}}}


@example([PUT_RED, ("query", FIND_RED)])
@example([PUT_RED, ("transact_write_items", {"TransactItems": [DELETE_RED]})])
@given(st.lists(PUTS | TRANSACTIONS | TRANSACTIONS | queries() | SCANS, max_size=12))
@settings(deadline=None, max_examples=60)
def test_whatever_is_asked_moto_alone_would_answer_the_same(requests: list[Request]) -> None:
    assert answers(requests, nullcontext()) == answers(requests, moto_alone())


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the items that moto sorts or copies."""
    seen = [0]
    all_items, copy = Table.all_items, Item.__deepcopy__

    def sort(table: Table) -> list[Item]:
        items = all_items(table)
        seen[0] += len(items)
        return items

    def copy_one(item: Item, memo: dict[int, Any]) -> Item:
        seen[0] += 1
        return copy(item, memo)

    with patch.object(Table, "all_items", sort), patch.object(Item, "__deepcopy__", copy_one):
        yield seen


def asking_with(key: Any) -> list[Request]:
    """Requests that name an item by this, one of a kind."""
    values = {":id": key}
    query = {"KeyConditionExpression": "Id = :id", "ExpressionAttributeValues": values}
    put = {"Put": {"TableName": "cards", "Item": {"Id": key, "Version": {"N": "0"}}}}
    delete = {"Delete": {"TableName": "bookmarks", "Key": {"Id": key}}}
    nowhere = {"Delete": {"TableName": "nowhere", "Key": {"Id": {"S": "a"}}}}
    good = {"Put": {"TableName": "cards", "Item": CARD}}
    return [
        ("query", {"TableName": "cards", **query}),
        *[("transact_write_items", {"TransactItems": [good, part]}) for part in (put, delete)],
        ("transact_write_items", {"TransactItems": [good, nowhere]}),
    ]


@pytest.mark.parametrize(
    "key", [{"M": {}}, {"L": []}, {"SS": ["a"]}, {"N": "1"}, {"N": "x"}, {"NULL": True}, {"S": ""}]
)
def test_a_key_that_is_no_key_is_refused_as_moto_alone_would(key: Any) -> None:
    for request in asking_with(key):
        assert answers([request], nullcontext()) == answers([request], moto_alone())


CARD = {"Id": {"S": "mine"}, "Version": {"N": "0"}}
QUERY = {
    "TableName": "cards",
    "KeyConditionExpression": "Id = :id",
    "ExpressionAttributeValues": {":id": CARD["Id"]},
}
PUT = {"TableName": "cards", "Item": CARD, "ConditionExpression": "attribute_not_exists(Id)"}


@pytest.mark.parametrize(
    ("name", "request_"),
    [("query", QUERY), ("transact_write_items", {"TransactItems": [{"Put": PUT}]})],
)
def test_what_other_streams_hold_costs_nothing(name: str, request_: dict[str, Any]) -> None:
    looked_at = []
    for others in (0, 50):
        client = new_tables()
        for number in range(others):
            other = {"Id": {"S": f"other {number}"}, "Version": {"N": "0"}}
            client.put_item(TableName="cards", Item=other)
        with counted() as seen:
            getattr(client, name)(**request_)
        looked_at.append(seen[0])

    assert looked_at[0] == looked_at[1]


def test_a_cancelled_transaction_leaves_every_stream_as_it_was() -> None:
    client = new_tables()
    other = {"Id": {"S": "other"}, "Version": {"N": "0"}}
    for item in (CARD, other):
        client.put_item(TableName="cards", Item=item)
    later = {**CARD, "Version": {"N": "1"}}
    part = {"Put": {"TableName": "cards", "Item": later}}

    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(TransactItems=[part, {"Put": PUT}])

    assert client.scan(TableName="cards")["Items"] == [CARD, other]


@contextmanager
def interrupted(line: int) -> Iterator[None]:
    """Interrupt at this of the lines of the module that are run."""
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != partitions.__file__:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@pytest.mark.parametrize(
    ("name", "request_"),
    [("query", QUERY), ("transact_write_items", {"TransactItems": [{"Put": PUT}]})],
)
def test_a_learner_who_stops_a_cell_loses_no_other_stream(
    name: str, request_: dict[str, Any]
) -> None:
    client = new_tables()
    other = {"Id": {"S": "other"}, "Version": {"N": "0"}}
    client.put_item(TableName="cards", Item=other)
    stopped = 0
    for line in count():
        try:
            with interrupted(line):
                getattr(client, name)(**request_)
            break
        except KeyboardInterrupt:
            stopped += 1
        client.delete_item(TableName="cards", Key=CARD)

        assert client.scan(TableName="cards")["Items"] == [other]
    assert stopped > 5


def test_a_copy_outside_of_a_transaction_shares_nothing_with_its_table() -> None:
    client = new_tables()
    client.transact_write_items(TransactItems=[{"Put": PUT}])
    other = {"Id": {"S": "other"}, "Version": {"N": "0"}}
    client.put_item(TableName="cards", Item=other)

    backup = client.create_backup(TableName="cards", BackupName="first")
    client.delete_item(TableName="cards", Key=other)
    client.restore_table_from_backup(
        TargetTableName="restored", BackupArn=backup["BackupDetails"]["BackupArn"]
    )

    assert client.scan(TableName="restored")["Items"] == [CARD, other]
