"""Lesson 01, beat 1: a store keeps what it is given."""

from collections.abc import Sequence
from difflib import get_close_matches
from types import MethodType
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table
"""
ONE_FOR_ALL = """\
class EventStore:
    the_one = None

    def __new__(cls, client, table):
        if cls.the_one is None:
            cls.the_one = super().__new__(cls)
            cls.the_one.client, cls.the_one.table = client, table
        return cls.the_one
"""
TABLES = ("my-table", "your-table")
SHARED = "all stores share it like this; what belongs to one of them is kept in self"


class _Client:
    """Stands for a client; a constructor has no reason to use it."""


def a_store_keeps_its_client(given: Any) -> None:
    """`store.client` is the client that the store was given."""
    clients = _Client(), _Client()
    for store, client in zip(_two_stores(given, *clients), clients, strict=True):
        _expect_its_client(store, client, clients)


def _expect_its_client(store: Any, client: object, clients: Sequence[object]) -> None:
    kept = getattr(store, "client", None)
    if kept is None:
        raise NotYetError("nothing", "the client that it was given", _why_missing(store, "client"))
    seen, slip = "another client", "keep the one that the store is given, whatever else there is"
    if isinstance(kept, str):
        seen, slip = repr(kept), "in quotation marks it's only a word; without them it's the client"
        if kept in TABLES:
            slip = "client and table are swapped"
        elif kept == str(client):
            seen, slip = "a text about it", "str(...) makes a text of it: keep the client itself"
    elif isinstance(kept, tuple):
        seen, slip = "a tuple", "the comma at the end of the line makes a tuple; leave it out"
    elif isinstance(kept, MethodType):
        seen, slip = "a method", "keep the client itself, so that store.client is the client"
    elif any(kept is each for each in clients):
        seen, slip = "that of another store", SHARED
    elif isinstance(kept, _Client):
        seen, slip = "a copy of it", "keep the client itself"
    if kept is not client:
        raise NotYetError(seen, "the client that it was given", slip)


def a_store_keeps_the_name_of_its_table(given: Any) -> None:
    """`store.table` is the name that the store was given."""
    for store, table in zip(_two_stores(given, _Client(), _Client()), TABLES, strict=True):
        seen = getattr(store, "table", None)
        slip = "keep the name that the store is given; it's a different one on AWS"
        if seen is None:
            seen, slip = "nothing", _why_missing(store, "table")
        elif isinstance(seen, tuple):
            slip = "the comma at the end of the line makes a tuple; leave it out"
        elif isinstance(seen, _Client):
            seen, slip = "the client", "this keeps the client twice; the second one is the table"
        elif seen in TABLES:
            slip = SHARED
        expect(seen, table, slip)


def _two_stores(given: Any, *clients: object) -> list[Any]:
    """Make two stores; neither may change what the other one keeps."""
    if not isinstance(given.EventStore, type):
        raise NotYetError(f"a {type(given.EventStore).__name__}", "a class", "")
    try:
        return [given.EventStore(*both) for both in zip(clients, TABLES, strict=True)]
    except AttributeError as error:
        if error.name not in ("client", "table"):
            slip = "the store is given both, and makes neither"
            told = f"the store asks for client.{error.name}"
            raise NotYetError(told, "it keeps client and table", slip) from error
        name = error.name
        slip = (
            f"self.{name} doesn't exist yet: write self.{name} = and then the {name} that was given"
        )
        raise NotYetError(error, f"the {name} that it was given", slip) from error
    except TypeError as error:
        told, slip = str(error), ""
        if "takes no arguments" in told:
            slip = "it has no __init__, with two underscores on each side, which takes them"
        elif "positional argument" in told:
            slip = "__init__ begins as it did at first: def __init__(self, client, table):"
        elif "should return None" in told:
            slip = "__init__ returns nothing; it keeps both, as self.client and self.table"
        elif "'_Client' object is not callable" in told:
            slip = "the client is there already; write client without ( )"
        if not slip:
            raise
        raise NotYetError(told, "a store", slip) from error


def _why_missing(store: object, name: str) -> str:
    found = {each.strip("_").lower(): each for each in dir(store) if not each.startswith("__")}
    if hasattr(type(store), name):
        return ""
    if hasattr(store, name):
        return f"the store keeps None, and forgets the {name}"
    if near := get_close_matches(name, found, 1):
        return f"the test asks for {name}; here it's called {found[near[0]]}"
    return f"keep it as self.{name}; a name without self is gone when __init__ ends"


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
        "`__init__` gets a client and a table. Keep each of them under its own name.",
        "`self.name = name` would keep a name. Do the same with the client and the table.",
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
        swap(ANSWER, "self.client = client", "self.client = connect()"): "whatever else there is",
        swap(
            ANSWER, "= client", "== client", "= table", "== table"
        ): "self.client doesn't exist yet",
        swap(ANSWER, "= table", "== table"): "self.table doesn't exist yet",
        swap(ANSWER, "= client", "= client,"): "makes a tuple",
        swap(ANSWER, "= table", '= lesson_table(client, "01")'): "and makes neither",
        swap(ANSWER, "= client", "= client()"): "write client without ( )",
        swap(ANSWER, "__init__", "_init_"): "which takes them",
        swap(ANSWER, "self, client", "client"): "begins as it did at first",
        swap(ANSWER, "= client", "= None"): "the store keeps None, and forgets the client",
        swap(ANSWER, "= table", "= None"): "the store keeps None, and forgets the table",
        swap(ANSWER, "self.client = client", "return client"): "__init__ returns nothing",
        swap(ANSWER, "self.table", "self.tabel"): "here it's called tabel",
        swap(ANSWER, "= table", "= client"): "keeps the client twice",
        swap(ANSWER, "= client", "= self.client"): "the client that was given",
        swap(ANSWER, "self.client", "self._client"): "here it's called _client",
        swap(ANSWER, "= client", '= "client"'): "only a word",
        swap(ANSWER, "self.client = client", "client = client"): "gone when __init__ ends",
        swap(ANSWER, "= client", "= t", "= table", "= client", "= t", "= table"): "are swapped",
        swap(ANSWER, "= table", '= "event-store"'): "keep the name that the store is given",
        swap(ANSWER, "self.c", "EventStore.c"): "Seen:         that of another",
        swap(ANSWER, "self.t", "EventStore.t"): "Seen:         your-table",
        ONE_FOR_ALL: "all stores share it like this",
        "class EventStore:\n    client, table = client, table\n": "has no __init__, with two",
        "import copy\n\n" + swap(ANSWER, "= client", "= copy.copy(client)"): "a copy of it",
        "def EventStore(client, table):\n    return client, table\n": "Seen:         a function",
    },
)
