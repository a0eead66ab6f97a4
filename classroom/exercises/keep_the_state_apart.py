"""Lesson 05, step 1: the state in a drawer of its own."""

from dataclasses import replace
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def keep(client, table, stream, projection, now):
    item = {
        "Id": {"S": f"snapshot#{projection.name}#{stream}"},
        "Version": {"N": str(now.version)},
        "State": {"S": json.dumps(projection.encode(now.state))},
    }
    client.put_item(TableName=table, Item=item)
    return now


class EventStore(EventStore):  # all that the old one has, with this snapshot
    def snapshot(self, stream, projection):
        now = self.project(stream, projection)
        return keep(self.client, self.table, stream, projection, now)
"""
LABEL = 'f"snapshot#{projection.name}#{stream}"'
NUMBER = "str(now.version)"


class Shelf:
    """In the client's place: it remembers what is put."""

    def put_item(self, **request: Any) -> None:
        """Keep the item for the test to look at."""
        self.item = request["Item"]


def sheet_of(given: Any, stream: str, projection: Any, version: int = 2) -> tuple[str, object]:
    """The label and the number that `keep` writes for the state after this version."""
    shelf, now = Shelf(), given.Projected(given.Character("cpustejovsky", 3), version)
    given.keep(shelf, "a table", stream, projection, now)
    return shelf.item["Id"]["S"], shelf.item["Version"]["N"]


def the_number_is_that_of_the_last_event(given: Any) -> None:
    """The state after version 2 lies on sheet 2."""
    number = sheet_of(given, "inn", given.CHARACTER)[1]
    slip = "the sheet takes the number of the last event in the state: now.version"
    if number == 2:
        slip = "a number travels as text: str(...)"
    expect(repr(number), "'2'", slip)
    number = sheet_of(given, "inn", given.CHARACTER, 5)[1]
    slip = "another state belongs to another version: the number is in now.version"
    expect(f"after version 5: {number!r}", "after version 5: '5'", slip)


def the_drawer_is_no_streams(given: Any) -> None:
    """The drawer's label begins with snapshot#, so that no event lies in it."""
    label = sheet_of(given, "inn", given.CHARACTER)[0]
    slip = "with the stream's own label, the sheet would overwrite the event of that number"
    expect(label if label == "inn" else label[:9], "snapshot#", slip)


def each_stream_has_its_drawer(given: Any) -> None:
    """Two streams have two drawers."""
    inn = sheet_of(given, "inn", given.CHARACTER)[0]
    same = inn == sheet_of(given, "roof", given.CHARACTER)[0]
    slip = "the label is the same for every stream: is an f missing before the quotes, or {stream}?"
    expect(f"{inn!r} for both" if same else "two", "two", slip)


def each_projection_has_its_drawer(given: Any) -> None:
    """Two projections of one stream have two drawers."""
    label = sheet_of(given, "inn", given.CHARACTER)[0]
    same = label == sheet_of(given, "inn", replace(given.CHARACTER, name="another"))[0]
    slip = "the projection's name is not in the label, so one would read the other's state"
    expect(f"{label!r} for both" if same else "two", "two", slip)


def the_label_lasts(given: Any) -> None:
    """The label is the same tomorrow, and in another program."""
    label = sheet_of(given, "inn", given.CHARACTER)[0]
    slip = "the whole projection is in it, with places in memory; its name is enough"
    expect(f"{label:.60}..." if " at 0x" in label else "lasts", "lasts", slip)


def the_snapshot_is_in_no_ones_way(given: Any) -> None:
    """After a snapshot the stream has the same events, and DynamoDB has taken the sheet."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0, "cpustejovsky", +8, "Init"))
    store.snapshot(stream, given.CHARACTER)
    seen = [event.note for event in store.query(stream)]
    expect(seen, ["Init"], "something of the snapshot lies in the stream's drawer")


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="1b",
    title="a snapshot is in nobody's way",
    statement="""\
### Your turn

Write the label of the drawer and the number of the sheet, as in the picture above. The put has no condition, and needs none: a second snapshot of the same version says the same.""",
    start=swap(ANSWER, LABEL, "...", NUMBER, "..."),
    asks=("keep", "EventStore"),
    uses={
        "Do you remember?": "client table json Event EventStore Character Projected",
        "Step 1 · Keep the state": "CHARACTER",
    },
    tests=(
        the_number_is_that_of_the_last_event,
        the_drawer_is_no_streams,
        each_stream_has_its_drawer,
        each_projection_has_its_drawer,
        the_label_lasts,
        the_snapshot_is_in_no_ones_way,
    ),
    why="The story stays free of housekeeping, and no writer loses a version to a snapshot.",
    hints=(
        "In the picture, which part of the label is always the same, and which two parts change?",
        "The label is an f-string. The number is in `now`, and numbers travel as text.",
        'f"snapshot#{...}#{...}", with the name of the projection, then the stream; str(now....).',
    ),
    answer=ANSWER,
    other="""\
def keep(client, table, stream, projection, now):
    label = "#".join(["snapshot", stream, projection.name])
    state = {"S": json.dumps(projection.encode(now.state))}
    item = {"Id": {"S": label}, "Version": {"N": f"{now.version}"}, "State": state}
    client.put_item(TableName=table, Item=item)
    return now


class EventStore(EventStore):
    def snapshot(self, stream, projection):
        return keep(self.client, self.table, stream, projection, self.project(stream, projection))
""",
    wrong={
        swap(ANSWER, LABEL, "stream"): "would overwrite the event",
        swap(ANSWER, LABEL, 'f"snapshot#{stream}"'): "the projection's name is not in the label",
        swap(ANSWER, LABEL, '"snapshot#{projection.name}#{stream}"'): "is an f missing",
        swap(ANSWER, LABEL, 'f"snapshot#{projection}#{stream}"'): "its name is enough",
        swap(ANSWER, NUMBER, '"2"'): "belongs to another version",
        swap(ANSWER, NUMBER, "now.version"): "a number travels as text",
        swap(ANSWER, NUMBER, "str(now.version + 1)"): "the number of the last event in the state",
    },
)
