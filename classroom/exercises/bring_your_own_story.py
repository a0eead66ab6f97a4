"""Lesson 03, at home: a story of the learner's own, written to cards and read back."""

from dataclasses import fields
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.own_events import my_story_is_a_story

ANSWER = """\
@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    happened: str
    reader: str = ""
    fee_cents: int = 0


def my_story(stream):
    return [
        Loan(stream, 0, "bought for the library"),
        Loan(stream, 1, "lent", reader="Ada"),
        Loan(stream, 2, "returned late", reader="Ada", fee_cents=150),
    ]


def to_card(event):
    return {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        "Happened": {"S": event.happened},
        "Reader": {"S": event.reader},
        "FeeCents": {"N": str(event.fee_cents)},
    }


def from_card(card):
    return Loan(
        id=card["Id"]["S"],
        version=int(card["Version"]["N"]),
        happened=card["Happened"]["S"],
        reader=card["Reader"]["S"],
        fee_cents=int(card["FeeCents"]["N"]),
    )
"""
START = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    ___  # two fields or more, one of them a number


def my_story(stream):
    return [___]  # three events or more


def to_card(event):
    return {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        ___: ___,
    }


def from_card(card):
    return ___
"""


def there_are_two_fields_of_its_own(given: Any) -> None:
    """An event has an id, a version, and two fields of its own or more."""
    names = [field.name for field in fields(given.my_story("story-7")[0])]
    if not {"id", "version"} < {*names} or len(names) < 4:
        slip = "a field is a line with a name, a colon and a type: id: str, version: int, and yours"
        raise NotYetError(f"the fields {', '.join(names)}", "id, version and two more", slip)


def a_number_is_among_what_happened(given: Any) -> None:
    """Some event has a number in a field of its own."""
    values = [
        getattr(event, field.name)
        for event in given.my_story("story-7")
        for field in fields(event)
        if field.name not in ("id", "version")
    ]
    slip = "a price, a weight, a count: make it an int, so that somebody can add it up"
    numbers = [value for value in values if type(value) is int]
    expect("a number" if numbers else f"{values}", "a number", slip)


def dynamodb_takes_the_cards(given: Any) -> None:
    """DynamoDB takes every card."""
    for event in given.my_story(given.new_id()):
        card = given.to_card(event)
        try:
            given.client.put_item(TableName=given.table, Item=card)
        except Exception as error:
            slip = 'wrap every value with its type, as text: {"S": name} or {"N": str(number)}'
            expect(f"{type(error).__name__}: {error}", "no error", slip)


def every_event_comes_back_as_it_was(given: Any) -> None:
    """Every event comes back from its card as it was, each field with its type."""
    for event in given.my_story(given.new_id()):
        card = given.to_card(event)
        given.client.put_item(TableName=given.table, Item=card)
        key = {"Id": card["Id"], "Version": card["Version"]}
        found = given.client.get_item(TableName=given.table, Key=key, ConsistentRead=True)
        try:
            back = given.from_card(found["Item"])
        except KeyError as error:
            slip = "from_card looks for an attribute, or a type, that to_card didn't write"
            expect(f"KeyError: {error}", "an attribute of the card", slip)
        else:
            expect(back, event, "a number needs int(...), or a field is missing")


EXERCISE = Exercise(
    lesson="03_query",
    after="8b",
    title="a story of your own, in and out of its drawer",
    statement="""\
## At home · Bring your own story

This one is for later: it takes fifteen minutes or more, and there are many right answers. Choose something that you know: a book in a library, a bank account, a parcel, a recipe that changes. What happens to it?

Write an event type with two or more fields of its own, one of them a number, and a story of three events or more. Then do for it what this lesson does for heroes: `to_card` turns an event into an item, and `from_card` turns an item into an event. Rename `MyEvent` as you like. `check` puts your cards into the table and compares what comes back.""",
    start=START,
    asks=("my_story", "to_card", "from_card"),
    uses={"Do you remember?": "client table dataclass"},
    tests=(
        my_story_is_a_story,
        there_are_two_fields_of_its_own,
        a_number_is_among_what_happened,
        dynamodb_takes_the_cards,
        every_event_comes_back_as_it_was,
    ),
    why="If you can write the way in and the way out, you can read what any store keeps.",
    hints=(
        "Tell it to somebody who asks: and then? and then? Each answer is an event, in the past tense.",
        "Take to_item and from_item as models: one line for each field, in both directions.",
        'Text goes in as {"S": text} and out as ["S"]. A number: {"N": str(n)} and int(...["N"]).',
    ),
    answer=ANSWER,
    others=(
        """\
@dataclass(frozen=True)
class Step:
    id: str
    version: int
    what: str
    grams: int


def my_story(cake):
    steps = [("flour", 250), ("butter", 125), ("less flour", -20), ("salt", 2)]
    return [Step(cake, n, what, grams) for n, (what, grams) in enumerate(steps)]


def to_card(step):
    rest = {"What": {"S": step.what}, "Grams": {"N": f"{step.grams}"}}
    return {"Id": {"S": step.id}, "Version": {"N": f"{step.version}"}, **rest}


def from_card(card):
    numbers = int(card["Version"]["N"]), int(card["Grams"]["N"])
    return Step(card["Id"]["S"], numbers[0], card["What"]["S"], numbers[1])
""",
    ),
    wrong={
        swap(ANSWER, "(frozen=True)", ""): "nobody rewrites the past",
        swap(ANSWER, "stream, 2", "stream, 3"): "each later one has the next number",
        swap(ANSWER, "str(event.fee_cents)", "event.fee_cents"): "wrap every value",
        swap(ANSWER, 'int(card["FeeCents"]["N"])', 'card["FeeCents"]["N"]'): "needs int(...)",
        swap(ANSWER, 'card["Reader"]', 'card["reader"]'): "that to_card didn't write",
        swap(ANSWER, "Loan(stream, 2", 'Loan("stream", 2'): "belongs to the stream",
    },
    remark="The money is counted in cents, as an int, so nothing is lost by rounding.",
    at_home=True,
)
