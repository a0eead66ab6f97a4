"""The store: append events to a stream and query them, in one table of Amazon DynamoDB."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, overload

from botocore.exceptions import ClientError

from eventstore.codec import EventCodec, Item
from eventstore.conflict import taken_versions
from eventstore.errors import EventAlreadyExistsError, NoEventFoundError
from eventstore.event import E, Event
from eventstore.limits import check_append, check_id
from eventstore.window import check_window, key_condition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient as Client

NewId = Callable[[], str]
MAX_LIMIT = 2**31 - 1  # events; Query's Limit is a 32-bit integer


def _new_id() -> str:
    return uuid.uuid4().hex


class EventStore(Generic[E]):
    """Streams of events in one DynamoDB table, which `create_table` makes.

    `client` is a boto3 DynamoDB client: its region, credentials and time-outs are the caller's.
    `event_type` is a frozen dataclass with `id: str` and `version: int`, one type a store.
    What DynamoDB says (throttling, no table, no access) passes through as botocore's own exception.
    """

    @overload
    def __init__(
        self: EventStore[Event], client: Client, table: str, *, new_append_id: NewId = ...
    ) -> None: ...
    @overload
    def __init__(
        self, client: Client, table: str, event_type: type[E], *, new_append_id: NewId = ...
    ) -> None: ...
    def __init__(
        self, client: Client, table: str, event_type: Any = Event, *, new_append_id: NewId = _new_id
    ) -> None:
        self.client = client
        self.table = table
        self._codec: EventCodec[E] = EventCodec(event_type)
        self._new_append_id = new_append_id

    def append(self, *events: E, append_id: str | None = None) -> None:
        """Store one event, or several (100 and 4 MB at most), all or nothing.

        EventAlreadyExistsError names the event whose version is taken, InvalidEventError what
        DynamoDB would refuse. Whoever is unsure whether an append happened repeats the same events
        with the same `append_id`: if it did, nothing is stored again, and nothing is raised.
        """
        append_id = self._new_append_id() if append_id is None else append_id
        items = [self._codec.write(event) | {"AppendId": {"S": append_id}} for event in events]
        check_append(events, items, append_id)
        try:
            self._put(items)
        except ClientError as error:
            taken = taken_versions(events, error.response)
            rivals = [event for event, stored_by in taken if stored_by != append_id]
            if rivals:
                raise EventAlreadyExistsError(rivals[0].id, rivals[0].version) from error
            if len(taken) < len(events):
                raise  # no clash, or not that alone: whether all is stored is not known

    def query(
        self,
        id: str,
        *,
        after: int | None = None,
        until: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        consistent: bool = True,
    ) -> list[E]:
        """Return the events of a stream by version: rising, or falling if `newest_first`.

        `after` is exclusive, `until` inclusive, `limit` (1 or more) a total. A read that is not
        `consistent` costs half, and may miss the newest events. NoEventFoundError where the stream
        has no event; with `after` or `until`, an empty list.
        """
        window: Any = {"after": after, "until": until, "limit": limit, "newest_first": newest_first}
        events = list(self.stream(id, consistent=consistent, **window))
        if not events and after is None and until is None:
            raise NoEventFoundError(id)
        return events

    def stream(
        self,
        id: str,
        *,
        after: int | None = None,
        until: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        consistent: bool = True,
    ) -> Iterator[E]:
        """Yield what `query` returns, lazily: each page (1 MB at most) is asked for when needed."""
        check_id(id)
        check_window(after=after, until=until, limit=limit)
        if after is not None and until is not None and after >= until:
            return iter(())
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            ScanIndexForward=not newest_first,
            ConsistentRead=consistent,
            PaginationConfig={} if limit is None else {"PageSize": min(limit, MAX_LIMIT)},
            **key_condition(id, after, until),
        )
        events = (self._codec.read(item) for page in pages for item in page["Items"])
        return islice(events, limit and min(limit, MAX_LIMIT))

    def _put(self, items: list[Item]) -> None:
        puts: list[Any] = [
            {
                "TableName": self.table,
                "Item": item,
                "ConditionExpression": "attribute_not_exists(#version)",
                "ExpressionAttributeNames": {"#version": "Version"},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
            for item in items
        ]
        if len(puts) == 1:
            self.client.put_item(**puts[0])
        else:
            self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
