"""The marks on the cards of a drawer, what compares them, and writes that fail in other ways."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError
from botocore.stub import Stubber

MARK = "append-4f1c"
NO_REPLY = "no reply"  # the reason why a write fails before DynamoDB has seen it
# Marks of rivals that a comparison of something else than the whole mark would take for it.
LIKE_IT = ("append-4f1c-2", "append-4f1", "APPEND-4F1C", "my-append-4f1c", "append-f41c")


class Compared(str):
    """A mark that notes what it's compared with by == and !=, also from within a list."""

    noted: list[object]

    def __new__(cls, text: str = MARK) -> "Compared":
        """Make the mark, compared with nothing so far."""
        made = super().__new__(cls, text)
        made.noted = []
        return made

    def __eq__(self, other: object) -> bool:
        """Note what's on the other side."""
        self.noted.append(other)
        return str(self) == other

    def __ne__(self, other: object) -> bool:
        """Note what's on the other side."""
        return not self == other

    __hash__ = str.__hash__

    def slip(self) -> str:
        """Say why the card with this very mark isn't recognised, as far as the comparisons tell."""
        strange = [other for other in self.noted if not isinstance(other, str | None)]
        if strange:
            kind = type(strange[0]).__name__
            return f"our mark is a string, and it was compared with something else: a {kind}"
        if None in self.noted:
            return "the card has our mark, but it didn't come along: does the put ask for ALL_OLD?"
        if str(self) not in self.noted:
            return (
                "our mark was never compared with the string on the card, by == or !=. "
                "(`is` asks for the same object.)"
            )
        return ""


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


@contextmanager
def refused(client: Any, reason: str) -> Iterator[None]:
    """Let every write of the client fail for this reason.

    A reason is DynamoDB's, such as `ThrottlingError`; it's the last one of a transaction's. With
    NO_REPLY, boto3 has given up.
    """

    def refuse(model: Any, params: Any, **_: Any) -> Any:
        if model.name not in ("PutItem", "TransactWriteItems"):
            return None
        if reason == NO_REPLY:
            raise ConnectionClosedError(endpoint_url=client.meta.endpoint_url)
        reply: dict[str, Any] = {"Error": {"Code": f"{reason.removesuffix('Error')}Exception"}}
        if model.name == "TransactWriteItems":
            others = len(json.loads(params["body"])["TransactItems"]) - 1
            reply["Error"] = {"Code": "TransactionCanceledException"}
            reply["CancellationReasons"] = [*({"Code": "None"},) * others, {"Code": reason}]
        return AWSResponse("", 400, {}, None), reply

    client.meta.events.register("before-call.dynamodb", refuse)
    try:
        yield
    finally:
        client.meta.events.unregister("before-call.dynamodb", refuse)


def internal_server_error(client: Any) -> Stubber:
    """Return a stub that answers the next put with HTTP 500. Use it in a `with`."""
    stubber = Stubber(client)
    stubber.add_client_error("put_item", "InternalServerError", http_status_code=500)
    return stubber
