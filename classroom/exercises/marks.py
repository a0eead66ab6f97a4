"""Whose sheets lie in a drawer."""

from typing import Any


def marks_of(client: Any, table: str, stream: str) -> list[str]:
    """Return the marks (AppendId) on the sheets of a stream, in their order."""
    items = client.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )["Items"]
    return [item["AppendId"]["S"] for item in items]
