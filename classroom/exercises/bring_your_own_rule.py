"""Lesson 06, at home: a rule of the learner's own, and two people who want the same at once."""

from functools import partial
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap
from classroom.exercises.own_events import (
    MY_EVENT,
    expect_a_state_each,
    expect_own_events,
    my_story_is_a_story,
)
from classroom.exercises.rivals import Rivalled, store_with

ANSWER = """\
@dataclass(frozen=True)
class Copies:
    id: str
    version: int
    change: int  # of how many copies stand on the shelf
    reader: str = ""


def my_story(stream):
    return [
        Copies(stream, 0, +2),
        Copies(stream, 1, -1, "Ada"),
        Copies(stream, 2, -1, "Bob"),
        Copies(stream, 3, +1, "Ada"),
    ]


RULE = eventstore.Projection("on-the-shelf", 0, lambda copies, event: copies + event.change)


def want(who, stream):
    def decide(copies, next_version):
        if copies == 0:
            return []
        return [Copies(stream, next_version, -1, who)]

    return decide
"""
OTHER = """\
@dataclass(frozen=True)
class Seat:
    id: str
    version: int
    what: str
    row: str
    by: str


def my_story(evening):
    acts = [("opened", ""), ("sold", "Ada"), ("given back", "Ada")]
    return [Seat(evening, number, *act[:1], "A", act[1]) for number, act in enumerate(acts)]


class SoldOutError(Exception):
    pass


def next_seats(seats, event):
    return {**seats, event.row: event.by if event.what == "sold" else ""}


RULE = eventstore.Projection("seats", {}, next_seats)


def want(who, evening):
    def decide(seats, number):
        free = [row for row, by in seats.items() if not by]
        if not free:
            raise SoldOutError(f"no seat for {who}")
        return [Seat(evening, number, "sold", free[0], who)]

    return decide
"""
START = """\
def my_story(stream):
    return [___]  # three events or more; after the last one, there is enough for exactly one


def apply_mine(state, event):
    return ___  # what the rule must know, after this event


RULE = eventstore.Projection("my-rule", ___, apply_mine)  # in the middle: the state at the start


def want(who, stream):
    def decide(state, next_version):
        if ___:  # there is nothing left
            return []  # or raise an error of your own
        return [___]  # who takes it

    return decide
"""
TAKEN = "[Copies(stream, next_version, -1, who)]"
LAST = '        Copies(stream, 3, +1, "Ada"),\n'
REFUSAL = "        if copies == 0:\n            return []\n"


def told(given: Any) -> tuple[Rivalled, str]:
    """A store with the story in it, and its stream."""
    stream = given.new_id()
    return store_with(given.client, given.table, given.my_story(stream)), stream


def the_story_comes_back(given: Any) -> None:
    """The store returns the story as it was stored."""
    store, stream = told(given)
    slip = "a field has another type than its class says"
    expect(f"{store.query(stream)}", f"{given.my_story(stream)}", slip)


def the_rule_follows_the_story(given: Any) -> None:
    """RULE is a projection, and its function returns the next state for every event."""
    seen = type(given.RULE).__name__
    expect(seen, "Projection", "RULE = eventstore.Projection(a name, the first state, a function)")
    expect_a_state_each(given.RULE, given.my_story("s"))


def the_first_one_gets_it(given: Any) -> None:
    """After the story, somebody who wants it gets it: your decision returns an event or more."""
    store, stream = told(given)
    now = store.project(stream, given.RULE)
    decide = given.want("Ann", stream)
    seen = type(decide).__name__
    expect(seen, "function", "want ends with `return decide`: the function itself, not called")
    decided = decide(now.state, now.version + 1)
    slip = f"after the story, RULE says {now.state!r}: is there one left? Is your condition right?"
    expect("an event" if decided else f"{decided}", "an event", slip)
    expect_own_events(decided, "decide")


def it_numbers_from_what_it_is_told(given: Any) -> None:
    """The decision numbers its events from the next_version that it is told."""
    store, stream = told(given)
    now = store.project(stream, given.RULE)
    decided = given.want("Ann", stream)(now.state, now.version + 8)
    slip = "you can't know the version beforehand: take the next_version that decide is told"
    expect(decided[0].version, now.version + 8, slip)


def version_after(who: str, store: Rivalled, stream: str, given: Any) -> int:
    """Let somebody want it, and return the stream's last version after that.

    A refusal may be an error, of a class of the learner's own.
    """
    try:
        store.execute(stream, given.RULE, given.want(who, stream))
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("builtins", "eventstore", "botocore"):
            raise
    return store.project(stream, given.RULE).version


def only_one_of_two_gets_it(given: Any) -> None:
    """Two want it at the same moment; one gets it, and the other one changes its mind."""
    store, stream = told(given)
    store.rival = partial(store.execute, stream, given.RULE, given.want("Ann", stream))
    last = version_after("Bob", store, stream, given)
    alone, other = told(given)  # one comes after the other, until nothing is left
    lasts = [version_after("Ann", alone, other, given) for _ in range(8)]
    slip = "both got it. Does your story leave enough for two? It should leave enough for one. "
    slip += "If it does, is your condition true when nothing is left?"
    if len({*lasts}) == len(lasts):  # nobody is ever refused
        slip = "both got it, and so does everybody after them. "
        slip += "Does RULE change when somebody takes it, and does decide look at the state?"
    expect(f"last version: {last}", f"last version: {lasts[0]}", slip)


EXERCISE = Exercise(
    lesson="06_contention",
    after="6d",
    title="your rule holds, however many want it at once",
    statement="""\
## At home · Bring your own rule

This one is for later: it takes twenty minutes or more, and there is more than one right answer. Choose something that can run out, in a field you know: the copies of a book in a library, the seats in a theatre, the portions of a soup, the money in an account.

Write the events, a story that leaves enough for exactly one, what your rule must know (`RULE`, a projection), and the decision of somebody who wants it. `check` puts your story into the module's store and lets two people want it at the same moment. Rename `MyEvent` and `apply_mine` as you like.""",
    start=MY_EVENT + START,
    asks=("my_story", "RULE", "want"),
    uses={"Do you remember?": "client table dataclass eventstore"},
    tests=(
        my_story_is_a_story,
        the_story_comes_back,
        the_rule_follows_the_story,
        the_first_one_gets_it,
        it_numbers_from_what_it_is_told,
        only_one_of_two_gets_it,
    ),
    why="Whatever can run out: the rule is one pure function, and the store takes care of rivals.",
    hints=(
        "What would you count on your fingers to know whether there is one left?",
        "Give the event a number that says what changes, and add the changes up. The sum is the state.",
        "If the sum is 0, `decide` returns `[]`. Otherwise, it returns one event, with `next_version` and who takes it.",
    ),
    at_home=True,
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "(frozen=True)", "()"): "nobody rewrites the past",
        swap(ANSWER, "stream, 3", "stream, 4"): "each later one has the next number",
        swap(ANSWER, LAST, ""): "is there one left?",
        swap(ANSWER, TAKEN, TAKEN.strip("[]")): "put [ and ] around the events",
        swap(ANSWER, "next_version, -1, who", "4, -1, who"): "can't know the version beforehand",
        swap(ANSWER, "0, +2", "0, +3"): "enough for two?",
        swap(ANSWER, "copies + event.change", "None"): "without a return",
        swap(ANSWER, REFUSAL, ""): "does decide look at the state",
    },
)
