"""Lesson 04: the state that the learner's events make."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import (
    accepted,
    any_order,
    expect_a_difference,
    expect_same,
    fold,
    for_any,
    same,
    stories,
    told,
)


def apply_makes_a_state_of_every_event(given: Any) -> None:
    """Your apply accepts every event of both stories, and returns the next state."""
    slip = "this is the class: write ( and ) behind its name, to make the first state"
    expect("a class" if isinstance(given.START, type) else "a state", "a state", slip)
    for name, story in stories(given):
        state = deepcopy(given.START)
        for event in story:
            before = deepcopy(event)
            try:
                state = given.apply(state, event)
            except Exception as error:
                is_their_own = type(error).__module__ == given.apply.__module__
                if not is_their_own and type(error) not in (
                    ValueError,
                    AssertionError,
                    RuntimeError,
                ):
                    raise
                slip = "an event has happened, so apply can't refuse it: say what it means"
                seen = f"{type(error).__name__}: {error}, at version {event.version} of {name}"
                raise NotYetError(seen, "a state", slip) from error
            expect_same(event, before, "apply changes the event: what has happened stays as it is")
            slip = "some way through the function ends without a return of the next state"
            if given.START is not None:
                expect("None" if state is None else "a state", "a state", slip)


def the_same_story_makes_the_same_state(given: Any) -> None:
    """Asked again, apply makes the same state of the same story."""
    for _, story in stories(given):
        try:
            first, again = (fold(given.START, given.apply, story) for _ in range(2))
        except Exception:
            return  # the next test says at which event
        if not same(first, again):
            slip = "asked again, it says something else: let apply look only at the state and the event"
            raise NotYetError(f"{again!r} after {told(story)}", f"{first!r}, as before", slip)


def the_state_is_what_you_say(given: Any) -> None:
    """The fold of one_story is the state that you worked out."""
    seen = fold(given.START, given.apply, given.one_story)
    slip = "a rule is missing in your apply, or your sum is wrong: go through it event by event"
    if type(seen) is not type(given.BY_HAND):
        kinds = type(seen).__name__, type(given.BY_HAND).__name__
        slip = "the state has the type {}, but BY_HAND the type {}".format(*kinds)
    elif seen == given.BY_HAND:
        slip = "both look alike, but some value is of another type: is 1 text, or True, or 1.0?"
    expect_same(seen, given.BY_HAND, slip)


def something_has_happened(given: Any) -> None:
    """At some version of one_story, the state isn't what it was at the beginning."""
    story = given.one_story
    states = [fold(given.START, given.apply, story[: end + 1]) for end in range(len(story))]
    slip = "after all your events the state is as if nothing had happened"
    expect(
        "the same" if all(each == given.START for each in states) else "another", "another", slip
    )


def what_happens_makes_a_difference(given: Any) -> None:
    """What happens makes a difference: after another event, the state may be another one."""
    slip = "it makes no difference what an event says: what does it mean for the state?"
    expect_a_difference(given, lambda events: fold(given.START, given.apply, events), slip)


def step_by_step_or_at_once(given: Any) -> None:
    """Your events fold to the same state, step by step or at once, in whatever order they come."""
    expect_steps(given, given.apply)


def expect_steps(given: Any, apply: Callable[[Any, Any], Any]) -> None:
    """Raise NotYetError unless a step makes a new state, and the same one whenever it's asked."""
    name = getattr(apply, "__name__", "apply")

    @for_any(any_order(given))
    def holds(events: list[Any]) -> None:
        events = accepted(given.START, apply, events)
        state = deepcopy(given.START)
        kept = [(state, deepcopy(state))]
        for event in events:
            state = apply(state, event)
            kept.append((state, deepcopy(state)))
        for number, (now, before) in enumerate(kept):
            if not same(now, before):
                slip = f"{name} changes a list or a dict of the old state: make a new one instead"
                seen = (
                    f"{now!r} after {told(events[:number])}, once {told(events[number:])} follows"
                )
                raise NotYetError(seen, f"{before!r}, as before", slip)
        at_once = fold(given.START, apply, events)
        if not same(at_once, state):
            slip = f"asked again, it says something else: let {name} look only at the state and the event"
            seen = f"{at_once!r} at once, {state!r} step by step, after {told(events)}"
            raise NotYetError(seen, "the same state", slip)
