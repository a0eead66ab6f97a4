"""Lesson 03, beat 8: a test that fails for a store that says nothing, and passes for one that does."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap

NAME = "test_query_refuses_a_stream_that_nobody_wrote"
ANSWER = f"""\
class NoEventFoundError(Exception):
    def __init__(self, id):
        super().__init__(f"no event found for id {{id!r}}")
        self.id = id


def {NAME}(stream):
    with pytest.raises(NoEventFoundError) as caught:
        EventStore(client, table).query(stream)

    assert caught.value.id == stream
"""
MESSAGE = 'f"no event found for id {id!r}"'


class MadeUp:
    """A store whose answer to every query is an error, or a list."""

    def __init__(self, answer: Any):
        self.answer = answer

    def __call__(self, *_: object) -> "MadeUp":
        """Stand in for the class, whatever client and table it is called with."""
        return self

    def query(self, stream: str) -> Any:
        """Raise the answer if it is an error."""
        answer = self.answer(stream)
        if isinstance(answer, Exception):
            raise answer
        return answer


def said_of(given: Any, answer: Any) -> str:
    """What the learner's test says of a store that answers like this, and by which error."""
    test = vars(given)[NAME]
    ours = test.__globals__["EventStore"]
    test.__globals__["EventStore"] = MadeUp(answer)
    try:
        error = outcome(test, "inn-7")
        return "green" if error == "no error" else f"red, by {error}"
    finally:
        test.__globals__["EventStore"] = ours


def colour(said: str) -> str:
    """Red or green; which error it was doesn't matter here."""
    return said.partition(",")[0]


def the_message_names_the_id(given: Any) -> None:
    """The error's message has the id in it that was asked for."""
    try:
        message = str(given.NoEventFoundError("inn-7"))
    except AttributeError as error:
        slip = "self.id gets its value only in the next line, but the argument id has it already"
        raise NotYetError(f"AttributeError: {error}", "a message with inn-7", slip) from error
    slip = "the message needs the id: put an f before the quotes, and {id} between them"
    seen = "a message with inn-7" if "inn-7" in message else repr(message)
    expect(seen, "a message with inn-7", slip)


def a_store_that_says_nothing_makes_it_red(given: Any) -> None:
    """Your test fails for a store that doesn't raise an error."""
    slip = "no error came and your test still passed: pytest.raises(...) demands one"
    expect(colour(said_of(given, lambda _: [])), "red", slip)


def a_store_that_refuses_makes_it_green(given: Any) -> None:
    """Your test passes for a store that raises NoEventFoundError."""
    slip = "it demands an error of another type, or asks for an id other than `stream`"
    said = said_of(given, given.NoEventFoundError)
    if said.endswith(("NameError", "AttributeError")):
        slip = "is the error's name spelled as in this cell?"
    if said.endswith("TypeError"):
        slip = "pytest.raises(...) takes the class itself, without ( ) and without quotation marks"
    expect(said, "green", slip)


def another_error_makes_it_red(given: Any) -> None:
    """Your test fails for a store that raises another error, even one that has the id."""
    slip = "Exception means any error at all; name the one that we want"
    said = said_of(given, lambda id: given.EventAlreadyExistsError(id, 0))
    expect(colour(said), "red", slip)


def a_wrong_id_makes_it_red(given: Any) -> None:
    """Your test fails for a store whose error has another id."""
    slip = "nothing compares caught.value.id with stream, or the comparison is inside the with"
    said = said_of(given, lambda _: given.NoEventFoundError("roof-8"))
    expect(colour(said), "red", slip)


EXERCISE = Exercise(
    lesson="03_query",
    after="7e",
    title="a test that can fail, and for the right reason",
    statement="""\
### The failing test: your turn

This beat is all yours. First come the error, `NoEventFoundError`, and the test that demands it. Fill in the error's message, which should have the id in it, and what the test waits for. This time `check` tries your *test*, on stores that we have made up. It must pass for a store that raises the error with the right id, and fail for all others.""",
    start=swap(ANSWER, MESSAGE, "___", "raises(NoEventFoundError)", "raises(___)"),
    asks=("NoEventFoundError", NAME),
    uses={"Do you remember?": "client table pytest EventStore EventAlreadyExistsError"},
    tests=(
        the_message_names_the_id,
        a_store_that_says_nothing_makes_it_red,
        a_store_that_refuses_makes_it_green,
        another_error_makes_it_red,
        a_wrong_id_makes_it_red,
    ),
    why="A test that passes whatever the store does is worse than no test: we'd rely on it.",
    hints=(
        "Which error do we want, and what would you like to read in a log at night?",
        "pytest.raises(...) takes a class, not a call. The message is an f-string with the id.",
        "The class is the one in this cell. The message of EventAlreadyExistsError is a model for ours.",
    ),
    answer=ANSWER,
    others=(
        f"""\
class NoEventFoundError(LookupError):
    def __init__(self, id):
        super().__init__("nobody wrote " + id)
        self.id = id


def {NAME}(stream):
    try:
        EventStore(client, table).query(stream)
    except NoEventFoundError as error:
        assert error.id == stream
    else:
        raise AssertionError("no error came")
""",
    ),
    wrong={
        swap(ANSWER, MESSAGE, '"no event found for id {id!r}"'): "put an f before the quotes",
        swap(ANSWER, MESSAGE, 'f"no event found for {stream}"'): "and {id} between them",
        swap(ANSWER, MESSAGE, 'f"no event found for {self.id}"'): "only in the next line",
        swap(ANSWER, "raises(NoEventFoundError)", "raises(NoEventFound)"): "name spelled as in",
        swap(ANSWER, "raises(NoEventFoundError)", "raises(ValueError)"): "an error of another type",
        swap(ANSWER, "Error) as", "Error(stream)) as"): "takes the class itself",
        swap(ANSWER, "raises(NoEventFoundError)", "raises(Exception)"): "means any error at all",
        swap(ANSWER, "\n    assert caught.value.id == stream\n", ""): "nothing compares",
        swap(
            ANSWER,
            "    with pytest.raises(NoEventFoundError) as caught:\n"
            "        EventStore(client, table).query(stream)\n\n"
            "    assert caught.value.id == stream\n",
            "    assert EventStore(client, table).query(stream) == []\n",
        ): "no error came and your test still passed",
    },
)
