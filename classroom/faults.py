"""Lose requests or replies on the way, as networks do, at botocore's own events.

boto3 then does what it does in life: it waits up to a second and sends the request again.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WRITES = ("PutItem", "TransactWriteItems")


def lost_replies(client: "DynamoDBClient", times: int = 1) -> AbstractContextManager[list[str]]:
    """Lose the replies of the client's next writes: what they ask for is done all the same.

    `with lost_replies(client) as seen:` fills `seen` with a line for each attempt to write, such as
    "PutItem: stored, reply lost" and "PutItem: refused, ConditionalCheckFailedException".
    """
    return _losses(client, times, arrives=True)


def lost_requests(client: "DynamoDBClient", times: int = 1) -> AbstractContextManager[list[str]]:
    """Lose the client's next writes before they arrive: "PutItem: lost on the way"."""
    return _losses(client, times, arrives=False)


@contextmanager
def _losses(client: Any, times: int, *, arrives: bool) -> Iterator[list[str]]:
    from botocore.exceptions import ConnectionClosedError
    from botocore.hooks import first_non_none_response
    from botocore.httpsession import URLLib3Session

    events, seen, left, delivering = client.meta.events, [], times, False

    def send(event_name: str, request: Any, **_: Any) -> None:
        nonlocal left, delivering
        if delivering or not left:
            return
        left -= 1
        told = "lost on the way"
        if arrives:
            delivering = True  # emit asks us, too, and then moto, which answers if it is there
            try:
                reply = first_non_none_response(events.emit(event_name, request=request))
            finally:
                delivering = False
            reply = reply or URLLib3Session(proxies={}).send(request)
            told = f"{_outcome(json.loads(reply.content))}, reply lost"
        seen.append(f"{_operation(event_name)}: {told}")
        raise ConnectionClosedError(endpoint_url=request.url)

    def receive(event_name: str, parsed_response: Any, **_: Any) -> None:
        if parsed_response is not None:
            seen.append(f"{_operation(event_name)}: {_outcome(parsed_response)}")

    handlers = [
        (f"{event}.dynamodb.{write}", handler)
        for event, handler in (("before-send", send), ("response-received", receive))
        for write in _WRITES
    ]
    for name, handler in handlers:
        events.register(name, handler)
    try:
        yield seen
    finally:
        for name, handler in handlers:
            events.unregister(name, handler)


def _operation(event_name: str) -> str:
    return event_name.rpartition(".")[2]


def _outcome(reply: Any) -> str:
    """Say what became of a write, by DynamoDB's own body or by boto3's response."""
    code = reply.get("__type") or reply.get("Error", {}).get("Code")
    return f"refused, {code.rpartition('#')[2]}" if code else "stored"
