"""A lesson's own table, empty each time that the lesson opens it."""

from typing import TYPE_CHECKING

import eventstore
from classroom.errors import FriendlyError, SettingsError
from classroom.settings import read_settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Only a table with this tag is ever emptied.
TAG = {"made-by": "eventstore-workshop"}


class ForeignTableError(FriendlyError):
    """The table exists, but this workshop did not make it, so it stays as it is."""


def lesson_table(client: "DynamoDBClient", lesson: str) -> str:
    """Return the name of the lesson's table, made or emptied: `<prefix>-<lesson>`."""
    prefix = read_settings().prefix
    table = f"{prefix}-{lesson}"
    # The length of a table's name: DynamoDB Developer Guide, "Quotas", "Tables".
    if not 3 <= len(table) <= 255:
        raise SettingsError(
            f"EVENTSTORE_PREFIX is {prefix!r}, so the table would be called {table!r}.\n"
            f"Allowed: 3 to 255 characters together, not {len(table)}."
        )
    try:
        found = client.describe_table(TableName=table)["Table"]
    except client.exceptions.ResourceNotFoundException:
        eventstore.create_table(client, table, tags=TAG)
        return table
    _refuse_a_foreign_table(client, table, found["TableArn"])
    _empty(client, table)
    return table


def _refuse_a_foreign_table(client: "DynamoDBClient", table: str, arn: str) -> None:
    from botocore.exceptions import ClientError

    tags: dict[str, str] = {}
    try:
        for page in client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn):
            tags |= {tag["Key"]: tag["Value"] for tag in page["Tags"]}
    except ClientError as error:  # some emulators keep no tags
        raise ForeignTableError(f"{_refusal(table)} ({error})") from None
    if not tags.items() >= TAG.items():
        raise ForeignTableError(_refusal(table))


def _refusal(table: str) -> str:
    return (
        f"The table {table} exists, and it does not say that this workshop made it, "
        "so we do not empty it.\nChoose another EVENTSTORE_PREFIX, or delete the table yourself."
    )


def _empty(client: "DynamoDBClient", table: str) -> None:
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        ProjectionExpression="#id, #version",
        ExpressionAttributeNames={"#id": "Id", "#version": "Version"},
        ConsistentRead=True,
    )
    for page in pages:
        for key in page["Items"]:
            client.delete_item(TableName=table, Key=key)
