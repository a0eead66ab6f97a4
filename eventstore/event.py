"""What the store needs to know about an event: its stream and its place in that stream.

You define your own events, as frozen dataclasses. There's one in `eventstore.example`. All events
with the same `id` are a stream, and their versions are 0, 1, 2 and so on.
"""

from typing import Protocol, TypeVar


class AnyEvent(Protocol):
    """Any event type. `EventCodec` says which other fields it can have."""

    @property
    def id(self) -> str:
        """The id of the stream."""

    @property
    def version(self) -> int:
        """The event's number in its stream. The first event has version 0."""


E = TypeVar("E", bound=AnyEvent)  # the event type of one store
