"""What an exercise is, and what its tests are made of."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Its docstring says what should hold. It is given the cell's names, and `new_id` for new streams.
Test = Callable[[Any], None]
# For exercises in which learners write a test: it's tried on many stores, and may look often.
MANY_REQUESTS = 2000
TRIED = "check-"  # how the streams begin that the tests of answers make


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """All that there is of one exercise; the lesson's cells are made from it.

    `after` is the place of the last red, green or test cell above it, such as `4a`: an answer is
    judged with what the lesson has defined up to there. `asks` are the names that an answer binds.
    `uses` has the lesson's names that it takes, with blanks between, by the heading (##, without
    minutes) of the section that defines them. `wrong` has the code of each misconception and what
    it must be told; `others` are right answers in other styles. An exercise `at_home` is
    open-ended. If it is `of_the_domain`, its answer is kept in the learner's own domain, and
    `takes` are the names that it takes from there. Its tests may send `most_requests` with an
    answer. No right answer comes near that, so one that does never ends.
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
    most_requests: int = 300

    @property
    def needs(self) -> dict[str, str]:
        """Each name that it takes from the lesson, with the heading of its section."""
        return {name: heading for heading, names in self.uses.items() for name in names.split()}


class NotYetError(Exception):
    """What was seen, what was expected, and the slip that the test has proved; "" if none."""

    def __init__(self, seen: object, expected: object, slip: str):
        super().__init__(seen, expected, slip)
        self.seen, self.expected, self.slip = seen, expected, slip


class EndlessError(KeyboardInterrupt):
    """An answer never ends. It's a KeyboardInterrupt, which no `except` of the learner's stops."""


def expect(seen: object, expected: object, slip: str) -> None:
    """Raise NotYetError unless both are equal. Name a slip only if what was seen proves it."""
    if seen != expected:
        raise NotYetError(seen, expected, slip)


def fresh_stream() -> str:
    """Return a new stream's id, known by its beginning as one that a test of an answer has made.

    It has small letters and capitals, so an answer that changes either is noticed.
    """
    return f"{TRIED}{uuid.uuid4().hex.upper()}"


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


def in_disorder(answer: str, *extra: str) -> str:
    """Return a cell to put in order: the answer's lines and the extra ones, in the alphabet's order.

    Each line is a comment, so the cell is Python from the start, and counts as not attempted until
    a `#` is taken away.
    """
    lines = [line for line in (*answer.splitlines(), *extra) if line.strip()]
    return "".join(f"# {line}\n" for line in sorted(lines, key=str.strip))
