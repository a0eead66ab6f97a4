"""Test a decision without a table: given these events, when this is decided, then this happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic

from eventstore.codec import EventCodec
from eventstore.deciding import Decide, decided
from eventstore.event import E
from eventstore.projection import Projected, Projection, S, check_projection, fold


@dataclass(frozen=True)
class Scenario(Generic[S, E]):
    """A stream with some events, made by `given`."""

    projection: Projection[S, E]
    events: tuple[E, ...]

    @property
    def before(self) -> Projected[S]:
        """The state that the events add up to, and its version."""
        return fold(self.projection, self.events)

    def when(self, decide: Decide[S, E]) -> list[E]:
        """Return the events that `EventStore.execute` would append.

        Raises what `decide` raises, and what `execute` raises for events that can't be appended.
        """
        id = self.events[0].id if self.events else None
        events, _ = decided(id, self.before, self.projection, decide, check_type=_check_storable)
        return events


def given(projection: Projection[S, E], *events: E) -> Scenario[S, E]:
    """Return a stream with these events, in which a decision can be tried.

        >>> def test_a_potion_heals():
        ...     hero = given(CHARACTER, Event("hero", 0, "cpustejovsky", +8))
        ...     assert hero.when(drink) == [Event("hero", 1, "cpustejovsky", +5, "Healing potion")]

    Raises VersionGapError unless the versions are 0, 1, 2 and so on.
    """
    check_projection(projection)
    stream = Scenario(projection, events)
    _ = stream.before  # raises an error now if the events aren't a stream
    return stream


def _check_storable(event: object) -> None:
    codec: EventCodec[Any] = EventCodec(type(event))
    codec.write(event)
