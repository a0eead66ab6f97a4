"""The store: append events to streams and read them back, in one Amazon DynamoDB table."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, overload

from botocore.exceptions import ClientError

from eventstore import deciding, snapshots
from eventstore.backoff import Backoff
from eventstore.client import check_client
from eventstore.codec import EventCodec
from eventstore.conflict import (
    NO_REPLY,
    is_transaction_conflict,
    is_worth_retrying,
    may_be_stored,
    note_on_repeating,
    was_stored,
)
from eventstore.deciding import Decide
from eventstore.errors import NoEventFoundError, TransactionConflictError, VersionGapError, shown
from eventstore.event import E
from eventstore.example import Event
from eventstore.fast import fast_pages
from eventstore.limits import check_append, check_function, check_id, check_integer, check_window
from eventstore.pages import IteratePages, read_items
from eventstore.projection import Projected, Projection, S, check_projection, fold
from eventstore.values import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

APPEND_ATTEMPTS = 4  # while other transactions use its items, or a transaction is throttled

# Store an item only if its version is free. If it's taken, DynamoDB sends back the stored item,
# whose AppendId says which append took it.
ONLY_IF_NEW: dict[str, Any] = {
    "ConditionExpression": "attribute_not_exists(#version)",
    "ExpressionAttributeNames": {"#version": "Version"},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}


def _new_append_id() -> str:
    return uuid.uuid4().hex


class EventStore(Generic[E]):
    """Streams of events in one DynamoDB table, which `create_table` creates.

        >>> store = EventStore(boto3.client("dynamodb"), "events")
        >>> store.append(Event("hero", 0, "cpustejovsky", +8, "Init"))
        >>> store.query("hero")
        [Event(id='hero', version=0, character_name='cpustejovsky', ...)]

    `client` is a boto3 DynamoDB client (not a resource, or a resource's client). You choose its
    region, credentials, timeouts and retries.
    `event_type` is the type of every event in this store: a frozen dataclass with the fields
    `id: str` and `version: int`. `EventCodec` lists what else it can have, and raises TypeError for
    anything that can't be stored.

    `new_append_id` returns a string that no other append has, in any process. `backoff` waits
    between attempts. `fast_reads=False` reads with botocore's own parser, which returns the same
    events, but slower.

    What DynamoDB reports (throttling, a missing table, denied access) passes through as botocore's
    own exception.
    """

    # Without an event type, it's an EventStore[Event].
    @overload
    def __init__(
        self: EventStore[Event],
        client: DynamoDBClient,
        table: str,
        *,
        new_append_id: Callable[[], str] = ...,
        backoff: Backoff = ...,
        fast_reads: bool = ...,
    ): ...
    @overload
    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        event_type: type[E],
        *,
        new_append_id: Callable[[], str] = ...,
        backoff: Backoff = ...,
        fast_reads: bool = ...,
    ): ...
    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        event_type: Any = Event,
        *,
        new_append_id: Callable[[], str] = _new_append_id,
        backoff: Backoff = Backoff(),
        fast_reads: bool = True,
    ):
        check_client(client)
        if not isinstance(table, str):
            raise TypeError(f"table must be the name of a table, got {shown(table)}")
        check_function("new_append_id", new_append_id)
        self.client = client
        self.table = table
        self.backoff = backoff
        self._codec: EventCodec[E] = EventCodec(event_type)
        self._new_append_id = new_append_id
        self._iterate_pages: IteratePages = fast_pages(client) if fast_reads else iter

    def append(self, *events: E, append_id: str | None = None) -> None:
        """Store 1 to 100 events (4 MB at most), of one stream or of several: all or none.

        One event is a PutItem, several are a TransactWriteItems, which costs twice as much.

        If you don't know whether an append was stored (say, its reply got lost), append the same
        events again with the same `append_id`: they are stored at most once. Without one, each call
        gets a new id. If it isn't known whether the events were stored, botocore's exception has a
        note, in `__notes__`, with the events and the `append_id` to repeat.

        The previous version needn't exist. To repair a gap, append the version that is missing.

        Raises EventAlreadyExistsError if another writer has taken a version, AppendIdReusedError if
        `append_id` was used before for other events, InvalidEventError if the events can't be
        stored, WrongEventTypeError for anything that isn't an event of this store, and
        TransactionConflictError if other transactions are using the same items for too long.
        """
        if append_id is None:
            append_id = self._new_append_id()
        items = [{**self._codec.write(event), "AppendId": {"S": append_id}} for event in events]
        check_append(events, items, append_id)
        for attempt in range(APPEND_ATTEMPTS):
            try:
                self._put(items)
                return
            except NO_REPLY as error:
                error.add_note(note_on_repeating(events, append_id))
                raise
            except ClientError as error:
                failure = error
            # This raises EventAlreadyExistsError if another writer was faster.
            if was_stored(events, append_id, failure, self._codec, self.table):
                return
            if not is_worth_retrying(failure):
                break
            if attempt + 1 < APPEND_ATTEMPTS:
                self.backoff.wait(attempt)
        if is_worth_retrying(failure) or may_be_stored(failure):
            failure.add_note(note_on_repeating(events, append_id))
        if is_transaction_conflict(failure):
            raise TransactionConflictError(append_id, APPEND_ATTEMPTS) from failure
        raise failure

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
        """Return the events of a stream, ordered by version: 0, 1, 2 ..., or the newest first.

        `after` and `until` are versions: the events returned come after `after`, and go up to and
        including `until`. `limit` (1 or more) is how many events to return at most.

        While a transaction is being committed, a read may show only some of its events.

        A read costs one read unit for each 4 KB of events. With `consistent=False` it costs half,
        and may miss the newest events.

        Raises NoEventFoundError if the stream has no events. With `after` or `until`, an empty list
        is returned instead. Raises InvalidEventError for an id that no stream can have, ValueError
        for any other invalid argument, and UnreadableEventError for an item that isn't an event of
        the store's type.
        """
        id = check_id(id)
        events = list(
            self.stream(
                id,
                after=after,
                until=until,
                limit=limit,
                newest_first=newest_first,
                consistent=consistent,
            )
        )
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
        """Yield what `query` returns, but request each page (1 MB at most) only when it's needed.

        The arguments are those of `query`, and are checked before the first request. If the stream
        has no events, nothing is yielded.
        """
        id = check_id(id)
        check_window(after=after, until=until, limit=limit)
        items = read_items(
            self.client,
            self.table,
            id,
            after=after,
            until=until,
            limit=limit,
            newest_first=newest_first,
            consistent=consistent,
            iterate_pages=self._iterate_pages,
        )
        return map(self._codec.read, items)

    def project(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return the current state of a stream, or the one at version `until`, as a `Projected`.

        A stream without events has the initial state and version -1.

        This takes two requests: one for the newest snapshot up to `until`, and one for the events
        since then (one more for each further page of 1 MB, none if the snapshot is of `until`). If
        a version seems to be missing, it reads everything once more.

        Raises VersionGapError if a version is missing.
        """
        id = check_id(id)
        check_projection(projection)
        check_window(until=until)
        # A page that is read while a transaction is being committed may show only some of its
        # events. So if a version is missing, begin again, once, with a fresh state.
        with suppress(VersionGapError):
            return self._project(id, projection, until)
        return self._project(id, projection, until)

    def execute(
        self,
        id: str,
        projection: Projection[S, E],
        decide: Decide[S, E],
        attempts: int = 10,
    ) -> Projected[S]:
        """Append the events that `decide(state, next_version)` returns, and return the new state.

        `decide` gets the current state of the stream and the version that comes next. It returns
        events of this stream, numbered from `next_version` on, or nothing ([] or None) to leave the
        stream as it is. It may raise an error of its own, which reaches the caller.

            >>> def drink(hero, version):
            ...     return [Event("hero", version, hero.name, +5, "Healing potion")]
            >>> store.execute("hero", CHARACTER, drink).state.hit_points
            13

        If another writer takes the version first, `decide` is called again with the new state, so
        it shouldn't do anything but decide. After `attempts` attempts, with pauses in between,
        `execute` gives up. If twenty writers compete, ten attempts aren't enough. No other error
        makes it begin again.

        Raises ContentionError if every attempt came too late, InvalidEventError if an event has
        the wrong id or version, TypeError if `decide` returns something else than events, and
        whatever `project`, `decide` and `append` raise.
        """
        id = check_id(id)
        return deciding.execute(
            self,
            id,
            projection,
            decide,
            attempts=attempts,
            backoff=self.backoff,
            check_type=self._codec.check_type,
        )

    def snapshot(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return what `project` returns, and save it, so that later reads can start from there.

        A stream without events gets no snapshot. Neither does a state that takes more than 400 KB:
        then there's a SnapshotWarning.

        Raises ValueError if the projection's `encode` returns something that can't be stored, and
        VersionGapError if a version is missing.
        """
        id = check_id(id)
        projected = self.project(id, projection, until)
        snapshots.save(self.client, self.table, id, projection, projected)
        return projected

    def prune(self, id: str, projection: Projection[S, E], keep: int) -> int:
        """Keep the newest `keep` snapshots of a stream, and return how many others it deleted.

        Only the snapshots of this projection, in this revision, are deleted. Later reads return the
        same states, but may have to read more events.
        """
        id = check_id(id)
        check_projection(projection)
        check_integer("keep", keep, 0)
        return snapshots.prune(self.client, self.table, id, projection, keep, self._iterate_pages)

    def _project(self, id: str, projection: Projection[S, E], until: int | None) -> Projected[S]:
        start = snapshots.newest(
            self.client, self.table, id, projection, until, self._iterate_pages
        )
        events = self.stream(id, after=start.version if start else None, until=until)
        return fold(projection, events, start)

    def _put(self, items: Sequence[Item]) -> None:
        puts: list[Any] = [{"TableName": self.table, "Item": item, **ONLY_IF_NEW} for item in items]
        if len(puts) == 1:
            self.client.put_item(**puts[0])
        else:
            self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
