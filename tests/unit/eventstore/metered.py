"""Requests for the meter to count, and a client without a server to send them."""

from typing import Any

from eventstore.size import item_size

from ...contract import backends

TABLE = {"TableName": "events"}
CONDITION = {"KeyConditionExpression": "Id = :id", "ExpressionAttributeValues": {":id": {"S": "a"}}}
QUERY: dict[str, Any] = TABLE | CONDITION
BARE = {"Id": {"S": "a"}, "Version": {"N": "0"}, "Note": {"S": ""}}
KEY: dict[str, Any] = TABLE | {"Key": {"Id": {"S": "a"}, "Version": {"N": "0"}}}


def item_of(size: int) -> dict[str, Any]:
    return BARE | {"Note": {"S": "x" * (size - item_size(BARE))}}


def puts(*sizes: int) -> dict[str, Any]:
    return {"TransactItems": [{"Put": TABLE | {"Item": item_of(size)}} for size in sizes]}


def unreachable() -> Any:
    """A client that makes three attempts at a request."""
    retries = {"mode": "standard", "total_max_attempts": 3}
    return backends.client("http://127.0.0.1:1", backends.FAKE, {"retries": retries})
