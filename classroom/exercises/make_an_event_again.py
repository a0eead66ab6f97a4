"""Lesson 03, beat 7: the way back of to_item."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def from_item(item):
    return Event(
        id=item["Id"]["S"],
        version=int(item["Version"]["N"]),
        character_name=item["CharacterName"]["S"],
        character_hit_points=int(item["CharacterHitPoints"]["N"]),
        note=item["Note"]["S"],
    )
"""
NAME = 'item["CharacterName"]["S"]'
POINTS = 'int(item["CharacterHitPoints"]["N"])'
NOTE = 'item["Note"]["S"]'
FIELDS = {
    "id": "a stream",
    "version": 1,
    "character_name": "cpustejovsky",
    "character_hit_points": -2,
    "note": "Slashing damage from goblin",
}


def card(**fields: object) -> dict[str, dict[str, str]]:
    """Return a new card: an answer may have taken the last one apart."""
    values = FIELDS | fields
    return {
        "Id": {"S": str(values["id"])},
        "Version": {"N": str(values["version"])},
        "CharacterName": {"S": str(values["character_name"])},
        "CharacterHitPoints": {"N": str(values["character_hit_points"])},
        "Note": {"S": str(values["note"])},
    }


def every_attribute_can_be_found(given: Any) -> None:
    """from_item finds every attribute on the card."""
    try:
        given.from_item(card())
    except KeyError as error:
        slip = "the card has the names of DynamoDB's attributes, with capitals: CharacterHitPoints"
        if str(error.args[0]).upper() in ("S", "N"):
            slip = (
                "is it the other type? First comes the name, then S for a string or N for a number"
            )
        raise NotYetError(f"KeyError: {error}", "a key that the card has", slip) from error
    except TypeError as error:
        slip = 'a value comes out in two steps, as in item["Id"]["S"]; a number goes into int(...)'
        if "int()" in str(error):
            slip = 'int(...) needs the text inside of {"N": "-2"}: take it out with ["N"]'
        raise NotYetError(f"TypeError: {error}", "no error", slip) from error
    except AttributeError as error:
        slip = 'item is a dictionary: write item["Id"]["S"], and not item.id'
        raise NotYetError(f"AttributeError: {error}", "no error", slip) from error
    except NameError as error:
        slip = 'the name and the letter need quotation marks, as in item["Id"]["S"]'
        if error.name == "event":
            slip = "there's no event yet: each value comes from item"
        raise NotYetError(f"NameError: {error}", "no error", slip) from error
    except ValueError as error:
        slip = (
            "int(...) is for numbers: only the hit points are one" if "int()" in str(error) else ""
        )
        raise NotYetError(f"ValueError: {error}", "no error", slip) from error


def the_event_is_as_it_was(given: Any) -> None:
    """Every field of the event is as it was, and the hit points are a number."""
    event = given.from_item(card())
    slip = "from_item returns the event that it makes" if event is None else ""
    expect(type(event).__name__, "Event", slip)
    for name, value in FIELDS.items():
        seen, slip = getattr(event, name), ""
        if isinstance(seen, dict) or "{'" in str(seen):
            slip = 'the value is still wrapped in its type: take it out, as in item["Id"]["S"]'
        elif isinstance(value, int) and seen == str(value):
            slip = "numbers travel as text, and int(...) turns text into a number"
        elif seen == value and not isinstance(seen, str):
            slip = "hit points are whole numbers: take int(...)"
        elif seen in FIELDS.values():
            slip = "this is the value of another field"
        elif isinstance(seen, str) and seen not in map(str, FIELDS.values()):
            slip = 'this text isn\'t on the card: take the value out of item, as in item["Id"]["S"]'
        expect(f"{name}={seen!r}", f"{name}={value!r}", slip if seen != "" else "")


def every_card_makes_its_own_event(given: Any) -> None:
    """Another card makes another event, with exactly what is on it."""
    cards: tuple[dict[str, object], ...] = (
        {"character_name": "Ada", "character_hit_points": -1_234, "note": "Falls off the roof"},
        {"id": "the roof", "version": 300, "character_name": "", "note": ""},
        {"version": 0, "character_name": " Ada ", "character_hit_points": 0},
        {"character_hit_points": 98_765, "note": "Says:\n  ouch! "},
    )
    first = given.from_item(card())
    for fields in cards:
        event = given.from_item(card(**fields))
        for name, value in fields.items():
            seen = getattr(event, name)
            slip = "this is the same for every card; take it from item"
            slip = slip if seen == getattr(first, name) else ""
            expect(f"{name}={seen!r}", f"{name}={value!r}", slip)


def the_card_stays_as_it_was(given: Any) -> None:
    """The card is the same before and after."""
    item = card()
    given.from_item(item)
    slip = "pop takes a value away from the card; item[...] leaves it there"
    expect(", ".join(item), ", ".join(card()), slip if len(item) < len(card()) else "")
    expect(item, card(), "")


EXERCISE = Exercise(
    lesson="03_query",
    after="7a",
    title="a card becomes its event again",
    statement="""\
### The least code: one card, your turn

DynamoDB gives us a card back as it was stored: for each attribute there is a small dictionary with the type, such as `{"N": "-2"}`. `from_item` is the reverse of `to_item`: it makes an `Event` again. Two fields are done. Write the other three. Remember that numbers travel as text.""",
    start=swap(ANSWER, NAME, "___", POINTS, "___", NOTE, "___"),
    asks=("from_item",),
    uses={"Do you remember?": "Event"},
    tests=(
        every_attribute_can_be_found,
        the_event_is_as_it_was,
        every_card_makes_its_own_event,
        the_card_stays_as_it_was,
    ),
    why='"8" + "-2" is "8-2". A reader has to turn every value back into its own type.',
    hints=(
        "Look at the two lines that are done. Which one is like the hit points?",
        "The name and the note are strings, like the id. The hit points are a number.",
        'A string is `item["..."]["S"]`, a number is `int(item["..."]["N"])`, with DynamoDB\'s names.',
    ),
    answer=ANSWER,
    others=(
        """\
from boto3.dynamodb.types import TypeDeserializer


def from_item(item):
    plain = {name: TypeDeserializer().deserialize(value) for name, value in item.items()}
    points, version = int(plain["CharacterHitPoints"]), int(plain["Version"])
    return Event(plain["Id"], version, plain["CharacterName"], points, plain["Note"])
""",
        """\
def from_item(card):
    points = int(card["CharacterHitPoints"]["N"])
    name, note = card["CharacterName"]["S"], card["Note"]["S"]
    return Event(card["Id"]["S"], int(card["Version"]["N"]), name, points, note)
""",
    ),
    wrong={
        swap(ANSWER, POINTS, 'item["CharacterHitPoints"]["N"]'): "numbers travel as text",
        swap(ANSWER, POINTS, 'int(item["CharacterHitPoints"])'): "needs the text inside of",
        swap(ANSWER, POINTS, 'int(item["character_hit_points"]["N"])'): "with capitals",
        swap(ANSWER, POINTS, 'int(item["CharacterHitPoints"]["S"])'): "is it the other type?",
        swap(ANSWER, NOTE, 'item["Note"]["s"]'): "S for a string or N for a number",
        swap(ANSWER, NAME, 'item["S"]["CharacterName"]'): "First comes the name",
        swap(ANSWER, POINTS, 'int["CharacterHitPoints"]["N"]'): "comes out in two steps",
        swap(ANSWER, NAME, "item.character_name"): "item is a dictionary",
        swap(ANSWER, NOTE, 'item["Note"][S]'): "the letter need quotation marks",
        swap(ANSWER, NOTE, "event.note"): "there's no event yet",
        swap(ANSWER, NAME, '"CharacterName"'): "this text isn't on the card",
        swap(ANSWER, NOTE, 'item["Note"]'): "still wrapped in its type",
        swap(ANSWER, NAME, 'str(item["CharacterName"])'): "take it out, as in item",
        swap(ANSWER, POINTS, POINTS.replace("int(", "float(")): "hit points are whole numbers",
        swap(ANSWER, NOTE, NAME): "the value of another field",
        swap(ANSWER, NAME, '"cpustejovsky"'): "the same for every card",
        swap(ANSWER, POINTS, POINTS.replace("int(", "abs(int(") + ")"): (
            "Seen:         character_hit_points=2"
        ),
        swap(ANSWER, NOTE, f"int({NOTE})"): "only the hit points are one",
        swap(ANSWER, NOTE, f"{NOTE} or None"): "Seen:         note=None",
        swap(ANSWER, NAME, f"{NAME}.strip()"): "character_name=' Ada '",
        swap(ANSWER, NOTE, 'item.pop("Note")["S"]'): "pop takes a value away",
        swap(ANSWER, 'int(item["Version"]["N"])', "1"): "Expected:     version=300",
        swap(ANSWER, POINTS, POINTS[:-1] + "[:2])"): "Expected:     character_hit_points=-1234",
        swap(ANSWER, "return ", ""): "from_item returns the event that it makes",
    },
)
