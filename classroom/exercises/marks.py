"""The marks on the cards of a drawer, and an error that says nothing about them."""

from typing import Any

from botocore.stub import Stubber


def marks_of(client: Any, table: str, stream: str) -> list[str]:
    """Return the marks (AppendId) on the cards of a stream, in order."""
    items = client.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )["Items"]
    return [item["AppendId"]["S"] for item in items]


def internal_server_error(client: Any) -> Stubber:
    """Return a stub that answers the next put with HTTP 500. Use it in a `with`."""
    stubber = Stubber(client)
    stubber.add_client_error("put_item", "InternalServerError", http_status_code=500)
    return stubber
