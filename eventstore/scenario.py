"""Test a decision without a table: given these events, when we decide, these events follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic

from eventstore.codec import EventCodec
from eventstore.deciding import Decide, decided
from eventstore.errors import shown
from eventstore.event import E
from eventstore.limits import check_append
from eventstore.projection import Projected, Projection, S, check_projection, fold
from eventstore.values import Item


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
        But it doesn't know the store: any event type that can be stored will do.
        """
        id = self.events[0].id if self.events else None
        events, _ = decided(id, self.before, self.projection, decide, check_type=_check_storable)
        if events:
            check_append(events, [_item(event) for event in events], append_id="scenario")
        return events


def given(projection: Projection[S, E], *events: E) -> Scenario[S, E]:
    """Return a stream with these events, on which you can try a decision with `when`.

        >>> def test_a_potion_heals():
        ...     hero = given(CHARACTER, Event("hero", 0, "cpustejovsky", +8))
        ...     assert hero.when(drink) == [Event("hero", 1, "cpustejovsky", +5, "Healing potion")]

    Raises VersionGapError unless the versions are 0, 1, 2 and so on, ValueError if the events are
    of several streams, and TypeError or InvalidEventError for one that can't be stored.
    """
    check_projection(projection)
    for event in events:
        _check_storable(event)
    ids = dict.fromkeys(event.id for event in events)
    if len(ids) > 1:
        raise ValueError(f"given events must be of one stream, got {', '.join(map(shown, ids))}")
    stream = Scenario(projection, events)
    _ = stream.before  # raises VersionGapError now, and not only in `when`
    return stream


def _check_storable(event: object) -> None:
    _item(event)


def _item(event: object) -> Item:
    """Return the item for an event of any type. Raises an error if it can't be stored."""
    codec: EventCodec[Any] = EventCodec(type(event))
    return codec.write(event)
