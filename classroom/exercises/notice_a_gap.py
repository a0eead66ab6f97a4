"""Lesson 04, step 4: a fold that raises an error if a version is missing."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def fold(projection, events):
    now = Projected(projection.initial, -1)
    for event in events:
        if event.version != now.version + 1:
            raise VersionGapError(event.id, now.version + 1)
        now = Projected(projection.apply(now.state, event), event.version)
    return now
"""
OTHER = """\
def fold(projection, events):
    state, awaited = projection.initial, 0
    for event in events:
        if not event.version == awaited:
            raise VersionGapError(event.id, missing=awaited)
        state, awaited = projection.apply(state, event), awaited + 1
    return Projected(state, awaited - 1)
"""
CONDITION = "event.version != now.version + 1"
RAISED = "raise VersionGapError(event.id, now.version + 1)"
FOLDED = "now = Projected(projection.apply(now.state, event), event.version)"
BY_THE_END = """\
def fold(projection, events):
    now = Projected(projection.initial, -1)
    for event in events:
        now = Projected(projection.apply(now.state, event), event.version)
    if events and now.version != len(events) - 1:
        there = [event.version for event in events]
        missing = min(set(range(len(events) + 1)) - set(there))
        raise VersionGapError(events[0].id, missing)
    return now
"""


def story(given: Any, *versions: int) -> list[Any]:
    """Return events with these versions, of +1 each."""
    return [given.Event("a stream", version, "cpustejovsky", +1) for version in versions]


def told(given: Any, *versions: int) -> str:
    """What fold makes of events with these versions."""
    try:
        now = given.fold(given.TOTAL, story(given, *versions))
    except given.VersionGapError as error:
        return f"version {error.missing!r} is missing"
    if not isinstance(now, given.Projected):
        raise NotYetError(repr(now), "a Projected: the state and its version", "")
    return f"{now.state!r} at version {now.version!r}"


def a_whole_story_is_folded(given: Any) -> None:
    """Nothing is missing in versions 0, 1, 2, so fold adds them up."""
    seen, slip = told(given, 0, 1, 2), ""
    if "missing" in seen:
        slip = "nothing is missing: before the first event the version is -1, and 0 comes next"
    elif seen == told(given, 0):
        slip = "only the first event counts: is the return inside of the loop?"
    expect(seen, "3 at version 2", slip)


def a_hole_is_refused(given: Any) -> None:
    """For versions 0, 1, 4 there is an error, which names 2: the first missing version."""
    slips = {
        "3 at version 4": "version 4 was accepted, but after 1 comes 2",
        "2 at version 1": "a part of a story isn't an answer: raise the error, and return nothing",
        "version 4 is missing": "4 is there: it's this event. Which one should have come?",
        "version 3 is missing": "3 is missing too, but 2 is the first: count on from 1",
        "version 1 is missing": "1 is there: it's the last one we have",
        "version '2' is missing": "the error needs the number itself, not a string",
    }
    seen = told(given, 0, 1, 4)
    expect(seen, "version 2 is missing", slips.get(seen, ""))


def the_first_event_counts(given: Any) -> None:
    """If the first event is version 1, there is an error, which names 0."""
    expect(told(given, 1, 2), "version 0 is missing", "version 0 can be missing too")


def a_version_may_not_come_twice_or_late(given: Any) -> None:
    """A version that comes twice, or too late, isn't the next one either."""
    seen = told(given, 0, 1, 1)
    slip = "the second 1 was counted again: accept only the version that comes next"
    expect(seen, "version 2 is missing", slip if seen == "3 at version 1" else "")
    for versions in ((0, 1, 1, 3), (0, 1, 3, 2)):
        seen = f"versions {versions}: {told(given, *versions)}"
        expect(seen, f"versions {versions}: version 2 is missing", "")


def a_long_story_is_folded(given: Any) -> None:
    """A stream of 300 events without a hole is folded."""
    seen = told(given, *range(300))
    slip = "nothing is missing here. `is not` compares objects; compare numbers with !="
    slip = slip if seen == "version 257 is missing" else ""
    expect(seen, "300 at version 299", slip)


def no_events_make_the_beginning(given: Any) -> None:
    """No events at all make the initial state, at version -1."""
    try:
        seen = told(given)
    except UnboundLocalError as error:
        slip = "without events the loop never runs, so this name needs a value before the loop"
        raise NotYetError(f"{error}", "0 at version -1", slip) from error
    expect(seen, "0 at version -1", "")


def the_error_names_the_stream(given: Any) -> None:
    """The error knows the id of the stream."""
    for stream in ("a stream", "the roof"):
        events = [given.Event(stream, version) for version in (0, 2)]
        try:
            given.fold(given.CHARACTER, events)
        except given.VersionGapError as error:
            expect(repr(error.id), repr(stream), "")


def any_projection_will_do(given: Any) -> None:
    """Another projection begins with its own state, and steps with its own apply."""
    notes = given.Projection("notes", "the inn", lambda state, event: f"{state}, {event.version}")
    now = given.fold(notes, story(given, 0, 1))
    slip = "begin with projection.initial, and take each step with projection.apply"
    expect((now.state, now.version), ("the inn, 0, 1", 1), slip)


def the_events_stay_as_they_were(given: Any) -> None:
    """The list of events is the caller's: it's the same before and after."""
    events = story(given, 0, 1, 2)
    given.fold(given.TOTAL, events)
    expect([event.version for event in events], [0, 1, 2], "")


EXERCISE = Exercise(
    lesson="04_projection",
    after="4a",
    title="no state if a version is missing",
    statement="""\
### The least code: your turn

The cell is empty this time. Write `fold` once more, from memory, and then let it notice a hole. This is how it's used:

```python
fold(CHARACTER, with_a_hole("a stream with a hole"))
```

- It returns what it returned so far: a `Projected`, with the last state and its version. Without events, that's the initial state, at version −1.
- It knows which version it has reached, so it knows which one comes next. It accepts only that one. For any other it raises `VersionGapError(id, missing)`, with the first version that's missing.""",
    start="# your fold\n",
    asks=("fold",),
    uses={
        "Do you remember?": "Event",
        "Step 2 · More than a number": "TOTAL CHARACTER Projection",
        "Step 3 · Ask the store": "Projected",
        "Step 4 · A hole in the story": "VersionGapError",
    },
    tests=(
        a_whole_story_is_folded,
        a_hole_is_refused,
        the_first_event_counts,
        a_version_may_not_come_twice_or_late,
        a_long_story_is_folded,
        no_events_make_the_beginning,
        the_error_names_the_stream,
        any_projection_will_do,
        the_events_stay_as_they_were,
    ),
    why="If a bank account silently skips a payment, its balance is wrong, and nobody notices.",
    hints=(
        "Begin with the loop alone. What does it carry from event to event?",
        "The version that should come next is one more than the last one. At the beginning that's 0.",
        "`def fold(projection, events):`, in it `now = Projected(projection.initial, -1)`, then"
        " `for event in events:`, in it `if ...: raise ...`, and `now = Projected(...)`. After"
        " the loop, `return now`.",
    ),
    answer=ANSWER,
    others=(
        OTHER,
        """\
from functools import reduce


def fold(projection, events):
    def step(now, event):
        if event.version - now.version != 1:
            raise VersionGapError(event.id, now.version + 1)
        return Projected(projection.apply(now.state, event), event.version)

    return reduce(step, events, Projected(projection.initial, -1))
""",
        swap(ANSWER, "events)", "events, start=None)", "-1)", "-1) if start is None else start"),
    ),
    wrong={
        swap(ANSWER, CONDITION, "event.version != now.version"): "the version is -1, and 0 comes",
        swap(ANSWER, CONDITION, "event.version < now.version + 1"): "but after 1 comes 2",
        swap(
            ANSWER, CONDITION, "event.version > now.version + 1"
        ): "the second 1 was counted again",
        swap(ANSWER, CONDITION, "event.version == now.version + 1"): "nothing is missing: before",
        swap(ANSWER, RAISED, "raise VersionGapError(event.id, range(2, 4))"): (
            "version range(2, 4) is missing"
        ),
        swap(ANSWER, RAISED, "raise VersionGapError(event.id, event.version)"): "4 is there",
        swap(
            ANSWER, RAISED, "raise VersionGapError(event.id, event.version - 1)"
        ): "2 is the first",
        swap(ANSWER, RAISED, "raise VersionGapError(event.id, now.version)"): "1 is there",
        swap(
            ANSWER, RAISED, "raise VersionGapError(event.id, str(now.version + 1))"
        ): "not a string",
        swap(ANSWER, RAISED, "raise VersionGapError('a stream', now.version + 1)"): (
            "Seen:         'a stream'"
        ),
        swap(ANSWER, RAISED, "raise VersionGapError(projection.name, now.version + 1)"): (
            "Seen:         'character'"
        ),
        swap(ANSWER, RAISED, "break"): "a part of a story isn't an answer",
        swap(ANSWER, "    return now", "        return now"): "is the return inside of the loop?",
        swap(ANSWER, "return now", "return now.state"): "a Projected: the state and its version",
        swap(ANSWER, "projection.apply(", "CHARACTER.apply("): "'int' object has no attribute",
        swap(ANSWER, CONDITION, "event.version is not now.version + 1"): "compares objects",
        swap(OTHER, "awaited - 1", "event.version"): "the loop never runs",
        swap(
            ANSWER,
            "    now = Projected(projection.initial",
            "    events.sort(key=str)\n    now = Projected(projection.initial",
        ): ("versions (0, 1, 3, 2): 4 at version 3"),
        BY_THE_END: "versions (0, 1, 1, 3): 4 at version 3",
        swap(ANSWER, "for event in events:", "while events:\n        event = events.pop(0)"): (
            "the same before and after"
        ),
    },
)
