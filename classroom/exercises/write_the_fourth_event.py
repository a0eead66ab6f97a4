"""Lesson 00: the next event, with its version, its change and its reason."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
place = 3  # the number of its row
change = +1  # a whole number with + or -
note = "Eats what the innkeeper calls soup"  # text, between quotation marks

fourth = eventstore.Event(
    id=stream,
    version=place,
    character_name=hero,
    character_hit_points=change,
    note=note,
)
"""
NOTE = '"Eats what the innkeeper calls soup"'


def it_is_an_event_of_our_stream(given: Any) -> None:
    """`fourth` is an event of our stream."""
    kind = type(given.fourth).__name__
    expect(kind, "Event", "leave the lines from `fourth = eventstore.Event(` on as they were")
    expect(given.fourth.id, given.stream, "leave the line id=stream as it was")


def it_comes_after_the_last_one(given: Any) -> None:
    """Its version is the next one after 0, 1 and 2."""
    seen = given.fourth.version
    slip = "write one whole number, and look at the table: which number comes next?"
    if isinstance(seen, str):
        seen, slip = (
            f'"{seen}", which is text',
            "write a number, in digits and without quotation marks",
        )
    elif isinstance(seen, tuple):
        slip = "a comma follows the number; leave it out"
    elif isinstance(seen, float):
        raise NotYetError(seen, "a whole number", "write it without a decimal point")
    elif seen == 4:
        slip = "we count from 0, so the fourth event isn't number 4"
    elif seen in (0, 1, 2):
        slip = f"the table already has a row {seen}, and the past doesn't change"
    expect(seen, 3, slip)


def its_change_is_a_whole_number(given: Any) -> None:
    """character_hit_points says how the number changes, such as +1 or -2."""
    change = given.fourth.character_hit_points
    if type(change) is not int:
        slip = 'write the number without quotation marks: -2, not "-2"'
        if isinstance(change, float):
            slip = "hit points are whole numbers: -1, not -0.5"
        raise NotYetError(repr(change), "a whole number", slip)


def its_note_says_why(given: Any) -> None:
    """The note says in words what happened."""
    note = given.fourth.note
    if type(note) is not str or not note.strip():
        slip = 'say in a few words what happened, between quotation marks: "Sneezes"'
        raise NotYetError(repr(note), "your words", slip)


EXERCISE = Exercise(
    lesson="00_start_here",
    title="the story goes on",
    statement="""\
## Exercise · The fourth event · 2 min

What happens next? You decide. Replace each of the three `___`: the place of your event in the story, how the hit points *change*, and a note in your own words. Text needs quotation marks at both ends, like `"Sneezes"`. Then run the cell.

Its last line, `check(...)`, says whether your event is right, and if not, why. You can't break anything, so try as often as you like. Below the cell are three hints and our answer: click on one to open it.""",
    start=swap(ANSWER, "= 3", "= ___", "+1", "___", NOTE, "___"),
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
    why="Anyone who asks later why the number changed finds your answer in the stream.",
    hints=(
        "Look at the table above: which number does its next row get?",
        "The place is the next whole number; the change has + or -; the note is text in quotation marks.",
        'The rows are 0, 1 and 2, so place = 3. A note looks like "Sleeps well".',
    ),
    answer=ANSWER,
    others=('fourth = eventstore.Event(stream, 3, hero, -1, "Trips over the doorstep")\n',),
    wrong={
        swap(ANSWER, "= 3", "= 4"): "we count from 0",
        swap(ANSWER, "= 3", '= "three"'): "in digits and without quotation marks",
        swap(ANSWER, "= 3", "= 3,"): "a comma follows the number",
        swap(ANSWER, "= 3", "= 3.0"): "without a decimal point",
        swap(ANSWER, "place = 3", "place == 3"): "To give place a value, write a single =",
        swap(ANSWER, "= 3", "= 2"): "already has a row 2",
        swap(ANSWER, "+1", '"+1"'): '-2, not "-2"',
        swap(ANSWER, "+1", "0.5"): "hit points are whole numbers",
        swap(ANSWER, NOTE, '""'): "say in a few words what happened",
        swap(ANSWER, NOTE, "Sleeps"): 'it needs quotation marks at both ends: "Sleeps"',
    },
)
