"""What holds of the events that a learner brings along, in whatever field they happen."""

from collections.abc import Sequence
from typing import Any

from classroom.exercises.exercise import NotYetError, expect

# How the cell to fill in begins.
MY_EVENT = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    ___  # what happened


"""


def my_story_is_a_story(given: Any) -> None:
    """my_story(stream) makes three frozen events or more of that stream, versions 0, 1, 2 ..."""
    stream = given.new_id()
    expect_a_story(given.my_story(stream), stream, "my_story")


def expect_a_story(events: Any, stream: str, name: str) -> None:
    """Raise NotYetError unless the story that `name` makes of a stream is as it should be.

    A story is a list of three events or more, all of this stream, with the versions 0, 1, 2 ...
    """
    expect_own_events(events, name)
    expect_three_in_order(events, name)
    for event in events:
        seen = "the id that is given" if event.id == stream else f"the id {event.id!r}"
        slip = f"every event belongs to the stream that {name} is given, without quotes"
        expect(seen, "the id that is given", slip)


def expect_own_events(events: Any, name: str) -> None:
    """Raise NotYetError unless `name` returns a list of events, of one frozen type."""
    seen = type(events).__name__
    expect(seen, "list", f"put [ and ] around the events of {name}, even if there is only one")
    for event in events:
        decorated = getattr(type(event), "__dataclass_params__", None)
        if decorated is None and isinstance(event, str | int | float | tuple | list | dict):
            slip = f"each entry of {name} is an event: the name of your class, then ( and )"
            raise NotYetError(repr(event), "an event", slip)
        seen = f"frozen={decorated.frozen}" if decorated else "not a dataclass"
        slip = "@dataclass(frozen=True) belongs above the class, so that nobody rewrites the past"
        expect(seen, "frozen=True", slip)
        if not set(type(event).__dataclass_fields__) - {"id", "version"}:
            slip = "what happened? Give your event a field that says it, with a name and a type"
            raise NotYetError("id and version only", "a field of its own, too", slip)
    kinds = sorted({type(event).__name__ for event in events})
    if len(kinds) > 1:
        slip = "one type a story: what differs could be a field"
        raise NotYetError(" and ".join(kinds), "one type", slip)


def expect_three_in_order(events: Sequence[Any], name: str) -> None:
    """Raise NotYetError unless there are three events or more, with the versions 0, 1, 2 ..."""
    if len(events) < 3:
        slip = f"a story has three events or more: tell a little more in {name}"
        raise NotYetError(f"events: {len(events)}", "three events or more", slip)
    slip = f"in {name}, the first event is number 0, and each later one has the next number"
    versions = [event.version for event in events]
    if any(isinstance(version, str) for version in versions):
        slip = f"in {name}, a version is text; write a number there, without quotation marks"
    expect(versions, [*range(len(events))], slip)


def expect_a_state_each(projection: Any, events: Sequence[Any]) -> None:
    """Raise NotYetError unless the projection's function returns a state for every event."""
    state = projection.initial
    for event in events:
        state = projection.apply(state, event)
        slip = "some way through the function ends without a return of the next state"
        if projection.initial is not None:
            expect("None" if state is None else "a state", "a state", slip)
