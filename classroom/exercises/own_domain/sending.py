"""Lesson 07: what the learner sends may get lost, or arrive twice, and has one effect."""

from itertools import chain, repeat
from typing import Any

from hypothesis import strategies as st

from classroom.exercises.exercise import NotYetError, expect, outcome
from classroom.exercises.own_domain.histories import (
    HASHED,
    Renewed,
    any_of,
    expect_events,
    for_any,
    numbered,
    stories,
    told,
)
from classroom.exercises.own_domain.memory import ARRIVES, FATES, REQUEST_LOST, MemoryStore


def the_queue_has_a_name_for_each_event(given: Any) -> None:
    """`queue(sender, events)` is a dict: an append_id for each event, in order, the same if asked again."""
    for _, story in stories(given):
        events = numbered(story, "s")
        waiting = given.queue("ann", events)
        expect(
            type(waiting).__name__, "dict", "queue returns a dictionary: from append_ids to events"
        )
        slip = "one event under each append_id: of two under the same, a dictionary keeps the later"
        expect_events([*waiting.values()], events, slip)
        slip = "an append_id is a non-empty string"
        for append_id in waiting:
            seen = "a string" if isinstance(append_id, str) and append_id else repr(append_id)
            expect(seen, "a string", slip)
        slip = (
            "an id that's new each time doesn't identify anything: a repeat wouldn't know its own"
        )
        seen = "the same ids" if list(given.queue("ann", events)) == list(waiting) else "other ids"
        expect(seen, "the same ids", slip)


def nobody_else_has_the_same_ids(given: Any) -> None:
    """Two senders have no id in common, and neither have two streams."""
    events, others = numbered(given.one_story, "s"), numbered(given.one_story, "t")
    shared = given.queue("ann", events).keys() & given.queue("bob", events).keys()
    slip = "each would take the other's event for its own: let the id say who sends it"
    expect(sorted(shared), [], slip)
    shared = given.queue("ann", events).keys() & given.queue("ann", others).keys()
    slip = "the same sender has two streams: let the id say which one"
    expect(sorted(shared), [], slip)
    long = numbered([*given.one_story] * 5, "s")
    for sender, others in (("ann1", numbered(given.one_story, "s")), ("ann", long)):
        stream = "1s" if sender == "ann1" else "s1"
        shared = given.queue(sender, others).keys()
        shared &= given.queue("ann", numbered(given.one_story, stream)).keys()
        slip = "here sender, stream and version run together: put a / or so between them"
        expect(sorted(shared), [], slip)


def the_ids_are_the_same_after_a_restart(given: Any) -> None:
    """After a restart, each event that still waits has the id it had before, and no other event has it."""
    events = numbered(given.one_story, "s")
    ids = list(given.queue("ann", events))
    slip = "the id says where an event stands among those that wait, and some have left since"
    for sent in range(1, len(events)):
        _expect_ids(given.queue("ann", events[sent:]), ids[sent:], slip)
    renewed = numbered(given.one_story, Renewed("s"))
    _expect_ids(given.queue(Renewed("ann"), renewed), ids, HASHED)


def _expect_ids(waiting: dict[str, Any], ids: list[str], slip: str) -> None:
    seen = list(waiting)
    expect(
        "the same ids" if seen == ids else f"{seen}", "the same ids", slip if seen != ids else ""
    )


def a_good_day_empties_the_queue(given: Any) -> None:
    """On a good day everything is stored, each event under its id, and nothing waits."""
    events, store = numbered(given.one_story, "s"), MemoryStore()
    waiting = given.queue("ann", events)
    ids = list(waiting)
    given.send(store, waiting)
    slip = "append takes the event, and the append_id by its name: append_id=..."
    expect(store.append_ids("s"), ids, slip)
    expect(list(waiting), [], "delete what is stored, or it will be sent forever")
    expect_events(store.query("s"), events, "each event is appended once, in order")


def an_outage_keeps_everything(given: Any) -> None:
    """If nothing arrives, send gives up, and everything stays in the queue."""
    events, store = numbered(given.one_story, "s"), MemoryStore(repeat(REQUEST_LOST))
    waiting = given.queue("ann", events)
    ids = list(waiting)
    told_of = outcome(given.send, store, waiting)
    slip = "a lost message isn't a failure of yours: catch boto3's error, and stop for now"
    expect(told_of, "no error", slip)
    slip = "delete only what is stored; nobody knows about what got lost"
    expect(list(waiting), ids, slip)


def what_is_stored_does_not_wait(given: Any) -> None:
    """If something gets lost, what was stored before it has left the queue already."""
    events, store = (
        numbered(given.one_story, "s"),
        MemoryStore(chain([ARRIVES], repeat(REQUEST_LOST))),
    )
    waiting = given.queue("ann", events)
    outcome(given.send, store, waiting)
    slip = "delete an event as soon as append has returned, and before the next one"
    expect(told([*waiting.values()]), told(events[1:]), slip)


def each_event_has_one_effect(given: Any) -> None:
    """Whatever gets lost, request or reply, and after a restart: each event is stored once, in order."""

    @for_any(st.lists(any_of(FATES), max_size=5))
    def holds(fates: list[str]) -> None:
        events, store = numbered(given.another_story, "s"), MemoryStore(fates)
        waiting = given.queue("ann", events)
        story = "; ".join(fates) or ARRIVES
        for _ in range(len(fates) + 1):
            _send(given, store, waiting, story)
            stored = store.query("s") if store.has("s") else []
            slip = "the first was lost, and the next were sent all the same: a gap in the stream"
            _expect(stored == events[: len(stored)], told(stored), story, told(events), slip)
            missing = [each for each in events if each not in (*stored, *waiting.values())]
            slip = "delete only what is stored: keep an event while nobody knows"
            _expect(not missing, f"{told(missing)} gone", story, "stored, or still waiting", slip)
        slip = "until you know that it's stored, it stays in the queue, under the same id"
        _expect(stored == events, told(stored), story, told(events), slip)
        _expect(not waiting, f"waiting: {told([*waiting.values()])}", story, "nothing waits", slip)
        _send(given, store, given.queue("ann", events), f"{story}; then a restart")  # has forgotten
        _expect(store.query("s") == events, told(store.query("s")), story, told(events), slip)


def a_rival_is_told_of(given: Any) -> None:
    """If another sender was faster, the caller hears of the clash."""
    events, store = numbered(given.one_story, "s"), MemoryStore()
    given.send(store, given.queue("ann", events))
    seen = outcome(given.send, store, given.queue("bob", events))
    slip = "a clash is certain: let its error through, because somebody must decide again"
    expect(seen, "EventAlreadyExistsError", slip)


def _send(given: Any, store: MemoryStore, waiting: dict[str, Any], story: str) -> None:
    seen = outcome(given.send, store, waiting)
    slip = "a lost message isn't a failure of yours: catch boto3's error, and stop for now"
    if seen == "ClientError":
        slip = "HTTP 500 is a ClientError, and the event may be stored: catch it, and stop"
    if seen == "EventAlreadyExistsError":
        slip = "it met its own event, and took it for a rival's: repeat it under the same append_id"
    _expect(seen == "no error", seen, story, "no error", slip)


def _expect(is_so: bool, seen: str, story: str, expected: str, slip: str) -> None:
    if not is_so:
        raise NotYetError(f"{seen} (messages: {story})", expected, slip)
