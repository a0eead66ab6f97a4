"""Lesson 00: the level is what the changes add up to."""

from functools import reduce
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.likely import Slips, likely

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
POPPING = """\
def hit_points_after(events):
    left = 0
    while events:
        left += events.pop(0).character_hit_points
    return left
"""

# Together, they tell every slip below from all others. The last falls below 0, and rises above 8.
STORIES = ((+8,), (+8, -2, -3), (), (+8, -2, -2), (+3, -4, +12, -1))
SLIPS: Slips = {
    "this keeps only the last change; add each change to what is left so far": (
        lambda changes: changes[-1] if changes else 0
    ),
    "the sign is in the change already: +8 is a gain, -2 is a loss": lambda changes: -sum(changes),
    "left is still 0; give it its new value with one equals sign: left = ...": lambda _: 0,
    "this counts the events; add up their changes instead": len,
    "this adds the version, its place in the story; add the change instead": (
        lambda changes: sum(range(len(changes)))
    ),
    "the function gives back nothing: end it with return left, as it did at first": lambda _: None,
    "the return is inside the loop, so the function stops after the first event": (
        lambda changes: changes[0] if changes else None
    ),
    "left starts at 0; the event with the +8 is in the story already": (
        lambda changes: 8 + sum(changes)
    ),
    "str(...) makes text of a number; leave it out": lambda changes: str(sum(changes)),
    "here a loss counts as a gain; take each change with its sign": (
        lambda changes: sum(map(abs, changes))
    ),
    "that's a rule of the game, and here we only add up: below 0, too": (
        lambda changes: reduce(lambda left, change: max(0, left + change), changes, 0)
    ),
    "that's a rule of the game, and here we only add up: above 8, too": (
        lambda changes: reduce(lambda left, change: min(8, left + change), changes, 0)
    ),
    "a set keeps equal changes only once, but each event counts": lambda changes: sum({*changes}),
}


def the_changes_are_added_up(given: Any) -> None:
    """After a story, what is left is what its changes add up to."""

    def after(changes: tuple[int, ...]) -> Any:
        return given.hit_points_after(_story(given, changes))

    for changes in STORIES:
        told = " ".join(f"{change:+}" for change in changes) or "no events"
        try:
            seen = after(changes)
        except (AttributeError, NameError, TypeError) as error:
            if slip := _slip_behind(error):
                raise NotYetError(error, f"{told} → {sum(changes)}", slip) from error
            raise
        if type(seen) is not int or seen != sum(changes):
            slip = likely(after, [(changes,) for changes in STORIES], SLIPS)
            raise NotYetError(f"{told} → {seen!r}", f"{told} → {sum(changes)}", slip)


def the_story_stays_as_it_was(given: Any) -> None:
    """The list `events` stays as it was."""
    story = _story(given, STORIES[1])
    given.hit_points_after(story)
    slip = "pop and remove take events out of the caller's list; a for loop only looks at them"
    expect(len(story), len(STORIES[1]), slip if len(story) < len(STORIES[1]) else "")
    expect(story, _story(given, STORIES[1]), "")


def _slip_behind(error: AttributeError | NameError | TypeError) -> str:
    told = str(error)
    if getattr(error, "name", "") in ("character_hit_points", "hit_points", "change"):
        if isinstance(error, NameError):
            return "the change is a field of the event: event.character_hit_points"
        if "'list'" in told:
            return "events is the whole list; event, without the s, is the one we're at"
    if isinstance(error, AttributeError) and "'Event'" in told:
        return "the change has the name that stands above its column: character_hit_points"
    if isinstance(error, TypeError) and "'Event'" in told:
        return "an event has several fields; the change is event.character_hit_points"
    if told == "'int' object is not callable":
        return "Python takes what stands before ( for a function; use +, without brackets"
    if isinstance(error, TypeError) and "'str'" in told:
        return "in quotation marks it's only text; without them it's the change"
    return ""


def _story(given: Any, changes: tuple[int, ...]) -> list[Any]:
    return [given.eventstore.Event("any", n, "anyone", each) for n, each in enumerate(changes)]


EXERCISE = Exercise(
    lesson="00_start_here",
    title="8 − 2 − 3 is 3",
    statement="""\
## Exercise · Add it up · 2 min

How many hit points are left? This function goes through the events in order, and `left` starts at 0. What is `left` after each event? Just add up, even if it falls below 0 or rises above 8: the rules of the game come in lesson 04.""",
    start=swap(ANSWER, SUM, "___"),
    asks=("hit_points_after",),
    uses={"Is everything here?": "eventstore"},
    tests=(the_changes_are_added_up, the_story_stays_as_it_was),
    why="Most programs store this number. You can work it out from the events whenever you need it.",
    hints=(
        "You have some hit points, and then something happens. What do you do with the two numbers?",
        "Add the change of this event to what is left now.",
        "`left + ...`, and then the field of the event that has the change, as in the table.",
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
        swap(ANSWER, "left = left", "left == left"): "left is still 0; give it its new value",
        swap(ANSWER, SUM, "left + hit_points"): "Expected:     +8 → 8\n\nTry",
        swap(ANSWER, SUM, "left + abs(event.character_hit_points)"): "a loss counts as a gain",
        swap(ANSWER, SUM, f"max(0, {SUM})"): "only add up: below 0, too",
        swap(ANSWER, SUM, f"min(8, {SUM})"): "only add up: above 8, too",
        swap(ANSWER, "= 0", "= 8"): "left starts at 0",
        swap(ANSWER, "return left", "return str(left)"): "str(...) makes text of a number",
        swap(ANSWER, "left = left", "total = left"): "left is still 0",
        swap(ANSWER, "in events", "in events[1:]"): "Seen:         +8 → 0",
        swap(COMPREHENSION, "(each", "({each", "story)\n", "story})\n"): "only once",
        POPPING: "take events out of the caller's list",
        swap(ANSWER, SUM, "left + event.version"): "this adds the version",
        swap(ANSWER, SUM, "left + character_hit_points"): "is a field of the event",
        swap(ANSWER, SUM, f"{SUM}()"): "use +, without brackets",
        swap(
            ANSWER, SUM, 'left + "event.character_hit_points"'
        ): "in quotation marks it's only text",
    },
)
