"""Lesson 08, at home: what leaves one place arrives at the other, or stays."""

from dataclasses import replace
from functools import partial
from typing import Any

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.own_events import expect_own_events
from classroom.exercises.rivals import Rivalled, store_with

ANSWER = """\
@dataclass(frozen=True)
class Booking:
    id: str
    version: int
    cents: int  # a change, not a level
    text: str = ""


def begin(here, there):
    return [Booking(here, 0, +10000, "first deposit"), Booking(there, 0, +500, "first deposit")]


def amount(booking):
    return booking.cents


def move(store, here, there):
    out = len(store.query(here))
    into = len(store.query(there))
    store.append(
        Booking(here, out, -2500, "rent"),
        Booking(there, into, +2500, "rent"),
    )
"""
OTHER = """\
@dataclass(frozen=True)
class Jars:
    id: str
    version: int
    what: str
    count: int


def begin(pantry, kitchen):
    return [Jars(pantry, 0, "cooked", 12), Jars(kitchen, 0, "left over", 1)]


def amount(jars):
    return jars.count if jars.what != "taken out" else -jars.count


def move(store, pantry, kitchen):
    for _ in range(9):
        last = {place: store.query(place)[-1].version for place in (pantry, kitchen)}
        taken = Jars(pantry, last[pantry] + 1, "taken out", 2)
        try:
            return store.append(taken, Jars(kitchen, last[kitchen] + 1, "brought", 2))
        except eventstore.EventAlreadyExistsError:
            continue
    raise RuntimeError("somebody is always faster")
"""
START = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    ...  # what happened; a number that says how much


def begin(here, there):
    return [..., ...]  # the first event of each of the two streams


def amount(event):
    return ...  # how much this event adds to its place; less than 0 if it takes away


def move(store, here, there):
    ...  # read both streams; then take something away here, and let it arrive there
"""
TWO = ANSWER[ANSWER.index("    store.append(") :]
QUIET = """\
    try:
        store.append(Booking(here, out, -2500), Booking(there, into, +2500))
    except Exception:
        pass
"""
OUT = '    store.append(Booking(here, out, -2500, "rent"))\n'
INTO = '    store.append(Booking(there, into, +2500, "rent"))\n'


def begun(given: Any) -> tuple[Rivalled, str, str]:
    """A store with the beginning of both streams."""
    here, there = given.new_id(), given.new_id()
    events = given.begin(here, there)
    return store_with(given.client, given.table, events), here, there


def in_all(given: Any, store: Rivalled, *streams: str) -> int:
    """What there is in these streams, added up."""
    return sum(given.amount(event) for stream in streams for event in store.query(stream))


def both_streams_begin(given: Any) -> None:
    """begin(here, there) makes the first event of each stream, with version 0."""
    events = given.begin("here", "there")
    expect_own_events(events, "begin")
    slip = "one event for each of the two streams, and the first of a stream is number 0"
    expect([(e.id, e.version) for e in events], [("here", 0), ("there", 0)], slip)
    for event in events:
        seen = type(given.amount(event)).__name__
        expect(seen, "int", "amount returns a whole number for each event")


def what_leaves_arrives(given: Any) -> None:
    """What leaves one place arrives at the other: less is here, and as much as before in all."""
    store, here, there = begun(given)
    before = in_all(given, store, here, there), in_all(given, store, here)
    given.move(store, here, there)
    slip = "what leaves and what arrives should add up to 0: two events? which signs?"
    expect(f"in all: {in_all(given, store, here, there)}", f"in all: {before[0]}", slip)
    less = in_all(given, store, here) < before[1]
    slip = "here something should have been taken away"
    expect("less" if less else "as much as before, or more", "less", slip)


def it_can_be_done_again(given: Any) -> None:
    """A second move works like the first one."""
    store, here, there = begun(given)
    given.move(store, here, there)
    slip = "the versions are not the same each time: read both streams for the next ones"
    expect(outcome(given.move, store, here, there), "no error", slip)


def nothing_gets_lost_on_the_way(given: Any) -> None:
    """Whichever stream a rival writes to in between: nothing gets lost, and nothing is doubled."""
    for place in (0, 1):
        store, *places = begun(given)
        rival = replace(given.begin(*places)[place], version=1)
        expected = in_all(given, store, *places) + given.amount(rival)
        store.rival = partial(store.append, rival)
        told = outcome(given.move, store, *places)
        moved = sum(len(store.query(each)) for each in places) > 3
        slip = "two appends are two requests, and only one of them was stored: make it one append"
        expect(f"in all: {in_all(given, store, *places)}", f"in all: {expected}", slip)
        slip = "the clash was swallowed: nothing has moved, and nobody is told"
        seen = "told, or moved" if moved or told != "no error" else "no error, and nothing moved"
        expect(seen, "told, or moved", slip)


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="3b",
    title="what leaves one place arrives at the other",
    statement="""\
## At home · Bring your own turn

This one is for later: twenty minutes or more, and there is not one right answer. Choose something that moves from one place to another: money between accounts, books between two libraries, parcels from a van to a shelf, jars from the pantry to the kitchen. Each place is a stream.

Write the events, the beginning of both streams, and `move`. It gets the module's store, reads both streams and appends what belongs together. What to do at a clash is up to you: let the error through, or read again and decide again. (The module's error is `eventstore.EventAlreadyExistsError`; the class of this page is another one.) `check` moves twice, adds up with your `amount`, and lets a rival write in between. Rename `MyEvent` as you like.""",
    start=START,
    asks=("begin", "amount", "move"),
    uses={"Do you remember?": "client table dataclass eventstore"},
    tests=(
        both_streams_begin,
        what_leaves_arrives,
        it_can_be_done_again,
        nothing_gets_lost_on_the_way,
    ),
    why="A sum that no clash and no crash can change is what a transaction is for.",
    hints=(
        "What must be true of the two places together, before and after?",
        "Two events with one number: minus here, plus there. The next version of a stream is its length.",
        "store.query for both, then one store.append with both events in its call.",
    ),
    at_home=True,
    answer=ANSWER,
    other=OTHER,
    wrong={
        swap(ANSWER, "-2500", "0", "+2500", "0"): "should have been taken away",
        swap(ANSWER, "-2500", "+2500"): "two events? which signs?",
        swap(ANSWER, "there, 0", "there, 1"): "the first of a stream is number 0",
        swap(ANSWER, "len(store.query(here))", "1"): "read both streams",
        swap(ANSWER, TWO, OUT + INTO): "two appends are two requests",
        swap(ANSWER, TWO, QUIET): "the clash was swallowed",
    },
)
