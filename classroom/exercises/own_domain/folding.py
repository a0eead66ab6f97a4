"""Lessons 04 and 05: the learner's projection, its snapshots, and a rule that changes."""

import json
from copy import deepcopy
from typing import Any

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import (
    accepted,
    any_of,
    any_order,
    expect_same,
    fold,
    for_any,
    numbered,
    same,
    stories,
    told,
)


def apply_makes_a_state_of_every_event(given: Any) -> None:
    """Your apply accepts every event of both stories, and returns the next state."""
    for name, story in stories(given):
        state = deepcopy(given.START)
        for event in story:
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
            slip = "something is left from the last call: everything apply knows is in the state"
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


def step_by_step_or_at_once(given: Any) -> None:
    """Your events fold to the same state, step by step or at once, in whatever order they come."""

    @for_any(any_order(given))
    def holds(events: list[Any]) -> None:
        events = accepted(given.START, given.apply, events)
        state = deepcopy(given.START)
        kept = [(state, deepcopy(state))]
        for event in events:
            state = given.apply(state, event)
            kept.append((state, deepcopy(state)))
        for number, (now, before) in enumerate(kept):
            if not same(now, before):
                slip = "apply changes a list or a dict of the old state: make a new one instead"
                seen = (
                    f"{now!r} after {told(events[:number])}, once {told(events[number:])} follows"
                )
                raise NotYetError(seen, f"{before!r}, as before", slip)
        at_once = fold(given.START, given.apply, events)
        if not same(at_once, state):
            slip = "something is left from the last call: everything apply knows is in the state"
            seen = f"{at_once!r} at once, {state!r} step by step, after {told(events)}"
            raise NotYetError(seen, "the same state", slip)


def a_state_comes_back_as_it_was(given: Any) -> None:
    """Each state of any history can be saved as JSON, and comes back as it was."""

    @for_any(any_order(given))
    def holds(events: list[Any]) -> None:
        for rule in (given.apply, given.new_apply):
            state = fold(given.START, rule, accepted(given.START, rule, events))
            before = deepcopy(state)
            back = _back(given, state)
            if not same(back, before):
                slip = "decode leaves out a field, or returns a list where the state has something else"
                if type(back) is not type(before):
                    kinds = type(before).__name__, type(back).__name__
                    slip = "the state has the type {}, but decode returns the type {}".format(
                        *kinds
                    )
                raise NotYetError(repr(back), repr(before), slip)
            expect_same(state, before, "encode changes the state: let it make something new")


def the_rules_differ(given: Any) -> None:
    """The new rule makes another state of your stories, somewhere on the way."""
    seen = "the same states"
    for _, story in stories(given):
        for end in range(len(story)):
            rules = (given.apply, given.new_apply)
            old, new = (fold(given.START, rule, story[: end + 1]) for rule in rules)
            seen = seen if same(old, new) else "another state"
    slip = "both rules make the same states of your stories: what should change for one of them?"
    expect(seen, "another state", slip)


def a_snapshot_changes_nothing(given: Any) -> None:
    """Wherever snapshots were taken, before the new rule or since, it gives the state of all events."""
    revision = given.REVISION
    slip = "a revision is a whole number, and the old rule has 1"
    expect(type(revision).__name__, "int", slip)
    slip = "a new rule has a greater revision"
    expect(revision if revision < 1 else "1 or more", "1 or more", slip)

    @for_any(any_order(given), any_of(range(9)), any_of(range(9)))
    def holds(events: list[Any], old: int, new: int) -> None:
        events = accepted(given.START, given.new_apply, events)
        events = numbered(accepted(given.START, given.apply, events), "s")
        # By revision: after how many events it was taken, and what was saved.
        saved = {1: (old, _json(given, fold(given.START, given.apply, events[:old])))}
        if revision != 1:
            state = fold(given.START, given.new_apply, events[:new])
            saved[revision] = (new, _json(given, state))
        taken, kept = saved[revision]
        start = given.decode(json.loads(kept))
        whole, again = (fold(given.START, given.new_apply, events) for _ in range(2))
        slip = "something is left from the last call: everything new_apply knows is in the state"
        expect_same(again, whole, slip)
        state = fold(start, given.new_apply, events[taken:])
        if not same(state, whole):
            slip = "decode loses something that the next events need"
            if revision == 1:
                slip = "the new rule begins at a state of the old one: give it a new REVISION"
            seen = f"{state!r} from a snapshot after {told(events[:taken])}, then {told(events[taken:])}"
            raise NotYetError(seen, f"{whole!r}", slip)


def _json(given: Any, state: Any) -> str:
    try:
        return json.dumps(given.encode(state), allow_nan=False)
    except TypeError as error:
        if "JSON" not in str(error) and "keys must be" not in str(error):
            raise
        slip = "encode must turn a set into a list, and a date into text: sorted(...), .isoformat()"
        raise NotYetError(f"TypeError: {error}, for {state!r}", "what JSON has", slip) from error


def _back(given: Any, state: Any) -> Any:
    return given.decode(json.loads(_json(given, state)))
