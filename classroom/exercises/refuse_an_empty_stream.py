"""Lesson 03, beat 8: a stream that nobody wrote is refused."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.read_a_stream_back import BEFORE

ANSWER = (
    BEFORE
    + """\
    def query(self, stream):
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
        )
        events = [from_item(item) for page in pages for item in page["Items"]]
        if not events:
            raise NoEventFoundError(stream)
        return events
"""
)
ASKED = "if not events:"
RAISED = "raise NoEventFoundError(stream)"


def a_stream_with_events_is_not_refused(given: Any) -> None:
    """A stream with an event comes back as before."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0))
    slip = "there is an event, and it raises: is the condition the wrong way round?"
    try:
        seen = store.query(stream)
    except given.NoEventFoundError as error:
        raise NotYetError("NoEventFoundError", "no error", slip) from error
    expect(seen, [given.Event(stream, 0)], "query should still return the events")


def an_empty_stream_is_refused(given: Any) -> None:
    """A stream that nobody wrote raises NoEventFoundError."""
    store, answer = given.EventStore(given.client, given.table), "no error"
    try:
        answer = f"the answer {store.query(given.new_id())!r}"
    except Exception as error:
        answer = type(error).__name__
    slip = "another error came; is the class spelled and called as in the cell above?"
    if answer == "the answer []":
        slip = "the condition was never true: an empty list is [], not None, and pages isn't a list"
    elif answer.startswith("the answer"):
        slip = "the error was returned; only raise stops the caller"
    elif answer == "TypeError":
        slip = "the error needs the id: NoEventFoundError(...), with one argument"
    elif answer == "AttributeError":
        slip = "the id that was asked for is in the variable stream"
    elif answer == "NameError":
        slip = "is the class spelled as in the cell above? The id is in the variable stream"
    elif answer == "IndexError":
        slip = "an empty list doesn't even have a [0]: ask whether the list itself is empty"
    expect(answer, "NoEventFoundError", slip)


def the_error_names_the_stream(given: Any) -> None:
    """The error knows the id that was asked for."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    try:
        store.query(stream)
    except given.NoEventFoundError as error:
        slip = "the id is in the variable stream, without quotes"
        seen = "the id asked for" if error.id == stream else repr(error.id)
        if stream in str(error.id):
            slip = "give the error just the id; its class makes the message"
        expect(seen, "the id asked for", slip)


EXERCISE = Exercise(
    lesson="03_query",
    after="8a",
    title="an unknown stream is an error",
    statement="""\
### The least code: your turn

Now make the test pass. When should `query` raise, and what?""",
    start=swap(ANSWER, ASKED, "if ___:", RAISED, "raise ___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event to_item EventAlreadyExistsError",
        "Beat 7 · Read a stream back": "from_item",
        "Beat 8 · A stream that nobody wrote": "NoEventFoundError",
    },
    tests=(
        a_stream_with_events_is_not_refused,
        an_empty_stream_is_refused,
        the_error_names_the_stream,
    ),
    why="If a mistyped id gets an empty list, it looks like a hero who has done nothing yet.",
    hints=(
        "What is in `events` when the drawer is empty?",
        "To Python an empty list is false. And the error needs the id that was asked for.",
        "If there aren't any events, raise the error of the cell above, with the stream's id.",
    ),
    answer=ANSWER,
    others=(
        swap(ANSWER, ASKED, "if len(events) == 0:", RAISED, "raise NoEventFoundError(id=stream)"),
    ),
    wrong={
        swap(ANSWER, ASKED, "if events:"): "the wrong way round",
        swap(ANSWER, ASKED, "if len(pages) == 0:"): "if len(pages) == 0:\nTypeError: ",
        swap(ANSWER, ASKED, "if events[0] is None:"): "doesn't even have a [0]",
        swap(ANSWER, RAISED, "raise NoEventFoundError(event.id)"): "The id is in the variable",
        swap(ANSWER, RAISED, "raise NoEventsFoundError(stream)"): "is the class spelled as in",
        swap(ANSWER, ASKED, "if events is None:"): "an empty list is [], not None",
        swap(ANSWER, RAISED, "return NoEventFoundError(stream)"): "the error was returned",
        swap(ANSWER, RAISED, "raise NoEventFoundError"): "the error needs the id",
        swap(ANSWER, RAISED, 'raise NoEventFoundError("stream")'): "without quotes",
        swap(ANSWER, RAISED, "raise KeyError(stream)"): "another error came",
        swap(ANSWER, RAISED, "raise NoEventFoundError(self.id)"): "is in the variable stream",
        swap(ANSWER, RAISED, 'raise NoEventFoundError(f"no {stream}")'): "just the id",
    },
)
