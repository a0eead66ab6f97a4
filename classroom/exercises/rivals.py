"""A store where somebody else is faster, for the tests of what an answer does then."""

from collections.abc import Callable, Sequence
from typing import Any

from eventstore import EventStore


class Rivalled(EventStore[Any]):
    """A store where a rival is faster: just before the next append it does its own, once."""

    rival: Callable[[], object] | None = None

    def append(
        self,
        *events: Any,
        append_id: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """Let the rival go first, if it has not been there yet."""
        rival, self.rival = self.rival, None
        if rival:
            rival()
        super().append(*events, append_id=append_id, metadata=metadata)


def store_with(client: Any, table: str, events: Sequence[Any]) -> Rivalled:
    """Return a store of the events' type, with the events in it, and no rival so far."""
    store = Rivalled(client, table, event_type=type(events[0]))
    store.append(*events)
    return store
