"""Why an append failed: another writer took a version, or an earlier attempt of ours stored it.

A write can succeed although its reply gets lost. boto3 then sends it again, and the second attempt
finds the event of the first. So every item holds the id of the append that wrote it, and when a
condition fails, DynamoDB sends the stored item back.
"""

from collections.abc import Sequence
from typing import Any

from eventstore.event import E

# Another transaction is using an item. The first is the reason for a cancelled transaction, the
# other two are error codes.
CONFLICTS = {
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
}


def taken_versions(events: Sequence[E], reply: Any) -> list[tuple[E, str | None]]:
    """Return the events whose version is taken, each with the id of the append that took it.

    The id is None if another program wrote the item. `reply` is the `response` of a ClientError;
    if that isn't about a failed condition, the list is empty.
    """
    # A cancelled transaction has a reason for each event, in order. We treat a put that failed as a
    # transaction with a single reason.
    reasons = reply.get("CancellationReasons", [])
    if reply["Error"]["Code"] == "ConditionalCheckFailedException":
        reasons = [{"Code": "ConditionalCheckFailed", "Item": reply.get("Item", {})}]
    taken = []
    for event, reason in zip(events, reasons, strict=False):
        if reason.get("Code") == "ConditionalCheckFailed":
            stored_item = reason.get("Item", {})
            taken.append((event, stored_item.get("AppendId", {}).get("S")))
    return taken


def is_transaction_conflict(reply: Any) -> bool:
    """Return whether the append failed only because other transactions were using its items.

    Then it helps to wait and try again. A failed condition may be among the reasons: the caller has
    already found out that it's our own event.
    """
    reasons = reply.get("CancellationReasons") or [reply["Error"]]
    codes = {reason.get("Code", "None") for reason in reasons}
    other_causes = codes - CONFLICTS - {"None", "ConditionalCheckFailed"}
    return bool(codes & CONFLICTS) and not other_causes
