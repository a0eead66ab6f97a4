"""Lesson 07, step 2: a mark on every card, which says whose it is."""

from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import LIKE_IT, MARK, Compared

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
CARD, RIVAL = '{"S": mark}', "stored_by(error) != mark"
ONE_FOR_ALL = swap(
    ANSWER, "= new_append_id\n", "= new_append_id()\n", "self.new_append_id()", "self.new_append_id"
)


def card(given: Any, stream: str) -> Any:
    """Return card 0 of a stream."""
    key = {"Id": {"S": stream}, "Version": {"N": "0"}}
    return given.client.get_item(TableName=given.table, Key=key, ConsistentRead=True)["Item"]


def append(given: Any, stream: str, mark: str) -> str:
    """Append version 0 with this mark, and return what becomes of it."""
    marks = iter([mark, "a second mark"])
    store = given.EventStore(given.client, given.table, new_append_id=lambda: next(marks))
    try:
        store.append(given.Event(stream, 0))
    except given.EventAlreadyExistsError as error:
        return "a clash" if (error.id, error.version) == (stream, 0) else f"a clash: {error}"
    return "no clash"


def each_append_has_a_mark(given: Any) -> None:
    """Each append makes a mark, by new_append_id, and writes it on its card, as a string."""
    made: list[str] = []

    def new_append_id() -> str:
        made.append(f"append-{len(made) + 1}")
        return made[-1]

    store = given.EventStore(given.client, given.table, new_append_id=new_append_id)
    for number in (1, 2):
        event = given.Event(given.new_id(), 0, "cpustejovsky", -2, "Slashing damage from goblin")
        try:
            store.append(event)
        except ParamValidationError as error:
            seen, slip = f"{error}".splitlines()[-1], ""
            if "AppendId, value" in seen:
                slip = 'an attribute of an item says its type: {"S": ...}, with the mark in it'
            expect(seen, "an item that DynamoDB understands", slip)
        item, mark = card(given, event.id), f"append-{number}"
        slip = "" if made else "new_append_id wasn't called: it's the function that makes marks"
        expect(item.get("AppendId", "no AppendId"), {"S": mark}, slip)
        expect(item, given.to_item(event) | {"AppendId": {"S": mark}}, "")
        expect(f"marks made: {len(made)}", f"marks made: {number}", "")


def by_itself_a_store_makes_new_marks(given: Any) -> None:
    """A store that isn't given such a function makes long marks, and never the same twice."""
    seen = []
    for _ in range(2):
        stream = given.new_id()
        given.EventStore(given.client, given.table).append(given.Event(stream, 0))
        seen.append(card(given, stream)["AppendId"]["S"])
    expect(f"marks: {len({*seen})}", "marks: 2", "")
    shortest = min(map(len, seen))
    expect("long" if shortest >= 16 else f"a mark of {shortest} characters", "long", "")


def our_own_card_is_no_clash(given: Any) -> None:
    """If a reply is lost, boto3's second attempt meets our own mark. That isn't a clash."""
    stream, mark = given.new_id(), Compared()
    with given.lost_replies(given.client):
        seen = append(given, stream, mark)
    slip = mark.slip()
    other = given.new_id()
    append(given, other, "a rival's")
    if append(given, other, MARK) == "no clash":
        slip = "the wrong way round: a rival's card, with another mark, is the clash"
    expect(seen, "no clash", slip)


def a_rivals_card_is_a_clash(given: Any) -> None:
    """An equal event of a rival, with any other mark, is a clash, and the rival's card stays."""
    for theirs in ("a rival's", *LIKE_IT):
        stream = given.new_id()
        append(given, stream, theirs)
        marks = f"ours is {MARK}, the rival's is {theirs}: "
        expect(marks + append(given, stream, MARK), f"{marks}a clash", "")
        expect(card(given, stream)["AppendId"], {"S": theirs}, "")


def a_card_without_a_mark_is_a_clash(given: Any) -> None:
    """A card from before there were marks isn't ours: a clash."""
    stream = given.new_id()
    given.client.put_item(TableName=given.table, Item=given.to_item(given.Event(stream, 0)))
    slip = "there stored_by returns None, and None isn't our mark: you need no further condition"
    expect(append(given, stream, MARK), "a clash", slip)


def other_errors_stay_as_they_are(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    store = given.EventStore(given.client, f"{given.table}-missing")
    seen = outcome(store.append, given.Event(given.new_id(), 0))
    expect(seen, "ResourceNotFoundException", "")


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="2a",
    title="the store knows its own cards",
    statement="""\
### The least code: your turn

Every append makes a long random string and writes it on the card, as the attribute **AppendId**. boto3's second attempt sends the same request, so it carries the same mark. `uuid.uuid4().hex` is such a string; in practice, no two are ever equal.

`EventStore` takes the function that makes marks as an argument, so a test can pass one of its own.

Fill in the two places. `mark` is our own, and `stored_by(error)` is the one on the card that was in the way, or `None` if that card was stored before there were marks.""",
    start=swap(ANSWER, CARD, "___", RIVAL, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table uuid lost_replies Event EventAlreadyExistsError NoEventFoundError to_item",
        "Step 1 · A reply gets lost": "EventStore read",
    },
    tests=(
        each_append_has_a_mark,
        by_itself_a_store_makes_new_marks,
        our_own_card_is_no_clash,
        a_rivals_card_is_a_clash,
        a_card_without_a_mark_is_a_clash,
        other_errors_stay_as_they_are,
    ),
    why="What an event says doesn't tell us who stored it. A mark does.",
    hints=(
        "Two letters have the same words. How could you know which one is yours?",
        "An attribute of an item is a dictionary: a type, and the value. The two marks that you compare are plain strings.",
        'Put `{"S": ...}` around the mark. Then compare the mark on the card with ours, using `!=`.',
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, CARD, "mark"): "says its type",
        swap(ANSWER, CARD, '{"S": fresh_id()}'): "Expected:     {'S': 'append-1'}",
        swap(ANSWER, '"AppendId": {', '"MarkId": {'): "Seen:         no AppendId",
        swap(ANSWER, "mark = self.new_append_id()", "mark = fresh_id()"): "new_append_id wasn't",
        ONE_FOR_ALL: "Expected:     {'S': 'append-2'}",
        swap(ANSWER, CARD, '{"S": mark[:8]}', RIVAL, "stored_by(error) != mark[:8]"): "a mark of 8",
        swap(ANSWER, RIVAL, "stored_by(error) == mark"): "the wrong way round",
        swap(ANSWER, RIVAL, "stored_by(error) is None"): "with any other mark",
        swap(ANSWER, RIVAL, "stored_by(error) is not mark"): "asks for the same object",
        swap(ANSWER, RIVAL, "stored_by != mark"): "something else: a function",
        swap(ANSWER, RIVAL, 'stored_by(error) != {"S": mark}'): "was never compared",
        swap(ANSWER, RIVAL, "stored_by(error) != self.new_append_id()"): "Seen:         a clash",
        swap(ANSWER, RIVAL, "mark not in (stored_by(error) or '')"): "append-4f1c-2: no clash",
        swap(ANSWER, RIVAL, "sorted(stored_by(error) or '') != sorted(mark)"): "f41c: no clash",
        swap(ANSWER, RIVAL, "(stored_by(error) or '').lower() != mark"): "APPEND-4F1C: no clash",
        swap(
            ANSWER, '        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",\n', ""
        ): "does the put ask for ALL_OLD",
        swap(
            ANSWER, RIVAL, "stored_by(error) and stored_by(error) != mark"
        ): "no further condition",
        swap(ANSWER, "self.client.exceptions.ConditionalCheckFailedException", "ClientError"): (
            "DynamoDB's own error comes through"
        ),
    },
)
