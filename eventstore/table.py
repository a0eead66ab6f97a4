"""The table that a store needs: partition key `Id` (a stream), sort key `Version` (an event)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from eventstore.client import check_client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEYS: list[Any] = [
    {"AttributeName": "Id", "KeyType": "HASH"},
    {"AttributeName": "Version", "KeyType": "RANGE"},
]
KEYS_NEEDED = "an event store needs Id (HASH, a string) and Version (RANGE, a number)"
TYPES: list[Any] = [
    {"AttributeName": "Id", "AttributeType": "S"},
    {"AttributeName": "Version", "AttributeType": "N"},
]


def create_table(
    client: DynamoDBClient, table: str, *, tags: Mapping[str, str] | None = None
) -> None:
    """Create the table, billed per request, and wait (up to two minutes) until it's active.

    It's safe to call this again: an existing table stays as it is, and doesn't get the tags.
    Raises ValueError if an existing table has different keys.
    """
    check_client(client)
    # If the table exists already, somebody created it earlier, or is creating it right now.
    with contextlib.suppress(client.exceptions.ResourceInUseException):
        client.create_table(
            TableName=table,
            KeySchema=KEYS,
            AttributeDefinitions=TYPES,
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
        )
    waiter = client.get_waiter("table_exists")
    waiter.wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 120})  # once a second
    description = client.describe_table(TableName=table)["Table"]
    keys = description["KeySchema"]
    # Indexes may define further attributes.
    types = description["AttributeDefinitions"]
    if keys != KEYS or any(definition not in types for definition in TYPES):
        raise ValueError(f"the table {table!r} has the wrong keys: {keys}, {types}; {KEYS_NEEDED}")
