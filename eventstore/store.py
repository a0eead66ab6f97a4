"""The store: append events to a stream and query them, in one table of Amazon DynamoDB."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Generic, TypedDict, Unpack, overload

from botocore.exceptions import ClientError

from eventstore import snapshots
from eventstore.backoff import Backoff
from eventstore.codec import EventCodec, Item
from eventstore.conflict import is_held, taken_versions
from eventstore.deciding import Decide, execute
from eventstore.errors import EventAlreadyExistsError, NoEventFoundError, TransactionConflictError
from eventstore.event import E, Event
from eventstore.fast import fast_pages
from eventstore.limits import check_append, check_id
from eventstore.projection import Projected, Projection, S, fold
from eventstore.window import check_window, key_condition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient as Client

NewId = Callable[[], str]
MAX_LIMIT = 2**31 - 1  # events; Query's Limit is a 32-bit integer
ATTEMPTS = 4  # at an append whose items other transactions hold


class _Options(TypedDict, total=False):
    new_append_id: NewId
    backoff: Backoff
    fast_reads: bool


class EventStore(Generic[E]):
    """Streams of events in one DynamoDB table, which `create_table` makes.

    `client` is a boto3 DynamoDB client: its region, credentials and time-outs are the caller's.
    `event_type` is a frozen dataclass with `id: str` and `version: int`, one type a store.
    `fast_reads=False` reads through botocore's parser: the same events, more slowly.
    What DynamoDB says (throttling, no table, no access) passes through as botocore's own exception.
    """

    @overload
    def __init__(self: EventStore[Event], client: Client, table: str, **more: Unpack[_Options]): ...
    @overload
    def __init__(
        self, client: Client, table: str, event_type: type[E], **more: Unpack[_Options]
    ): ...
    def __init__(
        self,
        client: Client,
        table: str,
        event_type: Any = Event,
        *,
        new_append_id: NewId = lambda: uuid.uuid4().hex,
        backoff: Backoff = Backoff(),
        fast_reads: bool = True,
    ):
        self.client = client
        self.table = table
        self._codec: EventCodec[E] = EventCodec(event_type)
        self._new_append_id = new_append_id
        self.backoff = backoff
        self._pages = fast_pages(client) if fast_reads else iter

    def append(self, *events: E, append_id: str | None = None) -> None:
        """Store one event, or several (100 and 4 MB at most), all or nothing.

        EventAlreadyExistsError names the event whose version is taken, InvalidEventError what
        DynamoDB would refuse. Whoever is unsure whether an append happened repeats the same events
        with the same `append_id`: if it did, nothing is stored again, and nothing is raised.
        TransactionConflictError where other transactions held an item for too long.
        """
        append_id = self._new_append_id() if append_id is None else append_id
        items = [self._codec.write(event) | {"AppendId": {"S": append_id}} for event in events]
        check_append(events, items, append_id)
        for attempt in range(ATTEMPTS):
            try:
                return self._put(items)
            except ClientError as error:
                failure = error
            taken = taken_versions(events, failure.response)
            rivals = [event for event, stored_by in taken if stored_by != append_id]
            if rivals:
                raise EventAlreadyExistsError(rivals[0].id, rivals[0].version) from failure
            if len(taken) == len(events):
                return None  # an earlier attempt of our own was stored
            if not is_held(failure.response):
                raise failure  # no clash, or not that alone: whether all is stored is not known
            if attempt + 1 < ATTEMPTS:
                self.backoff.wait(attempt)
        raise TransactionConflictError(append_id, ATTEMPTS) from failure

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
        items = chain.from_iterable(page["Items"] for page in self._pages(pages))
        return map(self._codec.read, islice(items, limit and min(limit, MAX_LIMIT)))

    def project(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return the state of a stream, as of version `until` if given; its newest otherwise.

        Two requests, and one more for each further page of events since the newest snapshot that
        fits. A stream that nobody wrote has the initial state. VersionGapError where a version is
        missing.
        """
        check_id(id)
        check_window(until=until)
        start = snapshots.newest(self, id, projection, until)
        events = self.stream(id, after=start.version if start else None, until=until)
        return fold(projection, events, start)

    def snapshot(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return what `project` does, and keep it, so that later reads can begin there."""
        now = self.project(id, projection, until)
        if now.version not in (-1, now.snapshot_version):
            snapshots.keep(self, id, projection, now)
        return now

    def prune(self, id: str, projection: Projection[S, E], keep: int) -> int:
        """Delete the snapshots of a stream but the newest `keep`, and return how many went."""
        check_id(id)
        if type(keep) is not int or keep < 0:
            raise ValueError(f"keep is a whole number of 0 or more, not {keep!r:.60}")
        return snapshots.prune(self, id, projection, keep)

    def execute(
        self, id: str, projection: Projection[S, E], decide: Decide[S, E], attempts: int = 10
    ) -> Projected[S]:
        """Append what `decide(state, next_version)` returns, and return the state after it.

        It returns events of this stream, numbered from `next_version` on (InvalidEventError if
        not), or nothing; it leaves the state as it is. Where a rival was faster, it is asked again,
        up to `attempts` times in all, with pauses; then ContentionError. Twenty writers at once
        need more than ten. No other error leads to a second try.
        """
        return execute(self, id, projection, decide, attempts)

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
