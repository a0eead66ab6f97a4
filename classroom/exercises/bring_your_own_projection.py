"""Lesson 04, at home: events of the learner's own, and a state that they make."""

import copy
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap
from classroom.exercises.own_events import MY_EVENT, expect_a_state_each, my_story_is_a_story

ANSWER = """\
@dataclass(frozen=True)
class Booking:
    id: str
    version: int
    what: str
    cents: int = 0


@dataclass(frozen=True)
class Account:
    balance: int = 0
    is_open: bool = True
    refused: int = 0


def apply_booking(account, booking):
    balance = account.balance + booking.cents
    if balance < 0 or not account.is_open:
        return replace(account, refused=account.refused + 1)
    return replace(account, balance=balance, is_open=booking.what != "closed")


def my_story(stream):
    return [
        Booking(stream, 0, "opened"),
        Booking(stream, 1, "salary", +2000),
        Booking(stream, 2, "rent", -1500),
        Booking(stream, 3, "piano", -9000),
    ]


MINE = Projection("account", Account(), apply_booking)
BY_HAND = Account(balance=500, refused=1)
"""
BY_HAND = "Account(balance=500, refused=1)"
KEPT = 'replace(account, balance=balance, is_open=booking.what != "closed")'
REFUSED = "replace(account, refused=account.refused + 1)"
IN_PLACE = """\
@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    reader: str


def remember(readers, loan):
    readers.append(loan.reader)
    return readers


def my_story(book):
    return [Loan(book, n, reader) for n, reader in enumerate(["Ada", "Bob", "Ada"])]


MINE = Projection("readers", [], remember)
BY_HAND = ["Ada", "Bob", "Ada"]
"""
START = """\
@dataclass(frozen=True)
class MyState:
    ...  # what somebody wants to know; each field with the value it has at the beginning


def my_apply(state, event):
    return ...  # replace(state, field=value) is a copy with a field changed


def my_story(stream):
    return [...]  # three events or more


MINE = Projection("my-state", MyState(), my_apply)
BY_HAND = ...  # the state after your story, worked out with a pencil
"""


def apply_makes_a_state_of_every_event(given: Any) -> None:
    """Your apply returns the next state for every event of the story."""
    expect_a_state_each(given.MINE, given.my_story("s"))


def apply_is_a_pure_function(given: Any) -> None:
    """Your apply changes nothing in place: the state before an event stays as it was."""
    state = given.MINE.initial
    for event in given.my_story("s"):
        before = copy.deepcopy(state)
        state, old = given.MINE.apply(state, event), state
        expect(old, before, "it adds to a list or a dict of the old state; make a new one")


def the_state_is_what_you_say(given: Any) -> None:
    """The fold of your story is the state that you worked out."""
    seen = given.fold(given.MINE, given.my_story(given.new_id())).state
    slip = "a rule is missing in your apply, or the pencil has slipped: fold it event by event"
    expect(seen, given.BY_HAND, slip)


def something_has_happened(given: Any) -> None:
    """The story leaves another state than the one at the beginning."""
    state = given.fold(given.MINE, given.my_story("s")).state
    slip = "after all of your events the state is as if nothing had happened"
    expect("the same" if state == given.MINE.initial else "another", "another", slip)


EXERCISE = Exercise(
    lesson="04_projection",
    after="5c",
    title="a projection of your own",
    statement="""\
## At home · Bring your own projection

This one is for later: twenty minutes or more, and there is not one right answer. Choose something with a history that you know: an account, a book in a library, a parcel, a recipe. What would somebody want to know of it *now*?

Write the events, a state, and `my_apply` with a rule or two, such as "nothing goes out of a closed account". Before you run it, work out with a pencil which state your story ends in, and write that into `BY_HAND`. `check` folds your story with this lesson's `fold`. (`replace` comes from `dataclasses`, as `dataclass` does. Rename the classes as you like.)""",
    start=MY_EVENT + START,
    asks=("MINE", "my_story", "BY_HAND"),
    uses={
        "Do you remember?": "dataclass replace",
        "Step 2 · More than a number": "Projection",
        "Step 3 · Ask the store": "fold",
    },
    tests=(
        my_story_is_a_story,
        apply_makes_a_state_of_every_event,
        apply_is_a_pure_function,
        the_state_is_what_you_say,
        something_has_happened,
    ),
    why="The events stay; the next question that somebody asks is one more function, not new data.",
    hints=(
        "Which question about it would you ask on the phone? Its answer is the state.",
        "In my_apply, begin with one `if` for each thing that can happen, and end with `return state`.",
        "return replace(state, count=state.count + 1) is a whole rule. Fold your story event by event.",
    ),
    answer=ANSWER,
    other="""\
@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    reader: str


def holder(now, loan):
    return {"with": loan.reader or "the library", "readers": now["readers"] | {loan.reader} - {""}}


def my_story(book):
    return [Loan(book, n, reader) for n, reader in enumerate(["", "Ada", "", "Bob"])]


MINE = Projection("holder", {"with": "", "readers": frozenset()}, holder)
BY_HAND = {"with": "Bob", "readers": frozenset({"Ada", "Bob"})}
""",
    wrong={
        swap(ANSWER, BY_HAND, "Account(500)"): "the pencil has slipped",
        swap(ANSWER, "(frozen=True)\nclass Booking", "\nclass Booking"): "belongs above the class",
        swap(ANSWER, "stream, 3", "stream, 4"): "each later one has the next number",
        swap(ANSWER, f"return {KEPT}", KEPT): "without a return",
        swap(ANSWER, KEPT, "account", REFUSED, "account", BY_HAND, "Account()"): (
            "as if nothing had happened"
        ),
        IN_PLACE: "adds to a list or a dict of the old state",
    },
    at_home=True,
)
