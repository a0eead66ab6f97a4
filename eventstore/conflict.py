"""What a failed append means: a rival was faster, an earlier attempt of ours stored it, or neither.

A write can succeed although its reply gets lost. boto3 then sends it again, and the second attempt
finds the event of the first. So every item holds the id of the append that wrote it, and when a
condition fails, DynamoDB sends the stored item back.
"""

from collections.abc import Sequence
from typing import Any

import botocore.exceptions
from botocore.exceptions import ClientError

from eventstore.codec import Codec
from eventstore.errors import AppendIdReusedError, EventAlreadyExistsError, shown
from eventstore.event import E
from eventstore.table import KEYS_NEEDED
from eventstore.values import Item, plain, read_value

# Another transaction is using an item. The first is the reason for a cancelled transaction, the
# other two are error codes.
CONFLICTS = {
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
}
# DynamoDB was too busy for one of the items: reasons for a cancelled transaction. boto3 tries a
# throttled request again, but not such a transaction.
THROTTLED = {"ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"}
# The codes of all errors that say that DynamoDB was too busy, without "Exception" at the end.
BUSY = THROTTLED | {"Throttling", "LimitExceeded"}
# The last attempt got no reply. This attempt, or an earlier one, may have been carried out.
NO_REPLY = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)
# AWS, "Error handling with DynamoDB": these have an HTTP status of 5xx, but some servers send 4xx.
SERVER_ERRORS = {"InternalServerError", "ServiceUnavailable"}
FAILED = "ConditionalCheckFailed"
FREE = "None"  # the reason for an event that could have been stored


def was_stored(
    events: Sequence[E], append_id: str, failure: ClientError, codec: Codec[E], table: str
) -> bool:
    """Return whether an earlier attempt of this append has stored all its events.

    Raises EventAlreadyExistsError if another append has taken a version, AppendIdReusedError if an
    append with the same id has stored other events, and ValueError if the table's keys aren't Id
    and Version, so that another item is in the way.
    """
    outcomes = list(zip(events, reasons_of(failure.response), strict=False))
    taken = [(event, item_of(reason)) for event, reason in outcomes if code_of(reason) == FAILED]
    for event, item in taken:
        key = {"Id": plain(event.id), "Version": event.version}
        if _has_another_key(item, key):
            raise ValueError(
                f"the table {table!r} has the wrong keys: an item with another key is in the way "
                f"of {shown(key)}; {KEYS_NEEDED}"
            ) from failure
    for event, item in taken:
        if stored_by(item) != append_id:
            clash = EventAlreadyExistsError(plain(event.id), event.version)
            if not item:
                clash.add_note(
                    "the server didn't send the stored event back, so it may be from an earlier "
                    "attempt of this append"
                )
            raise clash from failure
    others = [event for event, item in taken if not codec.holds(item, event)]
    codes = {code_of(reason) for _, reason in outcomes}
    if codes == {FAILED, FREE}:
        # Some events are stored under this id, and the others aren't. An append stores all of its
        # events or none, so the append with this id had other events.
        others += [event for event, reason in outcomes if code_of(reason) == FREE]
    if others:
        raise AppendIdReusedError(append_id, plain(others[0].id), others[0].version) from failure
    return len(taken) == len(events)


def is_transaction_conflict(failure: ClientError) -> bool:
    """Return whether the append failed only because other transactions were using its items."""
    causes = _causes(failure)
    return bool(causes) and causes <= CONFLICTS


def is_worth_retrying(failure: ClientError) -> bool:
    """Return whether it helps to wait and try again."""
    causes = _causes(failure)
    is_cancelled = "CancellationReasons" in failure.response
    return bool(causes) and causes <= (CONFLICTS | THROTTLED if is_cancelled else CONFLICTS)


def is_retriable(failure: ClientError) -> bool:
    """Return whether any request that failed like this may succeed later."""
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = failure.response["Error"]["Code"]
    return (
        status >= 500
        or code in SERVER_ERRORS
        or code.removesuffix("Exception") in BUSY
        or is_worth_retrying(failure)
    )


def may_be_stored(failure: ClientError) -> bool:
    """Return whether an attempt may have been carried out, although boto3 raised this error."""
    reply = failure.response.get("ResponseMetadata", {})
    is_refused = (
        reply.get("HTTPStatusCode") in range(400, 500)
        and failure.response["Error"]["Code"] not in SERVER_ERRORS
    )
    return not is_refused or reply.get("RetryAttempts", 0) > 0


def note_on_repeating(events: Sequence[E], append_id: str) -> str:
    """Return a note for an error that leaves open whether the events were stored."""
    advice = "To make sure that these events are stored exactly once, append them again with "
    lines = [f"{advice}append_id={append_id!r}:", *(shown(event, 300) for event in events)]
    return "\n".join(lines)


def reasons_of(reply: Any) -> list[Any]:
    """Return why a condition failed or a transaction was cancelled: a reason for each action.

    The actions of a transaction are in order. A put is a single action. Any other error has none.
    """
    if reply["Error"]["Code"] == "ConditionalCheckFailedException":
        return [{"Code": FAILED, "Item": reply.get("Item", {})}]
    reasons: list[Any] = reply.get("CancellationReasons", [])
    return reasons


def code_of(reason: Any) -> str:
    """Return the code of a reason. "None" stands for an item that could have been stored."""
    code: str = reason.get("Code", FREE)
    return code


def _causes(failure: ClientError) -> set[str]:
    """Return the codes of what went wrong, apart from failed conditions."""
    reasons = reasons_of(failure.response) or [failure.response["Error"]]
    return {code_of(reason) for reason in reasons} - {FREE, FAILED}


def item_of(reason: Any) -> Item:
    """Return the stored item that made a condition fail; empty if the server didn't send it."""
    item: Item = reason.get("Item", {})
    return item


def stored_by(item: Item) -> str | None:
    """Return the id of the append that wrote the item, or None if another program did."""
    return item.get("AppendId", {}).get("S")


def _has_another_key(item: Item, key: dict[str, Any]) -> bool:
    return any(name in item and read_value(item[name]) != key[name] for name in key)
