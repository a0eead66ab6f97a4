"""A lesson's own table, empty each time the lesson opens it, and all tables of a learner."""

from typing import TYPE_CHECKING

from classroom.backend.settings import read_settings
from classroom.errors import FriendlyError, SettingsError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ForeignTableError(FriendlyError):
    """The table exists, but this workshop didn't create it, so we leave it alone."""


def lesson_table(client: "DynamoDBClient", lesson: str) -> str:
    """Create or empty the lesson's table, and return its name: `<prefix>-<lesson>`."""
    table = make_table(client, lesson)
    _empty(client, table)
    return table


def make_table(client: "DynamoDBClient", lesson: str) -> str:
    """Create the lesson's table if needed, and return its name; an old one keeps its items."""
    import eventstore

    prefix = read_settings().prefix
    table = f"{prefix}-{lesson}"
    # The limits of a table's name: DynamoDB Developer Guide, "Quotas", "Tables".
    if not 3 <= len(table) <= 255:
        raise SettingsError(
            f"EVENTSTORE_PREFIX is {prefix!r}, so the table would be called {table!r}.\n"
            f"Allowed: 3 to 255 characters in all, got {len(table)}."
        )
    try:
        refuse_a_foreign_table(client, table)
    except client.exceptions.ResourceNotFoundException:
        eventstore.create_table(client, table, tags=_tags())
    return table


def tables(client: "DynamoDBClient") -> dict[str, bool]:
    """Return each table whose name begins with the prefix, and whether it's ours."""
    pages = client.get_paginator("list_tables").paginate()
    names = [name for page in pages for name in page["TableNames"]]
    found = {}
    for name in (name for name in names if name.startswith(f"{read_settings().prefix}-")):
        found[name] = True
        try:
            refuse_a_foreign_table(client, name)
        except ForeignTableError:
            found[name] = False
    return found


def drop_table(client: "DynamoDBClient", table: str) -> None:
    """Drop a table that we created, with everything in it, and wait until it's gone."""
    refuse_a_foreign_table(client, table)
    client.delete_table(TableName=table)
    gone = client.get_waiter("table_not_exists")
    gone.wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 120})


def refuse_a_foreign_table(client: "DynamoDBClient", table: str) -> None:
    """Raise ForeignTableError unless this workshop created the table, for the same prefix."""
    from botocore.exceptions import ClientError

    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    tags, why = dict[str, str](), ""
    try:
        for page in client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn):
            tags |= {tag["Key"]: tag["Value"] for tag in page["Tags"]}
    except ClientError as error:  # some emulators don't store tags
        why = f" ({error})"
    if not tags.items() >= _tags().items():
        raise ForeignTableError(
            f"The table {table} exists, but its tags don't say that this workshop made it, "
            "so we leave it alone.\n"
            f"Choose another EVENTSTORE_PREFIX, or delete the table yourself.{why}"
        )


def _tags() -> dict[str, str]:
    """Return our tags. One is the prefix: the tables of `ada-b` begin with `ada-`, too."""
    return {"made-by": "eventstore-workshop", "prefix": read_settings().prefix}


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
