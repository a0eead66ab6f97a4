"""Lesson 05, at home: a snapshot of a state that JSON does not know, and a rule that changes."""

from dataclasses import asdict
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap
from classroom.exercises.own_events import MY_EVENT, my_story_is_a_story

ANSWER = """\
@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    reader: str
    days: int = 0


@dataclass(frozen=True)
class Book:
    readers: frozenset = frozenset()
    days_lent: int = 0


def lend(book, loan):
    return Book(book.readers | {loan.reader}, book.days_lent + loan.days)


def lend_kindly(book, loan):
    return lend(book, replace(loan, days=max(0, loan.days - 1)))  # the first day doesn't count


def encode(book):
    return {"readers": sorted(book.readers), "days_lent": book.days_lent}


def decode(kept):
    return Book(frozenset(kept["readers"]), kept["days_lent"])


def my_story(stream):
    return [
        Loan(stream, 0, "Ada", 14),
        Loan(stream, 1, "Bob", 3),
        Loan(stream, 2, "Ada", 28),
    ]


MINE = Projection("book", Book(), lend, encode=encode, decode=decode)
NEW_RULE = replace(MINE, apply=lend_kindly, revision=2)
"""
OTHER = """\
from datetime import date


@dataclass(frozen=True)
class Scan:
    id: str
    version: int
    day: str


def seen(_, scan):
    return date.fromisoformat(scan.day)


def seen_at_first(first, scan):
    return first if first != date.min else seen(first, scan)


def my_story(parcel):
    days = ["2030-05-01", "2030-05-02", "2030-05-07"]
    return [Scan(parcel, n, day) for n, day in enumerate(days)]


MINE = Projection("seen", date.min, seen, 1, date.isoformat, date.fromisoformat)
NEW_RULE = replace(MINE, apply=seen_at_first, revision=MINE.revision + 1)
"""
DAYS = ", 1, date.isoformat, date.fromisoformat"
START = """\
@dataclass(frozen=True)
class MyState:
    ___  # at least one field that JSON doesn't have: a frozenset, a tuple, a date ...


def my_apply(state, event):
    return ___


def my_other_apply(state, event):
    return ___  # one rule differs


def encode(state):
    return ___  # what JSON has: dict, list, str, int, bool, None


def decode(kept):
    return MyState(___)


def my_story(stream):
    return [___]  # three events or more


MINE = Projection("my-state", MyState(), my_apply, encode=encode, decode=decode)
NEW_RULE = replace(MINE, apply=my_other_apply, revision=___)
"""


def json_alone_would_not_do(given: Any) -> None:
    """The state has something in it that JSON doesn't have."""
    found = [now.state for now in states(given)]
    plain = [asdict(each) if hasattr(each, "__dataclass_fields__") else each for each in found]
    try:
        seen = "nothing" if given.json.loads(given.json.dumps(plain)) == plain else "something"
    except TypeError:
        seen = "something"
    expect(seen, "something", "JSON can hold all of it: try a frozenset, a tuple or a date")


def a_state_comes_back_as_it_was(given: Any) -> None:
    """Each state can be saved as JSON, and comes back as it was."""
    for now in states(given):
        stream = given.new_id()
        try:
            given.keep(given.client, given.table, stream, given.MINE, now)
        except TypeError as error:
            slip = "encode must turn a set into a list, and a date into text: sorted(...), .isoformat()"
            expect(f"TypeError: {error}", "no error", slip)
        back = given.newest(given.client, given.table, stream, given.MINE)
        slip = "decode leaves out a field, or returns a list where the state has something else"
        expect(back.state, now.state, slip)


def the_new_rule_is_another_and_finds_no_old_snapshot(given: Any) -> None:
    """NEW_RULE makes another state of your story, and looks into another drawer."""
    rules = (given.MINE, given.NEW_RULE)
    old, new = (given.fold(rule, given.my_story("s")).state for rule in rules)
    slip = "both rules make the same state of your story: add an event for which they differ"
    expect("another state" if old != new else f"{old!r} by both", "another state", slip)
    old, new = (given.snapshot_id("s", rule) for rule in rules)
    slip = "it would begin at a state of the old rule: give the new rule a new revision"
    expect("another drawer" if old != new else f"{old!r} for both", "another drawer", slip)


def states(given: Any) -> list[Any]:
    """The state after each event of the story, by the old rule."""
    events = given.my_story("s")
    return [given.fold(given.MINE, events[: end + 1]) for end in range(len(events))]


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="5b",
    title="a snapshot of your own",
    statement="""\
## At home · Bring your own snapshot

This one is for later. It takes twenty minutes or more, and there are many right answers. Choose something with a long history that you know, such as an account, a library book, a parcel or a game. (If you did the exercise at the end of lesson 04, take that.) What would a snapshot of it hold?

Write the events, a state and `my_apply`. The state should have something in it that JSON doesn't have, such as a `frozenset` of readers or a `date`: `encode` turns it into something that JSON has, and `decode` turns it back. Then a rule changes. `NEW_RULE` is the same projection with `my_other_apply`, and it must not begin at a snapshot of the old one. `check` saves each of your states with this lesson's `keep`, and reads it back with `newest`. Rename the classes as you like, and import what you need.""",
    start=MY_EVENT + START,
    asks=("MINE", "NEW_RULE", "my_story"),
    uses={
        "Do you remember?": "client table json dataclass replace fold",
        "Step 2 · Keep the state": "keep",
        "Step 3 · Begin there": "newest",
        "Step 4 · A rule that changes": "Projection snapshot_id",
    },
    tests=(
        my_story_is_a_story,
        json_alone_would_not_do,
        a_state_comes_back_as_it_was,
        the_new_rule_is_another_and_finds_no_old_snapshot,
    ),
    why="If a state came back slightly different, you'd notice weeks later, far from the snapshot.",
    hints=(
        "If you wrote the state into a letter, how would the reader get it back?",
        "For each field that JSON doesn't have, encode makes a list or text, and decode undoes that.",
        "sorted(a_set) and frozenset(a_list) are a pair; so are day.isoformat() and fromisoformat.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "sorted(book.readers)", "book.readers"): "must turn a set into a list",
        swap(ANSWER, 'frozenset(kept["readers"])', 'kept["readers"]'): "returns a list where",
        swap(ANSWER, ', kept["days_lent"])', ")"): "days_lent=0)",
        swap(ANSWER, "apply=lend_kindly, ", ""): "both rules make the same",
        swap(ANSWER, ", revision=2", ""): "give the new rule a new revision",
        swap(OTHER, "date.fromisoformat(scan.day)", "scan.day", DAYS, "", "date.min", '""'): (
            "JSON can hold all of it"
        ),
    },
    remark="A set has no order. `sorted` gives it one, so that equal states make equal text.",
    at_home=True,
)
