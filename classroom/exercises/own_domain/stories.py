"""Lesson 01: two stories of the learner's own events, which end in the same state."""

from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import (
    KEYS,
    any_order,
    expect_a_difference,
    expect_events,
    expect_same,
    for_any,
    same,
    stories,
    told,
)


def an_event_is_a_value_of_your_own(given: Any) -> None:
    """Each story is a list of events: frozen dataclasses with an id, a version and what happened."""
    for name, story in stories(given):
        expect_own_events(story, name)


def three_events_numbered_from_0(given: Any) -> None:
    """Each story has three events or more, with the versions 0, 1, 2 and so on, and one id."""
    for name, story in stories(given):
        expect_three_in_order(story, name)
        ids = list(dict.fromkeys(event.id for event in story))
        expect(ids, ids[:1], f"{name} is one stream, so all its events have the same id")


def the_stories_differ(given: Any) -> None:
    """The two stories have different events."""
    one, another = ([replace(event, id="x") for event in story] for _, story in stories(given))
    if one == another:
        slip = "only the id differs; let something different happen on the way"
        raise NotYetError("one story, told twice", "two stories", slip)


def both_end_alike(given: Any) -> None:
    """`state_after` of both stories is the end that you have written down."""
    for name, story in stories(given):
        seen = given.state_after(list(story))
        slip = f"go through {name} one event at a time; or perhaps the_same_end is wrong"
        if seen is None and given.the_same_end is not None:
            slip = "the function gives back nothing: end it with return and the state"
        elif seen != given.the_same_end and seen == given.state_after(list(story[:1])):
            slip = "only the first event counts: is the return inside the loop, or is a = missing?"
        elif type(seen) is not type(given.the_same_end):
            kinds = type(seen).__name__, type(given.the_same_end).__name__
            slip = "state_after returns a {}, but the_same_end is a {}".format(*kinds)
        expect_same(seen, given.the_same_end, slip)


def the_state_comes_from_the_events(given: Any) -> None:
    """On the way to the end, the state differs at least once."""
    states = [
        given.state_after(list(story[:n]))
        for _, story in stories(given)
        for n in range(1, len(story))
    ]
    if all(state == given.the_same_end for state in states):
        slip = "state_after doesn't look at the events, or nothing changes in them"
        raise NotYetError(f"always {given.the_same_end!r}", "a different state on the way", slip)


def what_happens_last_makes_a_difference(given: Any) -> None:
    """What happens last makes a difference to the state: after another event, it may be another one."""
    slip = "state_after counts events, or leaves out the last one: look at what happened in each"
    expect_a_difference(given, given.state_after, slip)


def the_same_events_make_the_same_state(given: Any) -> None:
    """Whatever happens in whatever order: asked again, `state_after` says the same, and the events stay."""

    @for_any(any_order(given))
    def holds(events: list[Any]) -> None:
        asked = list(events)
        try:
            first = deepcopy(given.state_after(asked))
        except Exception:
            return  # it can't have happened in this order
        slip = "state_after changes the list that it's given: go through it, and leave it as it is"
        expect_events(asked, events, slip)
        again = given.state_after(asked)
        if not same(again, first):
            slip = (
                "something is left from the last call: begin with a new state inside the function"
            )
            raise NotYetError(f"{again!r} after {told(events)}", f"{first!r}, as before", slip)


def expect_own_events(events: Any, name: str) -> None:
    """Raise NotYetError unless `name` is a list of events: frozen dataclasses of the learner's."""
    seen = type(events).__name__
    expect(seen, "list", f"put [ and ] around the events of {name}, even if there is only one")
    for event in events:
        decorated = getattr(type(event), "__dataclass_params__", None)
        if decorated is None and isinstance(event, str | int | float | tuple | list | dict):
            slip = f"each entry of {name} is an event: the name of your class, then ( and )"
            raise NotYetError(repr(event), "an event", slip)
        seen = "a class" if isinstance(event, type) else "not a dataclass"
        seen = f"frozen={decorated.frozen}" if decorated and not isinstance(event, type) else seen
        slip = "@dataclass(frozen=True) belongs above the class, so that nobody rewrites the past"
        if seen == "a class":
            slip = f"write ( and ) after {event.__name__}, with what happened between them"
        expect(seen, "frozen=True", slip)
        _expect_fields(event)
    kinds = {type(event) for event in events}
    if len(kinds) == 1 and not _own_fields(events[0]):
        slip = "what happened? Give your event a field that says it, with a name and a type"
        raise NotYetError("id and version only", "a field of its own, too", slip)


def _expect_fields(event: Any) -> None:
    names = [field.name for field in fields(event) if field.init]
    slip = "a field is a line with a name, a colon and a type: id: str, version: int, and yours"
    if not set(names) >= KEYS:
        raise NotYetError(f"the fields {', '.join(names)}", "id, version and yours", slip)
    if replace(event) != event:
        slip = "without eq, two events with the same fields count as different; leave eq as it is"
        raise NotYetError(f"two equal {type(event).__name__} that differ", "equal ones", slip)


def expect_three_in_order(events: Any, name: str) -> None:
    """Raise NotYetError unless there are three events or more, with the versions 0, 1, 2 ..."""
    if len(events) < 3:
        slip = f"a story has three events or more: tell a little more in {name}"
        raise NotYetError(f"events: {len(events)}", "three events or more", slip)
    slip = f"in {name}, the first event is number 0, and each later one has the next number"
    versions = [event.version for event in events]
    if any(isinstance(version, str) for version in versions):
        slip = f"in {name}, a version is text; write a number there, without quotation marks"
    expect(f"{versions}", f"{[*range(len(events))]}", slip)
    slip = f"in {name}, an id is text, between quotation marks, and not empty"
    for event in events:
        is_text = isinstance(event.id, str) and event.id != ""
        expect("text" if is_text else repr(event.id), "text", slip)


def _own_fields(event: Any) -> set[str]:
    return {field.name for field in fields(event)} - KEYS
