"""Writers who take turns: a race that runs the same way each time, without threads."""

from collections.abc import Generator
from typing import Any

from classroom.errors import LessonError
from classroom.pictures import Table

Writer = Generator[object, None, object]


class Turns(Table):
    """What each writer did, one row a step; `errors` holds what a writer failed with, by name."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(["step", *names], [])
        self.errors: dict[str, Exception] = {}

    def _repr_html_(self) -> str:
        # Dark on light, so that it reads in JupyterLab's dark theme, too.
        return super()._repr_html_().replace('">✘', ';color:#111111;background:#e8a0a4">✘')


def take_turns(order: str, /, **writers: Writer) -> Turns:
    """Let writers go on in this order, such as "ann bob bob ann"; return what each step did.

    A writer is a generator that yields a short text after each step. An exception ends it and is
    kept, unless it is one of Python's own (a NameError is a mistake in the cell and is raised).
    LessonError where the order names somebody who is not there, or who has ended.
    """
    for name in order.split():
        if name not in writers:
            raise LessonError(f"The order names {name!r}, but we have {', '.join(writers)}.")
    for name, writer in writers.items():
        if not isinstance(writer, Generator):
            raise LessonError(f"{name} is no generator: write `yield` in it, and call it.")
    turns, ended = Turns(list(writers)), set()
    for step, name in enumerate(order.split(), 1):
        if name in ended:
            raise LessonError(f"Step {step} is {name}'s, who has ended before.")
        try:
            told = str(next(writers[name]))
        except StopIteration as end:
            ended.add(name)
            told = "is done" if end.value is None else str(end.value)
        except Exception as error:
            if type(error).__module__.partition(".")[0] in ("builtins", "classroom"):
                raise
            ended.add(name)
            turns.errors[name] = error
            told = f"✘ {_in_short(error)}"
        turns.rows.append([str(step), *(told if each == name else "" for each in writers)])
    return turns


def _in_short(error: Any) -> str:
    """Return the type and the message; of DynamoDB's own errors the code, the same everywhere."""
    from botocore.exceptions import ClientError

    if isinstance(error, ClientError):
        return f"ClientError: {error.response['Error']['Code']}"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
