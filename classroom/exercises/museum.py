"""What the rooms of the museum share: a learner's test is tried on code, right and broken."""

from inspect import signature
from typing import Any

from classroom.exercises.exercise import expect, outcome


def changed(store: Any, **methods: Any) -> Any:
    """Return a store that is the same but for these methods."""
    return type("EventStore", (store,), methods)


def said_of(given: Any, test: str, code: Any, name: str = "EventStore") -> str:
    """What the learner's test says of the code of this name: green, or red and by which error."""
    function = vars(given)[test]
    ours = function.__globals__[name]
    function.__globals__[name] = code
    try:
        error = outcome(function, given.new_id())
        return "green" if error == "no error" else f"red, by {error}"
    finally:
        function.__globals__[name] = ours


def it_takes_the_fixture(given: Any, test: str) -> None:
    """Require that the test takes `stream`, the fixture, as its only argument."""
    seen = ", ".join(signature(vars(given)[test]).parameters)
    expect(seen or "no argument", "stream", "")


def makes_it_red(
    given: Any, test: str, code: Any, slip: str = "", name: str = "EventStore"
) -> None:
    """Require that the test fails for this code."""
    expect(said_of(given, test, code, name).partition(",")[0], "red", slip)


def makes_it_green(given: Any, test: str, code: Any, name: str = "EventStore") -> None:
    """Require that the test passes for this code."""
    expect(said_of(given, test, code, name), "green", "")
