"""How far a subscription has come in each stream. Checkpoints live in a table of the read model.

A checkpoint is saved in the same transaction as the effects of the event, on the condition that
nobody else has moved it. So an effect happens once, even if the event is handled again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from eventstore.conflict import FAILED, code_of, reasons_of
from eventstore.limits import RESERVED_PREFIX
from eventstore.pages import part_of, read_items
from eventstore.values import Item, plain, write_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# An action of TransactWriteItems, such as {"Update": {...}}.
Effect = dict[str, Any]
PREFIX = f"{RESERVED_PREFIX}checkpoint#"


@dataclass(frozen=True)
class Parked:
    """A stream that waits, because one of its events couldn't be handled.

    `version` is that of the event, and `error` says what went wrong.
    """

    id: str
    version: int
    error: str


@dataclass(frozen=True)
class Checkpoint:
    """The version of the last event handled, or -1, and why the stream waits, if it does."""

    position: int = -1
    parked: Parked | None = None


class MovedError(Exception):
    """Somebody else has moved the checkpoint. `Subscription` handles this."""


class Checkpoints:
    """The checkpoints of one subscription. `table` has the keys that `create_table` gives it."""

    def __init__(self, client: DynamoDBClient, table: str, name: str):
        self._client = client
        self._table = table
        self._name = name

    def read(self, id: str) -> Checkpoint:
        """Return the checkpoint of a stream. This is one consistent read."""
        for item in read_items(self._client, self._table, self._partition(id)):
            parked = _parked(item) if "Error" in item else None
            return Checkpoint(int(item["Position"]["N"]), parked)
        return Checkpoint()

    def save(self, id: str, old: int, new: int, effects: Sequence[Effect] = ()) -> None:
        """Move a checkpoint from `old` to `new`, and carry out the effects, or neither.

        Raises MovedError if it isn't at `old` any more.
        """
        self._put(id, old, {"Position": new}, effects)

    def park(self, id: str, old: int, new: int, error: str) -> None:
        """Move a checkpoint, and let its stream wait because of the event after `new`."""
        self._put(id, old, {"Position": new, "Error": error})

    def parked(self) -> Iterator[Parked]:
        """Yield the streams that wait. This reads the whole table: 1 unit for each 8 KB."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="#name = :name AND attribute_exists(#error)",
            ExpressionAttributeNames={"#name": "Subscription", "#error": "Error"},
            ExpressionAttributeValues={":name": {"S": self._name}},
        )
        for page in pages:
            for item in part_of(page, "Items", "a page of the checkpoints"):
                yield _parked(item)

    def _put(
        self, id: str, old: int, values: dict[str, Any], effects: Sequence[Effect] = ()
    ) -> None:
        values = {
            "Id": self._partition(id),
            "Version": 0,
            "Subscription": self._name,
            "Stream": id,
            **values,
        }
        # A stream that was parked at its first event has the position -1. Others have none yet.
        is_first = "attribute_not_exists(#position) OR "
        put: dict[str, Any] = {
            "TableName": self._table,
            "Item": {name: write_value(value) for name, value in values.items()},
            "ConditionExpression": f"{is_first if old == -1 else ''}#position = :old",
            "ExpressionAttributeNames": {"#position": "Position"},
            "ExpressionAttributeValues": {":old": {"N": str(old)}},
        }
        try:
            if effects:
                actions: Any = [*effects, {"Put": put}]
                self._client.transact_write_items(TransactItems=actions)
            else:
                self._client.put_item(**put)
        except ClientError as error:
            # The checkpoint is the last of the actions.
            if [code_of(reason) for reason in reasons_of(error.response)][-1:] == [FAILED]:
                raise MovedError from error
            raise

    def _partition(self, id: str) -> str:
        text = "".join(f"{len(part)}:{part}" for part in map(plain, (self._name, id)))
        return PREFIX + hashlib.sha256(text.encode()).hexdigest()


def _parked(item: Item) -> Parked:
    return Parked(item["Stream"]["S"], int(item["Position"]["N"]) + 1, item["Error"]["S"])
