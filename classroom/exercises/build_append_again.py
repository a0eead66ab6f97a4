"""Lesson 03, at its end: append once more, from an empty cell."""

from typing import Any

from classroom.exercises.appending import VERSIONS, it_is_a_store
from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.requests import sent
from classroom.exercises.rivals import just_before_a_write

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        if type(event.version) is not int or event.version < 0:
            raise ValueError(f"a version is 0, 1, 2 ..., not {event.version!r}")
        item = {
            "Id": {"S": event.id},
            "Version": {"N": str(event.version)},
            "CharacterName": {"S": event.character_name},
            "CharacterHitPoints": {"N": str(event.character_hit_points)},
            "Note": {"S": event.note},
        }
        try:
            self.client.put_item(
                TableName=self.table,
                Item=item,
                ConditionExpression="attribute_not_exists(Version)",
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise EventAlreadyExistsError(event.id, event.version) from error
"""
CHECK = """\
        if type(event.version) is not int or event.version < 0:
            raise ValueError(f"a version is 0, 1, 2 ..., not {event.version!r}")
"""
CONDITION = '                ConditionExpression="attribute_not_exists(Version)",\n'
CLASH = "self.client.exceptions.ConditionalCheckFailedException"
OURS = "EventAlreadyExistsError(event.id, event.version)"
PUT = """\
            self.client.put_item(
                TableName=self.table,
                Item=item,
                ConditionExpression="attribute_not_exists(Version)",
            )
"""
LOOK = """\
        key = {"Id": {"S": event.id}, "Version": {"N": str(event.version)}}
        found = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        if "Item" in found:
            raise EventAlreadyExistsError(event.id, event.version)
"""
OWN = (AttributeError, NameError, TypeError)  # slips of the learner's own code
OTHER_ERROR = (
    "raise EventAlreadyExistsError only after a failed condition: other errors are not a clash"
)


def every_attribute_is_stored_with_its_type(given: Any) -> None:
    """An append stores all five attributes of an event, each with its type."""
    event = given.Event(given.new_id(), 1, "cpustejovsky", -2, "Slashing damage from goblin")
    try:
        given.EventStore(given.client, given.table).append(event)
    except Exception as error:
        if isinstance(error, OWN) and "append()" not in str(error):
            raise
        slip = 'wrap every value with its type, as text: {"S": ...} or {"N": str(...)}'
        if "condition" in str(error).lower():
            slip = "DynamoDB can't read this condition: is each word spelled as in lesson 02?"
        if "append()" in str(error):
            slip = "a method takes self first: def append(self, event)"
        if "parameter Item," in str(error):
            slip = "Item is a dictionary with the five attributes; make it from the event"
        if "Unknown parameter" in str(error) or "Missing required" in str(error):
            slip = "put_item's own arguments are TableName, Item and ConditionExpression"
        if isinstance(error, given.EventAlreadyExistsError) or "ConditionalCheck" in str(error):
            slip = "this version is free, so store it; look at the condition once more"
        seen = f"{type(error).__name__}: {str(error).splitlines()[-1]}"
        raise NotYetError(seen, "an event that is stored", slip) from error
    card = _card(given, event.id, 1)
    wanted = {
        "Id": {"S": event.id},
        "Version": {"N": "1"},
        "CharacterName": {"S": "cpustejovsky"},
        "CharacterHitPoints": {"N": "-2"},
        "Note": {"S": "Slashing damage from goblin"},
    }
    if not card:
        raise NotYetError("no card", "a card in the drawer", "does append send a put_item?")
    for name, value in wanted.items():
        slip = f"the attribute {name} is missing on the card, or has another name"
        if name in card:
            slip = f"{name} should be the event's own value, as a string (S) or a number (N)"
        expect(card.get(name), value, slip)


def the_first_card_stays(given: Any) -> None:
    """A second event with the same version doesn't change the card that is there."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    first = given.Event(stream, 0, "cpustejovsky", +8, "Init")
    if (seen := outcome(store.append, first)) == "ValueError":
        expect(f"version 0: {seen}", "version 0: no error", "0 is a version, too: the first one")
    elif seen != "no error":
        store.append(first)  # the learner's line says more
    outcome(store.append, given.Event(stream, 0))
    slip = (
        "put_item overwrites silently unless a condition stops it; names in it are case-sensitive"
    )
    expect(_card(given, stream, 0)["Note"], {"S": "Init"}, slip)


def a_taken_version_raises_our_error(given: Any) -> None:
    """A version that is taken raises EventAlreadyExistsError, with the id and the version."""
    store = given.EventStore(given.client, given.table)
    for version in (3, *VERSIONS):
        stream = given.new_id()
        store.append(given.Event(stream, version))
        slip = "the caller should hear that the version is taken: raise the error"
        seen: object = "no error"
        try:
            store.append(given.Event(stream, version))
        except given.EventAlreadyExistsError as error:
            seen = (error.id, error.version)
            slip = (
                "the error gets the id first, then the version"
                if seen[::-1] == (stream, version)
                else ""
            )
        except OWN:
            raise  # the learner's line says more than we could
        except Exception as error:
            seen = f"{type(error).__name__}"
            slip = "catch the error of a failed condition, and raise EventAlreadyExistsError(...)"
        expect(seen, (stream, version), slip)


def a_version_is_zero_or_a_positive_int(given: Any) -> None:
    """A version that isn't an int, or is negative, raises ValueError before anything is sent."""
    store = given.EventStore(given.client, given.table)
    for strange in (-5, 1.5, "1", True):
        with sent(given.client) as requests:
            seen = outcome(store.append, given.Event(given.new_id(), strange))
        slip = "this version isn't refused, and DynamoDB would take any number"
        if strange is True:
            slip = "True counts as an int in Python, and equals 1: compare type(...) with int"
        elif strange == "1":
            slip = "a string isn't a version either: is its type int?"
        elif seen != "no error":
            slip = "the caller expects a ValueError, and no other error"
        expect(f"version {strange!r}: {seen}", f"version {strange!r}: ValueError", slip)
        expect(requests.operations, [], "check the version before you send the request")


def a_clash_stores_nothing(given: Any) -> None:
    """After a clash, nothing else is sent."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0))
    with sent(given.client) as requests:
        outcome(store.append, given.Event(stream, 0))
    expect(", ".join(requests.operations), requests.operations[0], "")


def other_errors_stay_as_they_are(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    store, stream = given.EventStore(given.client, f"{given.table}-missing"), given.new_id()
    seen, slip = outcome(store.append, given.Event(stream, 0)), ""
    if seen == "EventAlreadyExistsError":
        slip = OTHER_ERROR
    elif _card(given, stream, 0):
        slip = "the event is in this notebook's table: use self.client and self.table"
    expect(seen, "ResourceNotFoundException", slip)


def a_rival_can_not_slip_in(given: Any) -> None:
    """A rival that stores the version just before your put isn't overwritten."""
    stream = given.new_id()
    event = given.Event(stream, 0, note="too late")
    rival = {"Id": {"S": stream}, "Version": {"N": "0"}, "Note": {"S": "a rival's"}}
    store = given.EventStore(given.client, given.table)
    with just_before_a_write(
        given.client, lambda: given.client.put_item(TableName=given.table, Item=rival)
    ):
        seen = outcome(store.append, event)
    slip = "a rival was in between: let DynamoDB look and write in a single step"
    expect(_card(given, stream, 0)["Note"], {"S": "a rival's"}, slip)
    expect(seen, "EventAlreadyExistsError", "the rival was first, so the caller should hear of it")


def one_request_is_enough(given: Any) -> None:
    """An append sends a single request."""
    store = given.EventStore(given.client, given.table)
    with sent(given.client) as requests:
        store.append(given.Event(given.new_id(), 0))
    slip = "the condition looks for you, so a request of its own for that isn't needed"
    slip = slip if requests.reads else ""
    expect(
        f"{len(requests.sent)}: {', '.join(requests.operations)}",
        f"1: {requests.operations[-1]}",
        slip,
    )


def _card(given: Any, stream: str, version: int) -> Any:
    key = {"Id": {"S": stream}, "Version": {"N": str(version)}}
    return given.client.get_item(TableName=given.table, Key=key, ConsistentRead=True).get("Item")


EXERCISE = Exercise(
    lesson="03_query",
    after="8b",
    title="append, from an empty cell",
    statement="""\
## Build `append` again · optional, 15 min

You've filled in many blanks. This time the cell is empty. Write the class `EventStore` from memory, without looking at the cells above: `EventStore(client, table)`, with one method, `append(event)`. You don't need `query`. This is how it's used:

```python
EventStore(client, table).append(Event("the inn", 0, "cpustejovsky", +8, "Init"))
```

It should do everything that we asked of it in lesson 02:

- It stores the five attributes of an event, each with its type.
- If the version is taken, it raises `EventAlreadyExistsError(id, version)`, and the first card stays. The error's class is there already.
- A version is an int, 0 or more. Anything else is a `ValueError`, and nothing is sent.
- Any other error stays as it is.
- One request is enough, and nobody can get in between. Which one is up to you.""",
    start="# your store\n",
    asks=("EventStore",),
    uses={"Do you remember?": "client connect table Event EventAlreadyExistsError"},
    tests=(
        it_is_a_store,
        every_attribute_is_stored_with_its_type,
        the_first_card_stays,
        a_taken_version_raises_our_error,
        a_version_is_zero_or_a_positive_int,
        other_errors_stay_as_they_are,
        a_rival_can_not_slip_in,
        one_request_is_enough,
        a_clash_stores_nothing,
    ),
    why="Twenty lines, one request: this is the part of an event store that has to be right.",
    hints=(
        "Begin with `__init__` and a plain `put_item`. When that is right, add one rule at a time.",
        "`append` has three parts: check the version, write the item, and put it with a condition.",
        "First `if ...: raise ValueError(...)`, then `item = {...}`, then `try:"
        " self.client.put_item(...)` with `except ... as error: raise ... from error`.",
    ),
    answer=ANSWER,
    others=(
        swap(
            ANSWER,
            PUT,
            """\
            self.client.transact_write_items(
                TransactItems=[
                    {
                        "Put": {
                            "TableName": self.table,
                            "Item": item,
                            "ConditionExpression": "attribute_not_exists(Version)",
                        }
                    }
                ]
            )
""",
            CLASH,
            "self.client.exceptions.TransactionCanceledException",
            f"            raise {OURS}",
            """\
            if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
                raise
            raise EventAlreadyExistsError(event.id, event.version)""",
        ),
        """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        if type(event.version) is not int or event.version < 0:
            raise ValueError("not a version")
        values = {
            ":name": {"S": event.character_name},
            ":points": {"N": str(event.character_hit_points)},
            ":note": {"S": event.note},
        }
        try:
            self.client.update_item(
                TableName=self.table,
                Key={"Id": {"S": event.id}, "Version": {"N": str(event.version)}},
                UpdateExpression="SET CharacterName = :name, CharacterHitPoints = :points, Note = :note",
                ConditionExpression="attribute_not_exists(Version)",
                ExpressionAttributeValues=values,
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            raise EventAlreadyExistsError(event.id, event.version) from None
""",
        """\
@dataclass
class EventStore:
    client: object
    table: str

    def append(self, event):
        number = event.version
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise ValueError("not a version")
        free = "attribute_not_exists(Id)"
        request = dict(TableName=self.table, Item=to_item(event), ConditionExpression=free)
        try:
            self.client.put_item(**request)
        except Exception as why:
            code = getattr(why, "response", {}).get("Error", {}).get("Code")
            if code == "ConditionalCheckFailedException":
                raise EventAlreadyExistsError(version=number, id=event.id)
            raise
""",
    ),
    wrong={
        swap(
            ANSWER, "event.version < 0", "event.version not in range(1000)"
        ): "ValueError: a version",
        swap(ANSWER, "TableName=", "Table="): "put_item's own arguments",
        swap(ANSWER, CHECK, "        assert event.version >= 0\n"): "and no other error",
        "class EventStore(EventStore):\n    pass\n": "this append comes from the store above",
        "class EventStore:\n    def append(self, event):\n        pass\n": (
            "a store has def __init__(self, client, table)"
        ),
        swap(ANSWER, '            "Note": {"S": event.note},\n', ""): "Note is missing on the card",
        swap(ANSWER, '{"N": str(event.character_hit_points)}', '{"S": "-2"}'): (
            "CharacterHitPoints should be the event's own value"
        ),
        swap(ANSWER, "str(event.version)", "event.version"): "wrap every value with its type",
        swap(ANSWER, "not_exists", "exists"): "this version is free, so store it",
        swap(ANSWER, CONDITION, ""): "overwrites silently",
        swap(ANSWER, "(Version)", "(version)"): "names in it are case-sensitive",
        swap(ANSWER, "not_exists", "not_exist"): "DynamoDB can't read this condition",
        swap(ANSWER, "append(self, event)", "append(event)"): "a method takes self first",
        swap(ANSWER, "Item=item", "Item=event"): "Item is a dictionary with the five",
        swap(ANSWER, "Item=item", "Item=items"): "Item=items,\nNameError: ",
        swap(ANSWER, CLASH, "ClientError"): "name 'ClientError' is not defined",
        swap(ANSWER, f"raise {OURS} from error", "pass"): "the caller should hear that",
        swap(ANSWER, OURS, "EventAlreadyExistsError(event.version, event.id)"): "the id first",
        swap(ANSWER, CLASH, "ValueError"): "catch the error of a failed condition",
        swap(ANSWER, CHECK, ""): "version isn't refused",
        swap(ANSWER, "event.version < 0", "event.version <= 0"): "0 is a version, too",
        swap(ANSWER, "not int or", "not int and"): "DynamoDB would take any number",
        swap(ANSWER, "type(event.version) is not int", "not isinstance(event.version, int)"): (
            "compare type(...) with int"
        ),
        swap(ANSWER, CLASH, "Exception"): "only after a failed condition",
        swap(
            ANSWER,
            "self.client.put_item",
            "client.put_item",
            "self.table,",
            "table,",
            "self.client.exc",
            "client.exc",
        ): ("in this notebook's table"),
        swap(
            ANSWER,
            f"            raise {OURS}",
            "            again = {**item, 'Version': {'N': str(event.version + 1)}}\n"
            "            self.client.put_item(TableName=self.table, Item=again)\n"
            f"            raise {OURS}",
        ): "After a clash, nothing else is sent",
        swap(ANSWER, CONDITION, "", "        item = {", f"{LOOK}        item = {{"): (
            "a rival was in between"
        ),
        swap(ANSWER, "        item = {", f"{LOOK}        item = {{"): "the condition looks for you",
    },
)
