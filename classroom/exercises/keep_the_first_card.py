"""Lesson 02, beat 4: a put that refuses to overwrite."""

import re
from typing import Any

from classroom.exercises.appending import (
    VERSIONS,
    a_rival,
    it_is_a_store,
    it_uses_what_it_was_given,
    one_append_is_one_write,
)
from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.requests import Requests, sent

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        self.client.put_item(
            TableName=self.table,
            Item=to_item(event),
            ConditionExpression="attribute_not_exists(Version)",
        )
"""
CONDITION = '"attribute_not_exists(Version)"'
NAMED = '"attribute_not_exists(#v)",\n            ExpressionAttributeNames={"#v": "Version"}'
LOOKING = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        item = to_item(event)
        key = {"Id": item["Id"], "Version": item["Version"]}
        if "Item" in self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True):
            told = {"Error": {"Code": "ConditionalCheckFailedException"}}
            raise ClientError(told, "PutItem")
        self.client.put_item(TableName=self.table, Item=item)
"""
REFUSED = LOOKING[
    LOOKING.index("            told =") : LOOKING.index("        self.client.put_item")
]
LOOKING_QUIETLY = swap(LOOKING, REFUSED, "            return\n")
UPDATING = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        item = to_item(event)
        self.client.update_item(
            TableName=self.table,
            Key={"Id": item["Id"], "Version": item["Version"]},
            UpdateExpression="SET CharacterName = :c, CharacterHitPoints = :h, Note = :n",
            ConditionExpression="attribute_not_exists(Version)",
            ExpressionAttributeValues={
                ":c": item["CharacterName"],
                ":h": item["CharacterHitPoints"],
                ":n": item["Note"],
            },
        )
"""
TRANSACTION = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        put = {"TableName": self.table, "Item": to_item(event)}
        put["ConditionExpression"] = "attribute_not_exists(Version)"
        self.client.transact_write_items(TransactItems=[{"Put": put}])
"""
SWALLOWED = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        try:
            self.client.put_item(
                TableName=self.table,
                Item=to_item(event),
                ConditionExpression="attribute_not_exists(Version)",
            )
        except ClientError:
            return False
        return True
"""
OR_EMPTY = (
    '"attribute_not_exists(Version) OR Note = :empty", '
    'ExpressionAttributeValues={":empty": {"S": ""}}'
)
ONLY_THE_FIRST = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        put = {"TableName": self.table, "Item": to_item(event)}
        if event.version == 0:
            put["ConditionExpression"] = "attribute_not_exists(Version)"
        self.client.put_item(**put)
"""
VALUE = f'{CONDITION},\n            ExpressionAttributeValues={{":v": {{"N": "0"}}}}'
ATTRIBUTES = ("Id", "Version", "CharacterName", "CharacterHitPoints", "Note")
REFUSED = "ConditionalCheckFailedException"


def dynamodb_understands_the_request(given: Any) -> None:
    """DynamoDB understands the request and its condition."""
    with sent(given.client) as requests:
        try:
            _append(given, given.Event(given.new_id(), 0))
        except NameError as error:
            if error.name != "attribute_not_exists":
                raise
            raise NotYetError(
                error, "no error", "put the whole condition in quotation marks"
            ) from error
        except Exception as error:
            if _name(error) == REFUSED:
                return  # it does; what it makes of it comes next
            if not (
                requests.sent or _name(error) in ("ParamValidationError", "ValidationException")
            ):
                raise  # the learner's line says more
            slip = _slip_in(str(_condition(requests) or error), str(error))
            raise NotYetError(f"{type(error).__name__}: {error}", "no error", slip) from error


def a_free_version_is_stored(given: Any) -> None:
    """An event whose version is free is stored, with all five attributes."""
    event = given.Event(given.new_id(), 2, "Ada", -3, "Slips")
    with sent(given.client) as requests:
        seen = _outcome(given, event)
    slip = ""
    if seen == REFUSED and _asks_for_a_card(_condition(requests) or ""):
        slip = "the condition asks for a card that is there; we want one that isn't"
    expect(seen, "no error", slip)
    expect(given.item_at(event.id, 2), given.to_item(event), "")


def a_taken_version_is_refused(given: Any) -> None:
    """A second event with the same version is refused, and the first card stays."""
    init, empty = {"Note": {"S": "Init"}}, {"CharacterHitPoints": {"N": "0"}, "Note": {"S": ""}}
    for version, first in ((0, init), (3, {}), *((each, empty) for each in VERSIONS)):
        event = given.Event(given.new_id(), version, "Ada", +8, "Slips")
        card = {"Id": {"S": event.id}, "Version": {"N": str(version)}, **first}
        given.client.put_item(TableName=given.table, Item=card)
        with sent(given.client) as requests:
            seen = _outcome(given, event)
        _expect_it_stays(given, event, card, requests)
        slip = ""
        if seen == "no error" and not _condition(requests):
            slip = (
                "looking first isn't enough: others write in between, and nobody hears of a refusal"
            )
        elif seen == "no error":
            slip = "the card is safe, but nobody hears that theirs wasn't stored: let the error through"
        elif seen == "TransactionCanceledException":
            slip = "a transaction has another error, and costs twice as much; one put is enough"
        expect(seen, REFUSED, slip)


def nobody_gets_in_between(given: Any) -> None:
    """If somebody else's card arrives just before ours is written, it stays."""
    event = given.Event(given.new_id(), 0, note="Init")
    rival = {"Id": {"S": event.id}, "Version": {"N": "0"}, "Note": {"S": "a rival's"}}
    with sent(given.client) as requests, a_rival(given, rival):
        _outcome(given, event)
    _expect_it_stays(given, event, rival, requests)


def _expect_it_stays(given: Any, event: Any, card: Any, requests: Requests) -> None:
    found = given.item_at(event.id, event.version)
    if found != card:
        seen, expected = (f"attributes {', '.join(each)}" for each in (found, card))
        if seen == expected:
            seen, expected = (f"Note: {each['Note']['S']!r}" for each in (found, card))
        raise NotYetError(seen, expected, _why_it_overwrites(requests))


def _why_it_overwrites(requests: Requests) -> str:
    """Return why these requests have replaced a card, as far as they show it."""
    attributes = {*_attributes(requests)}
    if "GetItem" in requests.operations:
        return "between looking and writing, others write, too; DynamoDB does both in one step"
    if _condition(requests) == "":
        return "the condition is empty, so every card goes in"
    if _condition(requests) is None:
        return "the request has no ConditionExpression, and then put_item overwrites"
    if strange := [*attributes - {*ATTRIBUTES}]:
        return (
            f"no card has an attribute {strange[0]}; ours are Id, Version, Note ..., with capitals"
        )
    if not {"Id", "Version"} & attributes:
        return "not every card has this attribute; Id and Version are on each of them"
    return ""


def _append(given: Any, event: Any) -> None:
    given.EventStore(given.client, given.table).append(event)


def _outcome(given: Any, event: Any) -> str:
    """Append, and return the code of DynamoDB's error or the error's type, or `no error`."""
    try:
        _append(given, event)
    except Exception as error:
        return _name(error)
    return "no error"


def _name(error: Exception) -> str:
    response = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", type(error).__name__))


def _condition(requests: Requests) -> Any:
    """Return the condition of the last request, if it has one."""
    return requests.sent[-1].params.get("ConditionExpression") if requests.sent else None


def _attributes(requests: Requests) -> list[str]:
    """Return the attributes that the last request's condition asks for."""
    names = requests.sent[-1].params.get("ExpressionAttributeNames", {})
    inside = re.findall(r"exists\s*\(\s*([#\w.]+)\s*\)", _condition(requests) or "")
    return [names.get(each, each) for each in inside]


def _asks_for_a_card(condition: str) -> bool:
    negations = len(re.findall(r"\bNOT\b|not_exists", condition))
    return "exists" in condition and negations % 2 == 0


def _slip_in(condition: str, told: str) -> str:
    if "Unknown parameter" in told or "Missing required" in told:
        return "put_item takes TableName, Item and ConditionExpression"
    if "parameter ConditionExpression" in told:
        return "the whole condition is a string, in quotation marks"
    if re.search(r"attribute_not_?exist\b|(?i:attribute_not_exists)", condition):
        if "attribute_not_exists" not in condition:
            return "the function is spelled attribute_not_exists, in lower case"
        if re.search(r"""\(\s*['"]""", condition):
            return "inside of the condition, the name of the attribute has no quotation marks"
        if not re.search(r"\(.*\)", condition):
            return "the name of the attribute stands between ( and )"
        if "," in condition:
            return "the function takes one attribute; nothing else follows"
    if "reserved word" in told or "Invalid function name" in told:
        return "DynamoDB doesn't know this condition; its function is attribute_not_exists(...)"
    return ""


EXERCISE = Exercise(
    lesson="02_append",
    after="4a",
    title="the first card stays",
    statement="""\
### The least code: your turn

A put can carry a **condition**. DynamoDB looks at the card with the same two keys, and stores the new one only if the condition is true. Checking and writing are a single step, so nobody can get in between.

We want the condition *there is no such card*. An item that doesn't exist has no attributes, not even `Version`. The function is called `attribute_not_exists(...)`, and the whole condition is a string. The names of attributes are case-sensitive.

This time there are no blanks: write the class `EventStore(client, table)` with its method `append(event)`. It sends a single `put_item`, as above, and adds a third argument, `ConditionExpression`. `to_item` makes the item. If DynamoDB refuses, its error comes through. This is how the store is used:

```python
EventStore(client, table).append(Event("a-stream", 0, "cpustejovsky", +8, "Init"))
```""",
    start="# your store\n",
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event connect",
        "Beat 3 · Three events": "to_item item_at",
    },
    tests=(
        it_is_a_store,
        dynamodb_understands_the_request,
        a_free_version_is_stored,
        a_taken_version_is_refused,
        nobody_gets_in_between,
        one_append_is_one_write,
        it_uses_what_it_was_given,
    ),
    why="Checking and writing are one step in DynamoDB, so two writers can't both find the version free.",
    hints=(
        "Begin with the store of beat 3: open the folded cell above, and write it here once more.",
        "The condition is a string with one function, and the name of one attribute inside:"
        " every card that exists has a `Version`.",
        "`class EventStore:`, then `def __init__(self, client, table):` with two lines, then "
        "`def append(self, event):` with `self.client.put_item(TableName=..., Item=..., "
        "ConditionExpression=...)`.",
    ),
    answer=ANSWER,
    others=(
        swap(ANSWER, CONDITION, '"attribute_not_exists(Id)"'),
        swap(ANSWER, CONDITION, NAMED),
        swap(ANSWER, CONDITION, '"NOT attribute_exists(Version)"'),
        UPDATING,
    ),
    wrong={
        swap(ANSWER, "not_exists(Version)", "not_exists(version)"): "no card has an attribute vers",
        swap(ANSWER, "not_exists(Version)", "not_exists(event.version)"): "an attribute event.v",
        swap(ANSWER, "not_exists(Version)", "not_exists(Note)"): "not every card has this",
        swap(ANSWER, "not_exists", "exists"): "asks for a card that is there",
        swap(ANSWER, CONDITION, CONDITION.strip('"')): "put the whole condition in quotation marks",
        swap(ANSWER, CONDITION, "True"): "the whole condition is a string",
        swap(ANSWER, "not_exists", "not_exist"): "the function is spelled attribute_not_exists",
        swap(ANSWER, "(Version)", "('Version')"): "has no quotation marks",
        swap(ANSWER, "(Version)", " Version"): "stands between ( and )",
        swap(ANSWER, "(Version)", "(Id, Version)"): "nothing else follows",
        swap(ANSWER, "ConditionExpression", "Condition"): "put_item takes TableName, Item and Cond",
        swap(ANSWER, f"            ConditionExpression={CONDITION},\n", ""): "has no ConditionExpr",
        swap(ANSWER, CONDITION, '""'): "the condition is empty",
        swap(ANSWER, CONDITION, '"there is no such card"'): "its function is attribute_not_exists",
        swap(ANSWER, CONDITION, '"Version does not exist"'): "Expected:     no error\n\nTry",
        swap(ANSWER, CONDITION, VALUE): ":v is not used",
        swap(ANSWER, "self.client.", "client."): "this client is the notebook's",
        swap(ANSWER, "=self.table", "=table"): "this table is the notebook's",
        swap(ANSWER, "def append(self, event)", "def append(event)"): "but 2 were given",
        LOOKING: "DynamoDB does both in one step",
        LOOKING_QUIETLY: "looking first isn't enough",
        SWALLOWED: "let the error through",
        TRANSACTION: "costs twice as much",
        swap(
            ANSWER, CONDITION, OR_EMPTY
        ): "Expected:     attributes Id, Version, CharacterHitPoints, Note",
        swap(ANSWER, "attribute_not", "attributes_not"): "function: attributes_not_exists",
        swap(ANSWER, CONDITION, f"{CONDITION} if event.version % 5 else 'attribute_exists(Id)'"): (
            "Expected:     attributes Id, Version, Note\n\nTry"
        ),
        ONLY_THE_FIRST: "Expected:     attributes Id, Version\nLikely:       the request has no",
    },
)
