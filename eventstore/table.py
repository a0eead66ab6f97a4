"""The table that an event store needs: `Id` leads to a stream, `Version` to an event in it."""

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ID, VERSION = {"AttributeName": "Id"}, {"AttributeName": "Version"}
KEYS: list[Any] = [ID | {"KeyType": "HASH"}, VERSION | {"KeyType": "RANGE"}]
TYPES: list[Any] = [ID | {"AttributeType": "S"}, VERSION | {"AttributeType": "N"}]


def create_table(
    client: "DynamoDBClient", table: str, *, tags: Mapping[str, str] | None = None
) -> None:
    """Make the table, paid by the request, and wait (two minutes at most) until it can be used.

    Safe to repeat: a table that is there is left as it is. ValueError where its keys are others.
    """
    # It may be there already: made earlier, or by somebody faster.
    with contextlib.suppress(client.exceptions.ResourceInUseException):
        client.create_table(
            TableName=table,
            KeySchema=KEYS,
            AttributeDefinitions=TYPES,
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
        )
    ready = client.get_waiter("table_exists")
    ready.wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    found = client.describe_table(TableName=table)["Table"]
    if found["KeySchema"] != KEYS or any(t not in found["AttributeDefinitions"] for t in TYPES):
        raise ValueError(f"the table {table!r} has the wrong keys: {found['KeySchema']}")
