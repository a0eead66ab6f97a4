"""Lesson 02, beat 6: one error gets our name, and all others keep theirs."""

from typing import Any

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from classroom.exercises.appending import (
    VERSIONS,
    a_rival,
    it_is_a_store,
    it_uses_what_it_was_given,
    one_append_is_one_write,
)
from classroom.exercises.exercise import Exercise, NotYetError, expect, in_disorder, outcome, swap

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        item = to_item(event)
        new = "attribute_not_exists(Version)"
        try:
            self.client.put_item(TableName=self.table, Item=item, ConditionExpression=new)
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise EventAlreadyExistsError(event.id, event.version) from error
"""
TOO_MUCH = "        except ClientError as error:"
TOO_LITTLE = "            return EventAlreadyExistsError(event.id, event.version)"
CLASH = "self.client.exceptions.ConditionalCheckFailedException"
OURS = "EventAlreadyExistsError(event.id, event.version)"
RAISE = f"raise {OURS} from error"
BY_THE_CODE = swap(
    ANSWER,
    CLASH,
    "ClientError",
    f"            {RAISE}",
    f"""\
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            {RAISE}""",
)
IMPORT = "from botocore.exceptions import HTTPClientError\n\nclass E"
SWALLOWING = f"""\
            {RAISE}
        except ClientError:
            pass
"""
LOOKING = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        item = to_item(event)
        key = {"Id": item["Id"], "Version": item["Version"]}
        if "Item" in self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True):
            raise EventAlreadyExistsError(event.id, event.version) from ClientError({}, "PutItem")
        self.client.put_item(TableName=self.table, Item=item)
"""


def a_free_version_is_stored(given: Any) -> None:
    """An event whose version is free is stored, without an error."""
    event = given.Event(given.new_id(), 2, "Ada", -3, "Slips")
    given.EventStore(given.client, given.table).append(event)
    expect(given.item_at(event.id, 2), given.to_item(event), "")


def a_clash_has_our_name(given: Any) -> None:
    """A version that is taken raises EventAlreadyExistsError, with the event's id and version."""
    for version in VERSIONS:
        taken = given.Event(given.new_id(), version, note="Init")
        given.EventStore(given.client, given.table).append(taken)
        _expect_a_clash(given, given.client, given.Event(taken.id, version))
        expect(given.item_at(taken.id, version), given.to_item(taken), "")


def any_client_will_do(given: Any) -> None:
    """A store with another client also raises our error."""
    taken, another = given.Event(given.new_id(), 0), given.connect()
    given.client.put_item(TableName=given.table, Item=given.to_item(taken))
    _expect_a_clash(given, another, taken)


def nobody_gets_in_between(given: Any) -> None:
    """If somebody else's card arrives just before ours is written, that's a clash, too."""
    event = given.Event(given.new_id(), 0)
    with a_rival(given, given.to_item(event)):
        _expect_a_clash(given, given.client, event)


def a_missing_table_keeps_its_name(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    store, event = (
        given.EventStore(given.client, f"{given.table}-missing"),
        given.Event(given.new_id(), 0),
    )
    seen = outcome(store.append, event)
    slip = _too_wide(seen)
    if given.item_at(event.id, 0):
        slip = "the event is in this notebook's table: the store's own is self.table"
    expect(seen, "ResourceNotFoundException", slip)


def a_broken_network_keeps_its_name(given: Any) -> None:
    """A network that is down isn't a clash: the error of boto3 comes through."""
    for error in (
        EndpointConnectionError(endpoint_url="https://dynamodb.example"),
        ReadTimeoutError(endpoint_url="https://dynamodb.example"),
    ):
        store = given.EventStore(_broken(given.connect(), error), given.table)
        seen = outcome(store.append, given.Event(given.new_id(), 0))
        expect(seen, type(error).__name__, _too_wide(seen))


def _broken(client: Any, error: Exception) -> Any:
    def no_network(**_: Any) -> None:
        raise error

    client.meta.events.register("before-call.dynamodb", no_network)
    return client


def _too_wide(seen: str) -> str:
    slips = {
        "EventAlreadyExistsError": "this catches more than the clash",
        "no error": "this error is caught, and nobody hears of it",
    }
    return slips.get(seen, "")


def _expect_a_clash(given: Any, client: Any, event: Any) -> None:
    """Append an event whose version is taken, and look at all that our error says."""
    expected = f"EventAlreadyExistsError({event.id!r}, {event.version})"
    store = given.EventStore(client, given.table)
    try:
        said = store.append(event)
    except given.EventAlreadyExistsError as error:
        slip = "first the id, then the version" if error.version == event.id else ""
        if "event." in str(error):
            slip = "in quotation marks it's only text; without them it's the event's field"
        expect(f"EventAlreadyExistsError({error.id!r}, {error.version!r})", expected, slip)
        cause, slip = type(error.__cause__).__name__, ""
        if error.__cause__ is None:
            cause = "nothing"
            slip = "DynamoDB's error says why; keep it in the traceback with from error"
        expect(f"raised from {cause}", "raised from ConditionalCheckFailedException", slip)
    except (NameError, AttributeError) as error:
        if "ConditionalCheck" not in str(error.name) and error.name != "exceptions":
            raise
        slip = "this isn't the error's whole name: it begins with self.client.exceptions."
        seen = f"{type(error).__name__}: {str(error).partition('. Valid')[0]}"
        raise NotYetError(seen, "EventAlreadyExistsError", slip) from error
    except Exception as error:
        code = getattr(error, "response", {}).get("Error", {}).get("Code")
        if not code:
            raise  # the learner's line says more
        slip = ""
        if code == "ConditionalCheckFailedException":
            slip = "this is DynamoDB's own name for it; catch this error, and raise ours"
            if client is not given.client:
                slip = "each client has errors of its own; those of the store are self.client's"
        raise NotYetError(f"{code}, DynamoDB's error", "EventAlreadyExistsError", slip) from error
    else:
        slip = ""
        if isinstance(said, BaseException):
            slip = "return gives the error back as a value; only raise makes it an error"
        elif given.item_at(event.id, event.version) != given.to_item(event):
            slip = "the card stays, but nobody hears of the clash: raise our error"
        raise NotYetError("no error", "EventAlreadyExistsError", slip)


EXERCISE = Exercise(
    lesson="02_append",
    after="6b",
    title="a clash has a name",
    statement="""\
### The least code: your turn

Catch exactly one error, and raise ours instead. A boto3 client has the errors of its service as attributes. The one that we saw is `self.client.exceptions.ConditionalCheckFailedException`. All other errors stay as they are. `raise ... from error` keeps the original error, so both are in the traceback.

The lines are all there, in the order of the alphabet. Put them in the right order and take away the `#`, but leave two lines as comments: they don't belong. Click into a line: <kbd>Alt</kbd>+<kbd>↑</kbd> and <kbd>Alt</kbd>+<kbd>↓</kbd> move it, and <kbd>Ctrl</kbd>+<kbd>/</kbd> takes its `#` away (on a Mac, <kbd>Option</kbd> and <kbd>Cmd</kbd>). A line's distance from the left edge is right already.""",
    start=in_disorder(ANSWER, TOO_MUCH, TOO_LITTLE),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event connect ClientError",
        "Beat 3 · Three events": "to_item item_at",
        "Beat 6 · Why was it refused?": "EventAlreadyExistsError",
    },
    tests=(
        it_is_a_store,
        a_free_version_is_stored,
        a_clash_has_our_name,
        a_missing_table_keeps_its_name,
        a_broken_network_keeps_its_name,
        any_client_will_do,
        nobody_gets_in_between,
        one_append_is_one_write,
        it_uses_what_it_was_given,
    ),
    why="After a clash, a caller reads and decides again. After an outage, it calls for help.",
    hints=(
        "Begin with the lines of the class from beat 4. What has to be tried, and what comes if it fails?",
        "Of the two lines with `except`, which catches exactly one error? And which of the other two raises one?",
        "`class`, `def __init__` and its two lines, `def append`, `item = ...`, `new = ...`, `try:`, "
        "`self.client.put_item(...)`, `except self.client.exceptions....`, `raise ... from error`.",
    ),
    answer=ANSWER,
    others=(
        swap(ANSWER, "(event.id, event.version)", "(id=event.id, version=event.version)"),
        BY_THE_CODE,
    ),
    wrong={
        swap(ANSWER, CLASH, "ClientError"): "Seen:         EventAlreadyExistsError",
        swap(ANSWER, CLASH, f"({CLASH}, HTTPClientError)", "class E", IMPORT): (
            "Expected:     ReadTimeoutError\nLikely:       this catches more"
        ),
        swap(ANSWER, RAISE, f"return {OURS}"): "return gives the error back as a value",
        swap(ANSWER, RAISE, "pass"): "nobody hears of the clash",
        swap(ANSWER, RAISE, "raise"): "this is DynamoDB's own name for it",
        swap(ANSWER, " from error", ""): "Seen:         raised from nothing",
        swap(ANSWER, "from error", "from None"): "keep it in the traceback with from error",
        swap(ANSWER, OURS, "EventAlreadyExistsError"): "missing 2 required positional arguments",
        swap(ANSWER, OURS, OURS.replace("(", '("').replace(", ", '", "').replace(")", '")')): (
            "in quotation marks it's only text"
        ),
        swap(
            ANSWER, OURS, OURS.replace("id, event.version", "version, event.id")
        ): "first the id, then the",
        swap(ANSWER, OURS, OURS.replace("event.version", "0")): ", 0)\nExpected:     EventAlready",
        swap(ANSWER, OURS, OURS.replace("event.version", "str(event.version)")): ", '0')\nExpected",
        swap(ANSWER, CLASH, CLASH.removeprefix("self.")): "those of the store are self.client's",
        swap(ANSWER, CLASH, "ConditionalCheckFailedException"): "isn't the error's whole name",
        swap(ANSWER, f"            {RAISE}", SWALLOWING): "this error is caught, and nobody hears",
        swap(ANSWER, "new = ", "new = None; old = "): "ParamValidationError",
        swap(
            ANSWER, ", ConditionExpression=new", ""
        ): "Expected:     EventAlreadyExistsError\n\nTry",
        swap(ANSWER, "=self.table", "=table"): "the event is in this notebook's table",
        swap(ANSWER, RAISE, f"if event.version % 5 == 0:\n                {RAISE}"): (
            "the card stays, but nobody hears"
        ),
        LOOKING: "Seen:         raised from ClientError",
    },
)
