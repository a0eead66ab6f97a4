"""Lesson 05, step 2: the state in a drawer of its own."""

import json
from dataclasses import replace
from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.requests import sent

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


def card_of(given: Any, stream: str, projection: Any, version: int = 2) -> tuple[str, Any, Any]:
    """Return what `keep` puts into the table, label, number and state, and take it away again."""
    now = given.Projected(given.Character("cpustejovsky", 3), version)
    with sent(given.client) as requests:
        given.keep(given.client, given.table, stream, projection, now)
    slip = "keep needn't read anything: the state and its version are in now"
    expect(", ".join(requests.reads) or "none", "none", slip)
    keys = [key for request in requests.sent for key in keys_in(request.params)]
    if len(keys) != 1:
        raise NotYetError(f"{len(keys)} cards", "one card", "")
    gone = given.client.delete_item(TableName=given.table, Key=keys[0], ReturnValues="ALL_OLD")
    if "Attributes" not in gone:
        raise NotYetError("no card in this table", "one card", "")
    card = gone["Attributes"]
    for name, letter in (("Id", "S"), ("Version", "N"), ("State", "S")):
        if letter not in card.get(name, {}):
            told = ", ".join(
                f"{name}: {{{next(iter(value))!r}: ...}}" for name, value in card.items()
            )
            raise NotYetError(told, f"{name}: {{{letter!r}: ...}}", "")
    return card["Id"]["S"], card["Version"]["N"], card["State"]["S"]


def keys_in(params: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the keys of the cards that a request puts, whichever request it is."""
    parts = [params]
    parts += [part for action in params.get("TransactItems", []) for part in action.values()]
    batches = params.get("RequestItems", {}).values()
    parts += [put for batch in batches for each in batch for put in each.values()]
    found = [part.get("Item", part.get("Key")) for part in parts]
    return [{name: card[name] for name in ("Id", "Version")} for card in found if card]


def a_card_is_put(given: Any) -> None:
    """One card is put into the table."""
    try:
        card_of(given, "inn", given.CHARACTER)
    except (AttributeError, TypeError, ParamValidationError) as error:
        slips = {
            "JSON serializable": "json.dumps takes what encode returns: first call "
            "projection.encode with the state",
            "attribute 'encode'": "a state can't encode itself: its projection can, with encode",
            '(not "Projection")': "a projection isn't text, but its name is: projection.name",
            "Item.Version.N, ": "a number travels as text: str(...)",
            "Item.State.S, ": "the attribute is a string: json.dumps makes one from a dictionary",
            "Item.State, ": 'wrap every value with its type, as always: {"S": ...}',
            "Item.Id, ": 'wrap every value with its type, as always: {"S": ...}',
        }
        for part, slip in slips.items():
            if part in str(error):
                raise NotYetError(str(error).splitlines()[-1], "no error", slip) from error
        raise


def keep_returns_what_it_was_given(given: Any) -> None:
    """keep returns now."""
    now = given.Projected(given.Character("cpustejovsky", 3), 2)
    seen = given.keep(given.client, given.table, given.new_id(), given.CHARACTER, now)
    expect(seen, now, "the return is missing" if seen is None else "")


def the_number_is_that_of_the_last_event(given: Any) -> None:
    """The state after version 2 is on card 2."""
    for version in (2, 0, 1, 13, 107):
        seen = card_of(given, "inn", given.CHARACTER, version)[1]
        slip = "the card takes the number of the last event in the state: now.version"
        slip = slip if seen == str(version + 1) else ""
        expect(f"after version {version}: {seen!r}", f"after version {version}: '{version}'", slip)


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
    drawers = [(name, stream) for name in ("hero", "foes") for stream in ("inn", "Inn", "inns")]
    labels = {
        card_of(given, stream, replace(given.CHARACTER, name=name))[0] for name, stream in drawers
    }
    expect(f"{len(labels)} drawers", "6 drawers", "")


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
    changed = replace(given.CHARACTER, apply=lambda *args: args[0])
    seen = "lasts" if card_of(given, "inn", changed)[0] == label else f"{label:.60}..."
    slip = "the whole projection is in it, with addresses in memory: its name is enough"
    expect(seen, "lasts", slip if " at 0x" in label else "")


def the_state_is_json(given: Any) -> None:
    """The state is JSON, made from what the projection's encode returns."""
    state = card_of(given, "inn", given.CHARACTER)[2]
    try:
        found = json.loads(state)
    except ValueError as error:
        raise NotYetError(f"{state:.60}", "JSON", "json.dumps(...) makes JSON") from error
    expected = given.CHARACTER.encode(given.Character("cpustejovsky", 3))
    slip = ""
    if found == expected | {"version": 2}:
        slip = "the version has its own attribute: encode the state and nothing else"
    elif isinstance(found, dict) and expected in found.values():
        slip = "encode now.state, and nothing else"
    elif found == json.dumps(expected):
        slip = "this is JSON inside of JSON: one json.dumps is enough"
    seen, wanted = (json.dumps(kept, sort_keys=True) for kept in (found, expected))
    expect(seen, wanted, slip)
    only_points = replace(given.CHARACTER, encode=lambda state: [state.hit_points])
    slip = "how a state is encoded depends on the projection: call projection.encode"
    expect(json.loads(card_of(given, "inn", only_points)[2]), [3], slip)


def the_state_stays_as_it_was(given: Any) -> None:
    """The state is the same before and after."""
    drinks = replace(given.CHARACTER, name="drinks", encode=lambda state: state)
    now = given.Projected({"ale": 2}, 7)
    given.keep(given.client, given.table, given.new_id(), drinks, now)
    expect(now.state, {"ale": 2}, "")


def the_same_snapshot_may_be_taken_again(given: Any) -> None:
    """Taking the same snapshot again isn't an error."""
    stream, now = given.new_id(), given.Projected(given.Character("cpustejovsky", 3), 2)
    given.keep(given.client, given.table, stream, given.CHARACTER, now)
    seen = outcome(given.keep, given.client, given.table, stream, given.CHARACTER, now)
    slip = "a condition refuses it; it's the same card, so it needs none"
    expect(seen, "no error", slip if "Condition" in seen else "")


def it_is_put_into_the_given_table(given: Any) -> None:
    """The card goes into the table that is given."""
    now = given.Projected(given.Character("cpustejovsky", 3), 2)
    missing = f"{given.table}-missing"
    seen = outcome(given.keep, given.client, missing, given.new_id(), given.CHARACTER, now)
    told = f"with a table that doesn't exist: {seen}"
    expect(told, "with a table that doesn't exist: ResourceNotFoundException", "")


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

The cell is empty. Write `keep`, which puts a state into the table. This is how it's used:

```python
now = store.project("the inn", CHARACTER)
keep(client, table, "the inn", CHARACTER, now)
```

`now` is what `project` has returned: a state and its version. `keep` puts one card, with a single request, and returns `now`. The card has three attributes:

- `Id`, the drawer's label. It begins with `snapshot#`, so that it isn't the label of a stream. Each projection of each stream has a drawer of its own, so put a `#` between the parts.
- `Version`, the number of the last event in the state.
- `State`, the state as text in JSON. The projection knows how to encode it.

The put needs no condition: if someone takes the same snapshot again, it's the same card.""",
    start="# your keep\n",
    asks=("keep",),
    uses={
        "Do you remember?": "client table json Event Character Projected",
        "Step 2 · Keep the state": "CHARACTER EventStore",
    },
    tests=(
        a_card_is_put,
        keep_returns_what_it_was_given,
        the_number_is_that_of_the_last_event,
        the_drawer_is_no_streams,
        each_stream_has_its_drawer,
        each_projection_has_its_drawer,
        all_its_snapshots_are_in_one_drawer,
        the_parts_do_not_run_together,
        the_label_lasts,
        the_state_is_json,
        the_state_stays_as_it_was,
        the_same_snapshot_may_be_taken_again,
        it_is_put_into_the_given_table,
        the_snapshot_is_in_no_ones_way,
    ),
    why="The stream holds only what happened, and no player loses a version to a snapshot.",
    hints=(
        "What is fixed in the label, and which two parts change? And what does `now` hold?",
        "The label is an f-string. Numbers travel as text. The state needs two calls: `encode`, then `dumps`.",
        '`item = {"Id": {"S": f"snapshot#{...}#{...}"}, "Version": {"N": str(...)}, "State":'
        ' {"S": ...}}`, then `client.put_item(TableName=table, Item=item)`, then `return now`.',
    ),
    answer=ANSWER,
    others=(
        """\
def keep(client, table, stream, projection, now):
    key = {"Id": {"S": f"snapshot#{projection.name}#{stream}"}, "Version": {"N": str(now.version)}}
    client.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "State"},
        ExpressionAttributeValues={":state": {"S": json.dumps(projection.encode(now.state))}},
    )
    return now
""",
        swap(ANSWER, "now.state)", "now.state), sort_keys=True, indent=2"),
        swap(
            ANSWER,
            "client.put_item(TableName=table, Item=item)",
            'put = {"TableName": table, "Item": item}\n'
            '    client.transact_write_items(TransactItems=[{"Put": put}])',
        ),
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
        swap(ANSWER, NUMBER, '"now.version"'): "Should hold:  One card is put",
        swap(ANSWER, NUMBER, '"2"'): "after version 0: '2'",
        swap(ANSWER, "{projection.name}", "{len(projection.name)}"): "Expected:     6 drawers",
        swap(ANSWER, NUMBER, "now.version"): "a number travels as text",
        swap(ANSWER, NUMBER, "str(now.version + 1)"): "the number of the last event in the state",
        swap(ANSWER, STATE, "json.dumps(now.state)"): "takes what encode returns",
        swap(ANSWER, STATE, "now.state.encode()"): "a state can't encode itself",
        swap(
            ANSWER, STATE, "json.dumps(projection.encode(now))"
        ): "encode now.state, and nothing else",
        swap(ANSWER, STATE, "str(now.state)"): "json.dumps(...) makes JSON",
        swap(ANSWER, STATE, "projection.encode(now.state)"): "json.dumps makes one",
        swap(ANSWER, STATE, "json.dumps(CHARACTER.encode(now.state))"): "call projection.encode",
        swap(ANSWER, STATE, f"json.dumps({STATE})"): "JSON inside of JSON",
        swap(ANSWER, '"State": {"S": ', '"state": {"S": '): "Expected:     State: {'S': ...}",
        swap(
            ANSWER, '{"S": f"snapshot', 'f"snapshot', '{stream}"}', '{stream}"'
        ): "wrap every value",
        swap(
            ANSWER,
            "    item",
            "    now = EventStore(client, table).project(stream, projection)\n    item",
        ): ("keep needn't read anything"),
        swap(
            ANSWER, "    client.put_item(TableName=table, Item=item)\n", ""
        ): "Seen:         0 cards",
        swap(ANSWER, "=item)", '=item, ConditionExpression="attribute_not_exists(Id)")'): (
            "it needs none"
        ),
        swap(ANSWER, "(client, table,", "(my_client, my_table,"): "with a table that doesn't exist",
        swap(ANSWER, "    return now\n", ""): "the return is missing",
        swap(
            ANSWER, "    return now", "    projection.encode(now.state).clear()\n    return now"
        ): ("Expected:     {'ale': 2}"),
    },
)
