"""Room C: a request for many events, of which DynamoDB takes only some."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from classroom.exercises import museum
from classroom.exercises.exercise import MANY_REQUESTS, Exercise, expect, swap
from classroom.exercises.requests import sent

NAME = "test_every_event_arrives"
ANSWER = f"""\
def {NAME}(stream):
    events = [Event(stream, version) for version in range(40)]

    with busy(client, takes=3):
        import_events(client, table, events)

    assert versions_in(stream) == [*range(40)]
"""


def parts_of(given: Any, events: Any) -> Iterator[list[Any]]:
    """The puts of these events, 25 at a time."""
    puts = [{"PutRequest": {"Item": given.to_item(event)}} for event in events]
    yield from (puts[start : start + 25] for start in range(0, len(puts), 25))


def right(given: Any) -> Any:
    """Code that sends again what is left, as often as it takes."""

    def import_events(client: Any, table: str, events: Any) -> None:
        for part in parts_of(given, events):
            left = {table: part}
            while left:
                left = client.batch_write_item(RequestItems=left)["UnprocessedItems"]

    return import_events


def with_a_queue(given: Any) -> Any:
    """Right code of another kind: what is left goes to the end of a queue."""

    def import_events(client: Any, table: str, events: Any) -> None:
        queue = [put for part in parts_of(given, events) for put in part]
        while queue:
            now, queue = queue[:25], queue[25:]
            reply = client.batch_write_item(RequestItems={table: now})
            queue += reply["UnprocessedItems"].get(table, [])

    return import_events


def once_more(given: Any) -> Any:
    """Code that sends again what is left, but only once."""

    def import_events(client: Any, table: str, events: Any) -> None:
        for part in parts_of(given, events):
            left = client.batch_write_item(RequestItems={table: part})["UnprocessedItems"]
            if left:
                client.batch_write_item(RequestItems=left)

    return import_events


def only_the_last(given: Any) -> Any:
    """Code that looks at the last reply only, when all parts have been sent."""

    def import_events(client: Any, table: str, events: Any) -> None:
        left: dict[str, Any] = {}
        for part in parts_of(given, events):
            left = client.batch_write_item(RequestItems={table: part})["UnprocessedItems"]
        while left:
            left = client.batch_write_item(RequestItems=left)["UnprocessedItems"]

    return import_events


@contextmanager
def replies(client: Any) -> Iterator[list[Any]]:
    """Collect what each reply to a BatchWriteItem says is left."""
    left: list[Any] = []

    def note(parsed: dict[str, Any], **_: Any) -> None:
        left.append(parsed.get("UnprocessedItems"))

    events, event = client.meta.events, "after-call.dynamodb.BatchWriteItem"
    events.register_last(event, note)
    try:
        yield left
    finally:
        events.unregister(event, note)


def it_takes_the_fixture(given: Any) -> None:
    """The test takes `stream`, the fixture, as its only argument."""
    museum.it_takes_the_fixture(given, NAME)


def it_is_red_here(given: Any) -> None:
    """Your test fails for the import of this room."""
    with sent(given.client) as requests, replies(given.client) as left:
        said = museum.said_of(given, NAME, given.import_events, "import_events")
    slip = ""
    if not requests.of("BatchWriteItem"):
        slip = "your test imports nothing"
    elif not any(left):
        slip = "DynamoDB has taken every event at once: is the import inside `with busy(...)`?"
    expect(said.partition(",")[0], "red", slip)


def right_code_makes_it_green(given: Any) -> None:
    """Your test passes for an import of which every event arrives."""
    for code in (right, with_a_queue):
        museum.makes_it_green(given, NAME, code(given), "import_events")


def once_more_makes_it_red(given: Any) -> None:
    """Your test fails for code that sends again what is left, but only once."""
    museum.makes_it_red(given, NAME, once_more(given), name="import_events")


def the_last_reply_makes_it_red(given: Any) -> None:
    """Your test fails for code that only looks at the last reply."""
    museum.makes_it_red(given, NAME, only_the_last(given), name="import_events")


EXERCISE = Exercise(
    lesson="C_some_are_missing",
    after="0a",
    title="a test in which DynamoDB is busy",
    statement=f"""\
## Write the red · 4 min

Write the test `{NAME}(stream)`. It imports events of one stream with `import_events(client, table, events)` and demands that all of them arrive. `versions_in(stream)` returns the versions that are in the drawer. The test has to fail for the code above, and to pass for code that keeps the promise. We also try it on code that only looks right.

In `with busy(client, takes=3):`, DynamoDB has time for three writes of each request. It takes these, and its reply says which ones are left.""",
    start="",
    asks=(NAME,),
    uses={
        "What somebody saw": "client table Event busy versions_in to_item",
        "The code": "import_events",
    },
    tests=(
        it_takes_the_fixture,
        it_is_red_here,
        right_code_makes_it_green,
        once_more_makes_it_red,
        the_last_reply_makes_it_red,
    ),
    most_requests=MANY_REQUESTS,
    why="An answer that is neither yes nor no only comes on a bad day. A test can have that day now.",
    hints=(
        "On a laptop, how often does DynamoDB say that it has no time? When does it in your test?",
        "The import is inside `with busy(...)`. Afterwards, compare the versions that arrived"
        " with those that you sent. How many requests do 20 events take, and how many do 40 take?",
        "`events = [Event(stream, version) for version in range(40)]`, then `with busy(client,"
        " takes=3):` and, inside of it, `import_events(...)`. After that, `assert"
        " versions_in(stream) == [*range(40)]`.",
    ),
    answer=ANSWER,
    others=(
        f"""\
def {NAME}(stream):
    events = tuple(Event(stream, version, "moved in") for version in range(60))
    with busy(client, 1):
        import_events(client, table, events)
    assert len(versions_in(stream)) == len(events)
""",
        f"""\
def {NAME}(stream):
    sent = {{*range(30)}}
    with busy(client, takes=2):
        import_events(client, table, [Event(stream, version) for version in sent])
        assert not sent - {{*versions_in(stream)}}, "some are missing"
""",
        f"""\
def {NAME}(stream):
    with busy(client, takes=4):
        import_events(client, table, (Event(stream, n) for n in range(33)))
    for version in range(33):
        key = {{"Id": {{"S": stream}}, "Version": {{"N": str(version)}}}}
        found = client.get_item(TableName=table, Key=key, ConsistentRead=True)
        assert "Item" in found, f"{{version}} is missing"
""",
        f"""\
import pytest


def {NAME}(stream):
    sent = [Event(stream, version) for version in range(100, 200, 2)]
    with busy(client, takes=5):
        import_events(client, table, sent)
    arrived = set(versions_in(stream))
    missing = [event for event in sent if event.version not in arrived]
    if missing:
        pytest.fail(f"{{len(missing)}} events are missing")
""",
        f"""\
def all_arrive(stream, takes, count):
    with busy(client, takes):
        import_events(client, table, [Event(stream, version) for version in range(count)])
    return versions_in(stream) == list(range(count))


def {NAME}(stream):
    assert all_arrive(f"{{stream}}-a", takes=25, count=25)
    assert all_arrive(f"{{stream}}-b", takes=7, count=51)
""",
        f"""\
def {NAME}(stream):
    versions = range(100, 180)
    with busy(client, takes=3):
        import_events(client, table, [Event(stream, version) for version in versions])
    missing = [version for version in versions if version not in versions_in(stream)]
    assert not missing
""",
    ),
    wrong={
        swap(ANSWER, "    with busy(client, takes=3):\n        import", "    import"): (
            "taken every event at once"
        ),
        swap(ANSWER, "takes=3", "takes=25"): "is the import inside `with busy(...)`",
        swap(ANSWER, "range(40)", "range(6)"): "but only once.\nSeen:         green",
        swap(ANSWER, "range(40)", "range(25)"): "only looks at the last reply.\nSeen:",
        swap(ANSWER, "takes=3", "takes=20"): "but only once.",
        swap(ANSWER, "== [*range(40)]", ""): "Seen:         green\nExpected:     red",
        swap(ANSWER, "    assert versions_in(stream) == [*range(40)]\n", ""): (
            "the import of this room.\nSeen:         green"
        ),
        swap(ANSWER, "== [*range(40)]", "== events"): "Seen:         red, by AssertionError",
        swap(ANSWER, "client, table, events", "client, events"): "red, by TypeError",
        swap(ANSWER, "(stream):\n", "():\n    stream = 'guild'\n"): "Seen:         no argument",
        f"""\
def {NAME}(stream):
    events = [Event(stream, version) for version in range(40)]
    with busy(client, takes=3):
        pass
    assert versions_in(stream) == []
""": "your test imports nothing",
        f"""\
def {NAME}(stream):
    events = [Event(stream, version) for version in range(40)]
    with busy(client, takes=3):
        import_events(client, table, events)
    assert versions_in(stream) == [0, 1, 2, 25, 26, 27]
""": "Your test fails for the import of this room.\nSeen:         green\nExpected:     red",
    },
)
