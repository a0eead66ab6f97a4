"""Fold the events of a stream into a state. `fold` never sees a client."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from eventstore.errors import VersionGapError, shown
from eventstore.event import E
from eventstore.fields import Converter, MisfitError, converter_of
from eventstore.limits import MAX_VERSION, check_function, check_integer, check_text
from eventstore.values import TOO_DEEP

S = TypeVar("S")  # a state: whatever a projection makes of events


def _unchanged(value: Any) -> Any:
    return value


# Without slots: Python 3.11 can't make a `Projection[list[str], Event](...)` that has them.
@dataclass(frozen=True)
class Projection(Generic[S, E]):
    """How events become a state.

    The fold starts with a copy of `initial`, and `apply(state, event)` returns the next state:

        >>> TOTAL = Projection("total", 0, lambda total, event: total + event.character_hit_points)

    If `initial` is empty, tell mypy what it will hold: `Projection[list[str], Event]("notes", [],
    apply)`.

    `name` and `revision` say which snapshots belong to this projection. Increase `revision`
    whenever you change `apply`, a function that it calls, an upcast, `encode`, `decode` or the
    fields of the state. Otherwise old snapshots are used, because the store can't compare
    functions. It notices only another `initial`: then it ignores the snapshots, with a warning.

    `state_type` is the type of the state. With it, snapshots store the state as an event is stored,
    by its type hints. It can be whatever the field of an event can be, such as a frozen dataclass.
    Raises TypeError, which names the field, if it can't be stored.

        >>> HERO = Projection("hero", Character(), apply, state_type=Character)

    Without `state_type`, `encode` turns a state into something that a snapshot can hold: str, int,
    bool, Decimal, bytes, None, or lists and dicts of these. `decode` turns it back into a state. A
    Decimal without a fraction comes back as an int, inside lists and dicts as well: there's no hint
    that says what it was. So if the state is a Decimal, pass `decode=Decimal`, and if it contains
    some, let `decode` convert them. `encode` must return the same for equal states, so sort a set:
    otherwise the store may think that `initial` has changed.
    """

    name: str
    initial: S
    apply: Callable[[S, E], S]
    revision: int = 1
    encode: Callable[[S], Any] = _unchanged
    decode: Callable[[Any], S] = _unchanged
    state_type: Any = None
    _converter: Converter | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_text("name", self.name, ValueError)
        check_integer("revision", self.revision, 1)
        if self.revision > MAX_VERSION:  # snapshots hold it, as a number
            raise ValueError(f"revision must have at most 38 digits, got {shown(self.revision)}")
        check_function("apply", self.apply)
        check_function("encode", self.encode)
        check_function("decode", self.decode)
        if self.state_type is not None:
            if (self.encode, self.decode) != (_unchanged, _unchanged):
                raise TypeError("pass state_type, or encode and decode, but not both")
            converter = converter_of(self.state_type, "state_type")
            object.__setattr__(self, "_converter", converter)  # the dataclass is frozen

    def encoded(self, state: S) -> Any:
        """Return what a snapshot holds for a state.

        Raises whatever `encode` raises, or MisfitError if the state doesn't fit `state_type`.
        """
        if self._converter is None:
            return self.encode(state)
        try:
            return self._converter.store(state, "its state")
        except RecursionError:  # it may contain itself
            raise MisfitError(f"its state {TOO_DEEP}") from None

    def decoded(self, stored: Any) -> S:
        """Return the state for what a snapshot holds.

        Raises whatever `decode` raises, or MisfitError if it doesn't fit `state_type`.
        """
        if self._converter is None:
            return self.decode(stored)
        state: S = self._converter.load(stored, "State")
        return state


@dataclass(frozen=True)
class Projected(Generic[S]):
    """A state, and how it came about.

    `version` is that of the last event in it, or -1 without events. `snapshot_version` is that of
    the snapshot that the fold started from, or None if it started from the initial state.
    `events_read` is how many events were folded since then. It includes those that `execute`
    appended.
    """

    state: S
    version: int = -1
    snapshot_version: int | None = None
    events_read: int = 0


def check_projection(projection: object) -> None:
    """Raise TypeError unless this is a projection."""
    if not isinstance(projection, Projection):
        raise TypeError(f"projection must be a Projection, got {shown(projection)}")


def fold(
    projection: Projection[S, E], events: Iterable[E], start: Projected[S] | None = None
) -> Projected[S]:
    """Return the state after the events, starting from `start` or from the initial state.

    Raises VersionGapError unless the versions go up by one, from the one after `start`, or from 0.
    Don't use `start` after this call: `apply` may have changed its state in place.
    """
    if start is None:
        # Copy it: an `apply` that changes its state in place must not change the projection.
        start = Projected(deepcopy(projection.initial))
    state = start.state
    version = start.version
    for event in events:
        if event.version != version + 1:
            raise VersionGapError(event.id, version + 1)
        state = projection.apply(state, event)
        version = event.version
    events_read = start.events_read + version - start.version  # there are no gaps
    return Projected(state, version, start.snapshot_version, events_read)
