"""The marks on the cards of a drawer, and an error that says nothing about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ConnectionClosedError
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


@contextmanager
def unreachable(client: Any, times: int) -> Iterator[None]:
    """Lose the client's next requests before they arrive."""
    left = iter(range(times))

    def lose(request: Any, **_: Any) -> None:
        if next(left, None) is not None:
            raise ConnectionClosedError(endpoint_url=request.url)

    client.meta.events.register_first("before-send", lose)
    try:
        yield
    finally:
        client.meta.events.unregister("before-send", lose)


def internal_server_error(client: Any) -> Stubber:
    """Return a stub that answers the next put with HTTP 500. Use it in a `with`."""
    stubber = Stubber(client)
    stubber.add_client_error("put_item", "InternalServerError", http_status_code=500)
    return stubber
