"""Lesson 03, beat 8: a test that fails for a store that says nothing, and passes for one that does."""

from inspect import signature
from typing import Any, ClassVar

from classroom.exercises.exercise import MANY_REQUESTS, Exercise, NotYetError, expect, outcome, swap

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


def made_up(answer: Any, written: list[str]) -> type:
    """A store that keeps its events to itself, and answers like this if a stream has none.

    `written` gets the id of each event that is appended.
    """

    class EventStore:
        events: ClassVar[list[Any]] = []

        def __init__(self, client: Any, table: str):
            pass

        def append(self, event: Any) -> None:
            self.events.append(event)
            written.append(event.id)

        def query(self, stream: str) -> Any:
            if found := [event for event in self.events if event.id == stream]:
                return found
            said = answer(stream)
            if isinstance(said, Exception):
                raise said
            return said

    return EventStore


def said_of(
    given: Any, answer: Any, stream: str = "inn-7", written: list[str] | None = None
) -> str:
    """What the learner's test says of a store that answers like this, and by which error."""
    test = vars(given)[NAME]
    ours = test.__globals__["EventStore"]
    test.__globals__["EventStore"] = made_up(answer, [] if written is None else written)
    try:
        error = outcome(test, stream)
        return "green" if error == "no error" else f"red, by {error}"
    finally:
        test.__globals__["EventStore"] = ours


def colour(said: str) -> str:
    """Red or green; which error it was doesn't matter here."""
    return said.partition(",")[0]


def the_message_names_the_id(given: Any) -> None:
    """The error's message has the id in it that was asked for, and the error keeps the id."""
    for id in ("inn-7", "the roof"):
        try:
            made = given.NoEventFoundError(id)
        except AttributeError as error:
            slip = "self.id gets its value only in the next line, but the argument id has it"
            slip = slip if error.name == "id" else ""
            raise NotYetError(f"AttributeError: {error}", f"a message with {id}", slip) from error
        slip = "put an f before the quotes" if "{" in str(made) else ""
        expect(id if id in str(made) else repr(str(made)), id, slip)
        expect(f"its id is {getattr(made, 'id', None)!r}", f"its id is {id!r}", "")


def it_takes_the_fixture(given: Any) -> None:
    """The test takes `stream`, the fixture, as its only argument."""
    seen = ", ".join(signature(vars(given)[NAME]).parameters)
    expect(seen or "no argument", "stream", "")


def a_store_that_says_nothing_makes_it_red(given: Any) -> None:
    """Your test fails for a store that doesn't raise an error."""
    for answer, told in (([], "[]"), (None, "None")):
        seen = colour(said_of(given, lambda _, answer=answer: answer))
        expect(f"{told} makes it {seen}", f"{told} makes it red", "")


def a_store_that_refuses_makes_it_green(given: Any) -> None:
    """Your test passes for a store that raises NoEventFoundError."""
    for stream in ("inn-7", "the roof"):
        written: list[str] = []
        said = said_of(given, given.NoEventFoundError, stream, written)
        slip = ""
        if stream in written:
            slip = "nobody should have written to this stream, but your test has written to it"
        if said.endswith("NoEventFoundError"):
            slip = "the error that came isn't the one that your test waits for"
        if said.endswith("TypeError"):
            slip = (
                "pytest.raises(...) takes the class itself, without ( ) and without quotation marks"
            )
        expect(said, "green", slip)


def another_error_makes_it_red(given: Any) -> None:
    """Your test fails for a store that raises another error, even one that has the id."""
    slip = "Exception means any error at all; name the one that we want"
    said = said_of(given, lambda id: given.EventAlreadyExistsError(id, 0))
    code = vars(given)[NAME].__code__
    expect(colour(said), "red", slip if "Exception" in code.co_names else "")


def a_wrong_id_makes_it_red(given: Any) -> None:
    """Your test fails for a store whose error has another id."""
    slip = "nothing compares caught.value.id with stream, or the comparison is inside the with"
    for id in ("roof-8", "inn-8", "inn-77", "Inn-7", None):
        said = colour(said_of(given, lambda _, id=id: given.NoEventFoundError(id)))
        if said == "green" and id != "roof-8":
            slip = "compare the whole id, with =="
        expect(
            f"for 'inn-7', an error with {id!r}: {said}",
            f"for 'inn-7', an error with {id!r}: red",
            slip,
        )


EXERCISE = Exercise(
    lesson="03_query",
    after="7e",
    title="a test that can fail, and for the right reason",
    statement="""\
### The failing test: your turn

This beat is all yours. First come the error, `NoEventFoundError`, and the test that demands it. Fill in the error's message, which should have the id in it. The test is only given as comments: write the code below each of them. This time `check` tries your *test*, on stores that we have made up. It must pass for a store that raises the error with the right id, and fail for all others.""",
    start="""\
class NoEventFoundError(Exception):
    def __init__(self, id):
        super().__init__(___)
        self.id = id


def test_query_refuses_a_stream_that_nobody_wrote(stream):
    # given a store, in which nobody wrote to this stream
    ___

    # when we query the stream, then it raises our error
    ___

    # and the error has the id of the stream
    ___
""",
    asks=("NoEventFoundError", NAME),
    uses={"Do you remember?": "client table pytest EventStore EventAlreadyExistsError"},
    tests=(
        the_message_names_the_id,
        it_takes_the_fixture,
        a_store_that_says_nothing_makes_it_red,
        a_store_that_refuses_makes_it_green,
        another_error_makes_it_red,
        a_wrong_id_makes_it_red,
    ),
    most_requests=MANY_REQUESTS,
    why="A test that passes whatever the store does is worse than no test: we'd rely on it.",
    hints=(
        "Which error do we want, and what would you like to read in a log at night?",
        "`pytest.raises(...)` takes a class, not a call. The message is an f-string with the id.",
        "`store = EventStore(client, table)`, then `with pytest.raises(...) as caught:` and,"
        " inside of it, the query. After that, `assert ... == stream`.",
    ),
    answer=ANSWER,
    others=(
        f"""\
class NoEventFoundError(Exception):
    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__("nobody wrote", id)


def {NAME}(stream):
    store, unknown = EventStore(client=client, table=table), f"{{stream}}-mistyped"
    caught = pytest.raises(NoEventFoundError, lambda: store.query(stream=unknown))
    assert unknown == caught.value.id
    assert unknown in str(caught.value)
""",
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
        swap(ANSWER, MESSAGE, '"no event found"'): "Seen:         'no event found'",
        swap(ANSWER, MESSAGE, 'f"no event found for {self.id}"'): "only in the next line",
        swap(
            ANSWER, "raises(NoEventFoundError)", "raises(NoEventFound)"
        ): "Seen:         red, by NameError",
        swap(
            ANSWER, "raises(NoEventFoundError)", "raises(ValueError)"
        ): "isn't the one that your test waits for",
        swap(ANSWER, "Error) as", "Error(stream)) as"): "takes the class itself",
        swap(ANSWER, "raises(NoEventFoundError)", "raises(Exception)"): "means any error at all",
        swap(ANSWER, "\n    assert caught.value.id == stream\n", ""): "nothing compares",
        swap(
            ANSWER,
            "    with pytest.raises(NoEventFoundError) as caught:\n"
            "        EventStore(client, table).query(stream)\n\n"
            "    assert caught.value.id == stream\n",
            "    assert EventStore(client, table).query(stream) == []\n",
        ): "Seen:         [] makes it green",
        swap(ANSWER, "caught.value.id == stream", "len(caught.value.id) == len(stream)"): (
            "with 'inn-8': green"
        ),
        swap(ANSWER, "        self.id = id\n", ""): "its id is None",
        swap(
            ANSWER,
            "    with pytest.raises(NoEventFoundError) as caught:\n"
            "        EventStore(client, table).query(stream)\n\n"
            "    assert caught.value.id == stream\n",
            """\
    try:
        EventStore(client, table).query(stream)
    except NoEventFoundError as error:
        assert error.id == stream
""",
        ): "Expected:     [] makes it red",
        swap(
            ANSWER, "    with", "    EventStore(client, table).append(Event(stream, 0))\n    with"
        ): ("but your test has written to it"),
        swap(
            ANSWER, "(stream):\n    with", "():\n    stream = 'inn-7'\n    with"
        ): "Seen:         no argument",
        swap(
            ANSWER,
            "\n    assert caught.value.id == stream",
            "        assert caught.value.id == stream",
        ): "the comparison is inside the with",
    },
)
