"""Lesson 04, step 4: a fold that raises an error if a version is missing."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

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
ASKED = "event.version != now.version + 1"
NAMED = "VersionGapError(event.id, now.version + 1)"


def told(given: Any, *versions: int) -> str:
    """What fold makes of events with these versions."""
    events = [given.Event("a stream", version, "cpustejovsky", +1) for version in versions]
    try:
        now = given.fold(given.TOTAL, events)
    except given.VersionGapError as error:
        return f"version {error.missing!r} is missing"
    return f"{now.state} at version {now.version}"


def a_whole_story_is_folded(given: Any) -> None:
    """Nothing is missing in versions 0, 1, 2, so fold adds them up."""
    slip = "nothing is missing, so your condition should be false: before the first event now.version is -1, and 0 comes next"
    expect(told(given, 0, 1, 2), "3 at version 2", slip)


def a_hole_is_refused(given: Any) -> None:
    """For versions 0, 1, 4 there is an error, which names 2: the first missing version."""
    seen = told(given, 0, 1, 4)
    slips = {
        "3 at version 4": "version 4 was accepted, but after 1 comes 2: your condition was false there",
        "version 4 is missing": "4 is there: it's this event. Which one should have come?",
        "version 3 is missing": "3 is missing too, but 2 is the first: count on from now.version",
        "version 1 is missing": "1 is there: it's the last one we have, at now.version",
        "version '2' is missing": "the error needs the number itself, not a string",
    }
    slip = slips.get(seen, "name one number, the first that's missing: one more than now.version")
    expect(seen, "version 2 is missing", slip)


def the_first_event_counts(given: Any) -> None:
    """If the first event is version 1, there is an error, which names 0."""
    expect(told(given, 1, 2), "version 0 is missing", "version 0 can be missing too")


def a_version_may_not_come_twice(given: Any) -> None:
    """A version that comes twice isn't the next one either."""
    slip = "the second 1 was counted again: accept only the version that comes next"
    expect(told(given, 0, 1, 1), "version 2 is missing", slip)


def a_long_story_is_folded(given: Any) -> None:
    """A stream of 300 events without a hole is folded."""
    slip = "nothing is missing here. `is not` compares objects; compare numbers with !="
    expect(told(given, *range(300)), "300 at version 299", slip)


def no_events_make_the_beginning(given: Any) -> None:
    """No events at all make the initial state, at version -1."""
    try:
        seen = told(given)
    except UnboundLocalError as error:
        seen = f"{error}"
    slip = "without events the loop never runs, so this name needs a value before the loop"
    expect(seen, "0 at version -1", slip)


EXERCISE = Exercise(
    lesson="04_projection",
    after="4a",
    title="no state if a version is missing",
    statement="""\
### The least code: your turn

The fold knows which version it has reached, so it knows which one comes next. It accepts only that one. Fill in the condition, and the first version that is missing.""",
    start=swap(ANSWER, ASKED, "___", NAMED, "VersionGapError(event.id, ___)"),
    asks=("fold",),
    uses={
        "Do you remember?": "Event",
        "Step 2 · More than a number": "TOTAL",
        "Step 3 · Ask the store": "Projected",
        "Step 4 · A hole in the story": "VersionGapError",
    },
    tests=(
        a_whole_story_is_folded,
        a_hole_is_refused,
        the_first_event_counts,
        a_version_may_not_come_twice,
        a_long_story_is_folded,
        no_events_make_the_beginning,
    ),
    why="If a bank account silently skips a payment, its balance is wrong, and nobody notices.",
    hints=(
        "now.version is the last version we have. Which number should this event have?",
        "Compare event.version with the version that should come next. The error names the latter.",
        "It's now.version + 1, and you need it twice: after != and in the error.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, ASKED, "event.version != now.version"): "before the first event now.version",
        swap(ANSWER, ASKED, "event.version < now.version + 1"): "but after 1 comes 2",
        swap(ANSWER, ASKED, "event.version > now.version + 1"): "the second 1 was counted again",
        swap(ANSWER, ASKED, "event.version == now.version + 1"): "your condition should be false",
        swap(ANSWER, NAMED, "VersionGapError(event.id, range(2, 4))"): "name one number",
        swap(ANSWER, NAMED, "VersionGapError(event.id, event.version)"): "4 is there",
        swap(ANSWER, NAMED, "VersionGapError(event.id, event.version - 1)"): "2 is the first",
        swap(ANSWER, NAMED, "VersionGapError(event.id, now.version)"): "1 is there",
        swap(ANSWER, NAMED, "VersionGapError(event.id, str(now.version + 1))"): "not a string",
        swap(ANSWER, ASKED, "event.version is not now.version + 1"): "compares objects",
        swap(OTHER, "awaited - 1", "event.version"): "the loop never runs",
    },
)
