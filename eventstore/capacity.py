"""What requests cost in DynamoDB's capacity units, which emulators report as 1 for anything.

By "DynamoDB read and write operations" and "Amazon DynamoDB Transactions: How it works".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from eventstore.size import item_size

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

EVENTS = ("before-parameter-build.dynamodb", "response-received.dynamodb", "after-call.dynamodb")
# With one of these, the reply to a Query does not show all that was read.
HIDING = {"AttributesToGet", "FilterExpression", "IndexName", "ProjectionExpression", "QueryFilter"}


class Request(NamedTuple):
    """One request and its read or write units: None where its price is not known."""

    operation: str
    units: float | None


class Used:
    """What was sent: `log` has each request, in the order of the replies."""

    def __init__(self) -> None:
        self.log: list[Request] = []

    @property
    def requests(self) -> int:
        """All of them, priced or not."""
        return len(self.log)

    @property
    def read_units(self) -> float:
        """One for 4 KB, half of one where a read need not be consistent."""
        return sum(units or 0 for operation, units in self.log if operation == "Query")

    @property
    def write_units(self) -> float:
        """One for 1 KB, two in a transaction."""
        return sum(units or 0 for operation, units in self.log if operation != "Query")

    @property
    def unpriced(self) -> int:
        """How many requests are missing in the units."""
        return sum(units is None for _, units in self.log)

    def __repr__(self) -> str:
        units = f"read_units={self.read_units:.12g}, write_units={self.write_units:.12g}"
        unpriced = f", unpriced={self.unpriced}" if self.unpriced else ""
        return f"Used(requests={self.requests}, {units}{unpriced})"


@contextmanager
def capacity(client: "DynamoDBClient") -> Iterator[Used]:
    """Count the requests that the client sends in the block, and what they cost.

    Priced are those of an event store, on a table without indexes. Any other is unpriced, as is one
    without a reply (it may have been carried out) or refused for anything but a condition. What
    botocore sends again counts again. A put costs the larger of the new item and the old one, if
    the reply hands that back.
    """
    used = Used()

    def watch(event_name: str, context: Any, **told: Any) -> None:
        event, _, operation = event_name.partition(".dynamodb.")
        if event == "before-parameter-build":
            context[used] = dict(told["params"])  # a copy: botocore adds a token of its own
        # After the call all that was sent is counted: but a Stubber answers what is not sent.
        elif used in context and (event == "response-received" or "retries" not in context):
            reply = told.get("parsed_response", told.get("parsed"))
            repeated = context.get("retries", {}).get("attempt", 1) > 1
            units = None if reply is None else _units(operation, context[used], reply, repeated)
            used.log.append(Request(operation, units))

    for event in EVENTS:
        client.meta.events.register(event, watch)
    try:
        yield used
    finally:
        for event in EVENTS:
            client.meta.events.unregister(event, watch)


def _units(operation: str, asked: Any, reply: Any, repeated: bool) -> float | None:
    failed, hands_back = "Error" in reply, asked.get("ReturnValues") == "ALL_OLD"
    match operation:
        case "Query" if "Items" in reply and not HIDING & asked.keys():
            steps = max(1, ceil(sum(map(item_size, reply["Items"])) / 4096))  # 1: an empty page
            return steps if asked.get("ConsistentRead") else steps / 2
        case "PutItem" if "Item" in reply or not failed:  # a failed condition costs as much
            return _write(asked, reply)
        case "DeleteItem" if "Item" in reply or (hands_back and not failed):
            return _write(asked, reply)
        # With the token of one that was carried out before, a transaction costs reads.
        case "TransactWriteItems" if failed or not (repeated or "ClientRequestToken" in asked):
            actions = asked["TransactItems"]
            reasons = reply.get("CancellationReasons", [{}] * len(actions))
            units = [
                2 * _write(action["Put"], reason)
                for action, reason in zip(actions, reasons, strict=False)
                if "Put" in action
                and (not failed or "Item" in reason or reason.get("Code") == "None")
            ]
            return sum(units) if len(units) == len(actions) else None
    return None


def _write(asked: Any, reply: Any) -> int:
    items = (asked.get("Item", {}), reply.get("Attributes", {}), reply.get("Item", {}))
    return max(1, *(ceil(item_size(item) / 1024) for item in items))
