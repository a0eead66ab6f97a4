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
    is_overdrawn: bool = False
    is_open: bool = True


def apply_booking(account, booking):
    if booking.what == "closed":
        return replace(account, is_open=False)
    balance = account.balance + booking.cents
    return replace(account, balance=balance, is_overdrawn=balance < 0)


def my_story(stream):
    return [
        Booking(stream, 0, "opened"),
        Booking(stream, 1, "salary", +2000),
        Booking(stream, 2, "rent", -1500),
        Booking(stream, 3, "piano", -9000),
    ]


MINE = Projection("account", Account(), apply_booking)
BY_HAND = Account(balance=-8500, is_overdrawn=True)
"""
BY_HAND = "Account(balance=-8500, is_overdrawn=True)"
KEPT = "replace(account, balance=balance, is_overdrawn=balance < 0)"
REFUSING = """\
    if balance < 0:
        raise ValueError("not enough money")
"""
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
    ___  # what someone wants to know; give each field its value at the beginning


def my_apply(state, event):
    return ___  # replace(state, field=value) makes a copy with another value in one field


def my_story(stream):
    return [___]  # three events or more


MINE = Projection("my-state", MyState(), my_apply)
BY_HAND = ___  # the state after your story, worked out on paper
"""


def apply_makes_a_state_of_every_event(given: Any) -> None:
    """Your apply accepts every event of the story and returns the next state."""
    try:
        expect_a_state_each(given.MINE, given.my_story("s"))
    except Exception as error:
        is_their_own = type(error).__module__ == "__main__"
        if not (is_their_own or type(error) in (ValueError, AssertionError, RuntimeError)):
            raise
        slip = "an event has happened, so apply can't refuse it: say what it means for the state"
        expect(f"{type(error).__name__}: {error}", "a state", slip)


def apply_is_a_pure_function(given: Any) -> None:
    """Your apply changes nothing in place: the state before an event stays as it was."""
    state = given.MINE.initial
    for event in given.my_story("s"):
        before = copy.deepcopy(state)
        state, old = given.MINE.apply(state, event), state
        expect(old, before, "it changes a list or a dict of the old state: make a new one instead")


def the_state_is_what_you_say(given: Any) -> None:
    """The fold of your story is the state that you worked out."""
    seen = given.fold(given.MINE, given.my_story(given.new_id())).state
    slip = "a rule is missing in your apply, or your sum is wrong: go through it event by event"
    expect(seen, given.BY_HAND, slip)


def something_has_happened(given: Any) -> None:
    """After the story, the state isn't what it was at the beginning."""
    state = given.fold(given.MINE, given.my_story("s")).state
    slip = "after all your events the state is as if nothing had happened"
    expect("the same" if state == given.MINE.initial else "another", "another", slip)


EXERCISE = Exercise(
    lesson="04_projection",
    after="5c",
    title="a projection of your own",
    statement="""\
## At home · Bring your own projection

This one is for later. It takes twenty minutes or more, and there are many right answers. Choose something with a history that you know, such as an account, a library book, a parcel or a recipe. (If you brought a story to lesson 03, take that.) What would someone want to know about it *now*?

Write the events, a state, and `my_apply` with a rule or two. `my_apply` must accept every event, because it has already happened: a rule says what an event *means*, such as "an account with less than 0 is overdrawn". Whether something *may* happen is decided before it's stored, and that's lesson 06.

Work out on paper which state your story ends in, and write it into `BY_HAND` before you run the cell. `check` folds your story with this lesson's `fold`. Rename the classes as you like.""",
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
    why="The events stay. The next question that someone asks needs one more function, but no new data.",
    hints=(
        "What would you ask about it on the phone? The answer is the state.",
        "In my_apply, write one `if` for each thing that can happen, and end with `return state`.",
        "A whole rule can be: return replace(state, count=state.count + 1)",
    ),
    answer=ANSWER,
    others=(
        """\
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
    ),
    wrong={
        swap(ANSWER, BY_HAND, "Account(500)"): "or your sum is wrong",
        swap(ANSWER, "(frozen=True)\nclass Booking", "\nclass Booking"): "belongs above the class",
        swap(ANSWER, "stream, 3", "stream, 4"): "each later one has the next number",
        swap(ANSWER, f"return {KEPT}", KEPT): "without a return",
        swap(ANSWER, KEPT, "account", BY_HAND, "Account()"): "as if nothing had happened",
        swap(ANSWER, f"    return {KEPT}", f"{REFUSING}    return {KEPT}"): "apply can't refuse it",
        IN_PLACE: "changes a list or a dict of the old state",
    },
    at_home=True,
)
