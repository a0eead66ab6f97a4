"""Lesson 02, beat 3: every value travels with its type."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        item = {
            "Id": {"S": event.id},
            "Version": {"N": str(event.version)},
            "CharacterName": {"S": event.character_name},
            "CharacterHitPoints": {"N": str(event.character_hit_points)},
            "Note": {"S": event.note},
        }
        self.client.put_item(TableName=self.table, Item=item)
"""
NAME = '{"S": event.character_name}'
POINTS = '{"N": str(event.character_hit_points)}'
NOTE = '{"S": event.note}'
BLOW = ("cpustejovsky", -2, "Slashing damage from goblin")
GAIN = ("Ada", -5, "Fell asleep at the fire")
WHICH = "S is a string and N is a number. Which of the two is this?"
NO_NUMBER = "S is a string and N is a number. Names and notes are strings"
ONLY_TEXT = "in quotation marks it's only text; without them it's the event's field"


def boto3_understands_the_item(given: Any) -> None:
    """boto3 can send the item."""
    try:
        _stored(given)
    except NameError as error:
        slip = "the letter needs quotation marks, and the value comes from event, as in event.id"
        raise NotYetError(f"NameError: {error}", "an item that can be sent", slip) from error
    except Exception as error:
        seen = str(error).splitlines()[-1]
        if "numeric" in seen:
            slip = ONLY_TEXT if "event." in seen else NO_NUMBER
            raise NotYetError(seen, "an item that can be stored", slip) from error
        if type(error).__name__ != "ParamValidationError":
            raise
        slip = 'wrap each value with its type, as in the first two lines: {"S": ...} or {"N": ...}'
        if "Unknown parameter" in seen:
            slip = "the type is one capital letter, S for a string or N for a number"
        elif "<class 'set'>" in seen:
            slip = "a colon comes between the letter and the value, and not a comma"
        elif ".N," in seen:
            slip = 'numbers travel as text: {"N": str(...)}'
        elif ".S," in seen:
            slip = "this is a number, not a string: use N, with str(...) around the value"
        raise NotYetError(seen, "an item that can be sent", slip) from error


def every_attribute_is_the_events_own(given: Any) -> None:
    """Each attribute holds the event's own value, as a string (S) or as a number (N)."""
    _expect_own(_stored(given), BLOW, "this is the value of another field of the event")
    slip = "this is the same for every event; take it from the event, as in event.id"
    _expect_own(_stored(given, GAIN), GAIN, slip)


def _expect_own(item: Any, event: tuple[str, int, str], other: str) -> None:
    hero, change, note = event
    for name, expected in {
        "CharacterName": {"S": hero},
        "CharacterHitPoints": {"N": str(change)},
        "Note": {"S": note},
    }.items():
        seen, slip = item.get(name, "no such attribute"), other
        if seen == "no such attribute":
            slip = "every word of its name begins with a capital, as in CharacterName"
        elif "event." in str(seen):
            slip = ONLY_TEXT
        elif [*seen] != [*expected]:
            slip = NO_NUMBER if "N" in seen else WHICH
        expect(seen, expected, f"{name}: {slip}")


def _stored(given: Any, event_of: tuple[str, int, str] = BLOW) -> Any:
    """Return the item that the learner's store makes of an event."""
    event = given.Event(given.new_id(), 1, *event_of)
    given.EventStore(given.client, given.table).append(event)
    return given.item_at(event.id, event.version) or {}


EXERCISE = Exercise(
    lesson="02_append",
    after="3a",
    title="every value travels with its type",
    statement="""\
### The least code: your turn

`put_item` is the request that stores an item. It takes the table's name and the item, attribute by attribute. Two attributes are done. Write the other three in the same way. Watch out: one of them is a number.""",
    start=swap(ANSWER, NAME, "___", POINTS, "___", NOTE, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event",
        "Beat 3 · Three events": "item_at",
    },
    tests=(boto3_understands_the_item, every_attribute_is_the_events_own),
    why="A program in any language can tell which value is a number and which is text.",
    hints=(
        "Look at the two lines that are done. Which letter does each have, and why?",
        "Two of the fields are strings, like the id. One is a number, like the version.",
        '{"S": event.id} is a string, {"N": str(event.version)} is a number. Which fields are left?',
    ),
    answer=ANSWER,
    others=(
        """\
class EventStore:
    def __init__(self, client, table):
        self.client, self.table = client, table

    def append(self, event):
        item = {"Id": {"S": event.id}, "Note": {"S": event.note}}
        item["CharacterName"] = dict(S=event.character_name)
        item["Version"] = dict(N=f"{event.version}")
        item["CharacterHitPoints"] = dict(N=f"{event.character_hit_points:+}")
        self.client.put_item(TableName=self.table, Item=item)
""",
    ),
    wrong={
        swap(ANSWER, POINTS, '{"N": event.character_hit_points}'): "numbers travel as text",
        swap(ANSWER, NAME, "event.character_name"): "wrap each value with its type",
        swap(ANSWER, POINTS, POINTS.replace("N", "S")): "Which of the two is this?",
        swap(ANSWER, NAME, NAME.replace("S", "N")): "Names and notes are strings",
        swap(ANSWER, POINTS, '{"S": event.character_hit_points}'): "not a string: use N",
        swap(ANSWER, NAME, '{"S": "cpustejovsky"}'): "this is the same for every event",
        swap(ANSWER, NOTE, '{"S": event.name}'): "object has no attribute 'name'",
        swap(ANSWER, NOTE, NAME): "this is the value of another field",
        swap(ANSWER, NOTE, '{"S": "event.note"}'): "Note: in quotation marks it's only text",
        swap(ANSWER, POINTS, '{"N": "event.character_hit_points"}'): "without them",
        swap(ANSWER, NAME, '{"S": character_name}'): "the value comes from event",
        swap(ANSWER, NOTE, "{S: event.note}"): "the letter needs quotation marks",
        swap(ANSWER, NOTE, '{"s": event.note}'): "one capital letter",
        swap(ANSWER, NOTE, '{"S", event.note}'): "and not a comma",
    },
)
