"""A lesson's own table, empty each time the lesson opens it, and all tables of a learner.

A table of ours has an index that no item is ever in. DynamoDB creates the two together, and a
description of the table shows it. So we recognise our tables at once, also on servers without tags,
and nothing that reads events can meet the mark. Version 1.0 only had the tags.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from classroom.backend.settings import read_settings
from classroom.errors import FriendlyError, SettingsError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TableDescriptionTypeDef

# The index is by this attribute. No item has it: the fields of an event give it no such name.
_ATTRIBUTE = "eventstore-workshop"
_WAIT: Any = {"Delay": 1, "MaxAttempts": 120}  # seconds


class ForeignTableError(FriendlyError):
    """The table exists, but this workshop didn't create it, so we leave it alone."""


def lesson_table(client: "DynamoDBClient", lesson: str, *, text_versions: bool = False) -> str:
    """Create or empty the lesson's table, and return its name: `<prefix>-<lesson>`.

    With `text_versions=True`, a new table's sort key is a string. Rooms of the museum have such
    tables; an event store never has.
    """
    table = make_table(client, lesson, text_versions=text_versions)
    _empty(client, table)
    return table


def make_table(client: "DynamoDBClient", lesson: str, *, text_versions: bool = False) -> str:
    """Create the lesson's table if needed, and return its name; an old one keeps its items."""
    prefix = read_settings().prefix
    table = f"{prefix}-{lesson}"
    # The limits of a table's name: DynamoDB Developer Guide, "Quotas", "Tables".
    if not 3 <= len(table) <= 255:
        raise SettingsError(
            f"EVENTSTORE_PREFIX is {prefix!r}, so the table would be called {table!r}.\n"
            f"Allowed: 3 to 255 characters in all, got {len(table)}."
        )
    status = _status(client, table)
    if status == "DELETING":
        client.get_waiter("table_not_exists").wait(TableName=table, WaiterConfig=_WAIT)
        status = ""
    if not status:
        # Another notebook may create it at the same moment.
        with suppress(client.exceptions.ResourceInUseException):
            client.create_table(**_new(table, "S" if text_versions else "N"))
        status = _status(client, table)
    if status != "ACTIVE":
        client.get_waiter("table_exists").wait(TableName=table, WaiterConfig=_WAIT)
    return table


def tables(client: "DynamoDBClient") -> dict[str, bool]:
    """Return each table whose name begins with the prefix, and whether it's ours."""
    pages = client.get_paginator("list_tables").paginate()
    names = [name for page in pages for name in page["TableNames"]]
    found = {}
    for name in (name for name in names if name.startswith(f"{read_settings().prefix}-")):
        try:
            if _status(client, name):
                found[name] = True
        except ForeignTableError:
            found[name] = False
    return found


def drop_table(client: "DynamoDBClient", table: str) -> None:
    """Drop a table that we created, with everything in it, and wait until it's gone."""
    in_progress = (
        client.exceptions.ResourceNotFoundException,
        client.exceptions.ResourceInUseException,
    )
    if _status(client, table):
        with suppress(*in_progress):  # somebody else is dropping it, too
            client.delete_table(TableName=table)
        client.get_waiter("table_not_exists").wait(TableName=table, WaiterConfig=_WAIT)


def refuse_a_foreign_table(client: "DynamoDBClient", table: str) -> None:
    """Raise ForeignTableError unless this workshop created the table, for the same prefix."""
    _refuse_unless_ours(client, client.describe_table(TableName=table)["Table"])


def _status(client: "DynamoDBClient", table: str) -> str:
    """Return the status of our table, or nothing if there is no table of this name."""
    try:
        description = client.describe_table(TableName=table)["Table"]
    except client.exceptions.ResourceNotFoundException:
        return ""
    _refuse_unless_ours(client, description)
    return description["TableStatus"]


def _refuse_unless_ours(client: "DynamoDBClient", description: "TableDescriptionTypeDef") -> None:
    indexes = [index["IndexName"] for index in description.get("GlobalSecondaryIndexes", [])]
    if _index() in indexes:
        return
    tags, trouble = _tags_of(client, description)
    if not tags.items() >= _tags().items():
        raise ForeignTableError(
            f"The table {description['TableName']} exists, but nothing says that this workshop "
            "created it, so we leave it alone.\n"
            f"Choose another EVENTSTORE_PREFIX, or delete the table yourself.{trouble}"
        )


def _new(table: str, version: str) -> dict[str, Any]:
    """Return the request that creates a table of ours; `version` is the type of its sort key."""
    from eventstore.table import KEYS

    index = {
        "IndexName": _index(),
        "KeySchema": [{"AttributeName": _ATTRIBUTE, "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    return {
        "TableName": table,
        "KeySchema": KEYS,
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind}
            for name, kind in (("Id", "S"), ("Version", version), (_ATTRIBUTE, "S"))
        ],
        "BillingMode": "PAY_PER_REQUEST",
        "GlobalSecondaryIndexes": [index],
        "Tags": [{"Key": key, "Value": value} for key, value in _tags().items()],
    }


def _index() -> str:
    """Return the name of our tables' index.

    The tables of `ada-b` begin with `ada-` too, so it says where in the name the prefix ends. It
    doesn't repeat the prefix, because a name has at most 255 characters.
    """
    return f"made-by-eventstore-workshop-prefix-of-{len(read_settings().prefix)}"


def _tags() -> dict[str, str]:
    """Return the tags of our tables, by which version 1.0 recognises them."""
    return {"made-by": "eventstore-workshop", "prefix": read_settings().prefix}


def _tags_of(
    client: "DynamoDBClient", description: "TableDescriptionTypeDef"
) -> tuple[dict[str, str], str]:
    """Return the table's tags, and why we couldn't read them, if so."""
    from botocore.exceptions import BotoCoreError, ClientError

    pages = client.get_paginator("list_tags_of_resource")
    try:
        found = [
            tag
            for page in pages.paginate(ResourceArn=description["TableArn"])
            for tag in page["Tags"]
        ]
    except ClientError as error:
        why = error.response.get("Error", {}).get("Code", "an error")
    except (BotoCoreError, LookupError) as error:  # its message may contain an address
        why = type(error).__name__
    else:
        return {tag["Key"]: tag["Value"] for tag in found}, ""
    return {}, f" (Its tags couldn't be read: {why}.)"


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
