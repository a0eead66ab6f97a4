"""Lesson 00: the event that comes next, with its place, its change and its reason."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
fourth = eventstore.Event(
    id=stream,
    version=3,
    character_name=hero,
    character_hit_points=+1,
    note="Eats what the innkeeper calls soup",
)
"""
NOTE = '"Eats what the innkeeper calls soup"'


def it_is_an_event_of_our_stream(given: Any) -> None:
    """`fourth` is an event of our stream."""
    kind = type(given.fourth).__name__
    expect(kind, "Event", "the cell gives the name fourth to an eventstore.Event(...)")
    expect(given.fourth.id, given.stream, "leave the line id=stream as it was")


def it_comes_after_the_last_one(given: Any) -> None:
    """Its version is its place in the story: the next one after 0, 1 and 2."""
    seen = given.fourth.version
    slip = "write one whole number, such as 7, and look which rows there are"
    if isinstance(seen, str):
        seen, slip = f'"{seen}", a text', "a number stands without quotation marks"
    elif seen == 4:
        slip = "we count from 0, so the fourth event is not number 4"
    elif seen in (0, 1, 2):
        slip = f"row {seen} of the table is there already, and the past does not change"
    expect(seen, 3, slip)


def its_change_is_a_whole_number(given: Any) -> None:
    """character_hit_points says how the number changes, such as +1 or -2."""
    change = given.fourth.character_hit_points
    if type(change) is not int:
        slip = 'a number stands without quotation marks: -2, not "-2"'
        if isinstance(change, float):
            slip = "hit points are whole, without a point: -1, not -0.5"
        raise NotYetError(repr(change), "a whole number", slip)


def its_note_says_why(given: Any) -> None:
    """The note says in words what happened."""
    note = given.fourth.note
    if type(note) is not str or not note.strip():
        slip = "the reason is missing; put it between quotation marks"
        raise NotYetError(repr(note), "your words", slip)


EXERCISE = Exercise(
    lesson="00_start_here",
    title="the story goes on",
    statement="""\
## Exercise · The fourth event · 2 min

What happens next? Replace each `...` in the cell below: the place of your event in the story, how the hit points *change*, and a note in your own words, between quotation marks. Then run the cell.

Its last line, `check(...)`, says whether your event is right, or what is not right yet. Nothing can break: try as often as you like. The small cell below it gives hints.""",
    start=swap(ANSWER, "version=3", "version=...", "+1", "...", NOTE, "..."),
    asks=("fourth",),
    uses={
        "Is everything here?": "eventstore",
        "We keep the story instead": "stream hero",
    },
    tests=(
        it_is_an_event_of_our_stream,
        it_comes_after_the_last_one,
        its_change_is_a_whole_number,
        its_note_says_why,
    ),
    why="Anyone who asks later why the number is what it is finds your answer in the stream.",
    hints=(
        "Look at the table above: which number does its next row get?",
        "A place, counted from 0; a change with + or -; a text between quotation marks.",
        'The rows are 0, 1 and 2, so it is version=3. A note looks like "Sleeps well".',
    ),
    answer=ANSWER,
    other='fourth = eventstore.Event(stream, 3, hero, -1, "Trips over the doorstep")\n',
    wrong={
        swap(ANSWER, "version=3", "version=4"): "we count from 0",
        swap(ANSWER, "version=3", 'version="3"'): "stands without quotation marks",
        swap(ANSWER, "version=3", "version=2"): "row 2 of the table is there already",
        swap(ANSWER, "+1", '"+1"'): '-2, not "-2"',
        swap(ANSWER, "+1", "0.5"): "whole, without a point",
        swap(ANSWER, NOTE, '""'): "the reason is missing",
        swap(ANSWER, NOTE, "Sleeps"): "name 'Sleeps' is not defined",
    },
)
