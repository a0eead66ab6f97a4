"""Lesson 05, step 3: project begins at the newest snapshot, and reads what came after."""

from dataclasses import replace
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.requests import sent
from classroom.exercises.stores import short_pages

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


FOREVER = swap(
    ANSWER,
    "def newest(",
    """\
from functools import cache


@cache
def newest(""",
)
LONG = "x" * 9_000  # an event with this note is more than two read units


def story(given: Any, note: str = "") -> str:
    """Append four evenings, with a snapshot after the first and the third; return the stream."""
    stream: str = given.new_id()
    store = given.EventStore(given.client, given.table)
    for version in range(4):
        store.append(given.Event(stream, version, "cpustejovsky", +1, note))
        if version in (0, 2):
            snapshot(given, stream, version)
    return stream


def snapshot(given: Any, stream: str, version: int) -> None:
    """Keep the state that the story has after this version."""
    now = given.Projected(given.Character("cpustejovsky", version + 1), version)
    given.keep(given.client, given.table, stream, given.CHARACTER, now)


def dynamodb_understands_the_condition(given: Any) -> None:
    """DynamoDB understands the condition on both keys."""
    try:
        with sent(given.client) as requests:
            given.read(given.client, given.table, given.new_id(), 1)
    except (ClientError, ParamValidationError, AssertionError) as error:
        seen = str(error).splitlines()[-1] if str(error) else "the condition is refused"
        slip = ""
        if "==" in str([each.params.get("KeyConditionExpression") for each in requests.sent]):
            slip = "DynamoDB writes equals with one ="
        elif ":after is not used" in seen:
            slip = "the second part of the condition is missing, the one with :after"
        raise NotYetError(seen, "no error", slip) from error


def only_what_came_after_is_read(given: Any) -> None:
    """Of versions 0 to 3, those after 1 are 2 and 3; without after, all four are read."""
    stream = story(given)
    events = given.read(given.client, given.table, stream, 1)
    slips = {
        (0,): "< finds the events before; those after have a larger version",
        (1,): "= finds that version alone, which is already in the snapshot",
        (0, 1): "<= finds the events up to there; those after have a larger version",
        (1, 2, 3): "version 1 is read again, and it's already in the snapshot",
        (0, 1, 2, 3): "all of them are read: the second part of the condition is missing",
    }
    seen = tuple(event.version for event in events)
    expect(seen, (2, 3), slips.get(seen, ""))
    seen = tuple(event.version for event in given.read(given.client, given.table, stream))
    expect(f"without after: {seen}", f"without after: {(0, 1, 2, 3)}", "")
    given.EventStore(given.client, given.table).append(given.Event(stream, 5_000))
    seen = tuple(event.version for event in given.read(given.client, given.table, stream, 2))
    expect(f"after 2: {seen}", f"after 2: {(3, 5_000)}", "")


def every_page_is_read(given: Any) -> None:
    """What came after may be more than a page, and all of it is read."""
    stream = story(given)
    with short_pages(given.client, 1):
        seen = tuple(event.version for event in given.read(given.client, given.table, stream, 0))
    expect(seen, (1, 2, 3), "only the first page is read" if seen == (1,) else "")


def a_read_costs_what_came_after(given: Any) -> None:
    """A read of what came after costs as much as these events, and is consistent."""
    stream = story(given, LONG)
    with sent(given.client) as requests:
        given.read(given.client, given.table, stream, 2)
    slip = ""
    if requests.cards > 1:
        slip = "DynamoDB reads cards that you don't need, and you pay for them: use a key condition"
    expect(f"read units: {requests.used.read_units:g}", "read units: 3", slip)


def the_newest_snapshot_is_found(given: Any) -> None:
    """There are snapshots of versions 0 and 2, and newest finds that of 2."""
    stream = story(given)
    try:
        now = given.newest(given.client, given.table, stream, given.CHARACTER)
    except ParamValidationError as error:
        slip = "ScanIndexForward is True or False, Limit is 1 or more, and neither needs quotation "
        slip += "marks"
        raise NotYetError(str(error).splitlines()[-1], "no error", slip) from error
    if not isinstance(now, given.Projected):
        raise NotYetError(repr(now), "a Projected: a state and its version", "")
    slip = "True begins with the lowest number and finds the oldest; False begins at the other end"
    slip = slip if now.version == 0 else ""
    expect(f"that of version {now.version!r}", "that of version 2", slip)
    snapshot(given, stream, 3)
    now = given.newest(given.client, given.table, stream, given.CHARACTER)
    expect(f"after another one, version {now.version!r}", "after another one, version 3", "")


def one_card_is_enough(given: Any) -> None:
    """To find it, DynamoDB reads one card, however many there are, and it costs half a unit."""
    stream = story(given)
    with sent(given.client) as requests:
        given.newest(given.client, given.table, stream, given.CHARACTER)
    slip = "Limit is larger than it has to be: we only need the newest"
    slip = slip if len(requests.sent) == 1 else ""
    expect(f"cards: {requests.cards}", "cards: 1", slip)
    slip = "a consistent read costs twice as much" if requests.used.read_units == 1 else ""
    expect(f"read units: {requests.used.read_units:g}", "read units: 0.5", slip)


def without_a_snapshot_it_begins_at_the_beginning(given: Any) -> None:
    """If there is no snapshot, newest returns the initial state, at version -1."""
    now = given.newest(given.client, given.table, given.new_id(), given.CHARACTER)
    expect(now, given.Projected(given.Character(), -1), "")


def any_projection_will_do(given: Any) -> None:
    """The state comes out of the projection's own decode."""
    stream = given.new_id()
    notes = replace(
        given.CHARACTER,
        name="notes",
        initial=("nothing",),
        encode=lambda state: [*state],
        decode=lambda kept: (*kept,),
    )
    now = given.newest(given.client, given.table, stream, notes)
    expect(now, given.Projected(("nothing",), -1), "")
    kept = given.Projected(("Init", "Falls off the roof"), 1)
    given.keep(given.client, given.table, stream, notes, kept)
    expect(given.newest(given.client, given.table, stream, notes), kept, "")


def the_answer_is_that_of_the_whole_story(given: Any) -> None:
    """A fold that begins there ends where a fold of all the events does."""
    stream = story(given)
    start = given.newest(given.client, given.table, stream, given.CHARACTER)
    events = given.read(given.client, given.table, stream, start.version)
    now = given.fold(given.CHARACTER, events, start)
    expect((now.state.hit_points, now.version), (4, 3), "")


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="3a",
    title="begin at the newest snapshot",
    statement="""\
### The least code: your turn

Two requests are enough. `newest` asks the snapshots' drawer for its newest card. `ScanIndexForward`, True or False, says whether DynamoDB begins with the lowest version. `Limit` says how many cards it reads at most. The loop should run at most once. This request isn't consistent, so it costs half: an older snapshot would do, too.

`read` asks the stream for the events `after` a version, and pays for these only. A key condition can have a second part, such as `Id = :id AND Version < :before`. The values of the placeholders are already there.""",
    start=swap(ANSWER, CONDITION, "___", "Forward=False", "Forward=___", "Limit=1", "Limit=___"),
    asks=("read", "newest"),
    uses={
        "Do you remember?": "client table json Event EventStore Character Projected fold from_item",
        "Step 2 · Keep the state": "CHARACTER keep snapshot_id",
    },
    tests=(
        dynamodb_understands_the_condition,
        only_what_came_after_is_read,
        every_page_is_read,
        a_read_costs_what_came_after,
        the_newest_snapshot_is_found,
        one_card_is_enough,
        without_a_snapshot_it_begins_at_the_beginning,
        any_projection_will_do,
        the_answer_is_that_of_the_whole_story,
    ),
    why="Now a read costs what has happened since the snapshot, not everything that ever happened.",
    hints=(
        "At which end of the drawer is its newest card: at the lowest number or at the highest?",
        "Begin at the highest number and stop after one card. And `after` means greater, not equal.",
        "`ScanIndexForward=False` and `Limit=1`. For the condition, turn the `<` of the example around.",
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
        swap(ANSWER, "Version > :after", "Version >= :after"): "version 1 is read again",
        swap(ANSWER, "Version > :after", "Version < :after"): "< finds the events before",
        swap(ANSWER, "Version > :after", "Version = :after"): "finds that version alone",
        swap(ANSWER, "Version > :after", "Version > after"): "Should hold:  DynamoDB understands",
        swap(ANSWER, CONDITION, '"Id = :id"'): "the second part of the condition is missing",
        swap(ANSWER, "Id = :id AND", "Id == :id AND"): "DynamoDB writes equals with one =",
        swap(ANSWER, "Forward=False", "Forward=True"): "finds the oldest",
        swap(ANSWER, "Forward=False", 'Forward="False"'): "neither needs quotation",
        swap(ANSWER, "Limit=1", "Limit=100"): "Limit is larger than",
        swap(
            ANSWER,
            CONDITION,
            '"Id = :id"',
            "ConsistentRead",
            'FilterExpression="Version > :after",\n        ConsistentRead',
        ): "Filter Expression can only contain",
        swap(
            ANSWER,
            CONDITION,
            '"Id = :id"',
            ', ":after": {"N": str(after)}',
            "",
            'for item in page["Items"]]',
            'for item in page["Items"]\n            if int(item["Version"]["N"]) > after]',
        ): "cards that you don't need",
        swap(
            ANSWER, "ConsistentRead=True", "ConsistentRead=False"
        ): "Seen:         read units: 1.5",
        swap(ANSWER, "Limit=1,", "Limit=1,\n        ConsistentRead=True,"): "costs twice as much",
        swap(
            ANSWER,
            'pages = client.get_paginator("query").paginate(',
            "pages = [client.query(",
            "ConsistentRead=True,\n    )",
            "ConsistentRead=True,\n    )]",
        ): "only the first page is read",
        swap(
            ANSWER,
            CONDITION,
            '"Id = :id AND Version BETWEEN :after AND :end"',
            '{"N": str(after)}',
            '{"N": str(after + 1)}, ":end": {"N": str(after + 999)}',
        ): "after 2: (3,)",
        swap(ANSWER, "after=-1", "after=0"): "without after: (1, 2, 3)",
        swap(ANSWER, "    return Projected(projection.initial, -1)\n", ""): "Seen:         None",
        swap(ANSWER, "projection.decode(", "to_character("): "must be a mapping",
        swap(
            ANSWER,
            'int(item["Version"]["N"]))\n    return P',
            'item["Version"]["N"])\n    return P',
        ): ("that of version '2'"),
        FOREVER: "after another one, version 2",
    },
)
