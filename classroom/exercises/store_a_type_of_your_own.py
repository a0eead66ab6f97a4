"""Lesson 03: an event type of the learner's, kept by the module."""

from dataclasses import fields
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    place: str
    weight_grams: int


def my_event(stream):
    return MyEvent(stream, 0, "Sorting centre", 1250)
"""
FIELDS = "    place: str\n    weight_grams: int\n"


def it_is_a_frozen_dataclass(given: Any) -> None:
    """MyEvent is a frozen dataclass: what happened can't be changed afterwards."""
    decorated: Any = getattr(given.MyEvent, "__dataclass_params__", None)
    seen = "not a dataclass" if decorated is None else f"frozen={decorated.frozen}"
    slip = "@dataclass(frozen=True) above the class makes it a dataclass and freezes it"
    expect(seen, "frozen=True", slip)
    expect(f"eq={decorated.eq}", "eq=True", "without eq, no event is equal to what comes back")


def it_says_what_happened(given: Any) -> None:
    """MyEvent has a field that says what happened."""
    names = [field.name for field in fields(given.MyEvent)]
    if {"id", "version"} <= {*names}:
        slip = "a field needs a type: `place: str`; a name alone, or `place = ...`, isn't a field"
        expect("three or more" if len(names) > 2 else ", ".join(names), "three or more", slip)


def the_module_takes_the_type(given: Any) -> None:
    """The module's store takes events of this type."""
    try:
        given.eventstore.EventStore(given.client, given.table, event_type=given.MyEvent)
    except TypeError as error:
        slip = ""
        if "must have the fields" in str(error):
            slip = "the first two fields stay as they are; add yours below them"
        elif ": float" in str(error):
            slip = "a float isn't exact, so the store refuses it: take a smaller unit and an int"
        elif "can't be stored" in str(error):
            slip = "the store can't keep a field of this type; str and int will do"
        raise NotYetError(f"TypeError: {error}", "fields that can be stored", slip) from error


def it_comes_back_as_it_was(given: Any) -> None:
    """The event is appended to the stream that is given, and comes back as it was."""
    store = given.eventstore.EventStore(given.client, given.table, event_type=given.MyEvent)
    if not callable(given.my_event):
        slip = "my_event is a function: def my_event(stream): return MyEvent(...)"
        raise NotYetError(type(given.my_event).__name__, "a function", slip)
    happened = given.my_event("parcel-7")
    if not isinstance(happened, given.MyEvent):
        slip = "my_event should return the event that it makes" if happened is None else ""
        raise NotYetError(type(happened).__name__, given.MyEvent.__name__, slip)
    expect(happened.id, "parcel-7", "the stream's id comes first; it's in `stream`, without quotes")
    expect(repr(happened.version), "0", "nothing happened before it, and we count from 0")
    stream = given.new_id()
    happened = given.my_event(stream)
    try:
        store.append(happened)
    except ValueError as error:
        slip = "a value doesn't have its field's type; are the values in the order of the fields?"
        raise NotYetError(str(error), "values of the fields' types", slip) from error
    expect(store.query(stream), [happened], "")


EXERCISE = Exercise(
    lesson="03_query",
    after="8b",
    title="an event of your own",
    statement="""\
## Exercise · An event of your own · 4 min

Heroes aren't the only ones with a history. Parcels have one too, and so do patients and chess games. The `eventstore` module is the store that these lessons build, with some additions. It takes any frozen dataclass that has an `id` and a `version`.

Give your event one or two more fields (`str` and `int` will do), and let `my_event` return the first event of a stream. Keep these two names. You don't have to write any DynamoDB: `check` appends your event with the module and queries it.""",
    start=swap(
        ANSWER,
        FIELDS,
        "    ___  # what happened, in one or two fields\n",
        ', "Sorting centre", 1250',
        ", ___",
    ),
    asks=("MyEvent", "my_event"),
    uses={"Do you remember?": "client table dataclass eventstore"},
    tests=(
        it_is_a_frozen_dataclass,
        it_says_what_happened,
        the_module_takes_the_type,
        it_comes_back_as_it_was,
    ),
    why="A store that doesn't know about heroes can keep any history, yours too.",
    hints=(
        "What would you like to know about a parcel, a loan or a move in chess, years later?",
        "Write a line for each field: a name, a colon, a type. Then `my_event` needs a value for each.",
        "One field could be `place: str`. The values after the 0 are in the order of the fields.",
    ),
    answer=ANSWER,
    others=(
        """\
from enum import Enum


class Kind(Enum):
    LENT = "lent"
    RETURNED = "returned"


@dataclass(frozen=True)
class Loan:
    kind: Kind
    readers: list[str]
    id: str
    version: int


MyEvent, my_event = Loan, lambda stream: Loan(Kind.LENT, ["Ann"], stream, 0)
""",
        """\
@dataclass(frozen=True, kw_only=True)
class MyEvent:
    id: str
    version: int
    square: str = ""


def my_event(game):
    return MyEvent(id=game, version=0, square="e4")
""",
    ),
    wrong={
        swap(ANSWER, "(frozen=True)", ""): "and freezes it",
        swap(ANSWER, FIELDS, "    place = 'here'\n", ', "Sorting centre", 1250', ""): (
            "a field needs a type"
        ),
        swap(ANSWER, "weight_grams: int", "weight: float", "1250", "1.25"): "a smaller unit",
        swap(ANSWER, "weight_grams: int", "seen_by: set", "1250", "{1250}"): "str and int will do",
        swap(ANSWER, "    version: int\n", "", "stream, 0", "stream"): "stay as they are",
        swap(ANSWER, "stream, 0", "0, stream"): "the stream's id comes first",
        swap(ANSWER, '"Sorting centre", 1250', '1250, "Sorting centre"'): ("have its field's type"),
        swap(ANSWER, "MyEvent(stream, 0", 'MyEvent("stream", 0'): "without quotes",
        swap(ANSWER, "stream, 0", "stream, 1"): "we count from 0",
        swap(ANSWER, "(frozen=True)", "(frozen=True, eq=False)"): "without eq, no event is equal",
        swap(
            ANSWER, "def my_event(stream):\n    return MyEvent(stream", 'my_event = MyEvent("a"'
        ): ("my_event is a function"),
        swap(ANSWER, "return ", ""): "should return the event that it makes",
        swap(
            ANSWER, 'return MyEvent(stream, 0, "Sorting centre", 1250)', "return Event(stream, 0)"
        ): ("Seen:         Event"),
    },
    remark="In the drawer, the field `weight_grams` is the attribute `WeightGrams`.",
)
