"""Lesson 03, beat 7: what went into the drawer comes out."""

import re
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

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
        condition = client.request.get("KeyConditionExpression")
        slip = _slip(condition, client.request.get("ExpressionAttributeValues"), error)
        said = str(error).splitlines()[-1] if str(error) else type(error).__name__
        raise NotYetError(said, "no error", slip) from error
    values = client.request.get("ExpressionAttributeValues", {})
    for name in values:
        if not re.fullmatch(r":\w+", name):  # the imitation takes it, DynamoDB doesn't
            slip = "a placeholder is a colon and a word that you choose; no f-string is needed"
            raise NotYetError(name, "a placeholder such as :id", slip)
    if values and all("N" in value for value in values.values()):
        raise NotYetError("N", "S", "an id is a string, so its letter is S")


def _slip(condition: Any, values: Any, error: Exception) -> str:
    if isinstance(error, NameError):
        return "put the condition and the placeholder in quotation marks; the value is in stream"
    if isinstance(error, AttributeError):
        return "the argument stream is the id itself, a string"
    if not isinstance(values, dict):
        return 'the values are a dictionary, from each placeholder to its value: {":c": ...}'
    if not all(isinstance(value, dict) for value in values.values()):
        return 'wrap the value with its type, as always: {"S": ...}'
    if any(letter not in ("S", "N") for value in values.values() for letter in value):
        return "the value's type is one capital letter: S for a string"
    if ".S, value" in str(error):
        return "S goes with a string, and ours is in the variable stream"
    if not isinstance(condition, str):
        return 'the condition is a string, such as "Colour = :c"'
    if "==" in condition:
        return "Python writes ==, and DynamoDB writes equals with one ="
    if not all(name.startswith(":") for name in values):
        return "a placeholder begins with a colon, also where its value is given"
    if not any(name in condition for name in values):
        return "the condition and the values must have the same placeholder, with its colon"
    return "the key is called Id, with a capital, and is on the left of the ="


def a_stream_comes_back_whole_in_order_and_alone(given: Any) -> None:
    """What was appended to a stream comes back, in order, and nothing of another stream."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    for version in (1, 0, 2):
        store.append(given.Event(stream, version, "cpustejovsky", version - 3))
        store.append(given.Event(given.new_id(), version, "somebody else"))
    seen = [(event.version, event.character_hit_points) for event in store.query(stream)]
    slip = "is the placeholder's value the argument stream, without quotation marks?"
    expect(seen, [(0, -3), (1, -2), (2, -1)], slip)


EXERCISE = Exercise(
    lesson="03_query",
    after="7a",
    title="what went in comes out",
    statement="""\
### The least code: the whole drawer, your turn

DynamoDB's request for this is called `query`. Two of its arguments are missing.

- `KeyConditionExpression` says which cards we want, in a string such as `"Colour = :c"`. `Colour` is the name of a key. DynamoDB writes *equals* with one `=`. `:c` is a **placeholder**: it begins with a colon.
- `ExpressionAttributeValues` says what the placeholder stands for, such as `{":c": {"S": "red"}}`. The value is sent separately, with its type.

We want all cards with this `Id`. The answer is a dictionary, and its `"Items"` are the cards, sorted by the sort key. (`ConsistentRead=True` asks for the newest state, as in lesson 02. The tests would pass without it, because the imitation never answers from an old copy. DynamoDB may.)""",
    start=swap(ANSWER, CONDITION, "___", VALUES, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event to_item EventAlreadyExistsError",
        "Beat 7 · Read a stream back": "from_item",
    },
    tests=(
        dynamodb_understands_the_request,
        a_stream_comes_back_whole_in_order_and_alone,
    ),
    why="One request gets a whole drawer, in order, because the cards have been sorted all along.",
    hints=(
        "Which key is the label of a drawer? And which value should it have here?",
        '"Colour = :c" with {":c": {"S": "red"}} has the form that you need. The key is Id.',
        'The condition is "Id = :id". The value of ":id" is the string in the variable stream.',
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
        swap(ANSWER, VALUES, '{":id": {"S": id}}'): "S goes with a string",
        swap(ANSWER, CONDITION, '{"Id": stream}'): "the condition is a string",
        swap(ANSWER, CONDITION, "Id"): "in quotation marks",
        swap(ANSWER, VALUES, '{":id": {"S": HERO}}'): "the value is in stream",
        swap(ANSWER, VALUES, '{":id": {"N": stream}}'): "its letter is S",
        swap(ANSWER, CONDITION, 'f"Id = :{stream}"', VALUES, '{f":{stream}": {"S": stream}}'): (
            "a word that you choose"
        ),
        swap(ANSWER, VALUES, '{":id": {"S": "stream"}}'): "is the placeholder's value",
    },
)
