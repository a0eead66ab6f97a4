"""A command that may arrive twice: a marker, stored with its events, says that it was carried out.

A message queue may deliver a message again, a user may press a button twice, and a program that got
no reply has to ask again. So a command has an id, which is part of the message and stays the same.
The marker of a stream and a command id is an item in a partition of its own. It's stored in the
same transaction as the events, on the condition that it isn't there yet. So a command has either
its events and its marker, or neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from eventstore.conflict import FAILED, code_of, item_of, reasons_of, stored_by
from eventstore.errors import InvalidEventError, shown
from eventstore.limits import COMMAND_PREFIX, MAX_ID_BYTES, check_text
from eventstore.pages import read_items
from eventstore.values import Item, plain, write_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class TwinError(Exception):
    """The same command was carried out meanwhile, by another call. `execute` handles this."""


@dataclass(frozen=True)
class Command:
    """A command on a stream."""

    id: str  # of the stream
    command_id: str

    def __post_init__(self) -> None:
        check_text("command_id", self.command_id)
        size = len(self.command_id.encode())
        if size > MAX_ID_BYTES:
            raise InvalidEventError(
                f"command_id {shown(self.command_id)} has {size} bytes, but at most "
                f"{MAX_ID_BYTES} are allowed"
            )

    @property
    def partition(self) -> str:
        """The partition key of the marker.

        The length in front of each part keeps ("a", "bc") and ("ab", "c") apart, and the hash keeps
        the key short.
        """
        text = "".join(f"{len(part)}:{part}" for part in (self.id, plain(self.command_id)))
        return COMMAND_PREFIX + hashlib.sha256(text.encode()).hexdigest()

    def marker(self, first: int, events: Sequence[object], added: Item) -> Item:
        """Return the marker for a command whose events begin at version `first`.

        `added` are the attributes that an append adds to each item.
        """
        values: dict[str, Any] = {
            "Id": self.partition,
            "Version": 0,
            "Stream": self.id,
            "Command": self.command_id,
            "First": first,
            "Last": first + len(events) - 1,
        }
        item = {name: write_value(value) for name, value in values.items()}
        return {**item, "AppendId": added["AppendId"], "recordedAt": added["recordedAt"]}

    def last_version(self, client: DynamoDBClient, table: str) -> int | None:
        """Return the version of the stream after this command, or None if it wasn't carried out.

        This is one consistent read.
        """
        for item in read_items(client, table, self.partition):
            return int(item["Last"]["N"])
        return None

    def note(self) -> str:
        """Return a note for an error that leaves open whether the command was carried out."""
        return (
            "To make sure that this command is carried out exactly once, call execute again with "
            f"command_id={self.command_id!r}"
        )


def marker_was_stored(failure: ClientError, events: int, append_id: str) -> bool:
    """Return whether an earlier attempt of this append has stored the marker, and so the events.

    The marker, if there is one, comes after the events. Raises TwinError if another call has stored
    it.
    """
    reasons = reasons_of(failure.response)[events:]
    if not any(code_of(reason) == FAILED for reason in reasons):
        return False
    if stored_by(item_of(reasons[0])) != append_id:
        raise TwinError from failure
    return True
