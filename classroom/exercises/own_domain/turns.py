"""Lesson 08: what happens in two streams happens in both, or in neither."""

from itertools import chain, repeat
from typing import Any

from hypothesis import strategies as st

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import any_of, for_any, told
from classroom.exercises.own_domain.memory import ARRIVES, REPLY_LOST, REQUEST_LOST, MemoryStore
from classroom.exercises.own_domain.stories import expect_own_events

CLASH = "EventAlreadyExistsError"
_MOST = 50  # moves until one is too much


def both_streams_begin(given: Any) -> None:
    """`begin(here, there)` makes the first event of each stream, with version 0, and they fit."""
    events = given.begin("here", "there")
    expect_own_events(events, "begin")
    slip = "one event for each of the two streams, and the first of a stream is number 0"
    expect([(e.id, e.version) for e in events], [("here", 0), ("there", 0)], slip)
    seen = given.fits(events[:1], events[1:])
    slip = "fits takes two lists of events, and returns a comparison"
    expect(type(seen).__name__, "bool", slip)
    expect(seen, True, "your two streams don't fit from the beginning: is fits right?")


def a_move_is_two_events_in_one_append(given: Any) -> None:
    """`move` changes both streams, in a single append, and they fit again afterwards."""
    store, before = _begun(given), _both(given)
    appends: list[int] = []
    store.after = lambda: appends.append(1)
    given.move(store, "here", "there")
    after = [store.query("here"), store.query("there")]
    slip = "something should happen in both streams: one event or more for each"
    grown = [name for n, name in enumerate(("here", "there")) if len(after[n]) > len(before[n])]
    expect(" and ".join(grown) or "neither", "here and there", slip)
    slip = "two appends are two requests, and one of them may fail: make it a single append"
    expect(f"appends: {len(appends)}", "appends: 1", slip)
    slip = "what leaves one place arrives at the other: are both events right? Or is fits wrong?"
    _expect_fit(given, after[0], after[1], slip)


def half_a_move_does_not_fit(given: Any) -> None:
    """If only one of the two streams had moved, fits would be False."""
    store, (here, there) = _begun(given), _both(given)
    given.move(store, "here", "there")
    halves = (("here", store.query("here"), there), ("there", here, store.query("there")))
    for name, one, another in halves:
        slip = "what must be true of both together, and of neither alone? fits should say so"
        if given.fits(one, another):
            seen = f"True with half a move, only {name}: {told(one)} and {told(another)}"
            raise NotYetError(seen, "False", slip)


def each_move_is_an_append_of_its_own(given: Any) -> None:
    """If `move` passes an append_id, each move has another one."""
    store = _begun(given)
    _moved(given, store)
    first = store.append_ids("here")
    _moved(given, store)
    second = store.append_ids("here")[len(first) :]
    slip = "an append_id belongs to one append: make a new one each time, or leave it out"
    expect("the same append_id" if {*first} & {*second} - {None} else "another", "another", slip)


def each_stream_has_its_own_versions(given: Any) -> None:
    """If one stream is longer than the other, each goes on with its own next version."""
    store = _begun(given)
    store.append(*given.begin("third", "fourth"))
    for here, there in (("here", "fourth"), ("here", "there"), ("third", "there")):
        seen = _moved(given, store, here, there)  # it may be refused, which is another matter
        for stream in ("here", "there", "third", "fourth"):
            versions = [event.version for event in store.query(stream)]
            slip = "the next version of a stream is the number of its own events"
            expect(f"{versions} in one stream", f"{[*range(len(versions))]} in one stream", slip)
        expect("a clash" if seen == CLASH else "no clash", "no clash", slip)


def something_stops_it(given: Any) -> None:
    """After some moves, one more may not happen, and move raises an error."""
    store = _begun(given)
    seen = next((seen for _ in range(_MOST) if (seen := _moved(given, store)) != "no error"), None)
    slip = "what would be too much? Look at both streams first, and raise an error then"
    expect("an error" if seen else f"{_MOST} moves, and no error", "an error", slip)
    slip = "the next versions change with every move: read both streams to find them"
    expect("a clash" if seen == CLASH else "another error", "another error", slip)


def all_or_nothing_with_any_rival(given: Any) -> None:
    """After each append, both streams fit, also with a rival, a lost message, or many moves."""
    fates = any_of([ARRIVES, REQUEST_LOST, REPLY_LOST])
    possible, begun = 0, _begun(given)
    while possible < _MOST and _moved(given, begun) == "no error":
        possible += 1
    moves_before = any_of(
        [max(possible - left, 0) for left in (possible, 2, 1)]
    )  # near the end, too

    @for_any(moves_before, st.lists(st.tuples(fates, st.booleans()), max_size=6))
    def holds(moves: int, turns: list[tuple[str, bool]]) -> None:
        store = _begun(given)
        for _ in range(moves):
            given.move(store, "here", "there")
        stored: list[tuple[list[Any], list[Any]]] = []
        store.after = lambda: stored.append((store.query("here"), store.query("there")))
        by_rivals: list[int] = []

        def rival() -> None:
            before = len(stored)
            _moved(given, store)
            by_rivals.append(len(stored) - before)

        for fate, is_disturbed in turns:
            store.fates = chain([ARRIVES, fate] if is_disturbed else [fate], repeat(ARRIVES))
            store.before = rival if is_disturbed else None
            before = len(stored) - sum(by_rivals)
            seen = _moved(given, store)
            slip = "half a move was stored, or too much: is it one append, and do you look first?"
            for here, there in stored:
                _expect_fit(given, here, there, slip)
            slip = "nothing has moved, and nobody hears of it: raise an error, or let it through"
            if seen == "no error" and len(stored) - sum(by_rivals) == before:
                now = f"{told(store.query('here'))} and {told(store.query('there'))}"
                raise NotYetError(f"no error, and nothing has moved: {now}", "told, or moved", slip)


def _moved(given: Any, store: MemoryStore, here: str = "here", there: str = "there") -> str:
    """Move, and return the name of the error; a slip in the learner's code comes through."""
    try:
        given.move(store, here, there)
    except (NameError, AttributeError, TypeError):
        raise
    except Exception as error:
        return type(error).__name__
    return "no error"


def _begun(given: Any) -> MemoryStore:
    store = MemoryStore()
    store.append(*given.begin("here", "there"))
    return store


def _both(given: Any) -> tuple[list[Any], list[Any]]:
    here, there = given.begin("here", "there")
    return [here], [there]


def _expect_fit(given: Any, here: list[Any], there: list[Any], slip: str) -> None:
    if not given.fits(here, there):
        raise NotYetError(f"fits is False for {told(here)} and {told(there)}", "True", slip)
