"""Decide on a state and append the result. If another writer was faster, decide again."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Protocol

from eventstore.backoff import Backoff
from eventstore.commands import TwinError
from eventstore.errors import ContentionError, EventAlreadyExistsError, InvalidEventError, shown
from eventstore.event import E
from eventstore.limits import check_integer
from eventstore.projection import Projected, Projection, S, fold

log = logging.getLogger(__name__)

# Takes a state and the next version of its stream, and returns the events to append, if any.
Decide = Callable[[S, int], Iterable[E] | None]


class Store(Protocol[E]):
    """The part of an EventStore that `execute` needs."""

    def project(
        self, id: str, projection: Projection[S, E], until: int | None = None
    ) -> Projected[S]:
        """Return the current state of a stream, or the one at version `until`."""


def execute(
    store: Store[E],
    id: str,
    projection: Projection[S, E],
    decide: Decide[S, E],
    *,
    attempts: int,
    backoff: Backoff,
    check_type: Callable[[object], None],
    append: Callable[[int, list[E]], None],
    last_version: Callable[[], int | None],
) -> Projected[S]:
    """Do what `EventStore.execute` describes.

    `check_type` raises an error for anything that isn't an event of the store. `append` stores
    events from a version on, or raises EventAlreadyExistsError; TwinError says that the same
    command was carried out meanwhile. `last_version` returns the version of the stream after this
    command, or None if it hasn't been carried out.
    """
    check_integer("attempts", attempts, 1)
    for attempt in range(attempts):
        before = store.project(id, projection)
        # Ask after reading the state. If we asked first, this command could be carried out in
        # between, and `decide` would get a state that has its events already.
        last = last_version()
        if last is not None:
            return before if before.version == last else store.project(id, projection, last)
        events, after = decided(id, before, projection, decide, check_type=check_type)
        try:
            append(before.version + 1, events)
            return after
        except TwinError:
            return store.project(id, projection, last_version())
        except EventAlreadyExistsError as error:
            clash = error
        if attempt + 1 < attempts:
            log.info("stream %r: another writer took version %d; deciding again", id, clash.version)
            backoff.wait(attempt)
    raise ContentionError(id, clash.version, attempts) from clash


def decided(
    id: str | None,
    before: Projected[S],
    projection: Projection[S, E],
    decide: Decide[S, E],
    *,
    check_type: Callable[[object], None],
) -> tuple[list[E], Projected[S]]:
    """Return the events that `decide` returns for a state, and the state after them.

    Raises an error unless they're events that come next in the stream `id`. If the id is None, any
    stream will do, but it must be the same for all of them.
    """
    next_version = before.version + 1
    events = _events_of(decide(before.state, next_version))
    for event in events:
        check_type(event)
    if events:
        _check_versions(events, id or events[0].id, next_version)
    # Fold before storing: an event that the projection can't fold must not be stored.
    return events, fold(projection, events, before)


def _events_of(decision: Iterable[E] | None) -> list[E]:
    events = () if decision is None else decision
    # Events, strings and dicts can be iterable, too, but none of them is a list of events.
    is_single = is_dataclass(decision) or isinstance(events, str | bytes | Mapping)
    if is_single or not isinstance(events, Iterable):
        raise TypeError(f"decide must return a list of events, or None, got {shown(decision)}")
    return list(events)


def _check_versions(events: Sequence[E], id: str, next_version: int) -> None:
    for version, event in enumerate(events, start=next_version):
        if event.id != id or event.version != version:
            raise InvalidEventError(
                f"decide returned an event for {shown(event.id)}, version {shown(event.version)}; "
                f"expected {shown(id)}, version {version}"
            )
