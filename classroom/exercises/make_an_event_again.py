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
CARD = {
    "Id": {"S": "a stream"},
    "Version": {"N": "1"},
    "CharacterName": {"S": "cpustejovsky"},
    "CharacterHitPoints": {"N": "-2"},
    "Note": {"S": "Slashing damage from goblin"},
}
FIELDS = {
    "id": "a stream",
    "version": 1,
    "character_name": "cpustejovsky",
    "character_hit_points": -2,
    "note": "Slashing damage from goblin",
}


def every_attribute_can_be_found(given: Any) -> None:
    """from_item finds every attribute on the card."""
    try:
        given.from_item(CARD)
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


def the_event_is_as_it_was(given: Any) -> None:
    """Every field of the event is as it was, and the hit points are a number."""
    event = given.from_item(CARD)
    expect(type(event).__name__, "Event", "from_item returns the event that it makes")
    for name, value in FIELDS.items():
        seen, slip = getattr(event, name), "this is the value of another field"
        if isinstance(seen, dict) or "{'" in str(seen):
            slip = 'the value is still wrapped in its type: take it out, as in item["Id"]["S"]'
        elif seen == str(value):
            slip = "numbers travel as text, and int(...) turns text into a number"
        elif isinstance(seen, float):
            slip = "hit points are whole numbers: take int(...)"
        elif str(seen) not in map(str, FIELDS.values()):
            slip = 'this text isn\'t on the card: take the value out of item, as in item["Id"]["S"]'
        expect(f"{name}={seen!r}", f"{name}={value!r}", slip)


def every_card_makes_its_own_event(given: Any) -> None:
    """Another card makes another event."""
    note = "Bludgeoning damage from bugbear"
    other = {"CharacterName": {"S": "Ada"}, "CharacterHitPoints": {"N": "-3"}, "Note": {"S": note}}
    event = given.from_item(CARD | other)
    seen = (event.character_name, event.character_hit_points, event.note)
    expect(seen, ("Ada", -3, note), "this is the same for every card; take it from item")


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
    ),
    why='"8" + "-2" is "8-2". A reader has to turn every value back into its own type.',
    hints=(
        "Look at the two lines that are done. Which one is like the hit points?",
        "The name and the note are strings, like the id. The hit points are a number.",
        'A string is item["..."]["S"], a number is int(item["..."]["N"]), with DynamoDB\'s names.',
    ),
    answer=ANSWER,
    others=(
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
    },
)
