"""Lesson 00: the next event, with its version, its change and its reason."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
place = 3  # a whole number, in digits
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


def it_is_an_event_of_our_heros_story(given: Any) -> None:
    """`fourth` is an event of our stream, about our hero."""
    kind = type(given.fourth).__name__
    expect(kind, "Event", "leave the lines from `fourth = eventstore.Event(` on as they were")
    expect(given.fourth.id, given.stream, "leave the line id=stream as it was")
    slip = "leave the line character_name=hero as it was"
    expect(given.fourth.character_name, given.hero, slip)


def it_comes_after_the_last_one(given: Any) -> None:
    """Its version is the next one after 0, 1 and 2."""
    seen = given.fourth.version
    if type(seen) is int and seen == _place_after_the_newest(given):
        return  # someone who asked the store: below, an event has joined the stream since
    slip = _typing_slip(seen)
    if seen == 4:
        slip = "we count from 0, so the fourth event isn't number 4"
    elif type(seen) is int and seen in (0, 1, 2):
        slip = f"the table already has a row {seen}, and the past doesn't change"
    if type(seen) is not int or seen != 3:
        raise NotYetError(repr(seen), 3, slip)


def its_change_is_a_whole_number(given: Any) -> None:
    """character_hit_points says how the number changes, such as +1 or -2."""
    change = given.fourth.character_hit_points
    if type(change) is not int:
        raise NotYetError(repr(change), "a whole number", _typing_slip(change))


def its_note_says_why(given: Any) -> None:
    """The note says in words what happened."""
    note = given.fourth.note
    if type(note) is not str or not note.strip():
        slip = 'say in a few words what happened, between quotation marks: "Sneezes"'
        if note is None:
            slip = "print(...) shows the text, and gives back None; leave print out"
        elif isinstance(note, tuple):
            slip = _typing_slip(note)
        raise NotYetError(repr(note), "your words", slip)


def _place_after_the_newest(given: Any) -> object:
    return given.store.query(given.stream)[-1].version + 1


def _typing_slip(value: object) -> str:
    """Return what is probably wrong with a value that isn't a whole number."""
    if isinstance(value, str):
        return "write a number, in digits and without quotation marks"
    if isinstance(value, float):
        return "hit points and places are whole numbers; write it without a decimal point"
    if isinstance(value, tuple):
        if len(value) == 1:
            return "a comma follows the value; leave it out"
        return "with a comma between them, these are two numbers; write a single one"
    return ""


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
        "We keep the story instead": "store stream hero",
    },
    tests=(
        it_is_an_event_of_our_heros_story,
        it_comes_after_the_last_one,
        its_change_is_a_whole_number,
        its_note_says_why,
    ),
    why="Anyone who asks later why the number changed finds your answer in the stream.",
    hints=(
        "Look at the table above: which number does its next row get?",
        "The place is the next whole number; the change has `+` or `-`; the note is text in quotation marks.",
        'The rows are 0, 1 and 2, so `place = 3`. A note looks like `"Sleeps well"`.',
    ),
    answer=ANSWER,
    others=(
        'fourth = eventstore.Event(stream, 3, hero, -1, "Trips over the doorstep")\n',
        swap(ANSWER, "= 3", "= store.query(stream)[-1].version + 1", "+1", "0"),
    ),
    wrong={
        swap(ANSWER, "= 3", "= 4"): "we count from 0",
        swap(ANSWER, "= 3", '= "three"'): "in digits and without quotation marks",
        swap(ANSWER, "= 3", "= three"): "What goes here: a whole number, in digits",
        swap(ANSWER, "= 3", "= 3,"): "a comma follows the value",
        swap(ANSWER, "= 3", "= 3.0"): "without a decimal point",
        swap(ANSWER, "= 3", "= True"): "Seen:         True\nExpected:     3\n\nTry",
        swap(ANSWER, "place = 3", "place == 3"): "To give place a value, write a single =",
        swap(ANSWER, "= 3", "= 2"): "already has a row 2",
        swap(ANSWER, "+1", '"+1"'): "Seen:         '+1'",
        swap(ANSWER, "+1", "0.5"): "Seen:         0.5",
        swap(ANSWER, "+1", "1,5"): "these are two numbers",
        swap(ANSWER, "+1", "None"): "Expected:     a whole number\n\nTry",
        swap(ANSWER, "=stream", '="mine"'): "leave the line id=stream",
        swap(ANSWER, "=hero", '="Ada"'): "leave the line character_name=hero",
        swap(ANSWER, "eventstore.Event", "Event"): "Did you mean eventstore.Event?",
        swap(ANSWER, NOTE, '""'): "say in a few words what happened",
        swap(ANSWER, NOTE, "print(end='')"): "leave print out",
        swap(ANSWER, NOTE, "Sleeps"): 'it needs quotation marks at both ends: "Sleeps"',
    },
)
