"""Lesson 03, beat 7: what went into the drawer comes out."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def from_item(item):
    return Event(
        id=item["Id"]["S"],
        version=int(item["Version"]["N"]),
        character_name=item["CharacterName"]["S"],
        character_hit_points=int(item["CharacterHitPoints"]["N"]),
        note=item["Note"]["S"],
    )


class EventStore(EventStore):  # all that the old one has, with this query
    def query(self, stream):
        page = self.client.query(
            TableName=self.table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
        )
        return [from_item(item) for item in page["Items"]]
"""
POINTS = 'int(item["CharacterHitPoints"]["N"])'
CONDITION = '"Id = :id"'


def a_sheet_becomes_its_event_again(given: Any) -> None:
    """A sheet becomes its event again, and its hit points are a number."""
    sheet = {
        "Id": {"S": "a stream"},
        "Version": {"N": "1"},
        "CharacterName": {"S": "cpustejovsky"},
        "CharacterHitPoints": {"N": "-2"},
        "Note": {"S": ""},
    }
    try:
        points = given.from_item(sheet).character_hit_points
    except KeyError as error:
        slip = "capitals count: CharacterHitPoints; and the type of a number is N"
        expect(f"KeyError: {error}", "a key that the sheet has", slip)
    except TypeError as error:
        slip = 'the value still lies in its wrapping, {"N": "-2"}: take it out by its type'
        expect(f"TypeError: {error}", "no error", slip)
    else:
        expect(repr(points), "-2", "numbers arrive as text; int(...) makes a number of it")


class Listener:
    """A client that remembers the condition of the last query."""

    def __init__(self, client: Any):
        self.client, self.condition = client, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def query(self, **request: Any) -> Any:
        """Pass the request on."""
        self.condition = str(request.get("KeyConditionExpression"))
        return self.client.query(**request)


def dynamodb_understands_the_condition(given: Any) -> None:
    """DynamoDB understands the condition on the keys."""
    client = Listener(given.client)
    try:
        given.EventStore(client, given.table).query(given.new_id())
    except Exception as error:
        slip = "the key is called Id, with a capital; it stands left of the =, and :id right"
        if "==" in client.condition:
            slip = "Python says ==; DynamoDB writes equals with one ="
        elif ":id" not in client.condition:
            slip = "the placeholder is :id, with its colon, as in the line below"
        expect(str(error) or "the condition is refused", "no error", slip)


def a_stream_comes_back_whole_in_order_and_alone(given: Any) -> None:
    """What was appended to a stream comes back, in order, and nothing of another stream."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    for version in (1, 0, 2):
        store.append(given.Event(stream, version, "cpustejovsky", version - 3))
        store.append(given.Event(given.new_id(), version, "somebody else"))
    seen = [(event.version, event.character_hit_points) for event in store.query(stream)]
    expect(seen, [(0, -3), (1, -2), (2, -1)], "the condition names another drawer")


EXERCISE = Exercise(
    lesson="03_query",
    after="7a",
    title="what went in comes out",
    statement="""\
### The least code: your turn

DynamoDB's request is `query`. It wants a condition on the keys: the label of the drawer. DynamoDB writes *equals* with one `=`, as in `"Colour = :c"`. What begins with a colon is a placeholder, and its value travels apart, typed as always.

`ConsistentRead=True` asks for the newest state, as `item_at` did in lesson 02. No test on this page could fail without it, because the imitation never answers from an old copy. DynamoDB may, so we write it down and say so.

The answer is a dictionary. Its `"Items"` are the sheets, in the order of the sort key. Each must become an `Event` again, and `from_item` does that. Fill in the two places that are missing, and remember that numbers arrive as text. To keep the cell short, `class EventStore(EventStore)` takes over everything from the store that we have, and adds or replaces only `query`.""",
    start=swap(ANSWER, POINTS, "...", CONDITION, "..."),
    asks=("from_item", "EventStore"),
    uses={"Do you remember?": "client table Event EventStore"},
    tests=(
        a_sheet_becomes_its_event_again,
        dynamodb_understands_the_condition,
        a_stream_comes_back_whole_in_order_and_alone,
    ),
    why="Text that looks like a number adds up to nonsense, so a reader converts every type back.",
    hints=(
        "How does the line for the version turn its text into a number?",
        "The hit points need the same as the version. And the condition says: the key equals :id.",
        'The key that labels a drawer is Id. "Colour = :c" has the form that you need.',
    ),
    answer=ANSWER,
    other="""\
def from_item(sheet):
    points = int(sheet["CharacterHitPoints"]["N"])
    name, note = sheet["CharacterName"]["S"], sheet["Note"]["S"]
    return Event(sheet["Id"]["S"], int(sheet["Version"]["N"]), name, points, note)


class EventStore(EventStore):
    def query(self, name):
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="#i=:who",
            ExpressionAttributeNames={"#i": "Id"},
            ExpressionAttributeValues={":who": {"S": name}},
        )
        return list(map(from_item, answer["Items"]))
""",
    wrong={
        swap(ANSWER, POINTS, 'item["CharacterHitPoints"]["N"]'): "numbers arrive as text",
        swap(ANSWER, POINTS, 'int(item["CharacterHitPoints"])'): "still lies in its wrapping",
        swap(ANSWER, POINTS, 'int(item["character_hit_points"]["N"])'): "'character_hit_points'",
        swap(ANSWER, POINTS, 'int(item["CharacterHitPoints"]["S"])'): "KeyError: 'S'",
        swap(ANSWER, CONDITION, '"Id == :id"'): "equals with one =",
        swap(ANSWER, CONDITION, '"Id = :c"'): "the placeholder is :id",
        swap(ANSWER, CONDITION, '"id = :id"'): "is called Id, with a capital",
    },
)
