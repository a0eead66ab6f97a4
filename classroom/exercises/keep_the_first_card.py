"""Lesson 02, beat 4: a put that refuses to overwrite."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap

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


class Listener:
    """A client that remembers the condition of the last put."""

    def __init__(self, client: Any):
        self.client, self.condition = client, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def put_item(self, **request: Any) -> Any:
        """Pass the request on."""
        self.condition = str(request.get("ConditionExpression", "none"))
        return self.client.put_item(**request)


def dynamodb_understands_the_condition(given: Any) -> None:
    """DynamoDB understands the condition."""
    client = Listener(given.client)
    try:
        given.EventStore(client, given.table).append(given.Event(given.new_id(), 0))
    except given.client.exceptions.ConditionalCheckFailedException:
        return  # it does; what it makes of it comes next
    except Exception as error:
        slip, said = "the string isn't a condition", client.condition
        if isinstance(error, NameError):
            slip = "put the whole condition in quotation marks"
        elif "not_exist" in said.lower() and "attribute_not_exists" not in said:
            slip = "is the function spelled attribute_not_exists, in lower case?"
        elif "attribute_not_exists" in said:
            slip = "between the ( ) is one attribute's name, without quotes; nothing else follows"
        expect(f"{type(error).__name__}: {error}", "no error", slip)
    if not client.condition:
        slip = "the condition is empty, so every card goes in"
        raise NotYetError("an empty string", "a condition", slip)


def a_free_version_is_stored(given: Any) -> None:
    """An event whose version is free is stored."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    slip = "the condition asks for a card that is there; we want one that isn't"
    expect(outcome(store.append, given.Event(stream, 0)), "no error", slip)


def a_taken_version_is_refused(given: Any) -> None:
    """A second event with the same version is refused, and the first one stays."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0, note="Init"))
    seen = outcome(store.append, given.Event(stream, 0))
    slip = "no item has an attribute of that name; ours are Id, Version, Note ..., with capitals"
    expect(seen, "ConditionalCheckFailedException", slip)


EXERCISE = Exercise(
    lesson="02_append",
    after="4a",
    title="the first card stays",
    statement="""\
### The least code: your turn

A put can carry a **condition**. DynamoDB looks at the card with the same two keys, and stores the new one only if the condition is true. Checking and writing are a single step, so nobody can get in between.

We want the condition *there is no such card*. An item that doesn't exist has no attributes, not even `Version`. The function is called `attribute_not_exists(...)`, and the whole condition is a string. Write it. The names of attributes are case-sensitive.""",
    start=swap(ANSWER, CONDITION, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event",
        "Beat 3 · Three events": "to_item",
    },
    tests=(
        dynamodb_understands_the_condition,
        a_free_version_is_stored,
        a_taken_version_is_refused,
    ),
    why="Checking and writing are one step in DynamoDB, so two writers can't both find the version free.",
    hints=(
        "Say it in words first: which card must not be there?",
        "It's a string with one function, and the name of one attribute inside.",
        'Every card that exists has a Version: "attribute_not_exists(...)", with that name inside.',
    ),
    answer=ANSWER,
    others=(swap(ANSWER, CONDITION, '"attribute_not_exists(Id)"'),),
    wrong={
        swap(ANSWER, "not_exists(Version)", "not_exists(version)"): "with capitals",
        swap(ANSWER, "not_exists", "exists"): "asks for a card that is there",
        swap(ANSWER, CONDITION, CONDITION.strip('"')): "in quotation marks",
        swap(ANSWER, "not_exists", "not_exist"): "is the function spelled attribute_not_exists",
        swap(ANSWER, "(Version)", "('Version')"): "one attribute's name, without quotes",
        swap(ANSWER, "(Version)", "(Id, Version)"): "nothing else follows",
        swap(ANSWER, CONDITION, '""'): "the condition is empty",
        swap(ANSWER, CONDITION, '"Version does not exist"'): "the string isn't a condition",
    },
)
