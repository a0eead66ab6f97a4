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
        if error.name not in ("client", "table"):
            slip = "the store is given both, and makes neither"
            raise NotYetError(error, "the client and the table that it was given", slip) from error
        name = error.name
        slip = (
            f"self.{name} doesn't exist yet: write self.{name} = and then the {name} that was given"
        )
        raise NotYetError(error, f"the {name} that it was given", slip) from error
    except TypeError as error:
        told, slip = str(error), ""
        if "takes no arguments" in told:
            slip = "the method's name is __init__, with two underscores on each side"
        elif "positional argument" in told:
            slip = "__init__ begins as it did at first: def __init__(self, client, table):"
        elif "should return None" in told:
            slip = "__init__ returns nothing; it keeps both, as self.client and self.table"
        elif "not callable" in told:
            slip = "the client is there already; write client without ( )"
        if not slip:
            raise
        raise NotYetError(told, "a store", slip) from error
    kept = getattr(store, "client", None)
    seen, slip = repr(kept), "in quotation marks it's only a word; without them it's the client"
    if kept is None:
        seen, slip = "nothing", "keep it as self.client; anything else is gone when __init__ ends"
        if hasattr(store, "_client"):
            slip = "the test asks for `client`, without an underscore"
    elif kept == "my-table":
        slip = "client and table are swapped"
    elif isinstance(kept, tuple):
        seen, slip = "a tuple", "the comma at the end of the line makes a tuple; leave it out"
    elif not isinstance(kept, str):
        seen, slip = "another client", "the store should keep the client it's given, not make one"
    if kept is not client:
        raise NotYetError(seen, "the client that it was given", slip)


def a_store_keeps_the_name_of_its_table(given: Any) -> None:
    """`store.table` is the name that the store was given."""
    store = given.EventStore(_Client(), "my-table")
    seen = getattr(store, "table", None)
    slip = "keep the name that the store is given; it's a different one on AWS"
    if seen is None:
        seen, slip = "nothing", "the store has no self.table; look how the name is written"
    elif isinstance(seen, tuple):
        slip = "the comma at the end of the line makes a tuple; leave it out"
    elif isinstance(seen, _Client):
        seen, slip = "the client", "this keeps the client twice; the second one is the table"
    expect(seen, "my-table", slip)


EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="1a",
    title="the store keeps what it was given",
    statement="""\
### The least code: your turn

A class with two attributes will do. Replace each `___`, and run the cell.

`check(...)` runs tests of its own on your answer, and explains mistakes instead of raising errors. Your cell runs on a copy of the notebook's variables, so nothing below depends on it. Try as often as you like.""",
    start=swap(ANSWER, "= client", "= ___", "= table", "= ___"),
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
    others=(
        """\
class EventStore:
    def __init__(self, its_client, its_table):
        self.client, self.table = its_client, its_table
""",
    ),
    wrong={
        swap(ANSWER, "self.client = client", "self.client = connect()"): "not make one",
        swap(
            ANSWER, "= client", "== client", "= table", "== table"
        ): "self.client doesn't exist yet",
        swap(ANSWER, "= table", "== table"): "self.table doesn't exist yet",
        swap(ANSWER, "= client", "= client,"): "makes a tuple",
        swap(ANSWER, "= table", '= lesson_table(client, "01")'): "and makes neither",
        swap(ANSWER, "= client", "= client()"): "write client without ( )",
        swap(ANSWER, "__init__", "_init_"): "two underscores on each side",
        swap(ANSWER, "self, client", "client"): "begins as it did at first",
        swap(ANSWER, "self.client = client", "return client"): "__init__ returns nothing",
        swap(ANSWER, "self.table", "self.tabel"): "look how the name is written",
        swap(ANSWER, "= table", "= client"): "keeps the client twice",
        swap(ANSWER, "= client", "= self.client"): "the client that was given",
        swap(ANSWER, "self.client", "self._client"): "without an underscore",
        swap(ANSWER, "= client", '= "client"'): "only a word",
        swap(ANSWER, "self.client = client", "client = client"): "gone when __init__ ends",
        swap(ANSWER, "= client", "= t", "= table", "= client", "= t", "= table"): "are swapped",
        swap(ANSWER, "= table", '= "event-store"'): "keep the name that the store is given",
    },
)
