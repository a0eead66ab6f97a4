"""Follow the store: a read model gets every event of every stream, in the order of the stream.

A read model may crash, or be told of an event twice, late or out of order, and must still end up
right. So what tells it about an event only names the stream. The events come from the store, from
the checkpoint on, and each checkpoint is saved together with the effects of its event.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Generic

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from eventstore.checkpoints import Checkpoints, Effect, MovedError, Parked
from eventstore.conflict import NO_REPLY, is_retriable
from eventstore.errors import CheckpointAheadError, CorruptPageError, VersionGapError, shown
from eventstore.event import E
from eventstore.limits import MAX_EVENTS, check_function, check_id, check_text
from eventstore.pages import read_items
from eventstore.store import EventStore
from eventstore.values import Item

log = logging.getLogger(__name__)

ATTEMPTS = 5  # while DynamoDB is busy, the network fails, or a version seems to be missing
MAX_ERROR = 500  # characters of an error that are kept
MAX_EFFECTS = MAX_EVENTS - 1  # the checkpoint takes one place in the transaction
ACTIONS = {"ConditionCheck", "Delete", "Put", "Update"}
# The program can't go on at all: this isn't the fault of an event.
NOT_ALLOWED = {
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
}


class Subscription(Generic[E]):
    """Hands the events of a store to `handle`, and remembers how far it has come.

        >>> def handle(event):
        ...     return [{"Update": {"TableName": "board", "Key": {"Id": {"S": event.id}}, ...}}]
        >>> board = Subscription(store, "board", handle, checkpoints="board-checkpoints")
        >>> board.catch_up(["hero"])

    `handle(event)` returns the effects of the event: actions of TransactWriteItems (Put, Update,
    Delete, ConditionCheck) on tables in the same account and region, at most 99, and each item only
    once. They happen together with the checkpoint, so they happen once. Anything else that `handle`
    does may happen again after a crash. It may return nothing, and events that it ignores count as
    handled.

    `checkpoints` is a table of the read model, made by `create_table`, and not that of the events:
    so a subscription never triggers itself, and it only needs to read the events. `name` says whose
    checkpoints they are. A new name begins with the first event of each stream.

    Several workers can run the same subscription at once. Events of one stream are handled in their
    order, but there is no order between streams.
    """

    def __init__(
        self,
        store: EventStore[E],
        name: str,
        handle: Callable[[E], Iterable[Effect] | None],
        *,
        checkpoints: str,
    ):
        if not isinstance(store, EventStore):
            raise TypeError(f"store must be an EventStore, got {shown(store)}")
        check_text("name", name, ValueError)
        check_function("handle", handle)
        check_text("checkpoints", checkpoints, ValueError)
        if checkpoints == store.table:
            raise ValueError("checkpoints need a table of their own, not that of the events")
        self.store = store
        self.name = name
        self._handle = handle
        self._checkpoints = Checkpoints(store.client, checkpoints, name)

    def catch_up(self, ids: Iterable[str]) -> None:
        """Handle all events of these streams that haven't been handled yet.

        `ids` come from `changed_streams`, `Changes` or `every_stream`. They may be late, repeated,
        or of streams without new events: then this costs two reads.

        If `handle` or the store's event type can't cope with an event, its stream is parked: it
        waits until `retry`, and the others go on. Conflicts, throttling and network errors are
        never an event's fault. We wait and try again, and if that doesn't help, the error is raised
        after the other streams have had their turn. Then call this again: nothing is lost.

        Raises CheckpointAheadError if a checkpoint is beyond the end of its stream, as it is when
        the events were restored from a backup.
        """
        troubles = []
        for id in dict.fromkeys(ids):
            try:
                self._catch_up(check_id(id), is_retry=False)
            except Exception as error:  # raised below, after the other streams
                log.warning("subscription %r, stream %r: %s", self.name, id, shown(error, 300))
                troubles.append(error)
        if troubles:
            raise troubles[0]

    def retry(self, id: str) -> bool:
        """Try a parked stream again, and return whether all its events are handled now."""
        return self._catch_up(check_id(id), is_retry=True)

    def parked(self) -> list[Parked]:
        """Return the streams that wait, each with the version and the error of its event.

        This reads the whole table of checkpoints: 1 read unit for each 8 KB.
        """
        return list(self._checkpoints.parked())

    def position(self, id: str) -> int:
        """Return the version of the last event of a stream that was handled, or -1."""
        return self._checkpoints.read(check_id(id)).position

    def behind(self, id: str) -> int:
        """Return how many events of a stream haven't been handled yet. This costs two reads.

        Raises CheckpointAheadError if a checkpoint is beyond the end of its stream.
        """
        position = self.position(id)
        newest = read_items(self.store.client, self.store.table, id, newest_first=True, limit=1)
        head = max((_version_of(item) for item in newest), default=-1)
        if head < position:
            raise CheckpointAheadError(self.name, id, position)
        return head - position

    def _catch_up(self, id: str, *, is_retry: bool) -> bool:
        """Return whether all events are handled now."""
        attempt = 1
        while True:
            try:
                return self._handle_new_events(id, is_retry, is_last_attempt=attempt == ATTEMPTS)
            except MovedError:
                continue  # another worker has handled some of them
            except Exception as error:
                if attempt == ATTEMPTS or not _may_pass(error):
                    raise
                trouble = shown(error, 300)
            log.info("subscription %r, stream %r is tried again: %s", self.name, id, trouble)
            self.store.backoff.wait(attempt - 1)
            attempt += 1

    def _handle_new_events(self, id: str, is_retry: bool, is_last_attempt: bool) -> bool:
        checkpoint = self._checkpoints.read(id)
        if checkpoint.parked and not is_retry:
            return False
        saved = position = checkpoint.position
        # Begin with the last event that was handled, to see that it's still there.
        items = read_items(self.store.client, self.store.table, id, after=position - 1)
        if position >= 0 and position != next(map(_version_of, items), None):
            raise CheckpointAheadError(self.name, id, position)
        for item in items:
            version = _version_of(item)
            try:
                if version != position + 1:
                    raise VersionGapError(id, position + 1)
                effects = _effects_of(self._handle(self.store.codec.read(item)))
                if effects:
                    self._checkpoints.save(id, saved, version, effects)
                    saved = version
            except Exception as error:
                if not _is_the_events_fault(error):
                    raise
                # While a transaction is being committed, a version may seem to be missing.
                if isinstance(error, VersionGapError) and not is_last_attempt:
                    raise
                self._park(id, saved, position, error)
                return False
            position = version
        # Events without effects need no checkpoint each: handling them again does no harm. A parked
        # stream goes on once a checkpoint is saved. If one has been saved above, don't save it
        # again: another worker may have parked the stream meanwhile, because of a later event.
        if position != saved or (checkpoint.parked and saved == checkpoint.position):
            self._checkpoints.save(id, saved, position)
        return True

    def _park(self, id: str, saved: int, position: int, error: Exception) -> None:
        """Let a stream wait because of the event after `position`."""
        text = f"{type(error).__name__}: {error}"[:MAX_ERROR]
        self._checkpoints.park(id, saved, position, text)
        log.warning(
            "subscription %r parked stream %r at version %d: %s", self.name, id, position + 1, text
        )


def _version_of(item: Item) -> int:
    return int(Decimal(item["Version"]["N"]))


def _effects_of(returned: Iterable[Effect] | None) -> list[Effect]:
    effects = [] if returned is None else list(returned)
    for effect in effects:
        if not isinstance(effect, dict) or len(effect) != 1 or not effect.keys() <= ACTIONS:
            raise TypeError(
                f"handle must return actions such as {{'Update': {{...}}}}, got {shown(effect)}"
            )
    if len(effects) > MAX_EFFECTS:
        raise ValueError(f"an event can have at most {MAX_EFFECTS} effects, got {len(effects)}")
    return effects


def _may_pass(error: Exception) -> bool:
    """Return whether it may help to wait and try again."""
    if isinstance(error, ClientError):
        return is_retriable(error)
    # OSError is what the network errors of other clients derive from.
    return isinstance(error, (*NO_REPLY, CorruptPageError, OSError, VersionGapError))


def _is_the_events_fault(error: Exception) -> bool:
    if isinstance(error, VersionGapError | ParamValidationError):
        return True
    if isinstance(error, ClientError):
        return not is_retriable(error) and error.response["Error"]["Code"] not in NOT_ALLOWED
    return not isinstance(error, BotoCoreError | OSError | MovedError)
