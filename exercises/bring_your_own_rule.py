"""Lesson 06, at home: a rule of the learner's own, and two who want the same at once."""

from typing import Any

import eventstore
from exercises.exercise import Exercise, expect, swap
from exercises.own_events import expect_own_events

ANSWER = """\
@dataclass(frozen=True)
class Copies:
    id: str
    version: int
    change: int  # of how many copies stand on the shelf
    reader: str = ""


def story(stream):
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


def story(evening):
    acts = [("opened", ""), ("sold", "Ada"), ("given back", "Ada")]
    return [Seat(evening, number, *act[:1], "A", act[1]) for number, act in enumerate(acts)]


def next_seats(seats, event):
    return {**seats, event.row: event.by if event.what == "sold" else ""}


RULE = eventstore.Projection("seats", {}, next_seats)


def want(who, evening):
    def decide(seats, number):
        free = [row for row, by in seats.items() if not by]
        return [Seat(evening, number, "sold", row, who) for row in free[:1]] or None

    return decide
"""
START = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    ...  # what happened


def story(stream):
    return [...]  # three events or more; after the last one, there is enough for one, and no more


def apply_mine(state, event):
    return ...  # what the rule must know, after this event


RULE = eventstore.Projection("my-rule", ..., apply_mine)  # in the middle: the state at the start


def want(who, stream):
    def decide(state, next_version):
        if ...:  # there is nothing left
            return []
        return [...]  # who takes it

    return decide
"""
REFUSAL = "        if copies == 0:\n            return []\n"


def the_story_is_a_story(given: Any) -> None:
    """story(stream) makes three events or more of that stream, with the versions 0, 1, 2 ..."""
    stream = given.new_id()
    events = given.story(stream)
    expect_own_events(events, "story")
    expect(len(events) >= 3 or f"{len(events)} events", True, "a story has three events or more")
    slip = "the first event is number 0, each later one has the next number"
    expect([event.version for event in events], [*range(len(events))], slip)
    slip = "every event belongs to the stream that `story` is given"
    expect({event.id for event in events}, {stream}, slip)


def told(given: Any) -> tuple[Any, str]:
    """A store with the story in it, and its stream."""
    stream = given.new_id()
    events = given.story(stream)
    store = eventstore.EventStore(given.client, given.table, event_type=type(events[0]))
    store.append(*events)
    return store, stream


def the_story_comes_back(given: Any) -> None:
    """The store gives the story back as it went in."""
    store, stream = told(given)
    slip = "a field has another type than its class says"
    expect(f"{store.query(stream)}", f"{given.story(stream)}", slip)


def the_rule_follows_the_story(given: Any) -> None:
    """RULE is a projection, and its function returns the next state for every event."""
    seen = type(given.RULE).__name__
    expect(seen, "Projection", "RULE = eventstore.Projection(a name, the first state, a function)")
    state = given.RULE.initial
    for event in given.story("s"):
        state = given.RULE.apply(state, event)
        slip = "some way through the function ends without a return of the next state"
        expect("None" if state is None else "a state", "a state", slip)


def the_first_one_gets_it(given: Any) -> None:
    """After the story, somebody who wants it gets it: your decision returns an event or more."""
    store, stream = told(given)
    now = store.project(stream, given.RULE)
    decide = given.want("Ann", stream)
    seen = type(decide).__name__
    expect(seen, "function", "want ends with `return decide`: the function itself, not called")
    decided = decide(now.state, now.version + 1)
    slip = (
        f"after the story your rule sees {now.state!r}: is there one left? Is the condition right?"
    )
    expect("an event" if decided else f"{decided}", "an event", slip)
    expect_own_events(decided, "decide")


def it_numbers_from_what_it_is_told(given: Any) -> None:
    """The decision numbers its events from the next_version that it is told."""
    store, stream = told(given)
    now = store.project(stream, given.RULE)
    decided = given.want("Ann", stream)(now.state, now.version + 8)
    slip = "the version is not known beforehand: take the next_version that you are told"
    expect(decided[0].version, now.version + 8, slip)


def only_one_of_two_gets_it(given: Any) -> None:
    """Two want it at the same moment; one gets it, and the other one changes its mind."""
    store, stream = told(given)
    ann, bob, asked = given.want("Ann", stream), given.want("Bob", stream), []

    def slow(state: Any, next_version: int) -> Any:
        asked.append(next_version)
        if len(asked) == 1:  # Ann is faster, once
            store.execute(stream, given.RULE, ann)
        return bob(state, next_version)

    store.execute(stream, given.RULE, slow)
    alone, other = told(given)
    counts: list[
        int
    ] = []  # how many events there are when one after the other takes it, until none is left
    while len(counts) < 8 and (not counts or counts[-1] not in counts[:-1]):
        alone.execute(other, given.RULE, given.want("Ann", other))
        counts.append(len(alone.query(other)))
    slip = "both got it. Does your story leave enough for two? It should leave enough for one"
    if len({*counts}) == len(counts):  # nobody is ever refused
        slip = "both got it, and so does everybody after them. "
        slip += "Does RULE change when somebody takes it, and does decide look at the state?"
    expect(f"events: {len(store.query(stream))}", f"events: {counts[0]}", slip)


EXERCISE = Exercise(
    lesson="06_contention",
    title="your rule holds, however many want it at once",
    statement="""\
## At home · Bring your own rule

This one is for later: twenty minutes or more, and there is not one right answer. Choose something that can run out, in a field that you know: the copies of a book in a library, the seats of a theatre, the portions of a soup, the money of an account.

Write the events, a story that leaves enough for one and no more, what your rule must know (`RULE`, a projection), and the decision of somebody who wants it. `check` puts your story into the module's store and lets two want it at the same moment. Rename `MyEvent` and `apply_mine` as you like.""",
    start=START,
    asks=("story", "RULE", "want"),
    needs=dict.fromkeys(["client", "table", "dataclass", "eventstore"], "Do you remember?"),
    tests=(
        the_story_is_a_story,
        the_story_comes_back,
        the_rule_follows_the_story,
        the_first_one_gets_it,
        it_numbers_from_what_it_is_told,
        only_one_of_two_gets_it,
    ),
    why="Whatever can run out, the rule is one pure function, and the store sees to the rivals.",
    hints=(
        "What would you count on your fingers, to know whether there is one left?",
        "Give the event a number that says the change, and add the changes up. That sum is the state.",
        "decide returns [] where the sum is 0; otherwise one event with next_version, and who takes it.",
    ),
    at_home=True,
    answer=ANSWER,
    other=OTHER,
    wrong={
        swap(ANSWER, "(frozen=True)", "()"): "nobody rewrites the past",
        swap(ANSWER, "stream, 3", "stream, 4"): "each later one has the next number",
        swap(ANSWER, '    Copies(stream, 3, +1, "Ada"),\n', ""): "is there one left?",
        swap(
            ANSWER,
            "[Copies(stream, next_version, -1, who)]",
            "Copies(stream, next_version, -1, who)",
        ): "returns its events in [ ]",
        swap(ANSWER, "next_version, -1, who", "4, -1, who"): "not known beforehand",
        swap(ANSWER, "0, +2", "0, +3"): "enough for two?",
        swap(ANSWER, "copies + event.change", "None"): "without a return",
        swap(ANSWER, REFUSAL, ""): "does decide look at the state",
    },
)
