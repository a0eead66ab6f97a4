"""Lesson 05, step 2: project begins at the newest snapshot, and reads what came after."""

from typing import Any

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


class EventStore(EventStore):  # all that the old one has, with this project
    def project(self, stream, projection):
        start = newest(self.client, self.table, stream, projection)
        return fold(projection, read(self.client, self.table, stream, start.version), start)
"""
CONDITION = '"Id = :id AND Version > :after"'


class Meter:
    """A client that counts the sheets of its answers."""

    def __init__(self, client: Any):
        self.client, self.sheets = client, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def query(self, **request: Any) -> Any:
        """Pass the request on, and count."""
        page = self.client.query(**request)
        self.sheets += page["Count"]
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
        slip = "two halves with AND between: Id = :id as before, and Version (capital), >, :after"
        expect(str(error) or "the condition is refused", "no error", slip)


def only_what_came_after_is_read(given: Any) -> None:
    """Of versions 0 to 3, those after 1 are 2 and 3."""
    events = given.read(given.client, given.table, story(given), 1)
    slips = {
        (0,): "< is before; what came after has a larger version",
        (0, 1): "<= is up to there; what came after has a larger version",
        (1, 2, 3): ">= takes version 1 along, which is in the snapshot already",
        (0, 1, 2, 3): "all of them are read: the second half of the condition is missing",
    }
    seen = tuple(event.version for event in events)
    expect(seen, (2, 3), slips.get(seen, "the condition's second half should say: after"))


def the_newest_snapshot_is_found(given: Any) -> None:
    """Of the snapshots of versions 0 and 2, that of 2 is taken."""
    now = given.newest(given.client, given.table, story(given), given.CHARACTER)
    slip = "True goes up from the lowest number, and so finds the oldest; the other way is False"
    expect(f"that of version {now.version}", "that of version 2", slip)


def one_sheet_is_enough(given: Any) -> None:
    """To find it, one sheet is read, however many snapshots there are."""
    meter = Meter(given.client)
    given.newest(meter, given.table, story(given), given.CHARACTER)
    slip = "Limit is larger than what we need: the newest, and no other"
    expect(f"sheets: {meter.sheets}", "sheets: 1", slip)


def the_answer_is_that_of_the_whole_story(given: Any) -> None:
    """The answer of project is the same as that of a fold of everything."""
    now = given.EventStore(given.client, given.table).project(story(given), given.CHARACTER)
    expect((now.state.hit_points, now.version), (4, 3), "events are left out, or counted twice")


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="2a",
    title="begin at the newest snapshot",
    statement="""\
### The least code: your turn

Two requests will do. The first asks the snapshots' drawer for one sheet, the newest: `ScanIndexForward`, True or False, says whether DynamoDB goes through a drawer from the lowest number up, and `Limit` how many sheets it reads at most. (So the loop over these sheets runs once, or not at all.)

The second asks the stream for what came `after`. A key condition may have a second half, such as `Id = :id AND Version < :before`, the attribute first. The values of the placeholders are there already.

(The article keeps its snapshots in the stream, and so it has to filter them out by their note. But DynamoDB filters *after* it has read: with `Limit=1` it reads one sheet a request, hands over only what passes the filter, and the article's loop asks on to the end: twelve events, twelve requests or more. A drawer of its own needs no filter.)""",
    start=swap(ANSWER, CONDITION, "...", "Forward=False", "Forward=...", "Limit=1", "Limit=..."),
    asks=("read", "newest", "EventStore"),
    uses={
        "Do you remember?": "client table json Event EventStore Character Projected fold from_item",
        "Step 1 · Keep the state": "CHARACTER keep snapshot_id",
    },
    tests=(
        dynamodb_understands_the_condition,
        only_what_came_after_is_read,
        the_newest_snapshot_is_found,
        one_sheet_is_enough,
        the_answer_is_that_of_the_whole_story,
    ),
    why="A read now costs what has happened since the snapshot, and not what ever happened.",
    hints=(
        "On which side of a drawer does its newest sheet lie: where we begin, or at the other end?",
        "We go from the highest number down, and stop after one. And after is more than, not equal.",
        "Forward is False, the limit is 1. For the condition take the example, and turn its < around.",
    ),
    answer=ANSWER,
    other="""\
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


class EventStore(EventStore):
    def project(self, stream, projection):
        start = newest(self.client, self.table, stream, projection)
        return fold(projection, read(self.client, self.table, stream, start.version), start)
""",
    wrong={
        swap(ANSWER, "Version > :after", "Version >= :after"): "is in the snapshot already",
        swap(ANSWER, "Version > :after", "Version < :after"): "< is before",
        swap(ANSWER, "Version > :after", "Version > after"): "two halves with AND between",
        swap(ANSWER, "Forward=False", "Forward=True"): "finds the oldest",
        swap(ANSWER, "Limit=1", "Limit=100"): "Limit is larger",
    },
)
