"""Lesson 10: one of the learner's event types has a new form, and the state as of a time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import (
    KEYS,
    accepted,
    any_of,
    any_order,
    expect_events,
    expect_same,
    fold,
    for_any,
    numbered,
    stories,
    told,
)
from eventstore import UnreadableEventError, WrongEventTypeError

_NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


def then_holds_every_event(given: Any) -> None:
    """`THEN` can write and read every event of both stories."""
    for name, story in stories(given):
        for event in numbered(story, "s"):
            try:
                item = given.THEN.write(event)
            except WrongEventTypeError as error:
                slip = f"{type(event).__name__} is in {name}: it needs a name, too"
                raise NotYetError(f"{error}", f"a name for {told([event])}", slip) from error
            expect_events([given.THEN.read(item)], [event], "")


def now_reads_every_old_card(given: Any) -> None:
    """`NOW` reads whatever `THEN` has written, and keeps id and version."""
    for _, story in stories(given):
        for old in numbered(story, "s"):
            new = _new(given, old)
            seen, expected = (f"{event.id}, {event.version}" for event in (new, old))
            expect(seen, expected, "an upcast keeps Id and Version as they are")


def the_form_and_its_name_are_new(given: Any) -> None:
    """Some event comes back in a new form, under a name that the old program doesn't know."""
    olds = [event for _, story in stories(given) for event in numbered(story, "s")]
    changed = [(old, new) for old, new in ((o, _new(given, o)) for o in olds) if new != old]
    slip = (
        "NOW makes of every card what THEN makes of it: is there a new class, and an upcast to it?"
    )
    expect("a new form" if changed else "the same events", "a new form", slip)
    names = [given.THEN.write(old).get("EventType") for old in olds]
    for _, new in changed:
        if (name := given.NOW.write(new).get("EventType")) in names:
            slip = "an old program would take it for the old form: a new form gets a new name"
            raise NotYetError(f"the new form has the old name, {name}", "a name of its own", slip)
    for old, new in changed:
        if type(old) is type(new):
            slip = "the class is the old one: what's new about it? Give the new form a class"
            raise NotYetError(told([new]), "an event of a new class", slip)


def nothing_gets_lost(given: Any) -> None:
    """What NOW writes, it reads again; and two old events that differ are two new ones that differ."""
    events = [event for _, story in stories(given) for event in numbered(story, "s")]

    @for_any(any_of(events), any_of(events))
    def holds(one: Any, another: Any) -> None:
        new, other = (_new(given, event) for event in (one, another))
        expect_events([given.NOW.read(given.NOW.write(new))], [new], "")
        if _content(given.THEN, one) != _content(given.THEN, another):
            slip = "something on the old card got lost: does a default stand in its place?"
            if _content(given.NOW, new) == _content(given.NOW, other):
                seen = f"{told([new])} for {told([one])} and for {told([another])}"
                raise NotYetError(seen, "two events that differ", slip)


def the_states_stay_as_they_were(given: Any) -> None:
    """With `newest_apply`, the events that NOW reads make the states that your rule made before."""
    rule = getattr(given, "new_apply", given.apply)

    @for_any(any_order(given))
    def holds(events: list[Any]) -> None:
        events = accepted(given.START, rule, events)
        new = [_new(given, event) for event in events]
        seen = fold(given.START, given.newest_apply, new)
        slip = "does newest_apply know the new class, and do the same for it as before?"
        expect_same(seen, fold(given.START, rule, events), slip)


def what_was_known_is_the_beginning_of_the_story(given: Any) -> None:
    """`known_at(time, records)` returns the events before the first that was stored after that time."""
    events = [event for _, story in stories(given) for event in story]
    minutes = st.lists(any_of(range(8)), max_size=6)

    @for_any(minutes, any_of(range(8)))
    def holds(stored: list[int], asked: int) -> None:
        history = numbered([events[n % len(events)] for n in range(len(stored))], "s")
        times = [_NOON + timedelta(minutes=minute) for minute in stored]
        until = next((n for n, minute in enumerate(stored) if minute > asked), len(stored))
        records = list(zip(times, history, strict=True))
        known = given.known_at(_NOON + timedelta(minutes=asked), records)
        slip = "known_at returns events: without their times, and never None"
        if not isinstance(known, Iterable):
            raise NotYetError(f"{known!r:.60}", "a list of events", slip)
        known = [*known]
        if any(isinstance(each, tuple) for each in known):
            raise NotYetError(f"{known!r:.60}", "a list of events", slip)
        slip = "known_at changes the list that it's given: only look at it"
        expect(len(records), len(history), slip)
        seen = [event.version for event in known]
        if seen != [*range(until)]:
            clock = f"stored at {', '.join(f'12:0{minute}' for minute in stored)}"
            slip = ""
            if seen == [n for n, minute in enumerate(stored) if minute <= asked]:
                slip = "choosing by time leaves a hole if a clock is slow: stop at the first that's too late"
            elif seen == [n for n in range(until) if stored[n] != asked]:
                slip = "what was stored at that very time was known"
            raise NotYetError(
                f"versions {seen} as of 12:0{asked}, {clock}", f"versions {[*range(until)]}", slip
            )


def _new(given: Any, old: Any) -> Any:
    """Return what NOW makes of the card that THEN writes."""
    try:
        return given.NOW.read(given.THEN.write(old))
    except UnreadableEventError as error:
        slip = ""
        if "no event type has the name" in str(error):
            slip = "the old name needs an upcast: every name that THEN writes is still on a card"
        raise NotYetError(f"{error}", f"an event for {told([old])}", slip) from error


def _content(types: Any, event: Any) -> dict[str, Any]:
    """Return what a card says, apart from the stream and the version."""
    keys = {key.title() for key in KEYS}
    return {name: value for name, value in types.write(event).items() if name not in keys}
