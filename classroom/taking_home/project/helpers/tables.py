"""A client and a table for the tests. conftest.py has made sure that moto imitates both."""

from typing import Any

import boto3  # type: ignore[import-untyped]
from botocore.config import Config


def connect() -> Any:
    """Return a client that gives up early, as in the lessons: after three attempts."""
    config = Config(
        connect_timeout=1,
        read_timeout=2,
        retries={"total_max_attempts": 3, "mode": "standard"},
        proxies={},
    )
    return boto3.client("dynamodb", region_name="us-east-1", config=config)


def lesson_table(client: Any, lesson: str) -> str:
    """Return the name of the lesson's own table; each call empties it."""
    table = f"workshop-{lesson}"
    if table in client.list_tables()["TableNames"]:
        client.delete_table(TableName=table)
    client.create_table(
        TableName=table,
        AttributeDefinitions=[
            {"AttributeName": "Id", "AttributeType": "S"},
            {"AttributeName": "Version", "AttributeType": "N"},
        ],
        KeySchema=[
            {"AttributeName": "Id", "KeyType": "HASH"},
            {"AttributeName": "Version", "KeyType": "RANGE"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return table
