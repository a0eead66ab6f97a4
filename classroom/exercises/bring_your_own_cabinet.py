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
    return [...]  # three events or more


def my_item(event):
    return {"Id": {"S": event.id}, "Version": {"N": str(event.version)}, ...: ...}


class MyStore(EventStore):
    def append(self, event):
        ...
"""


def every_event_has_its_sheet(given: Any) -> None:
    """The store puts every event on a sheet, with all of its fields."""
    for event in given.my_story(given.new_id()):
        sheet = _appended(given, event)
        for field in fields(event):
            value = getattr(event, field.name)
            wrapped = [each for each in sheet.values() if str(value) in map(str, each.values())]
            if not wrapped:
                slip = f"is the field {field.name} in my_item?"
                raise NotYetError(f"no {value!r} on sheet {event.version}", "every value", slip)
            if type(value) is int and not any("N" in each for each in wrapped):
                raise NotYetError(wrapped[0], {"N": str(value)}, "N is a number, S is a string")


def a_taken_version_is_refused(given: Any) -> None:
    """Another event with a version that is taken raises EventAlreadyExistsError, and says which."""
    first, second, *_ = given.my_story(given.new_id())
    _appended(given, first)
    try:
        given.MyStore(given.client, given.table).append(replace(second, version=0))
    except given.EventAlreadyExistsError as error:
        slip = "it names the event that exists: its id and its version"
        expect((error.id, error.version), (first.id, 0), slip)
    except Exception as error:
        slip = "catch what DynamoDB says of a failed condition, and raise our error"
        raise NotYetError(type(error).__name__, "EventAlreadyExistsError", slip) from error
    else:
        slip = "perhaps the put carries no condition, or the error that you caught goes nowhere"
        raise NotYetError("no error", "EventAlreadyExistsError", slip)


def a_missing_table_is_no_clash(given: Any) -> None:
    """A table that does not exist keeps DynamoDB's own name for it."""
    event = given.my_story(given.new_id())[0]
    seen = outcome(given.MyStore(given.client, f"{given.table}-missing").append, event)
    expect(seen, "ResourceNotFoundException", "this catches more than the clash: every refusal")


def _appended(given: Any, event: Any) -> Any:
    """Return the sheet that the learner's store makes of the event."""
    try:
        given.MyStore(given.client, given.table).append(event)
    except Exception as error:
        slip = 'every value is wrapped, with text in it: {"S": name} or {"N": str(number)}'
        if isinstance(error, AttributeError) and "character_" in str(error):
            slip = "the append that you inherit uses to_item, not your my_item; write it anew"
        seen = f"{type(error).__name__}: {str(error).splitlines()[-1]}"
        raise NotYetError(seen, "an event that is stored", slip) from error
    if sheet := given.item_at(event.id, event.version):
        return sheet
    slip = "does append put anything? Its keys are the event's id and version"
    raise NotYetError(f"no sheet {event.version}", "a sheet in the drawer", slip)


EXERCISE = Exercise(
    lesson="02_append",
    after="6d",
    title="a cabinet of your own",
    statement="""\
## At home · Bring your own cabinet

The cabinet does not care for heroes. Choose something that happens to a bank account, a parcel, a library book or a cake, and write its events, a story of three or more, the item for one event, and a store that refuses to overwrite. Half an hour is enough.

Think of the drawers: what is the id, so that there are many of them and each one stays small? Rename `MyEvent` as you like. `MyStore` has its client and table from our `EventStore`.""",
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
        every_event_has_its_sheet,
        a_taken_version_is_refused,
        a_missing_table_is_no_clash,
    ),
    why="One condition in one request protects any history, whatever it is about.",
    hints=(
        "Whose story is it? That is the drawer. What happened first? That is sheet 0.",
        "my_item is our to_item with your fields; append is ours with my_item in it.",
        "Copy our last EventStore's append, take out the check of versions, and put my_item(event) in.",
    ),
    answer=ANSWER,
    other="""\
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
    wrong={
        swap(ANSWER, CONDITION, ""): "perhaps the put carries no condition",
        swap(ANSWER, "self.client.exceptions.ConditionalCheckFailedException", "ClientError"): (
            "this catches more than the clash"
        ),
        swap(ANSWER, '        "Purpose": {"S": booking.purpose},\n', ""): "is the field purpose",
        swap(ANSWER, '{"N": str(booking.cents)}', '{"S": str(booking.cents)}'): "N is a number",
        swap(ANSWER, '{"N": str(booking.cents)}', '{"N": booking.cents}'): "every value is wrapped",
        ANSWER[: ANSWER.index("        try:")]
        + "        super().append(booking)\n": "append that you inherit",
        swap(ANSWER, "t, 2", "t, 3", "t, 1", "t, 2", "t, 0", "t, 1"): "the first event is number 0",
        swap(ANSWER, "(account, 1", '("mine", 1'): "the stream that my_story is given",
    },
    at_home=True,
)
