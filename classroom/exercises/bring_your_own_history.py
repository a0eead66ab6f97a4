"""Lesson 01, at home: two histories of the learner's own field, with the same end."""

from dataclasses import replace
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.own_events import expect_own_events, expect_three_in_order

ANSWER = """\
@dataclass(frozen=True)
class Move:
    id: str
    version: int
    place: str


def state_after(moves):
    place = "the post office"
    for move in moves:
        place = move.place
    return place


one_story = [
    Move("parcel-1", 0, "a van"),
    Move("parcel-1", 1, "the neighbour"),
    Move("parcel-1", 2, "the kitchen table"),
]
another_story = [
    Move("parcel-2", 0, "a ship"),
    Move("parcel-2", 1, "the wrong house"),
    Move("parcel-2", 2, "the kitchen table"),
]
the_same_end = "the kitchen table"
"""
OTHER = """\
@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    book: str
    is_back: bool = False

def state_after(story):
    out = [loan.book for loan in story if not loan.is_back]
    return len(out) - len(story) + len(out)

one_story = [Loan("ada", 0, "Emma"), Loan("ada", 1, "Ulysses"), Loan("ada", 2, "Emma", True)]
another_story = [Loan("bob", n, "Emma", n % 2 == 1) for n in range(5)]
the_same_end = 1
"""


def an_event_is_a_value_of_your_own(given: Any) -> None:
    """Each story is a list of events: frozen dataclasses with an id, a version and what happened."""
    for name, story in _stories(given):
        expect_own_events(story, name)


def three_events_numbered_from_0(given: Any) -> None:
    """Each story has three events or more, with the versions 0, 1, 2 and so on, and one id."""
    for name, story in _stories(given):
        expect_three_in_order(story, name)
        ids = list(dict.fromkeys(event.id for event in story))
        expect(ids, ids[:1], f"{name} is one stream, so all its events have the same id")


def the_stories_differ(given: Any) -> None:
    """The two stories have different events."""
    one, another = ([replace(event, id="") for event in story] for _, story in _stories(given))
    if one == another:
        slip = "only the id differs; let something different happen on the way"
        raise NotYetError("one story, told twice", "two stories", slip)


def both_end_alike(given: Any) -> None:
    """`state_after` of both stories is the end that you have written down."""
    for name, story in _stories(given):
        seen = given.state_after(story)
        slip = f"go through {name} one event at a time; or perhaps the_same_end is wrong"
        if seen is None:
            slip = "the function gives back nothing: end it with return and the state"
        elif seen == given.state_after(story[:1]):
            slip = "only the first event counts: is the return inside the loop, or is a = missing?"
            if seen == given.state_after([]):
                slip = "the state never changes; give it a new value with one ="
        elif type(seen) is not type(given.the_same_end):
            kinds = type(seen).__name__, type(given.the_same_end).__name__
            slip = "state_after returns a {}, but the_same_end is a {}".format(*kinds)
        expect(seen, given.the_same_end, slip)


def the_state_comes_from_the_events(given: Any) -> None:
    """On the way to the end, the state differs at least once."""
    states = [given.state_after(story[:n]) for _, story in _stories(given) for n in (1, 2)]
    if all(state == given.the_same_end for state in states):
        slip = "state_after doesn't look at the events, or nothing changes in them"
        raise NotYetError(f"always {given.the_same_end!r}", "a different state on the way", slip)


def _stories(given: Any) -> list[tuple[str, Any]]:
    return [("one_story", given.one_story), ("another_story", given.another_story)]


EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="2d",
    title="two histories of your own, with the same end",
    statement="""\
## At home · Bring your own history

Choose something with a past: a parcel, a library book, a football match, a pot of soup. What happens to it, and which state would most programs keep? You can go on with it in the next lessons, until it has a store of its own.

Write an event type for it, and two stories of three or more events that end in the same state. `state_after` works out the state from the events. Take twenty minutes, and rename `MyEvent` if you like.""",
    start="""\
@dataclass(frozen=___)
class MyEvent:
    id: str
    version: int
    ___  # what happened: a name and a type, as in the two lines above


def state_after(events):
    ___  # go through the events, and return the state at the end


one_story = [___]
another_story = [___]
the_same_end = ___
""",
    asks=("one_story", "another_story", "state_after", "the_same_end"),
    uses={"Beat 2 · An event is a fact": "dataclass"},
    tests=(
        an_event_is_a_value_of_your_own,
        three_events_numbered_from_0,
        the_stories_differ,
        both_end_alike,
        the_state_comes_from_the_events,
    ),
    why="Someone who keeps only the end couldn't tell your two stories apart. You can.",
    hints=(
        "What would somebody ask about it, and what must have happened for the answer?",
        "Say what changes, not what is: moved to, lent to, +2. The state follows from that.",
        "Start with a state, and change it at each event, as you added up in lesson 00.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "(frozen=True)", ""): "@dataclass(frozen=True) belongs above the class",
        swap(ANSWER, "    place: str\n", "", ', "a van"', "", ', "the neighbour"', "")
        .replace(', "the kitchen table")', ")")
        .replace(', "a ship"', "")
        .replace(', "the wrong house"', ""): "id and version only",
        swap(ANSWER, '2", 2', '2", 3', '2", 1', '2", 2', '2", 0', '2", 1'): "is number 0",
        swap(ANSWER, '1", 1', '1", "1"'): "a version is text",
        swap(ANSWER, "@dataclass(frozen=True)\n", ""): "belongs in the line above class Move",
        swap(ANSWER, "a ship", "a van", "the wrong house", "the neighbour"): "only the id differs",
        swap(ANSWER, "    return place\n", ""): "end it with return and the state",
        swap(ANSWER, "    return place", "        return place"): "only the first event counts",
        swap(ANSWER, "place = move", "place == move"): "the state never changes",
        swap(
            ANSWER, 'Move("parcel-1", 0, "a van")', '"a van"'
        ): "is an event: the name of your class",
        swap(ANSWER, "    return place", "    return (place,)"): "but the_same_end is a str",
        swap(ANSWER, "= move.place", "= the_same_end"): "doesn't look at the events",
    },
    at_home=True,
)
