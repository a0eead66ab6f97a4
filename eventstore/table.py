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


# What a stream is told of a write: only the keys. A reader of the stream reads the events itself.
STREAM: Any = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
SECONDS_UNTIL_BACKUPS = 60  # a new table can't have them at once


def create_table(
    client: DynamoDBClient,
    table: str,
    *,
    stream: bool = False,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Create the table, billed per request, and wait (up to two minutes) until it's active.

    With `stream=True`, DynamoDB Streams tells which keys are written. See also `protect`.

    It's safe to call this again: an existing table stays as it is, and doesn't get the tags.
    Raises ValueError if an existing table has different keys, or no stream although it should.
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
    """Protect a table from deletion, and let it be restored to any second of the last 35 days.

        >>> create_table(client, "events")
        >>> protect(client, "events")

    A new table has neither, and nor has a table that was restored. It's safe to call this again.
    Point-in-time recovery has a price, which depends on the size of the table. To delete the table,
    call `client.update_table(TableName=table, DeletionProtectionEnabled=False)` first.

    Raises what DynamoDB reports as botocore's own exception.
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
