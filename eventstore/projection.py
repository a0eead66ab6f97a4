"""Fold a stream into its current state: a pure function that never sees the client."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from eventstore.errors import VersionGapError
from eventstore.event import E
from eventstore.limits import check_text, check_whole

S = TypeVar("S")  # a state: whatever a projection makes of events


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Projection(Generic[S, E]):
    """How events become a state: from `initial` on, `apply(state, event)` returns the next one.

    Raise `revision` when you change `apply`, or snapshots of the old rule would still be used.
    `initial` is copied before each fold. `encode` makes of a state what a snapshot can keep (str,
    int, bool, Decimal, bytes, None, list, dict), and `decode` the state of that; a whole Decimal
    comes back as an int, so give `decode=Decimal` for such a state.
    """

    name: str
    initial: S
    apply: Callable[[S, E], S]
    revision: int = 1
    encode: Callable[[S], Any] = _as_it_is
    decode: Callable[[Any], S] = _as_it_is

    def __post_init__(self) -> None:
        check_text("name", self.name, ValueError)
        check_whole("revision", self.revision, 1)


@dataclass(frozen=True, slots=True)
class Projected(Generic[S]):
    """A state, and the version of the last event in it; -1 where there is none.

    `events_read` events were folded, those just decided among them, onto the snapshot of
    `snapshot_version` if there was one.
    """

    state: S
    version: int = -1
    snapshot_version: int | None = None
    events_read: int = 0


def fold(
    projection: Projection[S, E], events: Iterable[E], start: Projected[S] | None = None
) -> Projected[S]:
    """Return what the events make of the initial state, or of `start`.

    VersionGapError unless their versions follow, one by one, from 0 or from the start's.
    """
    # A copy: an `apply` that changes its state in place must not change the projection.
    now = start or Projected(deepcopy(projection.initial))
    state, version = now.state, now.version
    for event in events:
        if event.version != version + 1:
            raise VersionGapError(event.id, version + 1)
        state, version = projection.apply(state, event), event.version
    events_read = now.events_read + version - now.version
    return replace(now, state=state, version=version, events_read=events_read)
