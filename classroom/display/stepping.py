"""Writers who take turns: a race that runs the same way every time, without threads."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from classroom.display.html import element
from classroom.display.table import Table
from classroom.errors import FriendlyError, LessonError

LOST = "background:rgba(209,36,47,0.16)"  # see-through: for a light theme and a dark one
DONE = "is done"  # what a writer says that returns without a word


class Turns(Table):
    """What each writer did, one row per step; `errors` are the errors that ended one, by name."""

    def __init__(self, writers: list[str]) -> None:
        super().__init__(["step", *writers], [])
        self.errors: dict[str, Exception] = {}

    def _cell(self, text: str) -> str:
        style = "white-space:pre-wrap;font-family:monospace;text-align:left"
        if text.startswith("✘"):
            style += f";{LOST}"
        return element("td", text, style=style)


@dataclass(frozen=True)
class Turn:
    """What a writer said in its step, whether it has ended, and the error that ended it."""

    said: str
    ended: bool = False
    error: Exception | None = None


def take_turn(writer: Generator[object, None, object]) -> Turn:
    """Run the writer to its next yield; see take_turns for what happens to an exception."""
    try:
        return Turn(str(next(writer)))
    except StopIteration as stop:
        return Turn(DONE if stop.value is None else str(stop.value), ended=True)
    except Exception as error:
        if isinstance(error, FriendlyError) or type(error).__module__ == "builtins":
            raise
        return Turn(f"✘ {_in_short(error)}", ended=True, error=error)


def take_turns(order: str, /, **writers: Generator[object, None, object]) -> Turns:
    """Run the writers in this order, such as "ann bob bob ann", each to its next yield.

    A writer yields a short text after each step. An exception ends the writer and is kept; Python's
    own exceptions (a NameError is a mistake in a cell) and the classroom's are raised. The order
    raises LessonError if it names a writer that doesn't exist or has ended.
    """
    for name in order.split():
        if name not in writers:
            raise LessonError(
                f"The order names {name!r}, but the writers are {', '.join(writers)}."
            )
    for name, writer in writers.items():
        if not isinstance(writer, Generator):
            raise LessonError(
                f"{name} must be a generator: write a `yield` into its function, and call it."
            )
    turns, ended, said = Turns(list(writers)), dict[str, int](), dict[str, str]()
    for step, name in enumerate(order.split(), 1):
        if name in ended:
            end = f"{name} finished in step {ended[name]}"
            if said[name] != DONE:
                end += f" with: {said[name]}"
            raise LessonError(f"{name} can't take step {step}: {end}")
        turn = take_turn(writers[name])
        if turn.ended:
            ended[name] = step
        if turn.error:
            turns.errors[name] = turn.error
        if turn.said != DONE or name not in said:
            said[name] = turn.said
        turns.rows.append([str(step), *(turn.said if each == name else "" for each in writers)])
    return turns


def _in_short(error: Any) -> str:
    """Return the type and message; for a ClientError the code, as messages differ by server."""
    from botocore.exceptions import ClientError

    if isinstance(error, ClientError):
        return f"ClientError: {error.response['Error']['Code']}"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
