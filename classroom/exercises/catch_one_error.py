"""Lesson 02, beat 6: one error gets our name, and all others keep theirs."""

import re
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap

ANSWER = """\
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
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise EventAlreadyExistsError(event.id, event.version) from error
"""
CLASH = "self.client.exceptions.ConditionalCheckFailedException"
OURS = "EventAlreadyExistsError(event.id, event.version)"


def a_free_version_is_stored(given: Any) -> None:
    """An event whose version is free is stored, without an error."""
    store = given.EventStore(given.client, given.table)
    seen = outcome(store.append, given.Event(given.new_id(), 0))
    expect(seen, "no error", "leave the request as it was")


def a_clash_has_our_name(given: Any) -> None:
    """A version that is taken raises EventAlreadyExistsError."""
    store, taken = given.EventStore(given.client, given.table), given.Event(given.new_id(), 0)
    store.append(taken)
    seen, slip = "no error", "an error that is returned or ignored is not raised"
    try:
        store.append(taken)
    except given.EventAlreadyExistsError:
        return
    except Exception as error:
        said = str(error).partition(". Valid")[0]  # then come the names of all errors
        seen, slip = f"{type(error).__name__}: {said}", _slip(error)
    raise NotYetError(seen, "EventAlreadyExistsError", slip)


def our_error_says_which_event(given: Any) -> None:
    """The error knows the id and the version of the event that exists."""
    store, taken = given.EventStore(given.client, given.table), given.Event(given.new_id(), 0)
    store.append(taken)
    try:
        store.append(taken)
    except given.EventAlreadyExistsError as error:
        seen = f"id={error.id!r}, version={error.version!r}"
        slip = "first the id, then the version, both of this event"
        if "event." in seen:
            slip = "in quotation marks it's only text; without them it's the event's field"
        expect(seen, f"id={taken.id!r}, version=0", slip)


def a_missing_table_keeps_its_name(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    store = given.EventStore(given.client, f"{given.table}-missing")
    seen = outcome(store.append, given.Event(given.new_id(), 0))
    expect(
        seen, "ResourceNotFoundException", "this catches more than the clash: every DynamoDB error"
    )


def _slip(error: Exception) -> str:
    said = str(error)
    if "catching classes" in said or "ClientError.__init__" in said:
        return (
            "after except, write the class itself, without quotation marks and without ( ); "
            "after raise, our own error"
        )
    if re.search("(attribute|name) '?(Conditional|exception)", said):
        return "is this the error's whole name? It begins with self.client.exceptions."
    if "EventAlready" in said and isinstance(error, NameError):
        return "our error's class is in a cell above: is its name spelled the same here?"
    if isinstance(error, (AttributeError, NameError)):
        return "the id and the version belong to the event: event.id, event.version"
    if "must derive" in said:
        return "raise takes an error, EventAlreadyExistsError(...), and not a string or a number"
    if isinstance(error, TypeError):
        return "our error needs two arguments: the event's id and its version"
    if error.__cause__ is error:
        return "this raises the error that you caught; raise ours instead"
    return "put_item never raises this error; DynamoDB has one of its own"


EXERCISE = Exercise(
    lesson="02_append",
    after="6b",
    title="a clash has a name",
    statement="""\
### The least code: your turn

Catch exactly one error, and raise ours instead. A boto3 client has the errors of its service as attributes. The one that we saw is `self.client.exceptions.ConditionalCheckFailedException`. All other errors stay as they are. `raise ... from error` keeps the original error, so both are in the traceback.""",
    start=swap(ANSWER, CLASH, "___", OURS, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event",
        "Beat 3 · Three events": "to_item",
        "Beat 6 · Why was it refused?": "EventAlreadyExistsError",
    },
    tests=(
        a_free_version_is_stored,
        a_clash_has_our_name,
        our_error_says_which_event,
        a_missing_table_keeps_its_name,
    ),
    why="After a clash, a caller reads and decides again. After an outage, it calls for help.",
    hints=(
        "Which error came when the version was taken? And which two arguments does ours take?",
        "Catch the error that is named above, and raise EventAlreadyExistsError(...).",
        "except self.client.exceptions.... as error; and our error gets event.id and event.version.",
    ),
    answer=ANSWER,
    others=(
        swap(
            ANSWER,
            f"except {CLASH} as error",
            "except ClientError as why",
            f"raise {OURS} from error",
            'if "ConditionalCheckFailed" not in why.response["Error"]["Code"]:\n'
            "                raise\n"
            f"            raise {OURS} from why",
        ),
    ),
    wrong={
        swap(ANSWER, CLASH, "ClientError"): "this catches more than the clash",
        swap(ANSWER, OURS, "EventAlreadyExistsError"): "our error needs two arguments",
        swap(ANSWER, OURS, OURS.replace("id, event.version", "version, event.id")): "first the id",
        swap(ANSWER, OURS, 'EventAlreadyExistsError("event.id", "event.version")'): "only text",
        swap(ANSWER, CLASH, "ConditionalCheckFailedException"): "is this the error's whole name?",
        swap(ANSWER, f"raise {OURS} from error", f"return {OURS}"): "returned or ignored",
        swap(ANSWER, CLASH, f'"{CLASH}"'): "without quotation marks and without",
        swap(ANSWER, CLASH, CLASH.replace("client.", "")): "It begins with self.client.exceptions",
        swap(ANSWER, OURS, OURS.replace("Exists", "Exist")): "name spelled the same here?",
        swap(ANSWER, "event.version)", "version)"): "the id and the version belong to the event",
        swap(ANSWER, OURS, OURS.replace("event.", "error.")): "belong to the event: event.id",
        swap(ANSWER, OURS, CLASH): "after raise, our own error",
        swap(ANSWER, OURS, "error"): "this raises the error that you caught",
        swap(ANSWER, OURS, f'"{OURS}"'): "not a string or a number",
        swap(ANSWER, CLASH, "EventAlreadyExistsError"): "put_item never raises this error",
    },
)
