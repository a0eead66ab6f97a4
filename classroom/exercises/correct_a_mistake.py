"""Lesson 01: a mistake is corrected by one more event, and nothing else changes."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.likely import Slips, likely

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
REWRITTEN = 'object.__setattr__(wrong, "note", "never happened") or [*story, correction]'
OTHER = """\
from dataclasses import replace

def corrected(story):
    *_, last = story
    undone, place = -last.character_hit_points, last.version + 1
    return story + [replace(last, version=place, character_hit_points=undone, note="No!")]
"""
# Together, they tell every slip below from all others.
STORIES = ((+8, -2, -3), (+8, -1, -4, +2, +5), (+8,))
FIGHT, *_ = STORIES
TAKE_IT_FROM_THE_EVENT = "that fits one story only; take it from the wrong event"
VERSIONS: Slips = {
    "this version is taken by the wrong event": lambda changes: len(changes) - 1,
    TAKE_IT_FROM_THE_EVENT: lambda _: len(FIGHT),
    "this leaves a gap: the next version is one more": lambda changes: len(changes) + 1,
    "in quotation marks, or from str(...), it's text": lambda changes: str(len(changes)),
    "a version is a whole number, without a decimal point": lambda changes: float(len(changes)),
}
CHANGES: Slips = {
    "now it has happened twice; change the sign": lambda changes: changes[-1],
    "a change of 0 leaves the sum as it was, with the mistake in it": lambda _: 0,
    TAKE_IT_FROM_THE_EVENT: lambda _: -FIGHT[-1],
    "this makes a gain of everything; a gain that's wrong is taken back by a loss": (
        lambda changes: abs(changes[-1])
    ),
    "this takes back the whole story, and only its last event is wrong": (
        lambda changes: -sum(changes)
    ),
    "in quotation marks, or from str(...), it's text": lambda changes: str(-changes[-1]),
    "hit points are whole numbers, without a decimal point": lambda changes: -float(changes[-1]),
    "this is minus its version; take back its change": lambda changes: 1 - len(changes),
}


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
        slip = ""
        if '(not "Event") to list' in str(error):
            slip = "you can only add a list to a list: put [ and ] around correction"
        elif "'Event'" in str(error):
            slip = "version and change are numbers: wrong.version and wrong.character_hit_points"
        if not slip:
            raise
        raise NotYetError(error, "a list", slip) from error
    slip = ""
    if seen == "NoneType":
        slip = "end the function with return and a new list; print and append give back None"
    elif seen == "tuple":
        slip = "put square brackets around both: [ and ]"
    elif seen == "Event":
        slip = "return a new list with all the events in it"
    expect(seen, "list", slip)


def the_list_that_it_is_given_stays_as_it_was(given: Any) -> None:
    """The list `story` stays as it was."""
    story = _story(given, FIGHT)
    given.corrected(story)
    slip = "frozen protects each event, but not the list: make a new list"
    expect(len(story), len(FIGHT), slip)
    for event, as_it_was in zip(story, _story(given, FIGHT), strict=True):
        expect(event, as_it_was, "an event never changes: the correction is another event")


def every_event_is_still_there(given: Any) -> None:
    """The new list has every event of the story, in order, and then one more."""
    for changes in STORIES:
        story = _story(given, changes)
        result = given.corrected(story)
        slip = "all events of the story belong in the list, and the correction comes last"
        if story in result:
            slip = (
                "this is a list inside a list; a star in front of story puts in its events instead"
            )
        elif result and result[:-1] == story[:-1]:
            slip = "the wrong event is gone, and with it the reason for the correction"
        seen = [getattr(event, "note", f"a {type(event).__name__}") for event in result]
        expect(seen[:-1], [event.note for event in story], slip)
        expect(result[:-1], story, "")
        expect(type(result[-1]).__name__, "Event", "")


def the_correction_is_of_the_same_stream(given: Any) -> None:
    """The correction is of the same stream and hero as the wrong event."""
    for stream, hero in (("inn", "Ada"), ("bridge", "Bob")):
        wrong = given.Event(stream, 0, hero, -3, "a blow")
        correction = given.corrected([wrong])[-1]
        slip = "take both from the wrong event, as the cell did at first"
        expect((correction.id, correction.character_name), (stream, hero), slip)


def the_correction_has_the_next_version(given: Any) -> None:
    """The correction has the next version of the stream."""

    def version(changes: tuple[int, ...]) -> Any:
        return given.corrected(_story(given, changes))[-1].version

    for changes in STORIES:
        if repr(seen := version(changes)) != repr(len(changes)):
            slip = likely(version, [(each,) for each in STORIES], VERSIONS)
            raise NotYetError(repr(seen), f"{len(changes)}, after {len(changes) - 1}", slip)


def it_takes_back_what_the_wrong_one_did(given: Any) -> None:
    """The changes add up as if the wrong event hadn't happened."""

    def change(changes: tuple[int, ...]) -> Any:
        return given.corrected(_story(given, changes))[-1].character_hit_points

    for changes in STORIES:
        told = " ".join(f"{each:+}" for each in changes)
        if repr(seen := change(changes)) != repr(-changes[-1]):
            slip = likely(change, [(each,) for each in STORIES], CHANGES)
            raise NotYetError(f"{told}, then {seen!r}", f"{told}, then {-changes[-1]:+}", slip)


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
        the_correction_is_of_the_same_stream,
        the_correction_has_the_next_version,
        it_takes_back_what_the_wrong_one_did,
    ),
    why="The sum is right again, and the list still shows what went wrong.",
    hints=(
        "How does a bank correct a payment that went to the wrong account?",
        "Version and change both follow from the event `wrong`: the next number, and the other sign.",
        "`wrong.version + 1`, a minus in front of the change, and a new list: `[*story, ...]`.",
    ),
    answer=ANSWER,
    others=(OTHER, swap(ANSWER, VERSION, "len(story)", RESULT, "story[:] + [correction]")),
    wrong={
        swap(ANSWER, RESULT, "story.append(correction)"): "append give back None",
        swap(ANSWER, "[*story", "(*story", "correction]", "correction)"): "put square brackets",
        swap(ANSWER, VERSION, "version + 1"): "a field of the wrong event",
        swap(ANSWER, VERSION, "wrong + 1"): "version and change are numbers",
        swap(ANSWER, VERSION, "str(wrong.version + 1)"): "in quotation marks, or from str(...)",
        swap(ANSWER, VERSION, "wrong.version + 1.0"): "a version is a whole number",
        swap(ANSWER, VERSION, "len(story) + 1"): "this leaves a gap",
        swap(ANSWER, VERSION, "wrong.version - 1"): "Expected:     3, after 2\n\nTry",
        swap(ANSWER, "=wrong.id", '="58f02691"'): "take both from the wrong event",
        swap(ANSWER, CHANGE, '="+3"'): "Seen:         +8 -2 -3, then '+3'",
        swap(ANSWER, CHANGE, "=-1.0 * wrong.character_hit_points"): "hit points are whole numbers",
        swap(ANSWER, CHANGE, "=abs(wrong.character_hit_points)"): "is taken back by a loss",
        swap(ANSWER, CHANGE, "=-sum(e.character_hit_points for e in story)"): "the whole story",
        swap(ANSWER, RESULT, "[story, correction]"): "this is a list inside a list",
        swap(ANSWER, RESULT, "story + correction"): "you can only add a list to a list",
        swap(ANSWER, RESULT, "correction"): "return a new list",
        swap(ANSWER, "return " + RESULT, "story.append(correction)\n    return story"): (
            "frozen protects each event, but not the list"
        ),
        swap(ANSWER, VERSION, "wrong.version", RESULT, REWRITTEN): "an event never changes",
        swap(ANSWER, RESULT, "[*story[:-1], correction]"): "the wrong event is gone",
        swap(ANSWER, RESULT, "[correction]"): "all events of the story belong in the list",
        swap(ANSWER, VERSION, "wrong.version"): "is taken by the wrong event",
        swap(ANSWER, VERSION, "3"): "Seen:         3\nExpected:     5, after 4\nLikely",
        swap(ANSWER, CHANGE, "=wrong.character_hit_points"): "now it has happened twice",
        swap(ANSWER, CHANGE, "=0"): "a change of 0 leaves the sum as it was",
        swap(ANSWER, CHANGE, "=+3"): "Likely:       that fits one story only; take it",
    },
)
