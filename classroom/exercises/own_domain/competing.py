"""Lesson 06: a rule of the learner's that holds, however many decide at the same moment."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import (
    any_of,
    expect_events,
    expect_same,
    fold,
    for_any,
    numbered,
    stories,
    told,
)
from classroom.exercises.own_domain.memory import MemoryStore
from eventstore import EventAlreadyExistsError

_ATTEMPTS = 10
# Nobody raises these to refuse something; other errors of Python's may mean that.
SLIPS = (NameError, AttributeError, TypeError, KeyError, IndexError, ZeroDivisionError)


def the_rule_holds_in_your_stories(given: Any) -> None:
    """`holds(state)` returns True or False, and it's True at the end of one_story."""
    state = _state(given, given.one_story)
    seen = given.holds(state)
    slip = "holds returns a comparison, such as state.copies >= 0"
    expect(type(seen).__name__, "bool", slip)
    slip = "your own story breaks the rule: is the rule right? Is the story?"
    expect(f"{seen} for {state!r}", f"True for {state!r}", slip)


def a_decision_depends_on_what_it_is_told(given: Any) -> None:
    """`decide` returns events of the given stream, from the given version on, and the same if asked again."""
    for start in _starts(given):
        for wish in (given.one_wish, given.another_wish):
            state, stream, version = _state(given, start), "stream-42", len(start) + 5
            before = deepcopy(state)
            decided = _decided(given, state, stream, version, wish)
            slip = "put [ and ] around the events that decide returns; nothing is []"
            expect(type(decided).__name__, "list", slip)
            slip = (
                "you can't know the version beforehand: take the next_version that decide is told"
            )
            seen = [event.version for event in decided]
            expect(seen, [*range(version, version + len(decided))], slip)
            slip = "an event belongs to the stream that decide is told, without quotes"
            expect([event.id for event in decided], [stream] * len(decided), slip)
            slip = "decide changes the state: let it look, and nothing else"
            expect_same(state, before, slip)
            slip = "asked again, it decides something else: everything it knows should be its arguments"
            again = _decided(given, state, stream, version, wish)
            expect_events(again, decided, slip)


def only_one_wish_can_come_true(given: Any) -> None:
    """Somewhere in your stories, either wish alone is granted, and both together would break the rule."""
    granted = False
    for start in _starts(given):
        state = _state(given, start)
        wishes = [
            _decided(given, state, "s", len(start), wish)
            for wish in (given.one_wish, given.another_wish)
        ]
        if all(wishes):
            granted = True
            alone = [given.holds(_state(given, [*start, *events])) for events in wishes]
            both = given.holds(_state(given, [*start, *wishes[0], *wishes[1]]))
            if all(alone) and not both:
                return
    slip = (
        "nowhere in your stories are both wishes granted: is there ever one left? Is the if right?"
    )
    expect("granted" if granted else "never granted", "granted", slip)
    slip = (
        "holds is still True if both get it: what would be wrong then? Or is there enough for both?"
    )
    raise NotYetError("both together, and the rule holds", "only one of them", slip)


def the_rule_holds_with_any_rival(given: Any) -> None:
    """The rule holds after each event, in any order of wishes, also if a rival slips in."""
    starts = _starts(given)
    wishes = [given.one_wish, given.another_wish]
    turns = st.lists(st.tuples(any_of(range(2)), st.booleans()), max_size=6)

    @for_any(any_of(range(len(starts))), turns)
    def holds(number: int, turns: list[tuple[int, bool]]) -> None:
        store, begun = MemoryStore(), numbered(starts[number], "s")
        if begun:
            store.append(*begun)

        def still_holds() -> None:
            events = store.query("s")
            if not given.holds(_state(given, events)):
                slip = "does decide look at the state, and refuse if there's nothing left?"
                seen = f"{_state(given, events)!r} after {told(events)}"
                raise NotYetError(seen, "holds(state) is True", slip)

        store.after = still_holds
        for wish, is_disturbed in turns:
            if is_disturbed:
                store.before = lambda other=wishes[1 - wish]: grant(given, store, "s", other)
            grant(given, store, "s", wishes[wish])


def grant(given: Any, store: MemoryStore, stream: str, wish: Any) -> None:
    """Decide and append, as `execute` does: on a clash, read and decide again."""
    for _ in range(_ATTEMPTS):
        events = store.query(stream) if store.has(stream) else []
        decided = _decided(given, _state(given, events), stream, len(events), wish)
        if not decided:
            return
        try:
            store.append(*decided)
        except EventAlreadyExistsError:
            continue
        return


def _decided(given: Any, state: Any, stream: str, version: int, wish: Any) -> Any:
    """Return what is decided; nothing if it's refused by an error."""
    try:
        decided = given.decide(state, stream, version, wish)
    except SLIPS as error:
        if type(error).__module__ == "builtins":
            raise
        return []
    except Exception:
        return []
    return [] if decided is None else decided


def _state(given: Any, events: Any) -> Any:
    return fold(given.START, getattr(given, "new_apply", given.apply), events)


def _starts(given: Any) -> list[Any]:
    """Return the beginnings of both stories for which the rule holds."""
    beginnings = [story[:end] for _, story in stories(given) for end in range(len(story) + 1)]
    return [each for each in beginnings if given.holds(_state(given, each))]
