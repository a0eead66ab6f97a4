"""Decide upon a state, append, and where a rival was faster, decide again upon the new state."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from eventstore.errors import ContentionError, EventAlreadyExistsError, InvalidEventError
from eventstore.event import E
from eventstore.limits import check_whole
from eventstore.projection import Projected, Projection, S, fold

if TYPE_CHECKING:
    from eventstore.store import EventStore

Decide = Callable[[S, int], Iterable[E] | None]


def execute(
    store: "EventStore[E]",
    id: str,
    projection: Projection[S, E],
    decide: Decide[S, E],
    attempts: int = 10,
) -> Projected[S]:
    """Append what `decide(state, next_version)` returns, and return the state after it.

    It returns events of this stream, numbered from `next_version` on (else InvalidEventError), or
    nothing, and leaves the state as it is. Where a rival was faster, it is asked again, `attempts`
    times in all (twenty writers at once need more than ten), with pauses; then ContentionError.
    No other error leads to a second try.
    """
    check_whole("attempts", attempts, 1)
    for attempt in range(attempts):
        now = store.project(id, projection)
        events = list(decide(now.state, now.version + 1) or ())
        for version, event in enumerate(events, now.version + 1):
            if (event.id, event.version) != (id, version):
                decided = f"decided for {event.id!r:.60}, version {event.version!r:.60}"
                raise InvalidEventError(f"{decided}; expected {id!r:.60}, version {version}")
        after = fold(projection, events, now)  # what it cannot fold is not stored
        try:
            if events:
                store.append(*events)
            return after
        except EventAlreadyExistsError as error:
            clash = error
        if attempt + 1 < attempts:
            store.backoff.wait(attempt)
    raise ContentionError(id, clash.version, attempts) from clash
