"""Histories made of a learner's own events, told in the learner's own words."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as for_each
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from classroom.exercises.exercise import NotYetError

KEYS = {"id", "version"}
VERSIONS = (*range(21), 99, 1000)
# The same on every run, and no files.
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    max_examples=100,
)

HASHED = "hash(...) of a text is another one after a restart: Python draws it anew"


class Renewed(str):
    """The same text, after a restart of Python: equal, but with another hash."""

    __slots__ = ()

    def __hash__(self) -> int:
        """Return another hash than that of the text."""
        return ~super().__hash__()


def for_any(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], None]:
    """Run the decorated function at once, for a hundred examples; raise for the smallest bad one."""

    def run(holds: Callable[..., None]) -> None:
        found: list[NotYetError] = []

        @STEADY
        @for_each(st.tuples(*strategies))
        def holds_for(values: tuple[Any, ...]) -> None:
            try:
                holds(*values)
            except NotYetError as error:
                found.append(error)
                raise

        try:
            holds_for()
        except Flaky:
            slip = "the same events make something else each time: is something kept between calls?"
            raise next(iter(found), NotYetError("not always", "always", slip)) from None

    return run


def stories(given: Any) -> list[tuple[str, Any]]:
    """The two stories, with their names."""
    return [("one_story", given.one_story), ("another_story", given.another_story)]


def numbered(events: Sequence[Any], stream: str) -> list[Any]:
    """Return these events as the history of a stream: its id, and the versions 0, 1, 2 ..."""
    return [replace(event, id=stream, version=number) for number, event in enumerate(events)]


def other_signs(event: Any) -> list[Any]:
    """Return the event with the other sign, once for each of its numbers: -2 for 2."""
    found = []
    for field in fields(event):
        value = getattr(event, field.name)
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if is_number and field.init and field.name not in KEYS:
            with suppress(Exception):  # an event may not take it
                found.append(replace(event, **{field.name: -value}))
    return found


def any_of(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Choose one of the values. The simplest is the first one.

    `sampled_from` would draw numbers. For these, hypothesis looks for constants in the modules
    around, and leaves files; for booleans, it doesn't.
    """
    bits = (len(values) - 1).bit_length()
    numbers = st.tuples(*[st.booleans()] * bits).map(lambda drawn: _number(drawn) % len(values))
    return numbers.map(lambda number: values[number])


def _number(bits: Sequence[bool]) -> int:
    return sum(bit << place for place, bit in enumerate(bits))


def any_order(given: Any, stream: str = "s") -> st.SearchStrategy[list[Any]]:
    """Make histories of the learner's own events, in any order; some of them come twice."""
    events = [*given.one_story, *given.another_story]
    chosen = st.lists(any_of(events), max_size=8)
    return chosen.map(lambda events: numbered(events, stream))


def accepted(start: Any, apply: Callable[..., Any], events: Sequence[Any]) -> list[Any]:
    """Return the events without those that can't follow: `apply` has an error for them."""
    kept: list[Any] = []
    state = deepcopy(start)
    for event in events:
        try:
            state = apply(deepcopy(state), event)
        except Exception:  # noqa: S112 - a king that has been taken doesn't move
            continue
        kept.append(event)
    return numbered(kept, events[0].id) if kept else []


def fold(start: Any, apply: Callable[..., Any], events: Sequence[Any]) -> Any:
    """Return the state after these events."""
    state = deepcopy(start)
    for event in events:
        state = apply(state, event)
    return state


def expect_a_difference(given: Any, state_of: Callable[[list[Any]], Any], slip: str) -> None:
    """Raise NotYetError if the last of several events never makes a difference to the state."""
    own = [*given.one_story, *given.another_story]
    beginnings = [story[:end] for _, story in stories(given) for end in range(1, len(story))]
    beginnings += [[event] for event in own]
    for beginning in beginnings:
        states: list[Any] = []
        for last in own:
            try:
                states.append(deepcopy(state_of(numbered([*beginning, last], "s"))))
            except Exception:  # noqa: S112 - it can't happen then
                continue
        if any(not same(state, states[0]) for state in states):
            return
    seen = f"the same state after {told([*beginnings[0], own[0]])}, whatever comes last"
    raise NotYetError(seen, "another state after another event", slip)


def told(events: Sequence[Any]) -> str:
    """Return the events as a learner would write them, without ids and versions."""
    return ", ".join(map(_told, events)) or "no event"


def _told(event: Any) -> str:
    names = [field.name for field in fields(event) if field.name not in KEYS and field.repr]
    shown = ", ".join(f"{name}={getattr(event, name)!r}" for name in names)
    return f"{type(event).__name__}({shown})"


def same(one: Any, another: Any) -> bool:
    """Return whether both are equal, and of the same types all the way down: 1 isn't True or 1.0."""
    if type(one) is not type(another):
        return False
    if is_dataclass(one):
        names = [field.name for field in fields(one) if field.compare]
        return all(same(getattr(one, name), getattr(another, name)) for name in names)
    if isinstance(one, list | tuple):
        return len(one) == len(another) and all(map(same, one, another))
    if isinstance(one, dict):
        return one.keys() == another.keys() and all(same(one[key], another[key]) for key in one)
    return bool(one == another)


def expect_same(seen: Any, expected: Any, slip: str) -> None:
    """Raise NotYetError unless both are the same, whatever order a set has."""
    if not same(seen, expected):
        raise NotYetError(repr(seen), repr(expected), slip)


def expect_events(seen: Sequence[Any], expected: Sequence[Any], slip: str) -> None:
    """Raise NotYetError unless these are the same events."""
    if not same([*seen], [*expected]):
        shown = told if told(seen) != told(expected) else repr  # only ids or versions differ
        raise NotYetError(shown(seen), shown(expected), slip)
