"""The store: append events to streams and read them back, in one Amazon DynamoDB table."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Generic, overload

from botocore.exceptions import ClientError

from eventstore import deciding, records, snapshots
from eventstore.backoff import Backoff
from eventstore.client import check_client
from eventstore.codec import Codec, EventCodec
from eventstore.commands import Command, marker_was_stored
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
from eventstore.event_types import EventTypes
from eventstore.example import Event
from eventstore.limits import check_append, check_function, check_id, check_integer, check_window
from eventstore.pages import IteratePages, first, read_items, read_pages
from eventstore.projection import Projected, Projection, S, check_projection, fold
from eventstore.records import Record
from eventstore.values import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from eventstore.fast import FastReads

log = logging.getLogger(__name__)

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


def _was_recorded_by(time: datetime, item: Item) -> bool:
    recorded_at = records.recorded_at(item)
    return recorded_at is None or recorded_at <= time


def _fast_reads(client: DynamoDBClient, codec: Codec[E]) -> FastReads[E]:
    try:
        from eventstore.fast import FastReads  # only now: it needs msgspec
    except ImportError as error:
        raise ImportError(
            "fast_reads=True needs msgspec: pip install 'eventstore-dynamodb[fast]'"
        ) from error
    return FastReads(client, codec.codecs)


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
    anything that can't be stored. For several types, pass `EventTypes`.

    `new_append_id` returns a string that no other append has, in any process. `clock` returns the
    time that's stored with the events of an append, as an aware datetime: by default, the time of
    this machine. `backoff` waits between attempts.

    `fast_reads=True` makes long reads about three times as fast. It needs the extra `fast`, and
    registers two handlers on the client.

    Several threads can use one store: it holds nothing but its settings, and boto3's clients are
    thread-safe. The functions that you pass must be, too.

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
        clock: Callable[[], datetime] = ...,
        backoff: Backoff = ...,
        fast_reads: bool = ...,
    ): ...
    @overload
    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        event_type: type[E] | EventTypes[E],
        *,
        new_append_id: Callable[[], str] = ...,
        clock: Callable[[], datetime] = ...,
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
        clock: Callable[[], datetime] = records.now,
        backoff: Backoff = Backoff(),
        fast_reads: bool = False,
    ):
        check_client(client)
        if not isinstance(table, str):
            raise TypeError(f"table must be the name of a table, got {shown(table)}")
        check_function("new_append_id", new_append_id)
        check_function("clock", clock)
        self.client = client
        self.table = table
        self.backoff = backoff
        has_several_types = isinstance(event_type, EventTypes)
        self.codec: Codec[E] = event_type if has_several_types else EventCodec(event_type)
        self._new_append_id = new_append_id
        self._clock = clock
        self._fast = _fast_reads(client, self.codec) if fast_reads else None

    def append(
        self,
        *events: E,
        append_id: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """Store 1 to 100 events (4 MB at most), of one stream or of several: all or none.

        One event is a PutItem, several are a TransactWriteItems, which costs twice as much.

        If you don't know whether an append was stored (say, its reply got lost), append the same
        events again with the same `append_id`: they are stored at most once. Without one, each call
        gets a new id. If it isn't known whether the events were stored, botocore's exception has a
        note, in `__notes__`, with the events and the `append_id` to repeat.

        `metadata` is stored with each event, and `records` returns it. It says what led to the
        events: who acted, for example, or which message was answered. It's a dict of str, int,
        bool, Decimal, bytes, None, and lists and dicts of these. Each event's item holds a copy,
        which counts towards its size (400 KB at most).

        The previous version needn't exist. To repair a gap, append the version that is missing.

        Raises EventAlreadyExistsError if another writer has taken a version, AppendIdReusedError if
        `append_id` was used before for other events, InvalidEventError if the events can't be
        stored, WrongEventTypeError for anything that isn't an event of this store, and
        TransactionConflictError if other transactions are using the same items for too long.
        """
        if append_id is None:
            append_id = self._new_append_id()
        added = records.attributes(append_id, self._clock(), metadata)
        items = [{**self.codec.write(event), **added} for event in events]
        check_append(events, items, append_id)
        self._store(events, items, append_id, note_on_repeating(events, append_id))

    def _store(self, events: Sequence[E], items: Sequence[Item], append_id: str, note: str) -> None:
        """Store all items or none: those of the events, and perhaps the marker of a command.

        An error that leaves open whether they were stored gets the note.
        """
        for attempt in range(APPEND_ATTEMPTS):
            try:
                self._put(items)
                return
            except NO_REPLY as error:
                error.add_note(note)
                raise
            except ClientError as error:
                failure = error
            if marker_was_stored(failure, len(events), append_id):
                return
            # This raises EventAlreadyExistsError if another writer was faster.
            if events and was_stored(events, append_id, failure, self.codec, self.table):
                log.info("append %r was stored by an attempt whose reply got lost", append_id)
                return
            if not is_worth_retrying(failure):
                break
            if attempt + 1 < APPEND_ATTEMPTS:
                log.info("append %r failed, and is tried again: %s", append_id, failure)
                self.backoff.wait(attempt)
        if is_worth_retrying(failure) or may_be_stored(failure):
            failure.add_note(note)
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
        pages = self._pages(
            id,
            after=after,
            until=until,
            limit=limit,
            newest_first=newest_first,
            consistent=consistent,
            iterate=self._fast.iterate if self._fast else iter,
        )
        return first(limit, map(self._events_of, pages))

    def records(
        self,
        id: str,
        *,
        after: int | None = None,
        until: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        consistent: bool = True,
    ) -> Iterator[Record[E]]:
        """Yield a `Record` for each event: the event, the id of its append, its time and metadata.

        The arguments are those of `query`, and it costs as much. If the stream has no events,
        nothing is yielded.

        To follow a chain of causes, give every append two ids in its metadata. `causation` is the
        id of the message that led to it; an event's is its append id. `correlation` is copied from
        that message, so that everything that one message leads to has the same one.

            >>> for cause in store.records("order-7"):
            ...     metadata = {
            ...         "correlation": cause.metadata["correlation"],
            ...         "causation": cause.append_id,
            ...     }
            ...     store.append(answer_to(cause.event), metadata=metadata)
        """
        pages = self._pages(
            id,
            after=after,
            until=until,
            limit=limit,
            newest_first=newest_first,
            consistent=consistent,
        )
        return (records.read(item, self.codec.read(item)) for item in first(limit, pages))

    def project(
        self,
        id: str,
        projection: Projection[S, E],
        until: int | None = None,
        *,
        as_of: datetime | None = None,
    ) -> Projected[S]:
        """Return the current state of a stream, or the one at version `until`, as a `Projected`.

        A stream without events has the initial state and version -1.

        `as_of` is an aware datetime, and gives the state as of that time. It goes through the
        events in the order of their versions, and stops before the first one that was recorded
        later. An event without a time (1.0 wrote none) counts as older. The writers' clocks differ,
        so an event recorded close to `as_of` may be missing, or included too early. This reads from
        the first event on, without a snapshot.

            >>> last_year = datetime(2026, 1, 1, tzinfo=timezone.utc)
            >>> store.project("hero", CHARACTER, as_of=last_year).state

        Without `as_of`, this takes two requests: one for the newest snapshot up to `until`, and one
        for the events since then (one more for each further page of 1 MB, none if the snapshot is
        of `until`). If a version seems to be missing, it reads everything once more.

        Raises VersionGapError if a version is missing.
        """
        id = check_id(id)
        check_projection(projection)
        check_window(until=until)
        if as_of is not None:
            as_of = records.check_time("as_of", as_of)
        # A page that is read while a transaction is being committed may show only some of its
        # events. So if a version is missing, begin again, once, with a fresh state.
        with suppress(VersionGapError):
            return self._project(id, projection, until, as_of)
        return self._project(id, projection, until, as_of)

    def execute(
        self,
        id: str,
        projection: Projection[S, E],
        decide: Decide[S, E],
        attempts: int = 10,
        *,
        command_id: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Projected[S]:
        """Append the events that `decide(state, next_version)` returns, and return the new state.

        `decide` gets the current state of the stream and the version that comes next. It returns
        events of this stream, numbered from `next_version` on, or [] or None to leave the stream as
        it is. It may raise an error of its own, which reaches the caller. `metadata` is passed on
        to `append`.

            >>> def drink(hero, version):
            ...     return [Event("hero", version, hero.name, +5, "Healing potion")]
            >>> store.execute("hero", CHARACTER, drink).state.hit_points
            13

        If another writer takes the version first, `decide` is called again with the new state, so
        it shouldn't do anything but decide. After `attempts` attempts, with pauses in between,
        `execute` gives up. If twenty writers compete, ten attempts aren't enough. After any other
        error, it doesn't try again.

        A command that may arrive twice needs a `command_id`, which is part of the message and stays
        the same. Then it takes effect once, no matter how often it's sent, by which process, and
        after which failure. A second call decides nothing. It returns the state after the first
        one, even if that decided to do nothing. Events and id are stored in one transaction, so
        there can be 99 events at most, and one small event costs 4 write units instead of 1. Each
        attempt needs one more consistent read, of 1 unit. An item of about 250 bytes is stored for
        each id, and stays there.

        Raises ContentionError if every attempt came too late, InvalidEventError if an event has
        the wrong id or version, TypeError if `decide` returns anything but events, and
        whatever `project`, `decide` and `append` raise.
        """
        id = check_id(id)
        check_function("decide", decide)
        command = None if command_id is None else Command(id, command_id)

        def append(first: int, events: list[E]) -> None:
            if command:
                self._append_with_marker(command, first, events, metadata)
            elif events:
                self.append(*events, metadata=metadata)

        def last_version() -> int | None:
            return command.last_version(self.client, self.table) if command else None

        return deciding.execute(
            self,
            id,
            projection,
            decide,
            attempts=attempts,
            backoff=self.backoff,
            check_type=self.codec.check_type,
            append=append,
            last_version=last_version,
        )

    def snapshot(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return what `project` returns, and save it, so that later reads can start from there.

        A stream without events gets no snapshot. Neither does a state that takes more than 400 KB:
        then there's a SnapshotWarning.

        Raises ValueError if the projection's `encode` returns something that can't be stored, or if
        the state doesn't fit its `state_type`, and VersionGapError if a version is missing.
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
        return snapshots.prune(self.client, self.table, id, projection, keep)

    def _pages(
        self,
        id: str,
        *,
        after: int | None,
        until: int | None,
        limit: int | None,
        newest_first: bool,
        consistent: bool,
        iterate: IteratePages = iter,
    ) -> Iterator[Sequence[Item]]:
        id = check_id(id)
        check_window(after=after, until=until, limit=limit)
        return read_pages(
            self.client,
            self.table,
            id,
            after=after,
            until=until,
            limit=limit,
            newest_first=newest_first,
            consistent=consistent,
            iterate=iterate,
        )

    def _append_with_marker(
        self, command: Command, first: int, events: list[E], metadata: dict[str, Any] | None
    ) -> None:
        append_id = self._new_append_id()
        added = records.attributes(append_id, self._clock(), metadata)
        items = [{**self.codec.write(event), **added} for event in events]
        marker = command.marker(first, events, added)
        check_append(events, items, append_id, marker)
        self._store(events, [*items, marker], append_id, command.note())

    def _events_of(self, items: Sequence[Item]) -> Iterable[E]:
        if self._fast:
            return self._fast.events_of(items, self.codec.read)
        return map(self.codec.read, items)

    def _project(
        self,
        id: str,
        projection: Projection[S, E],
        until: int | None,
        as_of: datetime | None,
    ) -> Projected[S]:
        if as_of is not None:
            # Clocks differ, so a later version may have an earlier time. Filtering by time could
            # leave a gap. So stop at the first event that's too late.
            items = read_items(self.client, self.table, id, until=until)
            earlier = takewhile(lambda item: _was_recorded_by(as_of, item), items)
            return fold(projection, map(self.codec.read, earlier))
        start = snapshots.newest(self.client, self.table, id, projection, until)
        events = self.stream(id, after=start.version if start else None, until=until)
        return fold(projection, events, start)

    def _put(self, items: Sequence[Item]) -> None:
        puts: list[Any] = [{"TableName": self.table, "Item": item, **ONLY_IF_NEW} for item in items]
        if len(puts) == 1:
            self.client.put_item(**puts[0])
        else:
            self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
