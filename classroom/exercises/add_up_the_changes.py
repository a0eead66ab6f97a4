"""Lesson 00: the level is what the changes add up to."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def hit_points_after(events):
    left = 0
    for event in events:
        left = left + event.character_hit_points
    return left
"""
SUM = "left + event.character_hit_points"
COMPREHENSION = """\
def hit_points_after(story):
    return sum(each.character_hit_points for each in story)
"""


def a_gain_of_8_makes_8(given: Any) -> None:
    """After one event, a gain of 8, there are 8."""
    try:
        seen = given.hit_points_after([_event(given, +8)])
    except NameError as error:
        if error.name not in ("character_hit_points", "hit_points", "change"):
            raise
        slip = "the change is a field of the event: event.character_hit_points"
        raise NotYetError(error, 8, slip) from error
    except TypeError as error:
        slip = "an event has several fields; the change is event.character_hit_points"
        if "not callable" in str(error):
            slip = "Python takes what stands before ( for a function; use +, without brackets"
        elif "'str'" in str(error):
            slip = "in quotation marks it's only text; without them it's the change"
        raise NotYetError(error, 8, slip) from error
    except AttributeError as error:
        slip = "the change has the name that stands above its column: character_hit_points"
        if "'list'" in str(error):
            slip = "events is the whole list; event, without the s, is the one we're at"
        raise NotYetError(error, 8, slip) from error
    slips = {
        "-8": "the sign is in the change already: +8 is a gain, -2 is a loss",
        "0": "left is still 0; give it its new value with one equals sign: left = ...",
        "1": "this counts the events; add up their changes instead",
        "3": "a 3 that's the same for all events; take the change of the event we're at",
        "7": "this is the version, its place in the story; add the change instead",
        "None": "the function gives back nothing: end it with return left, as it did at first",
    }
    expect(seen, 8, slips.get(str(seen), "start at 0 and add the change"))


def the_fight_ends_at_3(given: Any) -> None:
    """After the fight, +8, -2 and -3, there are 3."""
    seen = given.hit_points_after([_event(given, change) for change in (+8, -2, -3)])
    slips = {
        "-3": "this keeps only the last change; add each change to what is left so far",
        "8": "the return is inside the loop, so the function stops after the first event",
    }
    expect(seen, 3, slips.get(str(seen), "add every change, each of them once"))


def nothing_happened_and_nothing_is_there(given: Any) -> None:
    """Before anything has happened, there are 0."""
    expect(given.hit_points_after([]), 0, "left starts at 0")


def _event(given: Any, change: int) -> Any:
    return given.eventstore.Event("any", 7, "anyone", change)


EXERCISE = Exercise(
    lesson="00_start_here",
    title="8 − 2 − 3 is 3",
    statement="""\
## Exercise · Add it up · 2 min

How many hit points are left? This function goes through the events in order, and `left` starts at 0. What is `left` after each event?""",
    start=swap(ANSWER, SUM, "___"),
    asks=("hit_points_after",),
    uses={"Is everything here?": "eventstore"},
    tests=(a_gain_of_8_makes_8, the_fight_ends_at_3, nothing_happened_and_nothing_is_there),
    why="Most programs store this number. You can work it out from the events whenever you need it.",
    hints=(
        "You have some hit points, and then something happens. What do you do with the two numbers?",
        "Add the change of this event to what is left now.",
        "left + ..., and then the field of the event that has the change, as in the table.",
    ),
    answer=ANSWER,
    others=(COMPREHENSION,),
    wrong={
        swap(ANSWER, SUM, "event.character_hit_points"): "keeps only the last change",
        swap(ANSWER, "left + ", "left - "): "the sign is in the change already",
        swap(ANSWER, SUM, "left + 1"): "this counts the events",
        swap(ANSWER, SUM, "left + event"): "an event has several fields",
        swap(ANSWER, SUM, "left + event.change"): "the name that stands above its column",
        swap(ANSWER, SUM, "left + events.character_hit_points"): "event, without the s",
        swap(ANSWER, "    return", "        return"): "the return is inside the loop",
        swap(ANSWER, "    return left\n", ""): "end it with return left",
        swap(ANSWER, "left = left", "left == left"): "with one equals sign",
        swap(ANSWER, SUM, "left + hit_points"): "the same for all events",
        swap(ANSWER, SUM, "left + event.version"): "this is the version",
        swap(ANSWER, SUM, "left + character_hit_points"): "is a field of the event",
        swap(ANSWER, SUM, f"{SUM}()"): "use +, without brackets",
        swap(
            ANSWER, SUM, 'left + "event.character_hit_points"'
        ): "in quotation marks it's only text",
    },
)
