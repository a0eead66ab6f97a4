"""Lesson 02, at home: events of the learner's own, and a store that never overwrites one."""

from dataclasses import fields, replace
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.own_events import MY_EVENT, my_story_is_a_story

ANSWER = """\
@dataclass(frozen=True)
class Booking:
    id: str
    version: int
    cents: int
    purpose: str


def my_story(account):
    return [
        Booking(account, 0, +2000, "salary"),
        Booking(account, 1, -1500, "rent"),
        Booking(account, 2, -300, "a second-hand bicycle"),
    ]


def my_item(booking):
    return {
        "Id": {"S": booking.id},
        "Version": {"N": str(booking.version)},
        "Cents": {"N": str(booking.cents)},
        "Purpose": {"S": booking.purpose},
    }


class MyStore(EventStore):
    def append(self, booking):
        try:
            self.client.put_item(
                TableName=self.table,
                Item=my_item(booking),
                ConditionExpression="attribute_not_exists(Version)",
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise EventAlreadyExistsError(booking.id, booking.version) from error
"""
CONDITION = '                ConditionExpression="attribute_not_exists(Version)",\n'
START = """\
def my_story(stream):
    return [___]  # three events or more


def my_item(event):
    return {"Id": {"S": event.id}, "Version": {"N": str(event.version)}, ___: ___}


class MyStore(EventStore):
    def append(self, event):
        ___
"""


def every_event_has_its_card(given: Any) -> None:
    """The store puts every event on a card, with all of its fields."""
    for event in given.my_story(given.new_id()):
        card = _appended(given, event)
        for field in fields(event):
            value = getattr(event, field.name)
            wrapped = [each for each in card.values() if str(value) in map(str, each.values())]
            if not wrapped:
                slip = f"is the field {field.name} in my_item?"
                raise NotYetError(f"no {value!r} on card {event.version}", "every value", slip)
            if type(value) is int and not any("N" in each for each in wrapped):
                raise NotYetError(wrapped[0], {"N": str(value)}, "N is a number, S is a string")


def a_taken_version_is_refused(given: Any) -> None:
    """A second event with a version that is taken raises EventAlreadyExistsError, with both fields."""
    first, second, *_ = given.my_story(given.new_id())
    _appended(given, first)
    try:
        given.MyStore(given.client, given.table).append(replace(second, version=0))
    except given.EventAlreadyExistsError as error:
        slip = "the error has the id and the version of the event that exists"
        expect((error.id, error.version), (first.id, 0), slip)
    except Exception as error:
        slip = "catch DynamoDB's error for a failed condition, and raise ours"
        raise NotYetError(type(error).__name__, "EventAlreadyExistsError", slip) from error
    else:
        slip = "perhaps the put has no condition, or you caught the error and raised nothing"
        raise NotYetError("no error", "EventAlreadyExistsError", slip)


def a_missing_table_is_not_a_clash(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    event = given.my_story(given.new_id())[0]
    seen = outcome(given.MyStore(given.client, f"{given.table}-missing").append, event)
    expect(
        seen, "ResourceNotFoundException", "this catches more than the clash: every DynamoDB error"
    )


def _appended(given: Any, event: Any) -> Any:
    """Return the card that the learner's store makes of the event."""
    try:
        given.MyStore(given.client, given.table).append(event)
    except Exception as error:
        slip = 'wrap every value with its type, as text: {"S": name} or {"N": str(number)}'
        if isinstance(error, AttributeError) and "character_" in str(error):
            slip = "the append that you inherit uses to_item, not your my_item; write your own"
        seen = f"{type(error).__name__}: {str(error).splitlines()[-1]}"
        raise NotYetError(seen, "an event that is stored", slip) from error
    if card := given.item_at(event.id, event.version):
        return card
    slip = "does append store anything? The keys are the event's id and version"
    raise NotYetError(f"no card {event.version}", "a card in the drawer", slip)


EXERCISE = Exercise(
    lesson="02_append",
    after="6e",
    title="a cabinet of your own",
    statement="""\
## At home · Bring your own cabinet

The cabinet works for anything that has a history. Choose a bank account, a parcel, a library book, a cake, or something from your own work. Write its event type, a story of three events or more, the item for one event, and a store that never overwrites. Half an hour is enough.

Think about the drawers: which id gives you many drawers, each of them small? Rename `MyEvent` as you like. `MyStore` gets its `client` and `table` from our `EventStore`; you write its `append`.""",
    start=MY_EVENT + START,
    asks=("my_story", "MyStore"),
    uses={
        "Do you remember?": "client table dataclass",
        "Beat 3 · Three events": "item_at",
        "Beat 6 · Why was it refused?": "EventAlreadyExistsError",
        "A mistake of ours": "EventStore",
    },
    tests=(
        my_story_is_a_story,
        every_event_has_its_card,
        a_taken_version_is_refused,
        a_missing_table_is_not_a_clash,
    ),
    why="One condition in one request protects any history, whatever it's about.",
    hints=(
        "Whose story is it? That's the drawer. What happened first? That's card 0.",
        "my_item is like our to_item, with your fields. append is like ours, with my_item in it.",
        "Copy append from our last EventStore, and call my_item(event) where it calls to_item(event).",
    ),
    answer=ANSWER,
    others=(
        """\
@dataclass(frozen=True)
class Step:
    id: str
    version: int
    minutes: int = 0
    done: str = ""
    is_hot: bool = False

def my_story(cake):
    return [Step(cake, 0, done="stirred"), Step(cake, 1, 45, "baked", True), Step(cake, 2, 5)]

def my_item(step):
    item = {"Id": {"S": step.id}, "Done": {"S": step.done}, "IsHot": {"BOOL": step.is_hot}}
    return item | {"Version": {"N": f"{step.version}"}, "Minutes": {"N": f"{step.minutes}"}}

class MyStore(EventStore):
    def append(self, step):
        clash, free = self.client.exceptions.ConditionalCheckFailedException, "attribute_not_exists(Id)"
        try:
            self.client.put_item(TableName=self.table, Item=my_item(step), ConditionExpression=free)
        except clash:
            raise EventAlreadyExistsError(step.id, step.version) from None
""",
    ),
    wrong={
        swap(ANSWER, CONDITION, ""): "perhaps the put has no condition",
        swap(ANSWER, "self.client.exceptions.ConditionalCheckFailedException", "ClientError"): (
            "this catches more than the clash"
        ),
        swap(ANSWER, '        "Purpose": {"S": booking.purpose},\n', ""): "is the field purpose",
        swap(ANSWER, '{"N": str(booking.cents)}', '{"S": str(booking.cents)}'): "N is a number",
        swap(ANSWER, '{"N": str(booking.cents)}', '{"N": booking.cents}'): "wrap every value",
        ANSWER[: ANSWER.index("        try:")]
        + "        super().append(booking)\n": "append that you inherit",
        swap(ANSWER, "t, 2", "t, 3", "t, 1", "t, 2", "t, 0", "t, 1"): "the first event is number 0",
        swap(ANSWER, "(account, 1", '("mine", 1'): "the stream that my_story is given",
    },
    at_home=True,
)
