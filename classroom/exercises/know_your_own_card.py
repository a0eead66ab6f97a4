"""Lesson 07, step 2: a mark on every card, which says whose it is."""

from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def fresh_id():
    return uuid.uuid4().hex


def put_request(table, event, mark):
    if type(event.version) is not int or event.version < 0:
        raise ValueError(f"a version is 0, 1, 2 ..., not {event.version!r}")
    return {
        "TableName": table,
        "Item": to_item(event) | {"AppendId": {"S": mark}},
        "ConditionExpression": "attribute_not_exists(Version)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def stored_by(error):
    return error.response.get("Item", {}).get("AppendId", {}).get("S")


class EventStore:
    def __init__(self, client, table, new_append_id=fresh_id):
        self.client = client
        self.table = table
        self.new_append_id = new_append_id

    def append(self, event):
        mark = self.new_append_id()
        try:
            self.client.put_item(**put_request(self.table, event, mark))
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if stored_by(error) != mark:
                raise EventAlreadyExistsError(event.id, event.version) from error

    def query(self, stream):
        events = read(self.client, self.table, stream)
        if not events:
            raise NoEventFoundError(stream)
        return events
"""
OTHER = """\
def put_request(table, event, mark):
    item = to_item(event)
    item["AppendId"] = {"S": mark}
    return {
        "TableName": table,
        "Item": item,
        "ConditionExpression": "attribute_not_exists(Version)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


class EventStore(EventStore):
    def __init__(self, client, table, new_append_id=lambda: uuid.uuid4().hex):
        self.client, self.table, self.new_append_id = client, table, new_append_id

    def append(self, event):
        ours = {"S": self.new_append_id()}
        try:
            self.client.put_item(**put_request(self.table, event, ours["S"]))
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if error.response["Item"].get("AppendId") == ours:
                return
            raise EventAlreadyExistsError(event.id, event.version) from error
"""
MARK, RIVAL = '{"S": mark}', "stored_by(error) != mark"


def append(given: Any, stream: str, mark: str) -> str:
    """Append version 0 with this mark, and return what became of it."""
    marks = iter([mark, "a second mark"])
    store = given.EventStore(given.client, given.table, new_append_id=lambda: next(marks))
    try:
        store.append(given.Event(stream, 0))
    except given.EventAlreadyExistsError:
        return "a clash" if next(marks, "") else "a clash, with a second mark"
    return "no clash"


def the_mark_is_on_the_card(given: Any) -> None:
    """The mark that append has made is on the card, as a string."""
    stream = given.new_id()
    store = given.EventStore(given.client, given.table, new_append_id=lambda: "append-1")
    try:
        store.append(given.Event(stream, 0))
    except ParamValidationError as error:
        slip = 'an attribute of an item says its type: {"S": ...}, with the mark in it'
        expect(f"{error}".splitlines()[-1], "an attribute DynamoDB understands", slip)
    key = {"Id": {"S": stream}, "Version": {"N": "0"}}
    item = given.client.get_item(TableName=given.table, Key=key, ConsistentRead=True)["Item"]
    slip = "that's another string: write the mark that append has made and passed in"
    expect(item.get("AppendId"), {"S": "append-1"}, slip)


def a_rivals_card_is_a_clash(given: Any) -> None:
    """An equal event of a rival, with another mark, is a clash."""
    stream = given.new_id()
    append(given, stream, "ours")
    slip = "the card has a rival's mark: raise if its mark is not ours. Is it the wrong way round?"
    expect(append(given, stream, "a rival's").partition(",")[0], "a clash", slip)


def our_own_card_is_no_clash(given: Any) -> None:
    """A second attempt that meets our own mark isn't a clash."""
    stream = given.new_id()
    append(given, stream, "ours")
    seen = append(given, stream, "ours")
    slip = "one append has one mark: compare with the mark on our card, and don't make a new one"
    if seen == "a clash":
        slip = "compare the strings stored_by(error) and mark with !=. "
        slip += '`is not` asks for the same object, and {"S": ...} is a dictionary, not a string'
    expect(seen, "no clash", slip)


def a_card_without_a_mark_is_a_clash(given: Any) -> None:
    """A card from before there were marks isn't ours: a clash."""
    stream = given.new_id()
    given.client.put_item(TableName=given.table, Item=given.to_item(given.Event(stream, 0)))
    slip = "there stored_by returns None, and None isn't our mark: you need no further condition"
    expect(append(given, stream, "ours"), "a clash", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="2a",
    title="the store knows its own cards",
    statement="""\
### The least code: your turn

Every append makes a long random string and writes it on the card, as the attribute **AppendId**. boto3's second attempt sends the same request, so it carries the same mark. `uuid.uuid4().hex` is such a string; in practice, no two are ever equal.

`EventStore` takes the function that makes marks as an argument, so a test can pass one of its own.

Fill in the two places. `mark` is our own, and `stored_by(error)` is the one on the card that was in the way, or `None` if that card was stored before there were marks.""",
    start=swap(ANSWER, MARK, "___", RIVAL, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table uuid Event EventAlreadyExistsError NoEventFoundError to_item",
        "Step 1 · A reply gets lost": "EventStore read",
    },
    tests=(
        the_mark_is_on_the_card,
        a_rivals_card_is_a_clash,
        our_own_card_is_no_clash,
        a_card_without_a_mark_is_a_clash,
    ),
    why="What an event says doesn't tell us who stored it. A mark does.",
    hints=(
        "Two letters have the same words. How could you know which one is yours?",
        "An attribute of an item is a dictionary: a type, and the value. The two marks that you compare are plain strings.",
        'Put {"S": ...} around the mark. Then compare the mark on the card with ours, using !=.',
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, MARK, "mark"): "says its type",
        swap(ANSWER, MARK, '{"S": fresh_id()}'): "that's another string",
        swap(ANSWER, RIVAL, "stored_by(error) == mark"): "the wrong way round",
        swap(ANSWER, RIVAL, "stored_by(error) is None"): "has a rival's mark",
        swap(ANSWER, RIVAL, "stored_by(error) is not mark"): "asks for the same object",
        swap(ANSWER, RIVAL, 'stored_by(error) != {"S": mark}'): "not a string",
        swap(ANSWER, RIVAL, "stored_by(error) != self.new_append_id()"): "one append has one mark",
        swap(
            ANSWER, RIVAL, "stored_by(error) and stored_by(error) != mark"
        ): "no further condition",
    },
)
