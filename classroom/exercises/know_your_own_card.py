"""Lesson 07, step 2: a mark on every sheet, which says whose it is."""

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


class EventStore(EventStore):  # all that the old one has, with these two methods
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


def the_mark_is_on_the_sheet(given: Any) -> None:
    """The mark that append has made is on the sheet, as a text."""
    stream = given.new_id()
    store = given.EventStore(given.client, given.table, new_append_id=lambda: "append-1")
    try:
        store.append(given.Event(stream, 0))
    except ParamValidationError as error:
        slip = 'an attribute of an item says its type: {"S": ...}, with the mark in it'
        expect(f"{error}".splitlines()[-1], "an attribute DynamoDB understands", slip)
    key = {"Id": {"S": stream}, "Version": {"N": "0"}}
    item = given.client.get_item(TableName=given.table, Key=key, ConsistentRead=True)["Item"]
    slip = "that is another text: write the mark that append has made and handed over"
    expect(item.get("AppendId"), {"S": "append-1"}, slip)


def a_rivals_sheet_is_a_clash(given: Any) -> None:
    """An equal event of a rival, with another mark, is a clash."""
    stream = given.new_id()
    append(given, stream, "ours")
    slip = "your condition is turned round: raise where the mark on the sheet is not ours"
    expect(append(given, stream, "a rival's").partition(",")[0], "a clash", slip)


def our_own_sheet_is_no_clash(given: Any) -> None:
    """A second attempt that meets our own mark isn't a clash."""
    stream = given.new_id()
    append(given, stream, "ours")
    seen = append(given, stream, "ours")
    slip = "one append, one mark: compare with the mark that is on our sheet, and make no other"
    if seen == "a clash":
        slip = "compare the texts stored_by(error) and mark with !=. "
        slip += '`is not` asks for the same object, and {"S": ...} is a dictionary, not a string'
    expect(seen, "no clash", slip)


def a_sheet_without_a_mark_is_a_clash(given: Any) -> None:
    """A sheet from before there were marks is not ours: a clash."""
    stream = given.new_id()
    given.client.put_item(TableName=given.table, Item=given.to_item(given.Event(stream, 0)))
    slip = "there stored_by gives None, and None is not our mark; so no further question is needed"
    expect(append(given, stream, "ours"), "a clash", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="2a",
    title="the store knows its own sheets",
    statement="""\
### The least code: your turn

Every append makes up a long random text and writes it on the sheet, as the attribute **AppendId**. boto3's second attempt sends the same request, so it carries the same mark. `uuid.uuid4().hex` is such a text, and in practice no two are ever equal.

The store is given a function that makes marks: `fresh_id` in a program, a counter in a test.

Fill in the two places. `mark` is our own, and `stored_by(error)` is the one on the sheet that was in the way. It is `None` on a sheet that was stored before there were marks.""",
    start=swap(ANSWER, MARK, "...", RIVAL, "..."),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table uuid Event EventAlreadyExistsError to_item",
        "Step 1 · It exists, and it is ours": "EventStore",
    },
    tests=(
        the_mark_is_on_the_sheet,
        a_rivals_sheet_is_a_clash,
        our_own_sheet_is_no_clash,
        a_sheet_without_a_mark_is_a_clash,
    ),
    why="What an event says is not who stored it; a mark tells your second attempt from a rival's first.",
    hints=(
        "Two letters with the same words: how would you know which one is yours?",
        "An attribute on the sheet is a dictionary with a type and a text. And both marks are plain texts.",
        'First {"S": ...} around the mark. Then a != between the mark on the sheet and ours.',
    ),
    answer=ANSWER,
    other=OTHER,
    wrong={
        swap(ANSWER, MARK, "mark"): "says its type",
        swap(ANSWER, MARK, '{"S": fresh_id()}'): "that is another text",
        swap(ANSWER, RIVAL, "stored_by(error) == mark"): "is turned round",
        swap(ANSWER, RIVAL, "stored_by(error) is not mark"): "asks for the same object",
        swap(ANSWER, RIVAL, 'stored_by(error) != {"S": mark}'): "not a string",
        swap(ANSWER, RIVAL, "stored_by(error) != self.new_append_id()"): "one append, one mark",
        swap(ANSWER, RIVAL, "stored_by(error) and stored_by(error) != mark"): "no further question",
    },
)
