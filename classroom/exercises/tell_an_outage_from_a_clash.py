"""Lesson 02: what a careless store says about a table that doesn't exist."""

from types import SimpleNamespace
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap

ANSWER = """\
class CarelessStore(EventStore):
    def append(self, event):
        try:
            super().append(event)
        except ClientError as error:  # whatever it is
            raise EventAlreadyExistsError(event.id, event.version) from error


def test_a_missing_table_stays_what_it_is(stream):
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        EventStore(client, f"{table}-missing").append(Event(stream, 0))


def test_a_careless_store_gives_it_the_wrong_name(stream):
    with pytest.raises(EventAlreadyExistsError):
        CarelessStore(client, f"{table}-missing").append(Event(stream, 0))
"""
MISSING, OURS = "client.exceptions.ResourceNotFoundException", "raises(EventAlreadyExistsError)"
CLASS = "pytest.raises takes the class itself, without ( ) and without quotation marks"
WHOLE = "is this the error's whole name, spelled as above? It begins with client.exceptions."
WIDE = "your test asks for too little: it passes whatever the store says"


def our_store_passes_the_first_test(given: Any) -> None:
    """The first test passes: our store lets DynamoDB's error through."""
    seen = outcome(given.test_a_missing_table_stays_what_it_is, given.new_id())
    slips = {
        "NameError": WHOLE,
        "AttributeError": WHOLE,
        "TypeError": CLASS,
        "ResourceNotFoundException": "DynamoDB's own error comes through; expect that one",
    }
    expect(seen, "no error", slips.get(seen, "see which error DynamoDB has for a missing table"))


def the_careless_store_passes_the_second(given: Any) -> None:
    """The second test passes: the careless store catches everything and always raises the same."""
    seen = outcome(given.test_a_careless_store_gives_it_the_wrong_name, given.new_id())
    slip = "look at CarelessStore: what does it raise, whatever it has caught?"
    if seen == "TypeError":
        slip = f"the second, too: {CLASS}"
    elif seen == "NameError":
        slip = f"a name in the second test isn't known here. {CLASS}"
    expect(seen, "no error", slip)


def the_first_test_fails_for_a_clash(given: Any) -> None:
    """The first test fails for a store that reports a clash, or any other error."""
    test = given.test_a_missing_table_stays_what_it_is
    for error in (given.EventAlreadyExistsError("any", 0), _dynamodbs_clash(given)):
        _must_fail(test, f"a store that raises {type(error).__name__}", EventStore=_raising(error))


def the_second_test_fails_for_an_honest_store(given: Any) -> None:
    """The second test fails for a store that tells the truth."""
    test = given.test_a_careless_store_gives_it_the_wrong_name
    _must_fail(test, "an honest store", CarelessStore=given.EventStore)


def _must_fail(test: Any, store: str, **names: Any) -> None:
    test.__globals__.update(names)  # a copy of the lesson's names, for this one answer
    if outcome(test, "any-stream") == "no error":
        raise NotYetError(f"it passes with {store}", "it fails", WIDE)


def _raising(error: Exception) -> Any:
    def append(_event: object) -> None:
        raise error

    return lambda *_: SimpleNamespace(append=append)


def _dynamodbs_clash(given: Any) -> Any:
    response = {"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}
    return given.client.exceptions.ConditionalCheckFailedException(response, "PutItem")


EXERCISE = Exercise(
    lesson="02_append",
    after="6e",
    title="an outage isn't a clash",
    statement="""\
## Exercise · A missing table isn't a clash · optional, 4 min

A careless store would be simpler than ours: it catches every `ClientError`. What does it say about a table that doesn't exist?

Fill in which error each store raises. DynamoDB's error for a missing table is `client.exceptions.ResourceNotFoundException`. We also try your two tests on other stores, where they should fail.""",
    start=swap(ANSWER, MISSING, "___", OURS, "raises(___)"),
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
        our_store_passes_the_first_test,
        the_careless_store_passes_the_second,
        the_first_test_fails_for_a_clash,
        the_second_test_fails_for_an_honest_store,
    ),
    why="A caller that mistakes an outage for a clash retries forever, and nobody is told what's wrong.",
    hints=(
        "Go through both stores by hand. DynamoDB says that the table is missing. What comes out?",
        "One store lets DynamoDB's error through. The other one always raises the same error.",
        "The first is the long name in the text above. The second is what CarelessStore raises.",
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
    ),
    wrong={
        swap(ANSWER, MISSING, "EventAlreadyExistsError"): "DynamoDB's own error comes through",
        swap(ANSWER, OURS, f"raises({MISSING})"): "look at CarelessStore",
        swap(ANSWER, MISSING, "ResourceNotFoundException"): "is this the error's whole name",
        swap(ANSWER, MISSING, "client.ResourceNotFoundException"): "It begins with client.except",
        swap(ANSWER, OURS, "raises(EventAlreadyExistsError(event.id, 0))"): "isn't known here",
        swap(ANSWER, MISSING, "ClientError"): "with a store that raises ConditionalCheckFailed",
        swap(ANSWER, MISSING, f'"{MISSING}"'): "Likely:       pytest.raises takes the class",
        swap(ANSWER, OURS, 'raises("EventAlreadyExistsError")'): "the second, too: pytest.raises",
        swap(ANSWER, MISSING, "Exception"): "with a store that raises EventAlreadyExistsError",
        swap(ANSWER, OURS, "raises(Exception)"): "it passes with an honest store",
    },
)
