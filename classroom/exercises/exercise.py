"""What an exercise is, and how an answer is judged: by tests that speak the learner's language."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

# Its docstring says what should hold. It is given the cell's names, and `new_id` for new streams.
Test = Callable[[Any], None]
TRIED = "check-"  # how the streams begin that the tests of answers make
_MOST_REQUESTS = 300  # of one answer; no test comes near


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """All that there is of one exercise; the lesson's cells are made from it.

    `after` is the place of the last red, green or test cell above it, such as `4a`: an answer is
    judged with what the lesson has defined up to there. `asks` are the names that an answer binds.
    `uses` has the lesson's names that it takes, with blanks between, by the heading (##, without
    minutes) of the section that defines them. `wrong` has the code of each misconception and what
    it must be told; `others` are right answers in other styles. An exercise `at_home` is
    open-ended. If it is `of_the_domain`, its answer is kept in the learner's own domain, and
    `takes` are the names that it takes from there.
    """

    lesson: str
    after: str = ""
    title: str
    statement: str
    start: str
    asks: tuple[str, ...]
    uses: dict[str, str]
    tests: tuple[Test, ...]
    why: str
    hints: tuple[str, str, str]
    answer: str
    others: tuple[str, ...]
    wrong: dict[str, str]
    remark: str = ""
    at_home: bool = False
    of_the_domain: bool = False
    takes: tuple[str, ...] = ()

    @property
    def needs(self) -> dict[str, str]:
        """Each name that it takes from the lesson, with the heading of its section."""
        return {name: heading for heading, names in self.uses.items() for name in names.split()}


class NotYetError(Exception):
    """What was seen, what was expected, and the likely slip."""

    def __init__(self, seen: object, expected: object, slip: str):
        super().__init__(seen, expected, slip)
        self.seen, self.expected, self.slip = seen, expected, slip


class EndlessError(KeyboardInterrupt):
    """An answer never ends. It's a KeyboardInterrupt, which no `except` of the learner's stops."""


def expect(seen: object, expected: object, slip: str) -> None:
    """Raise NotYetError with the likely slip unless both are equal."""
    if seen != expected:
        raise NotYetError(seen, expected, slip)


def fresh_stream() -> str:
    """Return a new stream's id, known by its beginning as one that a test of an answer has made."""
    return f"{TRIED}{uuid.uuid4().hex}"


def outcome(call: Callable[..., object], *args: object, **kwargs: object) -> str:
    """Call, and return the name of the error's type, or `no error`; also for a learner's test."""
    try:
        call(*args, **kwargs)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # pytest's own failures aren't an Exception
        return type(error).__name__
    return "no error"


def swap(code: str, *pairs: str) -> str:
    """Return the code with the old text of each old, new pair replaced; all must be there."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        if old not in code:
            raise ValueError(f"{old!r} is not in the code")
        code = code.replace(old, new)
    return code


def judge(exercise: Exercise, names: dict[str, Any]) -> tuple[str, BaseException] | None:
    """Return the first thing that doesn't hold for the names an answer has bound, with the error."""
    with _watched(names.get("client")):
        for test in exercise.tests:
            try:
                test(SimpleNamespace(**{**names, "new_id": fresh_stream}))
            except BaseException as error:  # pytest's own failures aren't an Exception
                if isinstance(error, KeyboardInterrupt) and not isinstance(error, EndlessError):
                    raise  # the learner has pressed stop
                return (test.__doc__ or test.__name__).partition("\n")[0], error
    return None


@contextmanager
def _watched(client: Any) -> Iterator[None]:
    """Stop an answer that asks for the same page forever."""
    sent = iter(range(_MOST_REQUESTS))

    def count(**_: Any) -> None:
        if next(sent, None) is None:
            raise EndlessError(f"more than {_MOST_REQUESTS} requests: does the loop ever end?")

    events = getattr(getattr(client, "meta", None), "events", None)
    if events is None:
        yield
        return
    events.register("before-call", count, unique_id="exercises")
    try:
        yield
    finally:
        events.unregister("before-call", unique_id="exercises")
