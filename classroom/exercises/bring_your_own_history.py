"""Lesson 01, at home: a domain of the learner's own, and two of its stories with the same end."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import stories
from classroom.exercises.own_domain.at_work import LIBRARY, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 1), answer(PARCEL, 1)
BARE = """\
from dataclasses import dataclass

@dataclass(frozen=True)
class Move:
    id: str
    version: int

def state_after(moves):
    return len(moves)

one_story = [Move("a", 0), Move("a", 1), Move("a", 2)]
another_story = [Move("b", n) for n in range(3)]
the_same_end = 3
"""
POPPING = """\
def state_after(events):
    while len(events) > 1:
        events.pop(0)
    return events[0].place
"""
COUNTING = """\
def state_after(events):
    return len(events) >= 3
"""
PLACES = OTHER[OTHER.index("def state_after") : OTHER.index("\n\n\none_story")] + "\n"
BACK = "    return on_the_shelf"

EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="2d",
    title="a domain of your own: two histories with the same end",
    statement="""\
## At home · Begin a domain of your own

Choose something that has a past and that you know well: a chess game, a patient's file, a football match, a pot of soup, something from your work. You'll extend it at the end of each lesson, and in lesson 08 it will be all but ready for use. What happens to it, and which state would most programs keep?

Write its event type, or several: frozen dataclasses with `id: str`, `version: int`, and what happened. Then tell two stories of three or more events that end in the same state. `state_after` works out the state from a list of events, and leaves the list as it is. What happens should make a difference to it, and not only how often something happens. Take twenty minutes, and rename `MyEvent` if you like.

When it's right, it's kept in `my/domain.py`, as plain Python, and the next lesson starts from there. Does nothing come to mind? Then leave this out: from lesson 02 on, you can go on with *a library's loans* or *a parcel's journey*.""",
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
        stories.an_event_is_a_value_of_your_own,
        stories.three_events_numbered_from_0,
        stories.the_stories_differ,
        stories.the_same_events_make_the_same_state,
        stories.both_end_alike,
        stories.the_state_comes_from_the_events,
        stories.what_happens_makes_a_difference,
    ),
    why=f"Someone who keeps only the end couldn't tell your two stories apart. You can.{still_missing(1)}",
    hints=(
        "What would somebody ask about it, and what must have happened for the answer?",
        "Say what changes, not what is: moved to, lent to, +2. The state follows from that.",
        "Start with a state, and change it at each event, as you added up in lesson 00.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(
            ANSWER, "@dataclass(frozen=True)\nclass Lent", "@dataclass\nclass Lent"
        ): "so that nobody",
        swap(ANSWER, "@dataclass(frozen=True)\nclass Bought", "class Bought"): "takes no arguments",
        BARE: "id and version only",
        swap(OTHER, "frozen=True", "frozen=True, eq=False"): "without eq, two events",
        swap(ANSWER, '"emma", 3', '"emma", 4'): "the first event is number 0",
        swap(ANSWER, '"emma", 3', '"emma", 3.0'): "[0, 1, 2, 3.0]",
        swap(ANSWER, '"emma", 1', '"emma", "1"'): "a version is text",
        swap(ANSWER, '"emma", 2', '"persuasion", 2'): "all its events have the same id",
        swap(
            ANSWER, '    Bought("emma", 0, 2)', '    "Bought"'
        ): "is an event: the name of your class",
        swap(
            OTHER,
            '"parcel-2"',
            '"parcel-1"',
            ' "van 8", date(2030, 5, 3)',
            ' "van 7", date(2030, 5, 2)',
        )
        .replace('    Seen("parcel-1", 2, "the neighbour", date(2030, 5, 3)),\n', "")
        .replace(
            '3, "the kitchen table", date(2030, 5, 4)', '2, "the kitchen table", date(2030, 5, 2)'
        ): ("only the id differs"),
        swap(ANSWER, BACK, ""): "end it with return and the state",
        swap(ANSWER, BACK, f"    {BACK}"): "only the first event counts",
        swap(ANSWER, BACK, "    return str(on_the_shelf)"): "but the_same_end is a int",
        swap(
            OTHER, PLACES, 'def state_after(events):\n    return "the kitchen table"\n'
        ): "look at the events",
        swap(OTHER, PLACES, POPPING): "leave it as it is",
        swap(OTHER, PLACES, COUNTING, '_end = "the kitchen table"', "_end = True"): "counts events",
        swap(
            ANSWER, "in events:", "in events[:-1]:", "_end = 1", "_end = 0"
        ): "or leaves out the last",
        swap(
            ANSWER,
            "    on_the_shelf = 0\n",
            "    global on_the_shelf\n",
            "def state",
            "on_the_shelf = 0\n\n\ndef state",
        ): ("something is left from the last call"),
    },
    at_home=True,
    of_the_domain=True,
)
