"""Lesson 03, beat 8: a stream that nobody wrote is refused."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.read_a_stream_back import BEFORE
from classroom.exercises.stores import (
    append_is_as_it_was,
    it_asks_its_own_client_about_its_own_table,
    it_reads_the_newest_state_of_this_drawer_only,
    short_pages,
)

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
PAGE = (
    BEFORE
    + """\
    def query(self, stream):
        page = self.client.query(
            TableName=self.table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
        )
        events = [from_item(item) for item in page["Items"]]
        if not events:
            raise NoEventFoundError(stream)
        return events
"""
)
EMPTY_PAGE = swap(
    ANSWER,
    'events = [from_item(item) for page in pages for item in page["Items"]]\n        if not events:\n',
    """\
events = []
        for page in pages:
            events += [from_item(item) for item in page["Items"]]
            if page["Items"]:
                continue
""",
)
TWICE = swap(
    ANSWER,
    '        events = [from_item(item) for page in pages for item in page["Items"]]\n',
    "",
    ASKED,
    'if not any(page["Items"] for page in pages):',
    "return events",
    'return [from_item(item) for page in pages for item in page["Items"]]',
)
LOOK_FIRST = swap(
    ANSWER,
    "        pages =",
    """\
        first = {"Id": {"S": stream}, "Version": {"N": "3"}}
        self.client.get_item(TableName=self.table, Key=first, ConsistentRead=True)
        pages =""",
)
KNOWN = swap(
    ANSWER,
    "    def query",
    "    unknown = set()\n\n    def query",
    ASKED,
    "if not events or stream in self.unknown:\n            self.unknown.add(stream)",
)
SWALLOWED = swap(
    ANSWER,
    'events = [from_item(item) for page in pages for item in page["Items"]]',
    """\
try:
            events = [from_item(item) for page in pages for item in page["Items"]]
        except Exception:
            events = []""",
)


def a_stream_with_events_is_not_refused(given: Any) -> None:
    """A stream with events comes back as before, also on several pages."""
    store = given.EventStore(given.client, given.table)
    for versions in ([0], [3], [0, 1, 2], [0, 1, 2, 3]):
        stream, told = given.new_id(), f"for versions {versions}"
        for version in versions:
            store.append(given.Event(stream, version))
        try:
            with short_pages(given.client):
                events = store.query(stream)
        except given.NoEventFoundError as error:
            slip = "there are events, and it raises"
            raise NotYetError(f"NoEventFoundError, {told}", "no error", slip) from error
        if not isinstance(events, list):
            slip = "query should still return the events" if events is None else ""
            raise NotYetError(f"{type(events).__name__}, {told}", "a list of events", slip)
        seen = [event.version for event in events]
        expect(f"{seen}, {told}", f"{versions}, {told}", "")


def an_empty_stream_is_refused(given: Any) -> None:
    """A stream that nobody wrote raises NoEventFoundError."""
    store, answer, slip = given.EventStore(given.client, given.table), "no error", ""
    try:
        found = store.query(given.new_id())
        answer = f"the answer {found!r}"
        if found == []:
            slip = "no error was raised: your condition isn't true for an empty list, []"
        elif isinstance(found, given.NoEventFoundError):
            slip = "the error was returned; only raise stops the caller"
    except given.NoEventFoundError:
        return
    except (AttributeError, IndexError, NameError, TypeError) as error:
        answer, slip = f"{type(error).__name__}: {error}", _slip(error)
        if not slip:
            raise  # the learner's line says more than we could
    except Exception as error:
        answer = type(error).__name__
    expect(answer, "NoEventFoundError", slip)


def _slip(error: Exception) -> str:
    if "required positional argument" in str(error):
        return "the error needs the id: NoEventFoundError(...), with one argument"
    if isinstance(error, IndexError):
        return "an empty list doesn't even have a [0]: ask whether the list itself is empty"
    if isinstance(error, NameError) and str(error.name).startswith("No"):
        return "is the class spelled as in the cell above?"
    if isinstance(error, NameError) or "attribute 'id'" in str(error):
        return "the id that was asked for is in the variable stream"
    return ""


def the_error_names_the_stream(given: Any) -> None:
    """The error knows the id that was asked for."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    try:
        store.query(stream)
    except given.NoEventFoundError as error:
        slip, seen = "", "the id asked for" if error.id == stream else repr(error.id)
        if error.id == "stream":
            slip = "the id is in the variable stream, without quotes"
        elif stream in str(error.id):
            slip = "give the error just the id; its class makes the message"
        expect(seen, "the id asked for", slip)


def a_stream_can_be_written_later(given: Any) -> None:
    """A stream that somebody writes after it was refused isn't refused any more."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    outcome(store.query, stream)
    store.append(given.Event(stream, 0))
    expect(outcome(store.query, stream), "no error", "")


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
        a_stream_can_be_written_later,
        it_asks_its_own_client_about_its_own_table,
        it_reads_the_newest_state_of_this_drawer_only,
        append_is_as_it_was,
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
        swap(ANSWER, ASKED, "if events:"): "there are events, and it raises",
        swap(ANSWER, ASKED, "if len(pages) == 0:"): "if len(pages) == 0:\nTypeError: ",
        swap(ANSWER, ASKED, "if events[0] is None:"): "doesn't even have a [0]",
        swap(ANSWER, RAISED, "raise NoEventFoundError(event.id)"): "name 'event' is not defined",
        swap(ANSWER, RAISED, "raise NoEventsFoundError(stream)"): "is the class spelled as in",
        swap(ANSWER, ASKED, "if events is None:"): "isn't true for an empty list, []",
        swap(ANSWER, RAISED, "return NoEventFoundError(stream)"): "the error was returned",
        swap(ANSWER, RAISED, "raise NoEventFoundError"): "the error needs the id",
        swap(ANSWER, RAISED, 'raise NoEventFoundError("stream")'): "without quotes",
        swap(ANSWER, RAISED, "raise KeyError(stream)"): "Seen:         KeyError",
        swap(ANSWER, RAISED, "raise NoEventFoundError(self.id)"): "is in the variable stream",
        swap(ANSWER, RAISED, 'raise NoEventFoundError(f"no {stream}")'): "just the id",
        swap(
            ANSWER, RAISED, "raise NoEventFoundError(self.table)"
        ): "Expected:     the id asked for",
        swap(ANSWER, ASKED, "if len(events) < 2:"): "for versions [0]",
        swap(ANSWER, ASKED, "if not any(event.version == 0 for event in events):"): (
            "for versions [3]"
        ),
        swap(ANSWER, "        return events\n", ""): "should still return the events",
        TWICE: "pages that were read twice: 1",
        PAGE: "[0, 1], for versions [0, 1, 2]",
        EMPTY_PAGE: "NoEventFoundError, for versions [0, 1, 2, 3]",
        LOOK_FIRST: "Seen:         GetItem",
        KNOWN: "isn't refused any more",
        swap(ANSWER, "            ConsistentRead=True,\n", ""): "may answer from an old copy",
        SWALLOWED: "with a table that doesn't exist: NoEventFoundError",
    },
)
