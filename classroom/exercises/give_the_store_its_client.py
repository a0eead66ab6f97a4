"""Lesson 01, beat 1: a store keeps what it is given."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table
"""


class _Client:
    """Stands for a client; a constructor has no reason to use it."""


def a_store_keeps_its_client(given: Any) -> None:
    """`store.client` is the client that the store was given."""
    client = _Client()
    try:
        store = given.EventStore(client, "my-table")
    except AttributeError as error:
        slip = (
            "self.client doesn't exist yet: write self.client = and then the client that was given"
        )
        raise NotYetError(error, "the client that it was given", slip) from error
    kept = getattr(store, "client", None)
    seen, slip = repr(kept), "in quotation marks it's only a word; without them it's the client"
    if kept is None:
        seen, slip = "nothing", "a plain name is gone when __init__ ends; self.client stays"
        if hasattr(store, "_client"):
            slip = "the test asks for `client`, without an underscore"
    elif kept == "my-table":
        slip = "client and table are swapped"
    elif not isinstance(kept, str):
        seen, slip = "another client", "the store should keep the client it's given, not make one"
    if kept is not client:
        raise NotYetError(seen, "the client that it was given", slip)


def a_store_keeps_the_name_of_its_table(given: Any) -> None:
    """`store.table` is the name that the store was given."""
    store = given.EventStore(_Client(), "my-table")
    slip = "keep the name that the store is given; it's a different one on AWS"
    expect(getattr(store, "table", "nothing"), "my-table", slip)


EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="1a",
    title="the store keeps what it was given",
    statement="""\
### The least code: your turn

A class with two attributes will do. Replace each `...`, and run the cell.

`check(...)` runs tests of its own on your answer, and explains mistakes instead of raising errors. Your cell runs on a copy of the notebook's variables, so nothing below depends on it. Try as often as you like.""",
    start=swap(ANSWER, "= client", "= ...", "= table", "= ..."),
    asks=("EventStore",),
    uses={},
    tests=(a_store_keeps_its_client, a_store_keeps_the_name_of_its_table),
    why="The same store works in this notebook, in a nightly test and on AWS. Only what it's given differs.",
    hints=(
        "What does the store get when it's made, and where does it keep it?",
        "__init__ gets a client and a table. Keep each of them under its own name.",
        "self.name = name would keep a name. Do the same with the client and the table.",
    ),
    answer=ANSWER,
    other="""\
class EventStore:
    def __init__(self, its_client, its_table):
        self.client, self.table = its_client, its_table
""",
    wrong={
        swap(ANSWER, "self.client = client", "self.client = connect()"): "not make one",
        swap(ANSWER, "= client", "== client", "= table", "== table"): "doesn't exist yet",
        swap(ANSWER, "= client", "= self.client"): "the client that was given",
        swap(ANSWER, "self.client", "self._client"): "without an underscore",
        swap(ANSWER, "= client", '= "client"'): "only a word",
        swap(ANSWER, "self.client = client", "client = client"): "gone when __init__ ends",
        swap(ANSWER, "= client", "= t", "= table", "= client", "= t", "= table"): "are swapped",
        swap(ANSWER, "= table", '= "event-store"'): "keep the name that the store is given",
    },
)
