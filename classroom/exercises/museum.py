"""What the rooms of the museum share: a learner's test is tried on stores, right and broken ones."""

from inspect import signature
from typing import Any

from classroom.exercises.exercise import expect, outcome


def changed(store: Any, **methods: Any) -> Any:
    """Return a store that is the same but for these methods."""
    return type("EventStore", (store,), methods)


def said_of(given: Any, test: str, store: Any) -> str:
    """What the learner's test says of this store: green, or red and by which error."""
    function = vars(given)[test]
    ours = function.__globals__["EventStore"]
    function.__globals__["EventStore"] = store
    try:
        error = outcome(function, given.new_id())
        return "green" if error == "no error" else f"red, by {error}"
    finally:
        function.__globals__["EventStore"] = ours


def it_takes_the_fixture(given: Any, test: str) -> None:
    """Require that the test takes `stream`, the fixture, as its only argument."""
    seen = ", ".join(signature(vars(given)[test]).parameters)
    expect(seen or "no argument", "stream", "")


def makes_it_red(given: Any, test: str, store: Any, slip: str) -> None:
    """Require that the test fails for this store."""
    expect(said_of(given, test, store).partition(",")[0], "red", slip)


def makes_it_green(given: Any, test: str, store: Any) -> None:
    """Require that the test passes for this store."""
    expect(said_of(given, test, store), "green", "")
