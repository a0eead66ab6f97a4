"""Lesson 11: a board over the learner's streams follows them, wherever it crashes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from classroom.exercises.exercise import EndlessError, NotYetError, expect
from classroom.exercises.own_domain.histories import (
    any_of,
    any_order,
    for_any,
    numbered,
    stories,
    told,
)
from classroom.exercises.own_domain.memory import MemoryStore

_MOST = 1000  # requests of one board


class CrashError(BaseException):
    """The program has ended. No `except Exception` stops that."""


class MemoryBoard:
    """A board in memory: numbers in its rows, and a checkpoint for each stream.

    `crashes_after` is how many requests are left until the program crashes, if it does.
    """

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.crashes_after: int | None = None
        self.is_in_two = False  # whether anything was changed without both at once
        self._positions: dict[str, int] = {}
        self._left = iter(range(_MOST))

    def position(self, stream: str) -> int:
        """Return the version of the last event of the stream that was handled, or -1."""
        self._request()
        return self._positions.get(stream, -1)

    def save(self, stream: str, version: int, changes: Mapping[str, int]) -> None:
        """Add the changes to the rows, and move the checkpoint: both, or neither."""
        self._request()
        self._add(changes)
        self._positions[stream] = version

    def add(self, changes: Mapping[str, int]) -> None:
        """Add the changes to the rows."""
        self._request()
        self.is_in_two = True
        self._add(changes)

    def move(self, stream: str, version: int) -> None:
        """Move the checkpoint."""
        self._request()
        self.is_in_two = True
        self._positions[stream] = version

    def _add(self, changes: Mapping[str, int]) -> None:
        for row, change in changes.items():
            self.rows[row] += change

    def _request(self) -> None:
        if next(self._left, None) is None:
            raise EndlessError(f"{_MOST} requests: does the loop ever end?")
        if self.crashes_after == 0:
            raise CrashError
        if self.crashes_after:
            self.crashes_after -= 1


def changes_are_numbers_by_row(given: Any) -> None:
    """`changes(event)` is a dictionary: from a row of the board to what is added to it."""
    for event in (event for _, story in stories(given) for event in story):
        seen = given.changes(event)
        slip = "an event that changes nothing has an empty dictionary, {}"
        expect(f"{told([event])}: {type(seen).__name__}", f"{told([event])}: dict", slip)
        for row, change in seen.items():
            slip = "a row has a name: text, in quotation marks"
            expect(f"the row {row!r}: {type(row).__name__}", f"the row {row!r}: str", slip)
            slip = "what is added is a whole number, which may be less than 0"
            expect(f"{row}: {type(change).__name__}", f"{row}: int", slip)
        slip = "the same event is to change the same: is something kept between two calls?"
        expect(given.changes(event), seen, slip)


def the_board_is_about_several_streams(given: Any) -> None:
    """At least one row gets something from both of your stories."""
    one, another = (_rows(given, story) for _, story in stories(given))
    if not one or not another:
        slip = "which events does the board care about?"
        raise NotYetError("a story that changes no row", "rows from both stories", slip)
    slip = "a row for each stream says nothing that the stream doesn't say: what do several share?"
    shared = sorted(one & another)
    expect("a shared row" if shared else "no shared row", "a shared row", slip)


def it_catches_up(given: Any) -> None:
    """After `catch_up`, everything that's in the store is on the board, once."""
    store, board = _begun(given), MemoryBoard()
    for stream in ("one", "another"):
        given.catch_up(store, board, stream)
    _expect_right(given, board, "is every event handled once?", "after catch_up")
    for stream, events in _both(given):
        slip = "the checkpoint is the version of the last event that was handled"
        expect(f"checkpoint {board.position(stream)}", f"checkpoint {events[-1].version}", slip)


def it_catches_up_once_however_often_it_is_told(given: Any) -> None:
    """If a stream is named again, nothing is counted again."""
    store, board = _begun(given), MemoryBoard()
    for stream in ("one", "another", "one", "one", "another"):
        given.catch_up(store, board, stream)
    slip = "begin behind the checkpoint: board.position(stream) says where it is"
    _expect_right(given, board, slip, "after catch_up, twice")


def a_crash_anywhere_does_no_harm_to_the_board(given: Any) -> None:
    """Whatever happens, and wherever it crashes, the board is right once it has caught up."""
    crashes = st.lists(any_of([*range(8)]), max_size=4)

    @for_any(any_order(given, "one"), crashes)
    def holds(events: list[Any], crashes: list[int]) -> None:
        store, board = MemoryStore(), MemoryBoard()
        for event in events:
            store.append(event)
        for requests in crashes if events else ():
            board.crashes_after = requests
            with suppress(CrashError):
                given.catch_up(store, board, "one")
            board.crashes_after = None
        if events:
            given.catch_up(store, board, "one")
        slip = "between two requests, the program may crash: is there one that does both?"
        slip = slip if crashes and board.is_in_two else "is every event handled once?"
        when = f"after crashes at {crashes} and {told(events)}"
        _expect_rows(board, _sum_of(given, events), slip, when)


def the_checkpoint_is_behind_the_last_event(given: Any) -> None:
    """The checkpoint is at the last event, also if that event changes nothing on the board."""

    @for_any(any_order(given, "one"))
    def holds(events: list[Any]) -> None:
        store, board = MemoryStore(), MemoryBoard()
        for event in events:
            store.append(event)
        if events:
            given.catch_up(store, board, "one")
            when, seen = f"after {told(events)}", board.position("one")
            slip = "an event that changes nothing is handled, too: move the checkpoint"
            slip = "" if given.changes(events[-1]) else slip
            expect(f"checkpoint {seen} {when}", f"checkpoint {events[-1].version} {when}", slip)


def _both(given: Any) -> list[tuple[str, list[Any]]]:
    """Return the two stories, as the events of the streams `one` and `another`."""
    names = ("one", "another")
    return [
        (name, numbered(story, name))
        for name, (_, story) in zip(names, stories(given), strict=True)
    ]


def _begun(given: Any) -> MemoryStore:
    store = MemoryStore()
    for _, events in _both(given):
        store.append(*events)
    return store


def _rows(given: Any, events: Sequence[Any]) -> set[str]:
    return {row for event in events for row, change in given.changes(event).items() if change}


def _sum_of(given: Any, events: Sequence[Any]) -> Counter[str]:
    total: Counter[str] = Counter()
    for event in events:
        for row, change in given.changes(event).items():
            total[row] += change
    return total


def _expect_right(given: Any, board: MemoryBoard, slip: str, when: str) -> None:
    events = [event for _, story in _both(given) for event in story]
    _expect_rows(board, _sum_of(given, events), slip, when)


def _expect_rows(board: MemoryBoard, wanted: Counter[str], slip: str, when: str) -> None:
    seen, expected = ({r: n for r, n in each.items() if n} for each in (board.rows, wanted))
    expect(f"{seen} {when}", f"{expected} {when}", slip)
