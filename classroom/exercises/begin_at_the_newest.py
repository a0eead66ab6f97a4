"""Lesson 05, step 3: project begins at the newest snapshot, and reads what came after."""

from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def read(client, table, stream, after=-1):
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id AND Version > :after",
        ExpressionAttributeValues={":id": {"S": stream}, ":after": {"N": str(after)}},
        ConsistentRead=True,
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def newest(client, table, stream, projection):
    page = client.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": snapshot_id(stream, projection)}},
        ScanIndexForward=False,
        Limit=1,
    )
    for item in page["Items"]:
        state = projection.decode(json.loads(item["State"]["S"]))
        return Projected(state, int(item["Version"]["N"]))
    return Projected(projection.initial, -1)
"""
CONDITION = '"Id = :id AND Version > :after"'


class Meter:
    """A client that counts the cards of its answers."""

    def __init__(self, client: Any):
        self.client, self.cards = client, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def query(self, **request: Any) -> Any:
        """Pass the request on, and count."""
        page = self.client.query(**request)
        self.cards += page["Count"]
        return page


def story(given: Any) -> str:
    """Append four evenings, with a snapshot after the first and the third; return the stream."""
    stream: str = given.new_id()
    store = given.EventStore(given.client, given.table)
    for version in range(4):
        store.append(given.Event(stream, version, "cpustejovsky", +1))
        if version in (0, 2):
            state = given.Character("cpustejovsky", version + 1)
            now = given.Projected(state, version)
            given.keep(given.client, given.table, stream, given.CHARACTER, now)
    return stream


def dynamodb_understands_the_condition(given: Any) -> None:
    """DynamoDB understands the condition on both keys."""
    try:
        given.read(given.client, given.table, given.new_id(), 1)
    except Exception as error:
        slip = "write Id = :id as before, then AND, then Version (with a capital V), > and :after"
        expect(str(error) or "the condition is refused", "no error", slip)


def only_what_came_after_is_read(given: Any) -> None:
    """Of versions 0 to 3, those after 1 are 2 and 3."""
    events = given.read(given.client, given.table, story(given), 1)
    slips = {
        (0,): "< finds the events before; those after have a larger version",
        (1,): "= finds that version alone, which is already in the snapshot",
        (0, 1): "<= finds the events up to there; those after have a larger version",
        (1, 2, 3): ">= reads version 1 again, which is already in the snapshot",
        (0, 1, 2, 3): "all of them are read: the second part of the condition is missing",
    }
    seen = tuple(event.version for event in events)
    expect(seen, (2, 3), slips.get(seen, "the second part of the condition should say: after"))


def the_newest_snapshot_is_found(given: Any) -> None:
    """There are snapshots of versions 0 and 2, and newest finds that of 2."""
    try:
        now = given.newest(given.client, given.table, story(given), given.CHARACTER)
    except ParamValidationError as error:
        slip = "ScanIndexForward is True or False, Limit is 1 or more, and neither needs quotation "
        slip += "marks"
        expect(str(error).splitlines()[-1], "no error", slip)
    slip = "True begins with the lowest number and finds the oldest; False begins at the other end"
    expect(f"that of version {now.version}", "that of version 2", slip)


def one_card_is_enough(given: Any) -> None:
    """To find it, DynamoDB reads one card, however many snapshots there are."""
    meter = Meter(given.client)
    given.newest(meter, given.table, story(given), given.CHARACTER)
    slip = "Limit is larger than it has to be: we only need the newest"
    expect(f"cards: {meter.cards}", "cards: 1", slip)


def the_answer_is_that_of_the_whole_story(given: Any) -> None:
    """A fold that begins there ends where a fold of all the events does."""
    stream = story(given)
    start = given.newest(given.client, given.table, stream, given.CHARACTER)
    events = given.read(given.client, given.table, stream, start.version)
    now = given.fold(given.CHARACTER, events, start)
    expect((now.state.hit_points, now.version), (4, 3), "some events are left out or counted twice")


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="3a",
    title="begin at the newest snapshot",
    statement="""\
### The least code: your turn

Two requests are enough. `newest` asks the snapshots' drawer for its newest card. `ScanIndexForward`, True or False, says whether DynamoDB begins with the lowest version. `Limit` says how many cards it reads at most. The loop should run at most once.

`read` asks the stream for the events `after` a version. A key condition can have a second part, such as `Id = :id AND Version < :before`. The values of the placeholders are already there.""",
    start=swap(ANSWER, CONDITION, "___", "Forward=False", "Forward=___", "Limit=1", "Limit=___"),
    asks=("read", "newest"),
    uses={
        "Do you remember?": "client table json Event EventStore Character Projected fold from_item",
        "Step 2 · Keep the state": "CHARACTER keep snapshot_id",
    },
    tests=(
        dynamodb_understands_the_condition,
        only_what_came_after_is_read,
        the_newest_snapshot_is_found,
        one_card_is_enough,
        the_answer_is_that_of_the_whole_story,
    ),
    why="Now a read costs what has happened since the snapshot, not everything that ever happened.",
    hints=(
        "At which end of the drawer is its newest card: at the lowest number or at the highest?",
        "Begin at the highest number and stop after one card. And after means greater, not equal.",
        "ScanIndexForward=False and Limit=1. For the condition, turn the < of the example around.",
    ),
    answer=ANSWER,
    others=(
        """\
def read(client, table, stream, after=-1):
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="#id = :id AND #version >= :next",
        ExpressionAttributeNames={"#id": "Id", "#version": "Version"},
        ExpressionAttributeValues={":id": {"S": stream}, ":next": {"N": str(after + 1)}},
        ConsistentRead=True,
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def newest(client, table, stream, projection):
    request = {
        "TableName": table,
        "KeyConditionExpression": "Id = :id",
        "ExpressionAttributeValues": {":id": {"S": snapshot_id(stream, projection)}},
    }
    found = client.query(**request, Limit=1, ScanIndexForward=bool(0))["Items"]
    if not found:
        return Projected(projection.initial, -1)
    state = projection.decode(json.loads(found[0]["State"]["S"]))
    return Projected(state, int(found[0]["Version"]["N"]))
""",
    ),
    wrong={
        swap(ANSWER, "Version > :after", "Version >= :after"): "is already in the snapshot",
        swap(ANSWER, "Version > :after", "Version < :after"): "< finds the events before",
        swap(ANSWER, "Version > :after", "Version = :after"): "finds that version alone",
        swap(ANSWER, "Version > :after", "Version > after"): "then AND, then Version",
        swap(ANSWER, "Forward=False", "Forward=True"): "finds the oldest",
        swap(ANSWER, "Forward=False", 'Forward="False"'): "neither needs quotation",
        swap(ANSWER, "Limit=1", "Limit=100"): "Limit is larger than",
    },
)
