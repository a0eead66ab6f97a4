"""A store that keeps its events in memory, so that a test can try hundreds of histories."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError

from classroom.exercises.exercise import EndlessError
from eventstore import (
    AppendIdReusedError,
    EventAlreadyExistsError,
    InvalidEventError,
    NoEventFoundError,
)

# What may become of a request.
ARRIVES = "it arrives"
REQUEST_LOST = "the request gets lost"
REPLY_LOST = "the reply gets lost"
FAILED = "HTTP 500, and nothing is stored"
FAILED_LATE = "HTTP 500, and it's stored"
FATES = (ARRIVES, REQUEST_LOST, REPLY_LOST, FAILED, FAILED_LATE)


class MemoryStore:
    """A store with `append` and `query`, as those of the module, for events of any types.

    `fates` says what becomes of the next appends; after that, each one arrives. `before` is called
    once, before the next append, as a rival who is faster. `after` is called after each append that
    has stored something.
    """

    def __init__(self, fates: Iterable[str] = ()) -> None:
        self.fates: Iterator[str] = iter(fates)
        self.before: Callable[[], object] | None = None
        self.after: Callable[[], object] | None = None
        self._left = iter(range(1000))
        self._events: dict[tuple[str, int], tuple[Any, str | None]] = {}

    def append(self, *events: Any, append_id: str | None = None) -> None:
        """Store the events, all or none, unless their fate is another one."""
        if next(self._left, None) is None:
            raise EndlessError("appended a thousand times: does the loop ever end?")
        rival, self.before = self.before, None
        if rival:
            rival()
        fate = next(self.fates, ARRIVES)
        if fate == REQUEST_LOST:
            raise _no_reply()
        if fate == FAILED:
            raise _internal_server_error()
        self._store(events, append_id)
        if fate == REPLY_LOST:
            raise _no_reply()
        if fate == FAILED_LATE:
            raise _internal_server_error()

    def query(self, id: str) -> list[Any]:
        """Return the events of a stream, in order."""
        found = sorted(key for key in self._events if key[0] == id)
        if not found:
            raise NoEventFoundError(id)
        return [self._events[key][0] for key in found]

    def append_ids(self, id: str) -> list[str | None]:
        """Return the append ids of a stream's events, in order."""
        return [self._events[key][1] for key in sorted(self._events) if key[0] == id]

    def has(self, id: str) -> bool:
        """Return whether the stream has an event."""
        return any(key[0] == id for key in self._events)

    def _store(self, events: tuple[Any, ...], append_id: str | None) -> None:
        for event in events:
            _check(event)
        new = {(event.id, event.version): event for event in events}
        if not events or len(new) < len(events):
            raise InvalidEventError("an append takes one event or more, and none of them twice")
        taken = [key for key in new if key in self._events]
        for key in taken:
            if append_id is None or self._events[key][1] != append_id:
                raise EventAlreadyExistsError(*key)
        if not taken:
            self._events |= {key: (event, append_id) for key, event in new.items()}
            if self.after:
                self.after()
            return
        # It was us, unless the id was used for other events.
        for key, event in new.items():
            if append_id and (key not in taken or self._events[key][0] != event):
                raise AppendIdReusedError(append_id, *key)


def _check(event: Any) -> None:
    if not isinstance(event.id, str) or not event.id:
        raise InvalidEventError(f"id must be a non-empty string, got {event.id!r}")
    if type(event.version) is not int or event.version < 0:
        raise InvalidEventError(f"version must be an int, 0 or more, got {event.version!r}")


def _no_reply() -> ConnectionClosedError:
    return ConnectionClosedError(endpoint_url="the table")


def _internal_server_error() -> ClientError:
    told = {"Error": {"Code": "InternalServerError", "Message": "Internal server error"}}
    return ClientError({**told, "ResponseMetadata": {"HTTPStatusCode": 500}}, "PutItem")
