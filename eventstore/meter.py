"""What requests cost in DynamoDB's capacity units.

We calculate it ourselves, because emulators don't: many report 1 unit for anything. The rules are
from AWS: "DynamoDB read and write operations" and "Amazon DynamoDB Transactions: How it works".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from eventstore.client import check_client
from eventstore.size import item_size

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READ_UNIT_BYTES = 4096
WRITE_UNIT_BYTES = 1024
MAX_LOG = 10_000  # requests; a block may stay open for days
_lock = Lock()  # blocks and requests may be in several threads
# botocore's events. A call makes one attempt or more, and an attempt may end without a reply.
CALL_BEGINS = "before-parameter-build"
ATTEMPT_ENDED = "response-received"
CALL_ENDED = "after-call"
READS = ("Query", "Scan")
# With one of these arguments, a read reads more than it returns, so the reply doesn't show what it
# cost.
HIDES_THE_COST = {
    "AttributesToGet",
    "FilterExpression",
    "IndexName",
    "ProjectionExpression",
    "QueryFilter",
    "ScanFilter",
}


class Request(NamedTuple):
    """One request and what it cost in read or write units; None if that isn't known."""

    operation: str
    units: float | None


class Used:
    """The requests that were sent in a `capacity` block, and what they cost.

    `log` lists the requests, in the order of their replies. It keeps the latest 10,000, and the
    totals count them all.
    """

    def __init__(self) -> None:
        self.log: list[Request] = []
        self._earlier: Counter[Request] = Counter()  # those that are no longer in the log

    def add(self, request: Request) -> None:
        """Count a request."""
        with _lock:
            self.log.append(request)
            if len(self.log) > MAX_LOG:
                self._earlier[self.log.pop(0)] += 1

    @property
    def requests(self) -> int:
        """How many requests were sent, with or without a known price."""
        return self._earlier.total() + len(self.log)

    @property
    def read_units(self) -> float:
        """Read units: 1 for each 4 KB, and half as many if the read needn't be consistent."""
        return self._sum(lambda operation, units: (units or 0) * (operation in READS))

    @property
    def write_units(self) -> float:
        """Write units: 1 for each 1 KB, and twice as many in a transaction."""
        return self._sum(lambda operation, units: (units or 0) * (operation not in READS))

    @property
    def unpriced(self) -> int:
        """How many requests the units leave out, because their price isn't known."""
        return int(self._sum(lambda _, units: units is None))

    def _sum(self, value: Callable[[str, float | None], float]) -> float:
        with _lock:
            earlier = sum(count * value(*request) for request, count in self._earlier.items())
            return earlier + sum(value(*request) for request in self.log)

    def __repr__(self) -> str:
        units = f"read_units={self.read_units:.12g}, write_units={self.write_units:.12g}"
        unpriced = f", unpriced={self.unpriced}" if self.unpriced else ""
        return f"Used(requests={self.requests}, {units}{unpriced})"


@contextmanager
def capacity(client: DynamoDBClient) -> Iterator[Used]:
    """Count the requests that the client sends in the block, and what they cost.

        >>> with capacity(client) as used:
        ...     store.append(Event("hero", 0))
        >>> used
        Used(requests=1, read_units=0, write_units=1)

    A retry counts as a request of its own. We only know the price of the requests that a store
    sends, on a table without indexes, or whose indexes stay empty. These have no price:

    - requests whose reply doesn't show what they cost: a read with a filter (such as that of
      `every_stream`), or a transaction with an Update
    - a request that got no reply (it may still have been carried out), or that failed for any
      reason except its condition
    - a transaction that may have been carried out before: DynamoDB recognises its
      `ClientRequestToken` and charges less

    A write costs the larger of the new and the old item. An event replaces nothing. Any other old
    item is only known if the reply has it: with `ReturnValues`, or with
    `ReturnValuesOnConditionCheckFailure`.

    Requests from all threads that use the client are counted, and any thread may open a block. Open
    a client's first block before other threads use the client, or it may miss their first requests.
    """
    used = Used()
    handlers = _handlers_of(client)
    handlers.opened.append(used)
    try:
        yield used
    finally:
        handlers.opened.remove(used)


class _Handlers:
    """The `Used` of each open block on a client, and the handlers that tell it of requests."""

    def __init__(self) -> None:
        self.opened: list[Used] = []

    def call_begins(self, params: Any, context: Any, **_: Any) -> None:
        # Keep a copy: botocore adds a token of its own to a transaction, and `_units` must see only
        # one that the caller has chosen.
        context[self] = dict(params), [*self.opened]

    def attempt_ended(self, event_name: str, context: Any, parsed_response: Any, **_: Any) -> None:
        self._log(event_name, context, parsed_response)

    def call_ended(self, event_name: str, context: Any, parsed: Any, **_: Any) -> None:
        # A Stubber answers without sending anything, so no attempt has ended. Log the call itself.
        if "retries" not in context:
            self._log(event_name, context, parsed)

    def _log(self, event_name: str, context: Any, reply: Any) -> None:
        # The `Used` of each block that was open when the call began, and still is.
        params, opened = context.get(self, ({}, []))
        opened = [used for used in opened if used in self.opened]
        if not opened:
            return
        operation = event_name.rpartition(".")[2]
        is_retry = context.get("retries", {}).get("attempt", 1) > 1
        units = None if reply is None else _units(operation, params, reply, is_retry=is_retry)
        for used in opened:
            used.add(Request(operation, units))


# botocore caches which handlers an event has. If a block registered its own, another thread could
# miss them. So a client gets its handlers once, with its first block.
_handlers_by_client: WeakKeyDictionary[Any, _Handlers] = WeakKeyDictionary()


def _handlers_of(client: DynamoDBClient) -> _Handlers:
    with _lock:
        if client not in _handlers_by_client:
            check_client(client)
            handlers = _handlers_by_client[client] = _Handlers()
            events = client.meta.events
            events.register(f"{CALL_BEGINS}.dynamodb", handlers.call_begins)
            events.register(f"{ATTEMPT_ENDED}.dynamodb", handlers.attempt_ended)
            events.register(f"{CALL_ENDED}.dynamodb", handlers.call_ended)
        return _handlers_by_client[client]


def _units(operation: str, params: Any, reply: Any, *, is_retry: bool) -> float | None:
    """Return what a request cost, or None if that isn't known."""
    if operation in READS:
        return _read_units(params, reply)
    if operation == "PutItem":
        # A put whose condition failed costs as much as one that succeeds. Its price is known if the
        # reply has the stored item.
        is_priced = "Error" not in reply or "Item" in reply
        return _write_units(params, reply) if is_priced else None
    if operation == "DeleteItem":
        shows_item = params.get("ReturnValues") == "ALL_OLD" and "Error" not in reply
        is_priced = shows_item or "Item" in reply
        return _write_units(params, reply) if is_priced else None
    if operation == "TransactWriteItems":
        # If this transaction was carried out before, DynamoDB recognises its token, and charges
        # reads instead. That can happen to a retry, and to a token that the caller has chosen.
        may_repeat = is_retry or "ClientRequestToken" in params
        is_priced = "Error" in reply or not may_repeat
        return _transaction_units(params, reply) if is_priced else None
    return None


def _read_units(params: Any, reply: Any) -> float | None:
    if "Items" not in reply or HIDES_THE_COST & params.keys():
        return None
    size = sum(item_size(item) for item in reply["Items"])
    units = max(1, ceil(size / READ_UNIT_BYTES))  # an empty page isn't free
    return units if params.get("ConsistentRead") else units / 2


def _write_units(params: Any, reply: Any) -> int:
    """Return the units for a write: the largest of the items involved counts."""
    new = params.get("Item", {})
    replaced = reply.get("Attributes", {})
    in_the_way = reply.get("Item", {})  # the stored item, if a condition failed
    size = max(item_size(new), item_size(replaced), item_size(in_the_way))
    return max(1, ceil(size / WRITE_UNIT_BYTES))


def _transaction_units(params: Any, reply: Any) -> int | None:
    """Return the units for a transaction of puts, even a cancelled one: that costs as much."""
    actions = params["TransactItems"]
    is_cancelled = "Error" in reply
    # A cancelled transaction has a reason for each action, in order.
    reasons = reply.get("CancellationReasons", []) if is_cancelled else [{}] * len(actions)
    if len(reasons) != len(actions):
        return None
    units = 0
    for action, reason in zip(actions, reasons, strict=True):
        if "Put" not in action:
            return None
        # If the put's condition failed, the price depends on the stored item. "None" is the reason
        # for an action that could have been carried out.
        if is_cancelled and "Item" not in reason and reason.get("Code") != "None":
            return None
        units += 2 * _write_units(action["Put"], reason)
    return units
