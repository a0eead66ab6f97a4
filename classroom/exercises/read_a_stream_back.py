"""Lesson 03, beat 7: what went into the drawer comes out."""

import re
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.stores import (
    append_is_as_it_was,
    it_asks_its_own_client_about_its_own_table,
    it_reads_the_newest_state_of_this_drawer_only,
)

BEFORE = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        if type(event.version) is not int or event.version < 0:
            raise ValueError(f"a version is 0, 1, 2 ..., not {event.version!r}")
        try:
            self.client.put_item(
                TableName=self.table,
                Item=to_item(event),
                ConditionExpression="attribute_not_exists(Version)",
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise EventAlreadyExistsError(event.id, event.version) from error

"""
ANSWER = (
    BEFORE
    + """\
    def query(self, stream):
        page = self.client.query(
            TableName=self.table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
        )
        return [from_item(item) for item in page["Items"]]
"""
)
CONDITION, VALUES = '"Id = :id"', '{":id": {"S": stream}}'


class Listener:
    """A client that remembers the last query."""

    def __init__(self, client: Any):
        self.client = client
        self.request: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def query(self, **request: Any) -> Any:
        """Pass the request on."""
        self.request = request
        return self.client.query(**request)


def dynamodb_understands_the_request(given: Any) -> None:
    """DynamoDB understands the condition and the placeholder."""
    client = Listener(given.client)
    try:
        given.EventStore(client, given.table).query(given.new_id())
    except Exception as error:
        said = str(error).splitlines()[-1] if str(error) else type(error).__name__
        raise NotYetError(said, "no error", _slip(client.request, error)) from error


def _slip(request: dict[str, Any], error: Exception) -> str:
    condition = request.get("KeyConditionExpression")
    values = request.get("ExpressionAttributeValues")
    if isinstance(error, NameError):
        return "put the condition and the placeholder in quotation marks; the value is in stream"
    if "'str' object has no attribute" in str(error):
        return "the argument stream is the id itself, a string"
    if not request:
        return ""
    if values is None and isinstance(condition, str):
        return "a condition can't have the value in it: a placeholder stands for it"
    if not isinstance(values, dict):
        return 'the values are a dictionary, from each placeholder to its value: {":c": ...}'
    if not all(isinstance(value, dict) for value in values.values()):
        return 'wrap the value with its type, as always: {"S": ...}'
    if any(letter not in ("S", "N") for value in values.values() for letter in value):
        return "the value's type is one capital letter: S for a string"
    if not all(isinstance(value.get("S", ""), str) for value in values.values()):
        return "S goes with a string, and ours is in the variable stream"
    if not isinstance(condition, str):
        return 'the condition is a string, such as "Colour = :c"'
    if "==" in condition:
        return "Python writes ==, and DynamoDB writes equals with one ="
    if not all(name.startswith(":") for name in values):
        return "a placeholder begins with a colon, also where its value is given"
    if not all(re.fullmatch(r":\w+", name) for name in values):
        return "a placeholder is a colon and a word that you choose; no f-string is needed"
    if not any(name in condition for name in values):
        return "the condition and the values must have the same placeholder, with its colon"
    if not re.search(r"\bId\b|#", condition):
        return "the key is called Id, with a capital"
    if "numeric" in str(error):
        return "an id is a string, so its letter is S"
    return ""


def a_stream_comes_back_whole_in_order_and_alone(given: Any) -> None:
    """What was appended to a stream comes back, in order, and nothing of another stream."""
    client, stream = Listener(given.client), given.new_id()
    store = given.EventStore(client, given.table)
    for version in (1, 0, *range(2, 12)):
        store.append(given.Event(stream, version, "cpustejovsky", version - 3))
        store.append(given.Event(given.new_id(), version, "somebody else"))
    events = list(store.query(stream))
    if any(isinstance(event, dict) for event in events):
        raise NotYetError("cards", "events", "from_item makes an event of each card")
    seen = [(event.version, event.character_hit_points) for event in events]
    slip, expected = "", [(version, version - 3) for version in range(12)]
    values = client.request.get("ExpressionAttributeValues", {}).values()
    if seen == expected[::-1]:
        slip = "ScanIndexForward=False begins with the newest"
    elif seen == [] and values and {"S": stream} not in values:
        slip = "the placeholder's value is the argument stream, without quotation marks"
    expect(seen, expected, slip)
    again = [event.version for event in given.EventStore(given.client, given.table).query(stream)]
    expect(again, [*range(12)], "another store finds the same events, because they're in the table")


EXERCISE = Exercise(
    lesson="03_query",
    after="7a",
    title="what went in comes out",
    statement="""\
### The least code: the whole drawer, your turn

DynamoDB's request for this is called `query`. Two of its arguments are missing.

- `KeyConditionExpression` says which cards we want, in a string such as `"Colour = :c"`. `Colour` is the name of a key. DynamoDB writes *equals* with one `=`. `:c` is a **placeholder**: it begins with a colon.
- `ExpressionAttributeValues` says what the placeholder stands for, such as `{":c": {"S": "red"}}`. The value is sent separately, with its type.

We want all cards with this `Id`. The answer is a dictionary, and its `"Items"` are the cards, sorted by the sort key. (`ConsistentRead=True` asks for the newest state, as in lesson 02. The imitation never answers from an old copy, but DynamoDB may. So `check` looks for it, too.)""",
    start=swap(ANSWER, CONDITION, "___", VALUES, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event to_item EventAlreadyExistsError",
        "Beat 7 · Read a stream back": "from_item",
    },
    tests=(
        dynamodb_understands_the_request,
        a_stream_comes_back_whole_in_order_and_alone,
        it_asks_its_own_client_about_its_own_table,
        it_reads_the_newest_state_of_this_drawer_only,
        append_is_as_it_was,
    ),
    why="One request gets a whole drawer, in order, because the cards have been sorted all along.",
    hints=(
        "Which key is the label of a drawer? And which value should it have here?",
        '`"Colour = :c"` with `{":c": {"S": "red"}}` has the form that you need. The key is `Id`.',
        'The condition is `"Id = :id"`. The value of `":id"` is the string in the variable `stream`.',
    ),
    answer=ANSWER,
    others=(
        BEFORE
        + """\
    def query(self, name):
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="#i=:who",
            ExpressionAttributeNames={"#i": "Id"},
            ExpressionAttributeValues={":who": dict(S=name)},
            ConsistentRead=True,
        )
        return list(map(from_item, answer["Items"]))
""",
    ),
    wrong={
        swap(ANSWER, CONDITION, '"Id == :id"'): "writes equals with one =",
        swap(ANSWER, CONDITION, '"Id = :c"'): "must have the same placeholder",
        swap(
            ANSWER, CONDITION, '"Id = id"', VALUES, '{"id": {"S": stream}}'
        ): "begins with a colon",
        swap(ANSWER, CONDITION, '"id = :id"'): "is called Id, with a capital",
        swap(ANSWER, VALUES, '{":id": stream}'): "wrap the value with its type",
        swap(ANSWER, VALUES, '{":id": {"S": stream.id}}'): "is the id itself",
        swap(ANSWER, VALUES, "stream"): "the values are a dictionary",
        swap(ANSWER, VALUES, '{":id": {"Id": stream}}'): "is one capital letter",
        swap(
            ANSWER, VALUES, '{":id": {"S": stream.lower()}}'
        ): "Seen:         []\nExpected:     [(0, -3)",
        swap(ANSWER, VALUES, '{":id": {"S": id}}'): "S goes with a string",
        swap(ANSWER, CONDITION, '{"Id": stream}'): "the condition is a string",
        swap(ANSWER, CONDITION, "Id"): "in quotation marks",
        swap(ANSWER, VALUES, '{":id": {"S": HERO}}'): "the value is in stream",
        swap(ANSWER, VALUES, '{":id": {"N": stream}}'): "its letter is S",
        swap(ANSWER, CONDITION, 'f"Id = :{stream}"', VALUES, '{f":{stream}": {"S": stream}}'): (
            "a word that you choose"
        ),
        swap(ANSWER, VALUES, '{":id": {"S": "stream"}}'): "value is the argument stream, without",
        swap(
            ANSWER,
            CONDITION,
            "f\"Id = '{stream}'\"",
            f"            ExpressionAttributeValues={VALUES},\n",
            "",
        ): ("can't have the value in it"),
        swap(
            ANSWER, VALUES, f"{VALUES},\n            ScanIndexForward=False"
        ): "begins with the newest",
        swap(ANSWER, '[from_item(item) for item in page["Items"]]', 'page["Items"]'): (
            "makes an event of each card"
        ),
        swap(ANSWER, "            ConsistentRead=True,\n", ""): "may answer from an old copy",
        swap(
            ANSWER, "            ConsistentRead", "            Limit=3,\n            ConsistentRead"
        ): ("Seen:         [(0, -3), (1, -2), (2, -1)]"),
        swap(ANSWER, "client.query(", "client.scan(", "KeyConditionE", "FilterE"): (
            "Filter Expression can only contain"
        ),
        BEFORE
        + """\
    def query(self, stream):
        items = self.client.scan(TableName=self.table, ConsistentRead=True)["Items"]
        events = [from_item(item) for item in items if item["Id"]["S"] == stream]
        return sorted(events, key=lambda event: event.version)
""": "reads the whole table",
        swap(ANSWER, "page = self.client", "page = client"): "the store's own is self.client",
        swap(
            ANSWER,
            "        page = self.client.query(\n            TableName=self.table",
            "        page = self.client.query(\n            TableName=table",
        ): ("with a table that doesn't exist: no error"),
        swap(
            ANSWER, '                ConditionExpression="attribute_not_exists(Version)",\n', ""
        ): ("append still raises EventAlreadyExistsError"),
    },
)
