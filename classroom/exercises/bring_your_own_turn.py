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
    for _ in range(5):
        left, arrived = store.query(here), store.query(there)
        if sum(amount(each) for each in left) < 2500:
            raise ValueError("there is too little left for the rent")
        try:
            store.append(
                Booking(here, len(left), -2500, "rent"),
                Booking(there, len(arrived), +2500, "rent"),
            )
            return
        except eventstore.EventAlreadyExistsError:
            pass  # somebody was faster: read again, decide again
    raise RuntimeError("somebody was faster five times")
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
    events = {place: store.query(place) for place in (pantry, kitchen)}
    if sum(map(amount, events[pantry])) - 2 < 0:
        raise LookupError("hardly any jars left")
    out, brought = (events[place][-1].version + 1 for place in (pantry, kitchen))
    store.append(Jars(kitchen, brought, "brought", 2), Jars(pantry, out, "taken out", 2))
"""
START = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    ___  # what happened; a number that says how much


def begin(here, there):
    return [___, ___]  # the first event of each of the two streams


def amount(event):
    return ___  # how much this event adds to its place; less than 0 if it takes away


def move(store, here, there):
    ___  # read both streams; is there enough here? then take it away, and let it arrive there
"""
TWO = ANSWER[ANSWER.index("            store.append(") : ANSWER.index("            return")]
OUT = '            store.append(Booking(here, len(left), -2500, "rent"))\n'
INTO = '            store.append(Booking(there, len(arrived), +2500, "rent"))\n'
QUIET = """\
        except eventstore.EventAlreadyExistsError:
            return
"""
AGAIN = ANSWER[ANSWER.index("        except eventstore") : ANSWER.index("    raise RuntimeError")]
CHECK = """\
        if sum(amount(each) for each in left) < 2500:
            raise ValueError("there is too little left for the rent")
"""
FIRST = "    for _ in range(5):\n"
CHECK_ONCE = """\
    if sum(amount(each) for each in store.query(here)) < 2500:
        raise ValueError("there is too little left for the rent")
"""
_MOST = 90  # events in one append, with which a rival takes what is left


def begun(given: Any) -> tuple[Rivalled, str, str]:
    """Return a store with the beginning of both streams."""
    here, there = given.new_id(), given.new_id()
    events = given.begin(here, there)
    return store_with(given.client, given.table, events), here, there


def in_all(given: Any, store: Rivalled, *streams: str) -> int:
    """Return what there is in these streams, added up."""
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
    slip = "what leaves and what arrives should add up to 0: are there two events, with the right signs?"
    expect(f"in all: {in_all(given, store, here, there)}", f"in all: {before[0]}", slip)
    less = in_all(given, store, here) < before[1]
    slip = "something should have been taken away here"
    expect("less" if less else "as much as before, or more", "less", slip)


def it_can_be_done_again(given: Any) -> None:
    """A second move works like the first one."""
    store, here, there = begun(given)
    given.move(store, here, there)
    slip = "the next versions change with every move: read both streams to find them"
    expect(outcome(given.move, store, here, there), "no error", slip)


def nothing_gets_lost_on_the_way(given: Any) -> None:
    """If a rival writes to one of the streams in between, nothing gets lost or doubled."""
    for place in (0, 1):
        store, *places = begun(given)
        rival = replace(given.begin(*places)[place], version=1)
        expected = in_all(given, store, *places) + given.amount(rival)
        store.rival = partial(store.append, rival)
        told = outcome(given.move, store, *places)
        moved = sum(len(store.query(each)) for each in places) > 3
        slip = (
            "two appends are two requests, and only one of them was stored: make it a single append"
        )
        expect(f"in all: {in_all(given, store, *places)}", f"in all: {expected}", slip)
        slip = "the clash was swallowed: nothing has moved, and nobody hears of it"
        seen = "told, or moved" if moved or told != "no error" else "no error, and nothing moved"
        expect(seen, "told, or moved", slip)


def too_little_is_refused(given: Any) -> None:
    """If there's too little left, nothing is moved, and move raises an error."""
    for between in (False, True):
        store, here, there = begun(given)
        given.move(store, here, there)
        taken = store.query(here)[-1]
        left, each = in_all(given, store, here), -given.amount(taken)
        slip = "this place takes too many moves to empty: begin with less, or move more at once"
        seen = f"enough for {left // each} moves more" if left > each * _MOST else "soon empty"
        expect(seen, "soon empty", slip)
        last = taken.version + 1
        rest = [replace(taken, version=last + more) for more in range(left // each)]
        if between and rest:
            store.rival = partial(store.append, *rest)
        elif rest:
            store.append(*rest)
        told = outcome(given.move, store, here, there)
        slip = "there was too little, and you moved it anyway: add up what is here before you take anything away"
        if between:
            slip = "a rival took what was left, and you moved it as well: decide anew each time you read"
        now = in_all(given, store, here)
        expect(f"{now} here" if now < 0 else "not below 0", "not below 0", slip)
        slip = "nothing has moved, and nobody hears of it: raise an error"
        expect("no error" if told == "no error" else "an error", "an error", slip)


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="3c",
    title="what leaves one place arrives at the other",
    statement="""\
## At home · Bring your own turn

This one is for later: it takes twenty minutes or more, and there's more than one right answer. Choose something that moves from one place to another: money between accounts, books between libraries, parcels from a van to a shelf, jars from the pantry to the kitchen. Each place is a stream.

Write the events, the beginning of both streams, and `move`. `move` gets the module's store, reads both streams, and appends what belongs together. If there's too little to move, it raises an error of your choice. If there's a clash, let it through, or read again and decide again. The module's `execute` decides for one stream only, so for two you need a loop of your own, and in it *the whole decision*: a rival may have taken what was left. (The module's error is `eventstore.EventAlreadyExistsError`; the class of this page is another one.)

`check` moves twice, adds up with your `amount`, lets a rival write in between, and lets a rival take what is left. You may rename `MyEvent`.""",
    start=START,
    asks=("begin", "amount", "move"),
    uses={"Do you remember?": "client table dataclass eventstore"},
    tests=(
        both_streams_begin,
        what_leaves_arrives,
        it_can_be_done_again,
        nothing_gets_lost_on_the_way,
        too_little_is_refused,
    ),
    why="No clash and no crash can change the sum, and nobody moves what isn't there.",
    hints=(
        "What must be true of the two places together, before and after? And what must be true of the first one?",
        "Two events with the same number: minus here, plus there. The next version of a stream is its length.",
        "In a loop: store.query for both, add up and compare, then one store.append with both events. On a clash, go round again.",
    ),
    at_home=True,
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "-2500", "0", "+2500", "0"): "something should have been taken away",
        swap(ANSWER, "-2500", "+2500"): "with the right signs",
        swap(ANSWER, "there, 0", "there, 1"): "the first of a stream is number 0",
        swap(ANSWER, "len(left)", "1"): "read both streams",
        swap(ANSWER, TWO, OUT + INTO): "two appends are two requests",
        swap(ANSWER, AGAIN, QUIET): "the clash was swallowed",
        swap(ANSWER, CHECK, ""): "before you take anything away",
        swap(ANSWER, CHECK, "", FIRST, CHECK_ONCE + FIRST): "decide anew each time",
        swap(ANSWER, CHECK, CHECK.replace("raise ValueError", "return str")): "raise an error",
    },
)
