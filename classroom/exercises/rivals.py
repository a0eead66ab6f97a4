"""A store where somebody else is faster, for the tests of what an answer does then."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from classroom.exercises.requests import READS
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


@contextmanager
def just_before_a_write(client: Any, rival: Callable[[], object]) -> Iterator[None]:
    """Let a rival act once, after the client's reads and right before its first write."""
    waiting = [rival]

    def write(model: Any, **_: Any) -> None:
        if waiting and model.name not in READS:
            waiting.pop()()

    client.meta.events.register("before-call.dynamodb", write)
    try:
        yield
    finally:
        client.meta.events.unregister("before-call.dynamodb", write)
