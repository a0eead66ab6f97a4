"""Lesson 03, at home: a story of the learner's own, spelled into sheets and back."""

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


def to_sheet(event):
    return {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        "Happened": {"S": event.happened},
        "Reader": {"S": event.reader},
        "FeeCents": {"N": str(event.fee_cents)},
    }


def from_sheet(sheet):
    return Loan(
        id=sheet["Id"]["S"],
        version=int(sheet["Version"]["N"]),
        happened=sheet["Happened"]["S"],
        reader=sheet["Reader"]["S"],
        fee_cents=int(sheet["FeeCents"]["N"]),
    )
"""
START = """\
@dataclass(frozen=True)
class MyEvent:
    id: str
    version: int
    ...  # two fields or more, one of them a number


def my_story(stream):
    return [...]  # three events or more


def to_sheet(event):
    return {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        ...: ...,
    }


def from_sheet(sheet):
    return ...
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
    slip = "a price, a weight, a count: say it as an int, so that somebody can add it up"
    numbers = [value for value in values if type(value) is int]
    expect("a number" if numbers else f"{values}", "a number", slip)


def dynamodb_takes_the_sheets(given: Any) -> None:
    """DynamoDB takes every sheet."""
    for event in given.my_story(given.new_id()):
        sheet = given.to_sheet(event)
        try:
            given.client.put_item(TableName=given.table, Item=sheet)
        except Exception as error:
            slip = 'every value is wrapped, and in it is text: {"S": name} or {"N": str(number)}'
            expect(f"{type(error).__name__}: {error}", "no error", slip)


def every_event_comes_back_as_it_was(given: Any) -> None:
    """Every event comes back from its sheet as it was, each field with its type."""
    for event in given.my_story(given.new_id()):
        sheet = given.to_sheet(event)
        given.client.put_item(TableName=given.table, Item=sheet)
        key = {"Id": sheet["Id"], "Version": sheet["Version"]}
        found = given.client.get_item(TableName=given.table, Key=key, ConsistentRead=True)
        try:
            back = given.from_sheet(found["Item"])
        except KeyError as error:
            slip = "from_sheet looks for an attribute, or a type, that to_sheet did not write"
            expect(f"KeyError: {error}", "an attribute of the sheet", slip)
        else:
            expect(back, event, "a number needs int(...), or a field was forgotten")


EXERCISE = Exercise(
    lesson="03_query",
    after="8b",
    title="a story of your own, in and out of its drawer",
    statement="""\
## At home · Bring your own story

This one is for later: fifteen minutes or more, and there is not one right answer. Choose something that you know: a book in a library, a bank account, a parcel, a recipe that changes. What happens to it?

Write an event type with two fields of its own or more, one of them a number, and a story of three events or more. Then spell it for DynamoDB yourself, as this lesson does for heroes: `to_sheet` makes an item of an event, `from_sheet` an event of an item. Rename `MyEvent` as you like. `check` puts your sheets into the table and wants back what went in.""",
    start=START,
    asks=("my_story", "to_sheet", "from_sheet"),
    uses={"Do you remember?": "client table dataclass"},
    tests=(
        my_story_is_a_story,
        there_are_two_fields_of_its_own,
        a_number_is_among_what_happened,
        dynamodb_takes_the_sheets,
        every_event_comes_back_as_it_was,
    ),
    why="Once you have written the way in and the way out, you can read what any store keeps.",
    hints=(
        "Tell it to somebody: and then? and then? Each answer is an event, in the past tense.",
        "Take to_item and from_item as your model: one line for each field, in both directions.",
        'A text goes in as {"S": text}, out as ["S"]; a number as {"N": str(n)}, int(...["N"]).',
    ),
    answer=ANSWER,
    other="""\
@dataclass(frozen=True)
class Step:
    id: str
    version: int
    what: str
    grams: int


def my_story(cake):
    steps = [("flour", 250), ("butter", 125), ("less flour", -20), ("salt", 2)]
    return [Step(cake, n, what, grams) for n, (what, grams) in enumerate(steps)]


def to_sheet(step):
    rest = {"What": {"S": step.what}, "Grams": {"N": f"{step.grams}"}}
    return {"Id": {"S": step.id}, "Version": {"N": f"{step.version}"}, **rest}


def from_sheet(sheet):
    numbers = int(sheet["Version"]["N"]), int(sheet["Grams"]["N"])
    return Step(sheet["Id"]["S"], numbers[0], sheet["What"]["S"], numbers[1])
""",
    wrong={
        swap(ANSWER, "(frozen=True)", ""): "nobody rewrites the past",
        swap(ANSWER, "stream, 2", "stream, 3"): "each later one has the next number",
        swap(ANSWER, "str(event.fee_cents)", "event.fee_cents"): "every value is wrapped",
        swap(ANSWER, 'int(sheet["FeeCents"]["N"])', 'sheet["FeeCents"]["N"]'): "needs int(...)",
        swap(ANSWER, 'sheet["Reader"]', 'sheet["reader"]'): "that to_sheet did not write",
        swap(ANSWER, "Loan(stream, 2", 'Loan("stream", 2'): "belongs to the stream",
    },
    remark="The money is counted in cents, a whole number: nothing gets lost in the rounding.",
    at_home=True,
)
