"""Lesson 01: a mistake is corrected by one more event, and nothing else changes."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def corrected(story):
    wrong = story[-1]
    correction = Event(
        id=wrong.id,
        version=wrong.version + 1,
        character_name=wrong.character_name,
        character_hit_points=-wrong.character_hit_points,
        note="This didn't happen: " + wrong.note,
    )
    return [*story, correction]
"""
VERSION, CHANGE = "wrong.version + 1", "=-wrong.character_hit_points"
RESULT = "[*story, correction]"
OTHER = """\
from dataclasses import replace

def corrected(story):
    *_, last = story
    undone, place = -last.character_hit_points, last.version + 1
    return story + [replace(last, version=place, character_hit_points=undone, note="No!")]
"""
FIGHT, FEAST = (+8, -2, -3), (+8, -1, -4, +2, +5)


def it_returns_a_list(given: Any) -> None:
    """`corrected(story)` returns a list."""
    try:
        seen = type(given.corrected(_story(given, FIGHT))).__name__
    except NameError as error:
        if error.name not in ("version", "character_hit_points"):
            raise
        slip = f"it's a field of the wrong event: wrong.{error.name}"
        raise NotYetError(error, "a list", slip) from error
    except TypeError as error:
        slip = "version and change are numbers: wrong.version and wrong.character_hit_points"
        if '(not "Event") to list' in str(error):
            slip = "you can only add a list to a list: put [ and ] around correction"
        raise NotYetError(error, "a list", slip) from error
    slip = "return a new list with all the events in it"
    if seen == "NoneType":
        slip = "end the function with return and a new list; print and append give back None"
    elif seen == "tuple":
        slip = "put square brackets around both: [ and ]"
    expect(seen, "list", slip)


def the_list_that_it_is_given_stays_as_it_was(given: Any) -> None:
    """The list `story` stays as it was."""
    story = _story(given, FIGHT)
    given.corrected(story)
    slip = "frozen protects each event, but not the list: make a new list"
    expect(len(story), len(FIGHT), slip)
    expect(story, _story(given, FIGHT), slip)


def every_event_is_still_there(given: Any) -> None:
    """The new list has every event of the story, in order, and then one more."""
    story = _story(given, FIGHT)
    result = given.corrected(story)
    slip = "all events of the story belong in the list, and the correction comes last"
    if story in result:
        slip = "this is a list inside a list; a star in front of story puts in its events instead"
    elif result[:-1] == story[:-1]:
        slip = "the wrong event is gone, and with it the reason for the correction"
    seen = [getattr(event, "note", f"a {type(event).__name__}") for event in result[:-1]]
    expect(seen, [event.note for event in story], slip)


def the_correction_has_the_next_version(given: Any) -> None:
    """The correction has the next version of the stream."""
    for changes in (FIGHT, FEAST):
        seen = given.corrected(_story(given, changes))[-1].version
        slip = "the wrong event has a version; the correction has the next one"
        if isinstance(seen, str):
            slip = "in quotation marks it's text; write it without them"
        elif seen == len(changes) - 1:
            slip = "this version is taken by the wrong event"
        elif seen == len(FIGHT):
            slip = "that fits one story only; take the version from the wrong event"
        expect(seen, len(changes), slip)


def the_sum_is_as_if_it_had_not_happened(given: Any) -> None:
    """The changes add up as if the wrong event hadn't happened."""
    for changes in (FIGHT, FEAST):
        *before, wrong = changes
        events = given.corrected(_story(given, changes))
        if isinstance(change := events[-1].character_hit_points, str):
            raise NotYetError(repr(change), "a number", "write the change without quotation marks")
        seen = sum(event.character_hit_points for event in events)
        slip = "what takes a change back? The same number with the other sign"
        if seen == sum(changes) + wrong:
            slip = "now it has happened twice; change the sign"
        elif seen == sum(changes):
            slip = "a change of 0 leaves the sum as it was, with the mistake in it"
        elif events[-1].character_hit_points == -FIGHT[-1]:
            slip = "that number fits one story only; take it from the wrong event"
        expect(seen, sum(before), slip)


def _story(given: Any, changes: tuple[int, ...]) -> list[Any]:
    return [given.Event("inn", n, "Ada", each, f"event {n}") for n, each in enumerate(changes)]


EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="2d",
    title="corrected, and nothing is lost",
    statement="""\
## Exercise · A blow that missed · 3 min

`frozen` protects each event, but not the list that the events are in. We have to take care of that ourselves.

The last event of a story turns out to be wrong: the bugbear missed. Write `corrected(story)`. It returns a new list: all events of the story, including the wrong one, and one more that takes back what the wrong one did. The list `story` itself stays as it is.""",
    start=swap(ANSWER, VERSION, "___", CHANGE, "=___", "*story", "___"),
    asks=("corrected",),
    uses={"Beat 2 · An event is a fact": "Event"},
    tests=(
        it_returns_a_list,
        the_list_that_it_is_given_stays_as_it_was,
        every_event_is_still_there,
        the_correction_has_the_next_version,
        the_sum_is_as_if_it_had_not_happened,
    ),
    why="The sum is right again, and the list still shows what went wrong.",
    hints=(
        "How does a bank correct a payment that went to the wrong account?",
        "Version and change both follow from the event `wrong`: the next number, and the other sign.",
        "wrong.version + 1, a minus in front of the change, and a new list: [*story, ...].",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, RESULT, "story.append(correction)"): "append give back None",
        swap(ANSWER, "[*story", "(*story", "correction]", "correction)"): "put square brackets",
        swap(ANSWER, VERSION, "version + 1"): "a field of the wrong event",
        swap(ANSWER, VERSION, "wrong + 1"): "version and change are numbers",
        swap(ANSWER, VERSION, '"wrong.version + 1"'): "in quotation marks it's text",
        swap(ANSWER, CHANGE, '="+3"'): "without quotation marks",
        swap(ANSWER, RESULT, "[story, correction]"): "this is a list inside a list",
        swap(ANSWER, RESULT, "story + correction"): "you can only add a list to a list",
        swap(ANSWER, RESULT, "correction"): "return a new list",
        swap(ANSWER, "return " + RESULT, "story.append(correction)\n    return story"): (
            "frozen protects each event, but not the list"
        ),
        swap(ANSWER, RESULT, "[*story[:-1], correction]"): "the wrong event is gone",
        swap(ANSWER, RESULT, "[correction]"): "all events of the story belong in the list",
        swap(ANSWER, VERSION, "wrong.version"): "is taken by the wrong event",
        swap(ANSWER, VERSION, "3"): "take the version from the wrong event",
        swap(ANSWER, CHANGE, "=wrong.character_hit_points"): "now it has happened twice",
        swap(ANSWER, CHANGE, "=0"): "a change of 0 leaves the sum as it was",
        swap(ANSWER, CHANGE, "=+3"): "take it from the wrong event",
    },
)
