"""Lesson 03, beat 8: a stream that nobody wrote is refused."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, outcome, swap

ANSWER = """\
class EventStore(EventStore):  # all that the old one has, with this query
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
ASKED = "if not events:"
RAISED = "raise NoEventFoundError(stream)"


def a_stream_with_events_is_not_refused(given: Any) -> None:
    """A stream with an event comes back as before."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    store.append(given.Event(stream, 0))
    slip = "the question is the wrong way round: events are there, and yet it raises"
    expect(outcome(store.query, stream), "no error", slip)
    expect(store.query(stream), [given.Event(stream, 0)], "query no longer returns its events")


def an_empty_stream_is_refused(given: Any) -> None:
    """A stream that nobody wrote raises NoEventFoundError."""
    store, answer = given.EventStore(given.client, given.table), "no error"
    try:
        answer = f"the answer {store.query(given.new_id())!r}"
    except Exception as error:
        answer = type(error).__name__
    slip = "another error came first; is the class spelled and called as in the cell above?"
    if answer == "the answer []":
        slip = "the question was never true: an empty list is [], not None, and pages isn't a list"
    elif answer.startswith("the answer"):
        slip = "an answer was returned; only raise stops the caller"
    elif answer == "TypeError":
        slip = "the error wants to know the id: NoEventFoundError(...), with one argument"
    expect(answer, "NoEventFoundError", slip)


def the_error_names_the_stream(given: Any) -> None:
    """The error knows the id that was asked for."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    try:
        store.query(stream)
    except given.NoEventFoundError as error:
        slip = "the id is in the variable stream, without quotes"
        seen = "the id asked for" if error.id == stream else repr(error.id)
        expect(seen, "the id asked for", slip)


EXERCISE = Exercise(
    lesson="03_query",
    after="8a",
    title="a stream that nobody wrote is refused",
    statement="""\
### The least code: your turn

Now make the test pass. What should happen when there are no events?""",
    start=swap(ANSWER, ASKED, "if ...:", RAISED, "raise ..."),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event EventStore",
        "Beat 7 · Read a stream back": "from_item",
        "Beat 8 · A stream that nobody wrote": "NoEventFoundError",
    },
    tests=(
        a_stream_with_events_is_not_refused,
        an_empty_stream_is_refused,
        the_error_names_the_stream,
    ),
    why="A mistyped id that is answered with nothing looks just like a hero without a history.",
    hints=(
        "What is in `events` when the drawer is empty?",
        "To Python an empty list is false. And the error wants to know which id was asked for.",
        "If there are not any events, raise the error of the last cell, with the stream's id.",
    ),
    answer=ANSWER,
    other=swap(ANSWER, ASKED, "if len(events) == 0:", RAISED, "raise NoEventFoundError(id=stream)"),
    wrong={
        swap(ANSWER, ASKED, "if events:"): "the wrong way round",
        swap(ANSWER, ASKED, "if events is None:"): "an empty list is [], not None",
        swap(ANSWER, RAISED, "return NoEventFoundError(stream)"): "an answer was returned",
        swap(ANSWER, RAISED, "raise NoEventFoundError"): "wants to know the id",
        swap(ANSWER, RAISED, 'raise NoEventFoundError("stream")'): "without quotes",
        swap(ANSWER, RAISED, "raise KeyError(stream)"): "another error came first",
    },
)
