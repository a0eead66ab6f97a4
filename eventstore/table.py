"""The table that a store needs: partition key `Id` (a stream), sort key `Version` (an event)."""

from __future__ import annotations

import contextlib
import time
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

# What DynamoDB Streams holds: only the keys of what was written. The events are in the table.
STREAM: Any = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
SECONDS_UNTIL_BACKUPS = 60  # how long to wait until AWS allows backups of a new table


def create_table(
    client: DynamoDBClient,
    table: str,
    *,
    stream: bool = False,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Create the table, billed per request, and wait (up to two minutes) until it's active.

    With `stream=True`, DynamoDB Streams is enabled, so that another program can follow which keys
    are written. To keep the table from being deleted, call `protect`.

    It's safe to call this again: an existing table stays as it is, and doesn't get the tags.
    Raises ValueError if an existing table has different keys, or if `stream=True` and it has no
    stream.
    """
    check_client(client)
    streams: dict[str, Any] = {"StreamSpecification": STREAM} if stream else {}
    # If the table exists already, somebody created it earlier, or is creating it right now.
    with contextlib.suppress(client.exceptions.ResourceInUseException):
        client.create_table(
            TableName=table,
            KeySchema=KEYS,
            AttributeDefinitions=TYPES,
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
            **streams,
        )
    waiter = client.get_waiter("table_exists")
    waiter.wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 120})  # once a second
    description = client.describe_table(TableName=table)["Table"]
    keys = description["KeySchema"]
    # Indexes may define further attributes.
    types = description["AttributeDefinitions"]
    if keys != KEYS or any(definition not in types for definition in TYPES):
        raise ValueError(f"the table {table!r} has the wrong keys: {keys}, {types}; {KEYS_NEEDED}")
    if stream and not description.get("StreamSpecification", {}).get("StreamEnabled"):
        raise ValueError(
            f"the table {table!r} exists already, and has no stream: enable one with "
            f"client.update_table(TableName={table!r}, StreamSpecification={STREAM})"
        )


def protect(client: DynamoDBClient, table: str) -> None:
    """Turn on deletion protection and point-in-time recovery for a table.

        >>> create_table(client, "events")
        >>> protect(client, "events")

    Recovery can make a new table with the data of any second since it was turned on, up to 35 days
    back, except about the last five minutes (AWS, "Point-in-time recovery: How it works"). It has a
    price, which depends on the size of the table. The new table has neither of the two, so call
    this for it as well. It's safe to call this more than once.

    To delete the table, call `client.update_table(TableName=table,
    DeletionProtectionEnabled=False)` first.

    A table that has just been created can't have recovery at once, so this waits for it, a minute
    at most. What DynamoDB reports passes through as botocore's own exception.
    """
    check_client(client)
    backups = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    recovery = backups.get("PointInTimeRecoveryDescription", {})
    if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
        _enable_recovery(client, table)
    description = client.describe_table(TableName=table)["Table"]
    if not description.get("DeletionProtectionEnabled"):
        client.update_table(TableName=table, DeletionProtectionEnabled=True)


def _enable_recovery(client: DynamoDBClient, table: str) -> None:
    seconds = 0
    while True:
        try:
            client.update_continuous_backups(
                TableName=table,
                PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
            )
            return
        except client.exceptions.ContinuousBackupsUnavailableException:
            if seconds == SECONDS_UNTIL_BACKUPS:
                raise
        time.sleep(1)
        seconds += 1
