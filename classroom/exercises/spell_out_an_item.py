"""Lesson 02, beat 3: every value travels with its type."""

from difflib import get_close_matches
from typing import Any

from classroom.exercises.appending import it_uses_what_it_was_given, one_append_is_one_write
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
PUT = "self.client.put_item(TableName=self.table, Item=item)"
LEFT_OUT = f"""\
{NOTE},
        }}
        if not event.note:
            del item["Note"]
"""
EVENTS = (  # version, name, change, note; the third leaves out what an event may leave out
    (1, "cpustejovsky", -2, "Slashing damage from goblin"),
    (3, "Ada", +5, " Falls asleep at the fire. "),
    (4, "", 0, ""),
    (0, "Zoë", -30, "“Ouch!”"),
    (10, "Bob", +1_000, "Meets\na dragon"),
)
ATTRIBUTES = {"CharacterName": ("S", 1), "CharacterHitPoints": ("N", 2), "Note": ("S", 3)}
WHICH = "S is a string and N is a number. Which of the two is this?"
NO_NUMBER = "S is a string and N is a number. Names and notes are strings"
ONLY_TEXT = "in quotation marks it's only text; without them it's the event's field"
BIT_BY_BIT = """\
class EventStore:
    def __init__(self, client, table):
        self.client, self.table = client, table

    def append(self, event):
        item = {"Id": {"S": event.id}, "Note": {"S": event.note}}
        item["CharacterName"] = dict(S=event.character_name)
        item["Version"] = dict(N=f"{event.version}")
        item["CharacterHitPoints"] = dict(N=f"{event.character_hit_points:+}")
        self.client.put_item(TableName=self.table, Item=item)
"""
SERIALIZED = """\
import dataclasses
from boto3.dynamodb.types import TypeSerializer


class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        fields = dataclasses.asdict(event).items()
        names = {name: name.title().replace("_", "") for name, _ in fields}
        item = {names[name]: TypeSerializer().serialize(value) for name, value in fields}
        return self.client.put_item(Item=item, TableName=self.table)
"""


def boto3_understands_the_item(given: Any) -> None:
    """boto3 can send the item."""
    try:
        _stored(given, EVENTS[0])
    except NameError as error:
        slip = "the value comes from the event, as in event.id"
        if error.name in ("S", "N"):
            slip = "the letter needs quotation marks"
        elif error.name not in ("character_name", "character_hit_points", "note"):
            raise
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
    items = [_stored(given, fields) for fields in EVENTS]
    if not all(items):
        raise NotYetError("no card", "a card in the drawer", "")
    for name, (letter, place) in ATTRIBUTES.items():
        for item, fields in zip(items, EVENTS, strict=True):
            seen, expected = item.get(name, "no such attribute"), {letter: str(fields[place])}
            if seen == {"N": f"+{fields[place]}"}:
                continue  # DynamoDB keeps the number, and not how it was written
            expect(f"{name}: {seen}", f"{name}: {expected}", _slip(name, items, seen, expected))


def there_is_no_other_attribute(given: Any) -> None:
    """The item has these five attributes, and no other."""
    expect(sorted(_stored(given, EVENTS[0])), sorted(["Id", "Version", *ATTRIBUTES]), "")


def _slip(name: str, items: list[Any], seen: Any, expected: Any) -> str:
    """Return what is wrong with an attribute, as far as all the items together prove it."""
    if all(name not in item for item in items):
        near = get_close_matches(name, {*items[0]} - {"Id", "Version", *ATTRIBUTES}, 1)
        return f"here it's called {near[0]}; every word begins with a capital" if near else ""
    if any(name not in item for item in items):
        return "write it even if the event has nothing to say here; then it's empty, or 0"
    if "event." in str(seen):
        return ONLY_TEXT
    if [*seen] != [*expected]:
        return NO_NUMBER if "N" in seen else WHICH if "S" in seen else ""
    values = [str(value) for item in items for value in item[name].values()]
    if len({*values}) == 1:
        return "this is the same for every event; take it from the event, as in event.id"
    if values in [[*map(str, field)] for field in zip(*EVENTS, strict=True)]:
        return "this is the value of another field of the event"
    return ""


def _stored(given: Any, fields: tuple[int, str, int, str]) -> Any:
    """Return the item that the learner's store makes of an event."""
    event = given.Event(given.new_id(), *fields)
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
        "Do you remember?": "client table Event connect",
        "Beat 3 · Three events": "item_at",
    },
    tests=(
        boto3_understands_the_item,
        every_attribute_is_the_events_own,
        there_is_no_other_attribute,
        one_append_is_one_write,
        it_uses_what_it_was_given,
    ),
    why="A program in any language can tell which value is a number and which is text.",
    hints=(
        "Look at the two lines that are done. Which letter does each have, and why?",
        "Two of the fields are strings, like the id. One is a number, like the version.",
        '`{"S": event.id}` is a string, `{"N": str(event.version)}` is a number. Which fields are left?',
    ),
    answer=ANSWER,
    others=(BIT_BY_BIT, SERIALIZED),
    wrong={
        swap(ANSWER, POINTS, '{"N": event.character_hit_points}'): "numbers travel as text",
        swap(ANSWER, NAME, "event.character_name"): "wrap each value with its type",
        swap(ANSWER, POINTS, POINTS.replace("N", "S")): "Which of the two is this?",
        swap(ANSWER, NAME, NAME.replace("S", "N")): "Names and notes are strings",
        swap(ANSWER, POINTS, '{"S": event.character_hit_points}'): "not a string: use N",
        swap(ANSWER, NAME, '{"S": "cpustejovsky"}'): "this is the same for every event",
        swap(ANSWER, NOTE, '{"S": event.name}'): "object has no attribute 'name'",
        swap(ANSWER, NOTE, NAME): "this is the value of another field",
        swap(ANSWER, NOTE, '{"S": "event.note"}'): "'S': 'event.note'}\nExpected",
        swap(
            ANSWER, POINTS, '{"N": "event.character_hit_points"}'
        ): "in quotation marks it's only text; without them",
        swap(ANSWER, NAME, '{"S": character_name}'): "the value comes from the event",
        swap(ANSWER, NOTE, "{S: event.note}"): "the letter needs quotation marks",
        swap(ANSWER, NOTE, '{"s": event.note}'): "one capital letter",
        swap(ANSWER, NOTE, '{"S", event.note}'): "and not a comma",
        swap(ANSWER, NOTE, '{"S": event.note.strip()}'): "Seen:         Note: {'S': 'Falls asleep",
        swap(
            ANSWER, NOTE, NOTE + ' if event.note else {"NULL": True}'
        ): "Seen:         Note: {'NULL",
        swap(ANSWER, POINTS, POINTS.replace("event", "-event")): "CharacterHitPoints: {'N': '2'}",
        swap(ANSWER, POINTS, '{"N": str(event.version)}'): "the value of another field of the",
        swap(ANSWER, "CharacterName", "character_name"): "here it's called character_name",
        swap(ANSWER, f'            "Note": {NOTE},\n', ""): "Seen:         Note: no such attribute",
        swap(ANSWER, f"{NOTE},\n        }}\n", LEFT_OUT): "has nothing to say here",
        swap(ANSWER, NOTE, f'{NOTE},\n            "Time": {{"S": "now"}}'): "'Note', 'Time', 'Ver",
        swap(ANSWER, PUT, "item"): "Seen:         no card",
        swap(ANSWER, PUT, f"{PUT}\n        {PUT}"): "Seen:         PutItem, PutItem",
        swap(ANSWER, "self.client.", "client."): "this client is the notebook's",
        swap(ANSWER, "=self.table", "=table"): "this table is the notebook's",
        swap(
            ANSWER,
            PUT,
            f"try:\n            {PUT}\n        except Exception as error:\n"
            "            print(end='')",
        ): "nobody hears of it",
    },
)
