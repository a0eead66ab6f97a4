"""Lesson 05: snapshots of the learner's states, and a rule that changes."""

import json
from copy import deepcopy
from typing import Any

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.folding import expect_steps
from classroom.exercises.own_domain.histories import (
    accepted,
    any_of,
    any_order,
    expect_a_difference,
    expect_same,
    fold,
    for_any,
    numbered,
    same,
    stories,
    told,
)


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


def the_new_rule_looks_at_the_events(given: Any) -> None:
    """By the new rule, too, what happens makes a difference to the state."""
    slip = "new_apply only counts events: let it do what apply does, but for one rule"
    expect_a_difference(given, lambda events: fold(given.START, given.new_apply, events), slip)


def the_new_rule_makes_new_states(given: Any) -> None:
    """The new rule leaves the old state as it is, and makes the same of it whenever it's asked."""
    expect_steps(given, given.new_apply)


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
    kept = _json(given, state)
    _json(given, deepcopy(given.START))  # another snapshot, of another stream
    return given.decode(json.loads(kept))
