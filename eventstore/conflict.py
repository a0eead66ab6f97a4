"""Whose event has the version: a rival's, or our own, stored by an attempt whose reply was lost.

A write can be stored although its reply never arrives. boto3 then sends it again, and the second
attempt meets the event of the first. So every item carries the id of the append that wrote it, and
with a failed condition DynamoDB hands the stored item back.
"""

from collections.abc import Sequence
from typing import Any

from eventstore.event import E

# While it lasts, waiting helps. The first is a reason, the others are errors of their own.
HELD = {"TransactionConflict", "TransactionConflictException", "TransactionInProgressException"}


def taken_versions(events: Sequence[E], reply: Any) -> list[tuple[E, str | None]]:
    """Return the events whose version is taken, each with the id of the append that took it.

    `reply` is the response of a ClientError; empty where it is anything but a failed condition.
    """
    reasons = reply.get("CancellationReasons", [])
    if reply["Error"]["Code"] == "ConditionalCheckFailedException":
        reasons = [{"Code": "ConditionalCheckFailed", "Item": reply.get("Item", {})}]
    return [
        (event, reason.get("Item", {}).get("AppendId", {}).get("S"))
        for event, reason in zip(events, reasons, strict=False)
        if reason.get("Code") == "ConditionalCheckFailed"
    ]


def is_held(reply: Any) -> bool:
    """Say whether nothing but other transactions on the same items stood in the way."""
    reasons = reply.get("CancellationReasons") or [reply["Error"]]
    codes = {reason.get("Code", "None") for reason in reasons}
    return bool(codes & HELD) and codes <= {*HELD, "None", "ConditionalCheckFailed"}
