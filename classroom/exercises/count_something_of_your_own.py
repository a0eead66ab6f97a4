"""Lesson 00, at home: a number from the learner's own life, told as a stream."""

from dataclasses import replace
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
my_stream = "the-bookshelf"

my_story = [
    eventstore.Event(my_stream, 0, "books", +20, "Moved in with a box of books"),
    eventstore.Event(my_stream, 1, "books", -3, "Lent three to Ada"),
    eventstore.Event(my_stream, 2, "books", +1, "Ada gave one back"),
]

at_the_end = 18
"""
OTHER = """\
def eggs(place, change, why):
    return eventstore.Event("fridge", place, "eggs", change, why)

my_story = [eggs(0, 6, "Market"), eggs(1, -2, "Breakfast"), eggs(2, -4, "Cake"), eggs(3, 10, "Hen")]
at_the_end = sum(event.character_hit_points for event in my_story)
"""
AS_A_TUPLE = """\
my_stream = "fridge"
my_story = (
    eventstore.Event(my_stream, 0, "eggs", 6, "Bought"),
    eventstore.Event(my_stream, 1, "eggs", -1, "Eaten"),
    eventstore.Event(my_stream, 2, "eggs", -1, "Eaten"),
)
at_the_end = 4
"""
APPENDED = """\
my_stream = "check-fridge"
my_story = [
    store.append(eventstore.Event(my_stream, 0, "eggs", 6, "Bought")),
    store.append(eventstore.Event(my_stream, 1, "eggs", -1, "Eaten")),
    store.append(eventstore.Event(my_stream, 2, "eggs", -1, "Eaten")),
]
at_the_end = 4
"""


def three_events_or_more(given: Any) -> None:
    """`my_story` is a list of three events or more."""
    if not isinstance(given.my_story, list | tuple):
        kind = type(given.my_story).__name__
        raise NotYetError(kind, "list", "put [ and ] around the events")
    kinds = {type(event).__name__ for event in given.my_story}
    slip = "each entry is an eventstore.Event(...)"
    if kinds == {"NoneType"}:
        slip = "append gives back None; put the events themselves in the list"
    elif kinds == {"list"}:
        slip = "this is a list inside a list; one pair of [ and ] is enough"
    expect(", ".join(sorted(kinds)) or "nothing", "Event", slip)
    if len(given.my_story) < 3:
        raise NotYetError(len(given.my_story), "3 or more", "add another event")


def one_stream_of_your_own(given: Any) -> None:
    """All events have the same id, and it is not that of our hero."""
    ids = list(dict.fromkeys(event.id for event in given.my_story))
    if len(ids) > 1:
        slip = "a story is one stream: give all of its events the same id"
        raise NotYetError(" and ".join(map(repr, ids)), "one id", slip)
    seen = "our hero's id" if given.stream in ids else "another id"
    expect(seen, "another id", "give your stream a name of its own")
    if not isinstance(ids[0], str) or not ids[0]:
        raise NotYetError(repr(ids[0]), "text", "name your stream between quotation marks")


def versions_count_from_0(given: Any) -> None:
    """The versions are 0, 1, 2 and so on, in this order."""
    versions = [event.version for event in given.my_story]
    slip = "every version is one more than the one before"
    if versions and versions[0] != 0:
        slip = "the first event is number 0, and the next one 1"
    elif len(set(versions)) < len(versions):
        slip = "two events have the same version; give each one the next number"
    if any(isinstance(version, str) for version in versions):
        slip = 'write the number without quotation marks: 1, not "1"'
    expect(versions, list(range(len(versions))), slip)


def every_event_says_what_it_counts(given: Any) -> None:
    """Every event says what it counts, and how much that changes."""
    for event in given.my_story:
        name, change = event.character_name, event.character_hit_points
        seen = f"{name!r}, {change!r}"
        if name == "":
            slip = "what goes up and down? Say it in a word, such as eggs, between quotation marks"
            raise NotYetError(seen, 'such as "books", -3', slip)
        if not isinstance(name, str) or (isinstance(change, str) and not _is_number(change)):
            slip = "the order is: stream, version, what you count, the change, the note"
            raise NotYetError(seen, 'such as "books", -3', slip)
        if isinstance(change, str):
            slip = 'a change is a whole number without quotation marks: -3, not "-3"'
            raise NotYetError(seen, 'such as "books", -3', slip)
        if isinstance(change, float):
            slip = "hit points are whole numbers, so count something whole: cents, say"
            raise NotYetError(seen, 'such as "books", -3', slip)


def every_event_says_why(given: Any) -> None:
    """Every event has a note."""
    notes = [event.note for event in given.my_story]
    if any(isinstance(note, str) and not note.strip() for note in notes):
        raise NotYetError(notes, "a reason in each", "a note is missing, or it's empty")


def the_store_keeps_it(given: Any) -> None:
    """The store keeps the story, and gives it back as it was."""
    stream = given.new_id()  # so that this can be tried again and again
    story = [replace(event, id=stream) for event in given.my_story]
    try:
        for event in story:
            given.store.append(event)
    except ValueError as error:
        slip = "the store says which field it can't take; compare it with the other events"
        told = str(error).replace(stream, given.my_story[0].id)
        raise NotYetError(told, "events that can be stored", slip) from error
    expect(given.store.query(stream), [*story], "look for the event that differs")


def _is_number(text: str) -> bool:
    return text.strip().lstrip("+-").replace(".", "", 1).isdigit()


def the_changes_add_up_to_the_end(given: Any) -> None:
    """`at_the_end` is what the changes add up to."""
    changes = [event.character_hit_points for event in given.my_story]
    seen, slip = given.at_the_end, "add them up once more, or ask Python: sum([+20, -3])"
    if isinstance(seen, str):
        seen, slip = repr(seen), "write this number without quotation marks, too"
    elif seen is None:
        slip = "print(...) shows a number, and gives back None; leave print out"
    elif seen == changes[-1]:
        slip = "perhaps your events have levels; they should have changes, such as +20 and -3"
    expect(seen, sum(changes), slip)


EXERCISE = Exercise(
    lesson="00_start_here",
    title="a number with its story",
    statement="""\
## At home · Bring your own story

Which number in your life goes up and down? The money in your wallet, the books on a shelf, the eggs in the fridge. Take a quarter of an hour, tell its story in three or more events, and say what the number is at the end.

The fields still have the names from the game: `character_name` is what you count, and `character_hit_points` is how it changes. In lesson 01, you name the fields yourself.""",
    start="""\
my_stream = ___

my_story = [
    eventstore.Event(my_stream, 0, ___, ___, ___),
    eventstore.Event(my_stream, 1, ___, ___, ___),
]

at_the_end = ___
""",
    asks=("my_story", "at_the_end"),
    uses={
        "Is everything here?": "eventstore",
        "We keep the story instead": "store stream",
    },
    tests=(
        three_events_or_more,
        one_stream_of_your_own,
        versions_count_from_0,
        every_event_says_what_it_counts,
        every_event_says_why,
        the_store_keeps_it,
        the_changes_add_up_to_the_end,
    ),
    why="Someone who sees only your last number can't say how it came about. You can.",
    hints=(
        "What did you count last week, and what made the number go up or down?",
        "The first event takes the number from 0 to where your story begins. The others change it from there.",
        '`eventstore.Event(my_stream, 1, "books", -3, "Lent three to Ada")` is one of ours.',
    ),
    answer=ANSWER,
    others=(OTHER, AS_A_TUPLE),
    wrong={
        swap(ANSWER, "m, 2", "m, 3", "m, 1", "m, 2", "m, 0", "m, 1"): "the first event is number 0",
        swap(ANSWER, "m, 2", "m, 1"): "two events have the same version",
        swap(ANSWER, "-3", "17", "+1", "18"): "perhaps your events have levels",
        swap(ANSWER, "= 18", "= 24"): "add them up once more",
        swap(ANSWER, "= 18", '= "18"'): "write this number without quotation marks",
        swap(ANSWER, "m, 1", 'm, "1"'): '1, not "1"',
        swap(ANSWER, "-3", '"-3"'): "a change is a whole number",
        swap(ANSWER, "my_stream, 2", '"ada", 2'): "give all of its events the same id",
        swap(ANSWER, "-3", "-3.5"): "count something whole",
        swap(ANSWER, '"books", -3', '-3, "books"'): "the order is: stream",
        swap(ANSWER, '"the-bookshelf"', "42"): "name your stream between quotation marks",
        swap(ANSWER, "= 18", "= print(end='')"): "leave print out",
        swap(ANSWER, "= 18", "== 18"): "To give at_the_end a value",
        swap(ANSWER, "Lent three to Ada", ""): "or it's empty",
        swap(ANSWER, '"books", +1', '"", +1'): "what goes up and down?",
        swap(ANSWER, "m, 2", "m, 3"): "one more than the one before",
        swap(ANSWER, "[\n", "[[\n", "]\n", "]]\n"): "one pair of [ and ] is enough",
        APPENDED: "append gives back None",
    },
    at_home=True,
)
