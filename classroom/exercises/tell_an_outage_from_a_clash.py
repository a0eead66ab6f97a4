"""Lesson 02: what a careless store says about a table that doesn't exist."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from classroom.exercises.exercise import MANY_REQUESTS, Exercise, NotYetError, outcome, swap
from classroom.exercises.requests import sent

CARELESS = """\
class CarelessStore(EventStore):
    def append(self, event):
        try:
            super().append(event)
        except ClientError as error:  # whatever it is
            raise EventAlreadyExistsError(event.id, event.version) from error


"""
START = (
    CARELESS
    + """\
def test_a_missing_table_stays_what_it_is(stream):
    # given: our store, on a table that doesn't exist
    # when: it appends an event of the stream
    # then: DynamoDB's error for a missing table comes through
    ___


def test_a_careless_store_gives_it_the_wrong_name(stream):
    # given: a careless store, on a table that doesn't exist
    # when: it appends an event of the stream
    # then: it says that the event exists already
    ___
"""
)
ANSWER = (
    CARELESS
    + """\
def test_a_missing_table_stays_what_it_is(stream):
    store = EventStore(client, f"{table}-missing")

    with pytest.raises(client.exceptions.ResourceNotFoundException):
        store.append(Event(stream, 0))


def test_a_careless_store_gives_it_the_wrong_name(stream):
    store = CarelessStore(client, f"{table}-missing")

    with pytest.raises(EventAlreadyExistsError):
        store.append(Event(stream, 0))
"""
)
BY_HAND = (
    CARELESS
    + """\
def test_a_missing_table_stays_what_it_is(stream):
    try:
        EventStore(client=client, table=f"{table}-missing").append(Event(stream, 3))
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("no error came")


def test_a_careless_store_gives_it_the_wrong_name(stream):
    append = CarelessStore(client, table=f"{table}-missing").append
    caught = pytest.raises(EventAlreadyExistsError, append, Event(stream, 3))
    assert (caught.value.id, caught.value.version) == (stream, 3)
"""
)
SWALLOWING = (
    CARELESS
    + """\
def test_a_missing_table_stays_what_it_is(stream):
    try:
        EventStore(client, f"{table}-missing").append(Event(stream, 0))
    except client.exceptions.ResourceNotFoundException:
        pass


def test_a_careless_store_gives_it_the_wrong_name(stream):
    with pytest.raises(EventAlreadyExistsError):
        CarelessStore(client, f"{table}-missing").append(Event(stream, 0))
"""
)
TOO_DEEP = swap(
    ANSWER,
    "with pytest.raises(client.exceptions.ResourceNotFoundException):",
    "with pytest.raises(ClientError) as caught:",
    "        store.append(Event(stream, 0))\n\n\ndef test_a_careless",
    "        store.append(Event(stream, 0))\n"
    "        assert type(caught.value) is client.exceptions.ResourceNotFoundException\n"
    "\n\ndef test_a_careless",
)
MISSING, OURS = "client.exceptions.ResourceNotFoundException", "raises(EventAlreadyExistsError)"
FIRST, SECOND = (
    "test_a_missing_table_stays_what_it_is",
    "test_a_careless_store_gives_it_the_wrong_name",
)
CLASS = "pytest.raises takes the class itself, without ( ) and without quotation marks"


def both_are_given_a_stream(given: Any) -> None:
    """Both tests have the argument stream, which pytest passes by its name."""
    for name in (FIRST, SECOND):
        seen = ", ".join(inspect.signature(getattr(given, name)).parameters)
        if seen != "stream":
            raise NotYetError(f"def {name}({seen})", f"def {name}(stream)", "")


def our_store_passes_the_first_test(given: Any) -> None:
    """The first test passes: our store lets DynamoDB's error through."""
    slips = {
        "ResourceNotFoundException": "DynamoDB's own error comes through; expect that one",
    }
    _must_pass(given, FIRST, slips)


def the_careless_store_passes_the_second(given: Any) -> None:
    """The second test passes: the careless store catches everything and always raises the same."""
    slips = {
        "EventAlreadyExistsError": "this is what CarelessStore raises; expect that one",
        "ResourceNotFoundException": "this error comes from our store; here it's CarelessStore",
    }
    _must_pass(given, SECOND, slips)


def the_first_test_fails_for_any_other_store(given: Any) -> None:
    """The first test fails for a store that raises another error, or none."""
    _must_fail(given, FIRST, "raises no error", EventStore=_store(None))
    for error in (
        given.EventAlreadyExistsError("any-stream", 0),
        _of_dynamodb(given, "ConditionalCheckFailedException"),
        _of_dynamodb(given, "ProvisionedThroughputExceededException"),
        KeyError("Id"),
    ):
        _must_fail(given, FIRST, f"raises {type(error).__name__}", EventStore=_store(error))


def the_second_test_fails_for_any_other_store(given: Any) -> None:
    """The second test fails for a store that tells the truth, or says nothing."""
    _must_fail(given, SECOND, "raises no error", CarelessStore=_store(None))
    _must_fail(given, SECOND, "tells the truth", CarelessStore=given.EventStore)
    error = _of_dynamodb(given, "ConditionalCheckFailedException")
    _must_fail(given, SECOND, f"raises {type(error).__name__}", CarelessStore=_store(error))


def _must_pass(given: Any, name: str, slips: dict[str, str]) -> None:
    for mark in getattr(getattr(given, name), "pytestmark", ()):
        slip = f"pytest doesn't report that this test fails if it has the mark {mark.name}"
        raise NotYetError(f"@pytest.mark.{mark.name}", "a test that can fail", slip)
    try:
        with sent(given.client) as requests:
            getattr(given, name)(given.new_id())
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # pytest's own failures aren't an Exception
        seen, slip = type(error).__name__, slips.get(type(error).__name__, "")
        if seen == "Failed":
            slip = "the test waits for an error, but nothing is appended"
            if requests.sent:
                slip = f"the test waits for an error, and none comes: {given.table} does exist"
        elif isinstance(error, NameError | AttributeError) and "NotFound" in str(error.name):
            seen = f"{seen}: {str(error).partition('. Valid')[0]}"
            slip = f"this isn't the error's whole name, which is {MISSING}"
        elif isinstance(error, TypeError) and "exception type" in str(error).lower():
            slip = CLASS
        if not slip:
            raise
        raise NotYetError(seen, "it passes", slip) from error


def _must_fail(given: Any, name: str, what: str, **stores: Any) -> None:
    test = getattr(given, name)
    with _replaced(test.__globals__, stores):  # a copy of the lesson's names, for this one answer
        if outcome(test, "any-stream") == "no error":
            slip = "the test asks for too little: it should fail if another error comes"
            if "no error" in what:
                slip = "nothing in this test says that an error has to come; pytest.raises does"
            raise NotYetError(f"it passes with a store that {what}", "it fails", slip)


@contextmanager
def _replaced(names: dict[str, Any], others: dict[str, Any]) -> Iterator[None]:
    before = {name: names[name] for name in others}
    names.update(others)
    try:
        yield
    finally:
        names.update(before)


def _store(error: Exception | None) -> Callable[..., Any]:
    """Return a class of stores whose append does nothing, or raises this error."""

    class Store:
        def __init__(self, client: Any, table: str):
            self.client, self.table = client, table

        def append(self, event: object) -> None:  # noqa: ARG002
            if error:
                raise error

    return Store


def _of_dynamodb(given: Any, code: str) -> Exception:
    kind = getattr(given.client.exceptions, code)
    error: Exception = kind({"Error": {"Code": code, "Message": "no"}}, "PutItem")
    return error


EXERCISE = Exercise(
    lesson="02_append",
    after="6e",
    title="an outage isn't a clash",
    statement="""\
## Exercise · A missing table isn't a clash · optional, 5 min

A careless store would be simpler than ours: it catches every `ClientError`. What does it say about a table that doesn't exist?

Write both tests. Their comments say what is **given**, **when** something happens, and what we **then** expect. Replace each `___` with a few lines of code. `f"{table}-missing"` is the name of a table that doesn't exist, and DynamoDB's error for it is `client.exceptions.ResourceNotFoundException`. We also try your tests on other stores, where they should fail.""",
    start=START,
    asks=(
        "test_a_missing_table_stays_what_it_is",
        "test_a_careless_store_gives_it_the_wrong_name",
    ),
    uses={
        "Do you remember?": "client table Event ClientError pytest",
        "Beat 6 · Why was it refused?": "EventAlreadyExistsError",
        "A mistake of ours": "EventStore",
    },
    tests=(
        both_are_given_a_stream,
        our_store_passes_the_first_test,
        the_careless_store_passes_the_second,
        the_first_test_fails_for_any_other_store,
        the_second_test_fails_for_any_other_store,
    ),
    most_requests=MANY_REQUESTS,
    why="A caller that mistakes an outage for a clash retries forever, and nobody is told what's wrong.",
    hints=(
        "Go through both stores by hand. DynamoDB says that the table is missing. What comes out?",
        "You have a store with that table. The other two are as in the test of beat 6: `with pytest.raises(...)`, and in it the line that appends.",
        '`store = EventStore(client, f"{table}-missing")`, then `with pytest.raises(...):` and, indented, `store.append(Event(stream, 0))`. The second test has `CarelessStore`, and the error that it raises.',
    ),
    answer=ANSWER,
    remark="The careless store says that the event exists already, in a table that doesn't exist. Its caller reads again and decides again, and that won't help.",
    others=(
        swap(
            ANSWER,
            "def test_a_missing",
            "Missing = client.exceptions.ResourceNotFoundException\n\n\ndef test_a_missing",
            f"raises({MISSING})",
            "raises(Missing)",
            OURS,
            'raises(EventAlreadyExistsError, match="already exists")',
        ),
        BY_HAND,
    ),
    wrong={
        swap(ANSWER, MISSING, "EventAlreadyExistsError"): "DynamoDB's own error comes through",
        swap(ANSWER, OURS, f"raises({MISSING})"): "this is what CarelessStore raises",
        swap(
            ANSWER, "CarelessStore(client", "EventStore(client"
        ): "this error comes from our store",
        swap(ANSWER, "-missing", ""): " does exist\n\nTry",
        swap(ANSWER, MISSING, "ResourceNotFoundException"): "Seen:         NameError: name",
        swap(ANSWER, MISSING, "client.ResourceNotFoundException"): "isn't the error's whole name",
        swap(ANSWER, MISSING, "ClientError"): "with a store that raises ConditionalCheckFailed",
        swap(ANSWER, MISSING, "Exception"): "with a store that raises EventAlreadyExistsError",
        swap(ANSWER, MISSING, f'"{MISSING}"'): "Likely:       pytest.raises takes the class",
        swap(ANSWER, OURS, "raises(Exception)"): "with a store that tells the truth",
        swap(ANSWER, "(stream):", "():"): "Expected:     def test_a_missing",
        swap(ANSWER, 'f"{table}', '"{table}'): "TableName may have letters",
        swap(ANSWER, "store.append(Event(stream, 0))", "store"): "but nothing is appended",
        SWALLOWING: "nothing in this test says that an error has to come",
        swap(
            ANSWER, "def test_a_missing", "@pytest.mark.skip\ndef test_a_missing"
        ): "the mark skip",
        TOO_DEEP: "with a store that raises ConditionalCheckFailedException\nExp",
    },
)
