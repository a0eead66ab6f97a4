"""Lesson 05, step 2: the state in a drawer of its own."""

import json
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
"""
LABEL = 'f"snapshot#{projection.name}#{stream}"'
NUMBER = "str(now.version)"
STATE = "json.dumps(projection.encode(now.state))"


class Shelf:
    """In the client's place: it remembers what is put."""

    def put_item(self, **request: Any) -> None:
        """Keep the item for the test to look at."""
        self.item = request["Item"]


def card_of(given: Any, stream: str, projection: Any, version: int = 2) -> tuple[str, object, Any]:
    """The label, the number and the state that `keep` writes for the state after this version."""
    shelf, now = Shelf(), given.Projected(given.Character("cpustejovsky", 3), version)
    given.keep(shelf, "a table", stream, projection, now)
    return shelf.item["Id"]["S"], shelf.item["Version"]["N"], shelf.item["State"]["S"]


def a_card_is_put(given: Any) -> None:
    """A card is put into the table."""
    try:
        card_of(given, "inn", given.CHARACTER)
    except (AttributeError, TypeError) as error:
        slips = {
            "JSON serializable": "json.dumps takes what encode returns: first call "
            "projection.encode with the state",
            "attribute 'encode'": "a state can't encode itself: its projection can, with encode",
            '(not "Projection")': "a projection isn't text, but its name is: projection.name",
        }
        for part, slip in slips.items():
            expect(f"{error}" if part in str(error) else "no error", "no error", slip)
        raise


def the_number_is_that_of_the_last_event(given: Any) -> None:
    """The state after version 2 is on card 2."""
    number = card_of(given, "inn", given.CHARACTER)[1]
    slip = "the card takes the number of the last event in the state: now.version"
    if number == 2:
        slip = "a number travels as text: str(...)"
    if "now.version" in str(number):
        slip = "between quotation marks, this is text as it stands: use str(now.version)"
    expect(repr(number), "'2'", slip)
    number = card_of(given, "inn", given.CHARACTER, 5)[1]
    slip = "another state has another version: the number is in now.version"
    expect(f"after version 5: {number!r}", "after version 5: '5'", slip)


def the_drawer_is_no_streams(given: Any) -> None:
    """The drawer's label begins with snapshot#, so it isn't the drawer of any stream."""
    label = card_of(given, "inn", given.CHARACTER)[0]
    slip = "the label has to begin with exactly this, with the # after it"
    if label == "inn":
        slip = "with the stream's own label, the card would overwrite the event with that number"
    expect(label if label == "inn" else label[:9], "snapshot#", slip)


def each_stream_has_its_drawer(given: Any) -> None:
    """Two streams have two drawers."""
    inn = card_of(given, "inn", given.CHARACTER)[0]
    same = inn == card_of(given, "roof", given.CHARACTER)[0]
    slip = "every stream gets the same label. Is {stream} missing, or the f before the quotes?"
    expect(f"{inn!r} for both" if same else "two", "two", slip)


def each_projection_has_its_drawer(given: Any) -> None:
    """Two projections of one stream have two drawers."""
    label = card_of(given, "inn", given.CHARACTER)[0]
    same = label == card_of(given, "inn", replace(given.CHARACTER, name="another"))[0]
    slip = "the projection's name isn't in the label, so one projection would read another's state"
    expect(f"{label!r} for both" if same else "two", "two", slip)


def all_its_snapshots_are_in_one_drawer(given: Any) -> None:
    """A later snapshot of the same stream is another card in the same drawer."""
    labels = [card_of(given, "inn", given.CHARACTER, version)[0] for version in (2, 5)]
    slip = "the version is the number of the card: leave it out of the label"
    expect("one" if labels[0] == labels[1] else " and ".join(labels), "one", slip)


def same_label(given: Any, first: tuple[str, str], second: tuple[str, str]) -> str:
    """Whether two drawers, each given by projection and stream, have one label."""
    labels = [
        card_of(given, stream, replace(given.CHARACTER, name=name))[0]
        for name, stream in (first, second)
    ]
    return f"{labels[0]!r} for both" if labels[0] == labels[1] else "two labels"


def the_parts_do_not_run_together(given: Any) -> None:
    """The projection hero of the stream inns, and heroin of ns, have two labels."""
    slip = "name and stream run together: put a # between them"
    for other in (("heroin", "ns"), ("shero", "inn")):
        expect(same_label(given, ("hero", "inns"), other), "two labels", slip)


def the_label_lasts(given: Any) -> None:
    """The label is the same tomorrow, and in another program."""
    label = card_of(given, "inn", given.CHARACTER)[0]
    slip = "the whole projection is in it, with addresses in memory: its name is enough"
    expect(f"{label:.60}..." if " at 0x" in label else "lasts", "lasts", slip)


def the_state_is_json(given: Any) -> None:
    """The state is JSON, made from what the projection's encode returns."""
    state = card_of(given, "inn", given.CHARACTER)[2]
    slip = "the attribute is a string: json.dumps makes one from a dictionary"
    expect(type(state).__name__, "str", slip)
    try:
        found = json.loads(state)
    except ValueError:
        slip = "this is how Python shows the state, but JSON can't be read from it: json.dumps(...)"
        expect(f"{state:.60}", "JSON", slip)
    expect(
        found,
        given.CHARACTER.encode(given.Character("cpustejovsky", 3)),
        "encode now.state, and nothing else",
    )
    only_points = replace(given.CHARACTER, encode=lambda state: [state.hit_points])
    slip = "how a state is encoded depends on the projection: call projection.encode"
    expect(json.loads(card_of(given, "inn", only_points)[2]), [3], slip)


def the_snapshot_is_in_no_ones_way(given: Any) -> None:
    """DynamoDB accepts the card, and the stream has the same events as before."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0, "cpustejovsky", +8, "Init"))
    now = given.Projected(given.Character("cpustejovsky", 8), 0)
    given.keep(given.client, given.table, stream, given.CHARACTER, now)
    seen = [event.note for event in store.query(stream)]
    expect(seen, ["Init"], "part of the snapshot is in the stream's drawer")


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="2c",
    title="a snapshot is in nobody's way",
    statement="""\
### The least code: your turn

Write `keep`, which puts a state into the table. `now` is what `project` has returned: a state and its version. The item needs three things:

- A label for the drawer. It begins with `snapshot#`, so that it isn't the label of a stream. Each projection of each stream has a drawer of its own, so put a `#` between the parts.
- A number for the card: that of the last event in the state.
- The state, as text in JSON. The projection knows how to encode it.

The put needs no condition: if someone takes the same snapshot again, it's the same card.""",
    start=swap(ANSWER, LABEL, "___", NUMBER, "___", STATE, "___"),
    asks=("keep",),
    uses={
        "Do you remember?": "client table json Event Character Projected",
        "Step 2 · Keep the state": "CHARACTER EventStore",
    },
    tests=(
        a_card_is_put,
        the_number_is_that_of_the_last_event,
        the_drawer_is_no_streams,
        each_stream_has_its_drawer,
        each_projection_has_its_drawer,
        all_its_snapshots_are_in_one_drawer,
        the_parts_do_not_run_together,
        the_label_lasts,
        the_state_is_json,
        the_snapshot_is_in_no_ones_way,
    ),
    why="The stream holds only what happened, and no player loses a version to a snapshot.",
    hints=(
        "What is fixed in the label, and which two parts change? And what does `now` hold?",
        "The label is an f-string. Numbers travel as text. The state needs two calls: encode, then dumps.",
        'f"snapshot#{...}#{...}" with the projection\'s name and the stream; '
        "str(now.version); json.dumps(projection.encode(...)).",
    ),
    answer=ANSWER,
    others=(
        """\
def keep(client, table, stream, projection, now):
    label = "#".join(["snapshot", stream, projection.name])
    state = {"S": json.dumps(projection.encode(now.state))}
    item = {"Id": {"S": label}, "Version": {"N": f"{now.version}"}, "State": state}
    client.put_item(TableName=table, Item=item)
    return now
""",
    ),
    wrong={
        swap(ANSWER, LABEL, "stream"): "would overwrite the event",
        swap(ANSWER, LABEL, 'f"snapshot#{stream}"'): "the projection's name isn't in the label",
        swap(ANSWER, "name}#{", "name}{"): "name and stream run together",
        swap(ANSWER, LABEL, 'f"snapshot#{stream}{projection.name}"'): "run together",
        swap(ANSWER, LABEL, '"snapshot#{projection.name}#{stream}"'): "the f before the quotes",
        swap(ANSWER, LABEL, 'f"snapshot#{projection}#{stream}"'): "its name is enough",
        swap(ANSWER, LABEL, 'f"snapshot{projection.name}#{stream}"'): "with the # after it",
        swap(ANSWER, LABEL, 'f"snapshot#{projection.name}#{stream}#{now.version}"'): (
            "leave it out of the label"
        ),
        swap(ANSWER, LABEL, '"snapshot#" + projection + "#" + stream'): "isn't text, but its name",
        swap(ANSWER, NUMBER, '"now.version"'): "text as it stands",
        swap(ANSWER, NUMBER, '"2"'): "another state has another version",
        swap(ANSWER, NUMBER, "now.version"): "a number travels as text",
        swap(ANSWER, NUMBER, "str(now.version + 1)"): "the number of the last event in the state",
        swap(ANSWER, STATE, "json.dumps(now.state)"): "takes what encode returns",
        swap(ANSWER, STATE, "now.state.encode()"): "a state can't encode itself",
        swap(ANSWER, STATE, "json.dumps(projection.encode(now))"): "and nothing else",
        swap(ANSWER, STATE, "str(now.state)"): "JSON can't be read from it",
        swap(ANSWER, STATE, "projection.encode(now.state)"): "json.dumps makes one",
        swap(ANSWER, STATE, "json.dumps(CHARACTER.encode(now.state))"): "call projection.encode",
    },
)
