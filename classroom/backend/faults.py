"""Lose requests or replies on the way, and let DynamoDB be busy, through botocore's own events.

After a loss, boto3 does what it does in production: it waits a moment and sends the request
again.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REQUEST, REPLY = "request", "reply"
_WRITES = ("PutItem", "TransactWriteItems")


def lost_replies(client: "DynamoDBClient", times: int = 1) -> AbstractContextManager[list[str]]:
    """Lose the replies to the client's next writes; the writes themselves are carried out.

    `with lost_replies(client) as seen:` fills `seen` with a line for each attempt to write, such as
    "PutItem: stored, reply lost" and "PutItem: refused, ConditionalCheckFailedException".
    """
    return _losses(client, [REPLY] * _counted(times))


def lost_requests(client: "DynamoDBClient", times: int = 1) -> AbstractContextManager[list[str]]:
    """Lose the client's next writes before they arrive: "PutItem: lost on the way"."""
    return _losses(client, [REQUEST] * _counted(times))


def lost_messages(
    client: "DynamoDBClient", messages: Sequence[str]
) -> AbstractContextManager[list[str]]:
    """Lose one message of each of the client's next writes: its REQUEST or its REPLY."""
    if strange := set(messages) - {REQUEST, REPLY}:
        raise ValueError(f"a message is {REQUEST!r} or {REPLY!r}, got {sorted(strange)}")
    return _losses(client, messages)


@contextmanager
def busy(client: "DynamoDBClient", takes: int) -> Iterator[None]:
    """Let DynamoDB take only the first `takes` writes of each BatchWriteItem, as if it were busy.

    It names the others in its reply, as UnprocessedItems, and there's no error.
    """
    if type(takes) is not int or takes < 1:
        raise ValueError(f"takes must be 1 or more, got {takes!r:.60}")
    events, left = client.meta.events, dict[str, Any]()

    def shorten(params: dict[str, Any], **_: Any) -> None:
        asked = [(table, each) for table, all in params["RequestItems"].items() for each in all]
        params["RequestItems"], rest = _by_table(asked[:takes]), _by_table(asked[takes:])
        left.clear()
        left.update(rest)

    def name_the_rest(parsed: dict[str, Any], **_: Any) -> None:
        parsed["UnprocessedItems"] = dict(left)

    events.register("before-parameter-build.dynamodb.BatchWriteItem", shorten)
    events.register("after-call.dynamodb.BatchWriteItem", name_the_rest)
    try:
        yield
    finally:
        events.unregister("before-parameter-build.dynamodb.BatchWriteItem", shorten)
        events.unregister("after-call.dynamodb.BatchWriteItem", name_the_rest)


def _by_table(writes: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for table, write in writes:
        found.setdefault(table, []).append(write)
    return found


def _counted(times: int) -> int:
    if type(times) is not int or times < 0:
        raise ValueError(f"times must be a whole number, 0 or more, got {times!r:.60}")
    return times


@contextmanager
def _losses(client: Any, messages: Sequence[str]) -> Iterator[list[str]]:
    from botocore.exceptions import ConnectionClosedError
    from botocore.hooks import first_non_none_response

    events, left, asked = client.meta.events, list(messages), None
    seen: list[str] = []

    def send(event_name: str, request: Any, **_: Any) -> None:
        nonlocal asked
        operation = event_name.rpartition(".")[2]
        if operation not in _WRITES or not left or request is asked:
            return
        asked = request
        told = "lost on the way"
        if left.pop(0) == REPLY:
            # emit calls us once more, and then moto, which replies if it is running.
            reply = first_non_none_response(events.emit(event_name, request=request))
            if reply is None:  # no moto: send it as the client would, through its proxy if any
                reply = client._endpoint.http_session.send(request)
            told = f"{_outcome(json.loads(reply.content))}, reply lost"
        seen.append(f"{operation}: {told}")
        raise ConnectionClosedError(endpoint_url=request.url)

    def receive(event_name: str, parsed_response: Any, **_: Any) -> None:
        operation = event_name.rpartition(".")[2]
        if operation in _WRITES and parsed_response is not None:
            seen.append(f"{operation}: {_outcome(parsed_response)}")

    events.register("before-send.dynamodb", send)  # before moto's handler, which is less specific
    events.register("response-received.dynamodb", receive)
    try:
        yield seen
    finally:
        events.unregister("before-send.dynamodb", send)
        events.unregister("response-received.dynamodb", receive)
        _refill_retries(events)


def _refill_retries(events: Any) -> None:
    """Refill the client's retry quota by what our losses took from it.

    In standard mode a client may retry some thirty-five times; after that it sends only once. Only
    a successful call refills the quota, and ours mostly end in a refusal. So we announce a
    successful call of an operation that doesn't exist: boto3 refills its quota up to the limit,
    and eventstore.capacity ignores a call that it didn't see begin. Legacy mode has no quota.
    """
    events.emit(
        "after-call.dynamodb.Refill",
        context={"retry_quota_capacity": 1_000_000},
        http_response=SimpleNamespace(status_code=200),
        parsed={},
        model=None,
    )


def _outcome(reply: Any) -> str:
    """Return what became of a write, from DynamoDB's reply as JSON or as boto3 parsed it."""
    code = reply.get("__type") or reply.get("Error", {}).get("Code")
    return f"refused, {code.rpartition('#')[2]}" if code else "stored"
