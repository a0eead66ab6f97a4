"""Good requests, and bad ones with what the validator says of each."""

from typing import Any

from .good import batch, item, put, query, snapshot, table, transaction

BETWEEN = " AND #version BETWEEN :a AND :b"
NESTED: dict[str, Any] = {"L": []}
for _ in range(40):
    NESTED = {"L": [NESTED]}

ACCEPTED = {
    "a put": ("PutItem", put()),
    "a put with every type": (
        "PutItem",
        put(
            Item=item(
                Text={"S": ""},
                Number={"N": "-1.5E-100"},
                Bytes={"B": b""},
                Flag={"BOOL": False},
                Nothing={"NULL": True},
                List={"L": [{"S": "a"}]},
                Map={"M": {"a": {"N": "0.00"}}},
            )
        ),
    ),
    "38 digits": ("PutItem", put(Item=item(Number={"N": "0" + "9" * 38 + "000"}))),
    "the largest number": ("PutItem", put(Item=item(Number={"N": "-9." + "9" * 37 + "E125"}))),
    "a hundred events": ("TransactWriteItems", batch(100)),
    "a token": ("TransactWriteItems", batch(2) | {"ClientRequestToken": "x" * 36}),
    "a query": ("Query", query()),
    "a range": ("Query", query(BETWEEN)),
    "a range of one": ("Query", query(" AND #version BETWEEN :a AND :a")),
    "an open range": ("Query", query(" AND #version > :a")),
    "a page": ("Query", query(Limit=1, ExclusiveStartKey=item(), ScanIndexForward=False)),
    "a table": ("CreateTable", table()),
    "a snapshot": ("PutItem", {"TableName": "events", "Item": snapshot()}),
    "a snapshot away": ("DeleteItem", {"TableName": "events", "Key": snapshot()}),
    "a tagged table": ("CreateTable", table(Tags=[{"Key": "a", "Value": "b"}])),
}

REFUSED = {
    # shapes that are not ours
    "a scan": ("Scan", {"TableName": "events"}, "the store never sends Scan"),
    "a filter": (
        "Query",
        query(FilterExpression="#id = :id"),
        "never send FilterExpression",
    ),
    "an update": ("TransactWriteItems", {"TransactItems": [{"Update": {}}]}, "in a transaction"),
    "an unconditional put": (
        "PutItem",
        put(ConditionExpression=None),
        "ConditionExpression is missing",
    ),
    "a conditional snapshot": (
        "PutItem",
        put(Item=snapshot()),
        "never send ConditionExpression",
    ),
    "a snapshot in a transaction": (
        "TransactWriteItems",
        transaction({"TableName": "events", "Item": snapshot()}),
        "ConditionExpression is missing",
    ),
    "an event away": (
        "DeleteItem",
        {"TableName": "events", "Key": item()},
        "an event is never deleted",
    ),
    "a snapshot without a version": (
        "PutItem",
        {"TableName": "events", "Item": {"Id": {"S": "snapshot#a"}}},
        "Version is missing",
    ),
    "a strange table": ("DescribeTable", {"TableName": "a/b"}, "is not the name of a table"),
    # conditions
    "another condition": (
        "PutItem",
        put(ConditionExpression="attribute_exists(#version)"),
        "an append needs the condition attribute_not_exists(...)",
    ),
    "a condition on no key": (
        "PutItem",
        put(ExpressionAttributeNames={"#version": "Note"}),
        "Note is not a key",
    ),
    "an undefined alias": ("Query", query(ExpressionAttributeNames={}), "#id is not defined"),
    "an unused alias": (
        "PutItem",
        put(ExpressionAttributeNames={"#version": "Version", "#id": "Id"}),
        "#id is not used",
    ),
    "an undefined value": ("Query", query(ExpressionAttributeValues={}), ":id is not defined"),
    "an unused value": (
        "Query",
        query(ExpressionAttributeValues={":id": {"S": "a"}, ":b": {"N": "1"}}),
        ":b is not used",
    ),
    "two conditions on the version": (
        "Query",
        query(" AND #version > :a AND #version <= :b"),
        "at most one condition on Version",
    ),
    "<> on a key": ("Query", query(" AND #version <> :a"), "at most one condition on Version"),
    "a reversed range": (
        "Query",
        query(" AND #version BETWEEN :b AND :a"),
        "BETWEEN 2 AND 1 is reversed",
    ),
    "no condition on the id": (
        "Query",
        query(ExpressionAttributeNames={"#id": "Note"}),
        "write Id instead of Note",
    ),
    "a condition on another attribute": (
        "Query",
        query(BETWEEN, ExpressionAttributeNames={"#id": "Id", "#version": "Note"}),
        "write Version instead of Note",
    ),
    "a number for an id": (
        "Query",
        query(ExpressionAttributeValues={":id": {"N": "1"}}),
        "Id must be a string",
    ),
    "an empty id asked for": (
        "Query",
        query(ExpressionAttributeValues={":id": {"S": ""}}),
        "Id is empty",
    ),
    "text for a version": (
        "Query",
        query(
            " AND #version > :a", ExpressionAttributeValues={":id": {"S": "a"}, ":a": {"S": "1"}}
        ),
        ":a must be a number",
    ),
    "a limit of 0": ("Query", query(Limit=0), "Limit is 0"),
    "a limit of 33 bits": ("Query", query(Limit=2**31), "Limit is 2147483648"),
    "a start key with more than the keys": (
        "Query",
        query(ExclusiveStartKey=item(Note={"S": ""})),
        "more than",
    ),
    # items
    "no version": ("PutItem", put(Item={"Id": {"S": "a"}}), "Version is missing"),
    "a version as text": ("PutItem", put(Item=item(Version={"S": "0"})), "must be of type N"),
    "an empty id": ("PutItem", put(Item=item(Id={"S": ""})), "Id has 0 bytes"),
    "a long id": ("PutItem", put(Item=item(Id={"S": "ä" * 1025})), "Id has 2050 bytes"),
    "39 digits": ("PutItem", put(Item=item(Number={"N": "1" * 39})), "has 39 digits"),
    "39 digits in a list": (
        "PutItem",
        put(Item=item(List={"L": [{"M": {"a": {"N": "1." + "1" * 38}}}]})),
        "has 39 digits",
    ),
    "a number too large": ("PutItem", put(Item=item(Number={"N": "1E126"})), "is outside"),
    "a number too small": ("PutItem", put(Item=item(Number={"N": "-1E-131"})), "is outside"),
    "not a number": ("PutItem", put(Item=item(Number={"N": "NaN"})), "must be a number"),
    "an int as a number": ("PutItem", put(Item=item(Number={"N": 1})), "must be a number"),
    "a number as text": ("PutItem", put(Item=item(Text={"S": 1})), "has the type S, got 1"),
    "a null that is false": ("PutItem", put(Item=item(Nothing={"NULL": False})), "always true"),
    "a set": ("PutItem", put(Item=item(Names={"SS": ["a"]})), "has the type SS"),
    "two types": ("PutItem", put(Item=item(Two={"S": "a", "N": "1"})), "has 2 types"),
    "no name": ("PutItem", put(Item=item(**{"": {"S": "a"}})), "has no name"),
    "33 levels": ("PutItem", put(Item=item(Deep=NESTED)), "deeper than 32"),
    "an item over 400 KB": (
        "PutItem",
        put(Item=item(Note={"S": "ä" * 204_800})),
        "bytes, over 409600",
    ),
    # transactions
    "no action": ("TransactWriteItems", transaction(), "got 0"),
    "101 actions": ("TransactWriteItems", batch(101), "got 101"),
    "a bad put among good ones": (
        "TransactWriteItems",
        transaction(put(), put(Item=item(Version={"S": "1"}))),
        "must be of type N",
    ),
    "the same key twice": (
        "TransactWriteItems",
        transaction(put(), put(Item=item(Version={"N": "0.0"}))),
        "the same key",
    ),
    "over 4 MB": ("TransactWriteItems", batch(11, "x" * 400_000), "over 4194304"),
    "a long token": (
        "TransactWriteItems",
        batch(1) | {"ClientRequestToken": "x" * 37},
        "has 37 characters",
    ),
    # tables
    "keys in the wrong order": (
        "CreateTable",
        table(KeySchema=table()["KeySchema"][::-1]),
        "the keys must be",
    ),
    "an attribute that is not a key": (
        "CreateTable",
        table(
            AttributeDefinitions=[
                *table()["AttributeDefinitions"],
                {"AttributeName": "Note", "AttributeType": "S"},
            ]
        ),
        "Note",
    ),
    "provisioned capacity": ("CreateTable", table(BillingMode="PROVISIONED"), "PROVISIONED"),
}

HOUSE_RULES = {
    "a bare name": (
        "PutItem",
        put(ConditionExpression="attribute_not_exists(Version)", ExpressionAttributeNames=None),
        "an alias such as #name instead of Version",
    ),
    "no item returned": (
        "PutItem",
        put(ReturnValuesOnConditionCheckFailure=None),
        "is None; write 'ALL_OLD'",
    ),
    "no word on consistency": ("Query", query(ConsistentRead=None), "without ConsistentRead"),
}
