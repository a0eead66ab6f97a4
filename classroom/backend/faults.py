"""Lose requests or replies on the way, as networks do, at botocore's own events.

boto3 then does what it does in life: it waits a moment and sends the request again.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WRITES = ("PutItem", "TransactWriteItems")


def lost_replies(client: "DynamoDBClient", times: int = 1) -> AbstractContextManager[list[str]]:
    """Lose the replies of the client's next writes: what they ask for is done all the same.

    `with lost_replies(client) as seen:` fills `seen` with a line for each attempt to write, such as
    "PutItem: stored, reply lost" and "PutItem: refused, ConditionalCheckFailedException".
    """
    return _losses(client, _checked(times), arrives=True)


def lost_requests(client: "DynamoDBClient", times: int = 1) -> AbstractContextManager[list[str]]:
    """Lose the client's next writes before they arrive: "PutItem: lost on the way"."""
    return _losses(client, _checked(times), arrives=False)


def _checked(times: int) -> int:
    if type(times) is not int or times < 0:
        raise ValueError(f"times is a whole number of 0 or more, not {times!r:.60}")
    return times


@contextmanager
def _losses(client: Any, times: int, *, arrives: bool) -> Iterator[list[str]]:
    from botocore.exceptions import ConnectionClosedError
    from botocore.hooks import first_non_none_response

    events, left, asked = client.meta.events, times, None
    seen: list[str] = []

    def send(event_name: str, request: Any, **_: Any) -> None:
        nonlocal left, asked
        operation = event_name.rpartition(".")[2]
        if operation not in _WRITES or not left or request is asked:
            return
        left, asked = left - 1, request
        told = "lost on the way"
        if arrives:
            # emit asks us once more, and then moto, which answers if it is there.
            reply = first_non_none_response(events.emit(event_name, request=request))
            if reply is None:  # nobody: we send it as the client would, through its proxy, say
                reply = client._endpoint.http_session.send(request)
            told = f"{_outcome(json.loads(reply.content))}, reply lost"
        seen.append(f"{operation}: {told}")
        raise ConnectionClosedError(endpoint_url=request.url)

    def receive(event_name: str, parsed_response: Any, **_: Any) -> None:
        operation = event_name.rpartition(".")[2]
        if operation in _WRITES and parsed_response is not None:
            seen.append(f"{operation}: {_outcome(parsed_response)}")

    events.register("before-send.dynamodb", send)  # before moto's, which is less specific
    events.register("response-received.dynamodb", receive)
    try:
        yield seen
    finally:
        events.unregister("before-send.dynamodb", send)
        events.unregister("response-received.dynamodb", receive)
        _refill_retries(events)


def _refill_retries(events: Any) -> None:
    """Give back what our losses took from the client's budget of retries.

    In its standard mode a client may retry some thirty-five times; then it sends once and gives up.
    Only a call that ends well gives back, and ours mostly end in a refusal. So we tell of such a
    call, of no operation that exists: boto3's budget takes back as much as it has room for, and
    eventstore.capacity counts no call that it did not see begin. Legacy mode has no budget.
    """
    events.emit(
        "after-call.dynamodb.Refill",
        context={"retry_quota_capacity": 1_000_000},
        http_response=SimpleNamespace(status_code=200),
        parsed={},
        model=None,
    )


def _outcome(reply: Any) -> str:
    """Say what became of a write, by the body of DynamoDB's reply or by boto3's reading of it."""
    code = reply.get("__type") or reply.get("Error", {}).get("Code")
    return f"refused, {code.rpartition('#')[2]}" if code else "stored"
