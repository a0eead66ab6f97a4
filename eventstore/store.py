"""The store: append events to a stream and query them, in one table of Amazon DynamoDB."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypedDict, Unpack, overload

from botocore.exceptions import ClientError

from eventstore import deciding, snapshots
from eventstore.backoff import Backoff
from eventstore.codec import EventCodec, Item
from eventstore.conflict import is_held, taken_versions
from eventstore.errors import EventAlreadyExistsError, NoEventFoundError, TransactionConflictError
from eventstore.event import E, Event
from eventstore.fast import fast_pages
from eventstore.limits import check_append, check_id, check_window
from eventstore.pages import read_items
from eventstore.projection import Projected, Projection, S, fold

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient as Client

ATTEMPTS = 4  # at an append whose items other transactions hold
IF_NEW: dict[str, Any] = {
    "ConditionExpression": "attribute_not_exists(#version)",
    "ExpressionAttributeNames": {"#version": "Version"},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}


class _More(TypedDict, total=False):
    new_append_id: Callable[[], str]
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
    def __init__(self: EventStore[Event], client: Client, table: str, **more: Unpack[_More]): ...
    @overload
    def __init__(self, client: Client, table: str, event_type: type[E], **more: Unpack[_More]): ...
    def __init__(
        self,
        client: Client,
        table: str,
        event_type: Any = Event,
        *,
        new_append_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        backoff: Backoff = Backoff(),
        fast_reads: bool = True,
    ):
        self.client, self.table, self.backoff = client, table, backoff
        self.pages = fast_pages(client) if fast_reads else iter
        self._codec: EventCodec[E] = EventCodec(event_type)
        self._new_append_id = new_append_id

    def append(self, *events: E, append_id: str | None = None) -> None:
        """Store one event, or several (100 and 4 MB at most), all or nothing.

        EventAlreadyExistsError names the event whose version is taken, InvalidEventError what
        DynamoDB would refuse; TransactionConflictError: others held an item for too long. Whoever
        is unsure of an append repeats it with the same `append_id`: nothing is stored twice.
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
        order: Any = {"ScanIndexForward": not newest_first, "ConsistentRead": consistent}
        return map(self._codec.read, read_items(self, id, after, until, limit, **order))

    def project(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return the state of a stream, as of version `until` if given; its newest otherwise.

        Two requests, and one for each further page of events since the newest snapshot that fits.
        A stream that nobody wrote has the initial state. VersionGapError where one has a hole.
        """
        check_id(id)
        check_window(until=until)
        start = snapshots.newest(self, id, projection, until)
        events = self.stream(id, after=start.version if start else None, until=until)
        return fold(projection, events, start)

    # Methods, too, told in files of their own.
    snapshot, prune, execute = snapshots.snapshot, snapshots.prune, deciding.execute

    def _put(self, items: list[Item]) -> None:
        puts: list[Any] = [{"TableName": self.table, "Item": item} | IF_NEW for item in items]
        if len(puts) == 1:
            self.client.put_item(**puts[0])
        else:
            self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
