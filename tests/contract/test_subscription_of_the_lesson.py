"""The subscription that lesson 11 ends with: wherever it crashes, each effect happens once.

A small model says what must be on the board: of each stream, the events up to some version, without
a hole, and never more than are stored. Only a stream that has a bad event waits.
"""

import ast
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom.lessons import lessons
from eventstore import Event, EventStore

from .backends import Backend
from .crashing import CrashError, Crashes
from .following import Board
from .strategies import QUIET, scaled
from .turnstile import Stop, take_turns

BACKENDS = ["moto", "ministack"]
STREAMS = ("a", "b")
PARTS = [
    "read_checkpoint",
    "checkpoint_at",
    "only_from",
    "Parked",
    "parked_streams",
    "Subscription",
]
pytestmark = pytest.mark.skipif(not [*lessons()], reason="there are no lessons in this copy")


@pytest.fixture(scope="module")
def subscribed() -> Callable[..., Any]:
    """Return the lesson's last `Subscription`, made from its cells."""
    from ..notebooks.lessons import definitions, lesson, read

    last = dict(definitions(read(lesson(11))))
    names: dict[str, Any] = {"__name__": __name__, "dataclass": dataclass}
    code = ast.Module([last[name] for name in PARTS], [])
    exec(compile(code, "lesson 11", "exec"), names)
    made: Callable[..., Any] = names["Subscription"]
    return made


@pytest.fixture(scope="module")
def clients(backend: Backend) -> list[Any]:
    return [backend.connect() for _ in range(3)]


@pytest.fixture
def board(raw: Any) -> Iterator[Board]:
    board = Board(raw)
    yield board
    board.drop()


@dataclass
class Model:
    """What must be true: how many events a stream has, which of them is bad, what has been done."""

    bad: dict[str, int]
    stored: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STREAMS, 0))
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STREAMS, 0))
    parked: set[str] = field(default_factory=set)
    is_repaired: bool = False

    def can_do(self, stream: str) -> int:
        """Return how many events can be handled, from the first one on."""
        stored = self.stored[stream]
        return stored if self.is_repaired else min(stored, self.bad.get(stream, stored))

    def is_held_up(self, stream: str) -> bool:
        """Return whether the next event after all that can be handled is a bad one."""
        return self.can_do(stream) < self.stored[stream]

    def catch_up(self, streams: list[str]) -> None:
        for stream in streams:
            if stream not in self.parked:
                self.handle(stream)

    def handle(self, stream: str) -> None:
        self.parked.discard(stream)
        self.done[stream] = self.can_do(stream)
        if self.is_held_up(stream):
            self.parked.add(stream)


NAMED = st.lists(st.sampled_from(STREAMS), max_size=3)
CRASHES = st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=1)
STEPS = st.lists(
    st.tuples(st.just("append"), st.sampled_from(STREAMS), st.just([]))
    | st.tuples(st.just("catch up"), NAMED, CRASHES)
    | st.tuples(st.just("retry"), st.sampled_from(STREAMS), CRASHES)
    | st.tuples(st.just("repair"), st.just(""), st.just([])),
    max_size=14,
)
BAD = st.dictionaries(st.sampled_from(STREAMS), st.integers(0, 3))


class Program:
    """A program that begins anew for each step, and so remembers nothing."""

    def __init__(self, made: Callable[..., Any], client: Any, table: str, board: Board, run: str):
        self.made, self.board, self.run = made, board, run
        self.store = EventStore(client, table)
        self.bad: dict[str, int] = {}

    def handle(self, event: Event) -> Any:
        if self.bad.get(event.id.rpartition("-")[2]) == event.version:
            raise ValueError("a bad event")
        return self.board.versions(event)

    def start(self) -> Any:
        return self.made(self.store, self.run, self.handle, checkpoints=self.board.table)

    def id(self, stream: str) -> str:
        return f"{self.run}-{stream}"

    def done(self, stream: str) -> int:
        """Return how many events have had their effects, which must be those of the checkpoint."""
        versions = self.board.versions_of(self.id(stream))
        assert versions == [*range(len(versions))]
        assert self.start().position(self.id(stream)) == len(versions) - 1
        return len(versions)

    def parked(self) -> set[str]:
        """Return which streams wait, each for the event after its checkpoint."""
        parked = self.start().parked()
        for each in parked:
            assert each.version == self.start().position(each.id) + 1
            assert each.error == "ValueError: a bad event"
        return {each.id.rpartition("-")[2] for each in parked}


def crashes_somewhere(
    program: Program, model: Model, crash: tuple[int, bool], run: Callable[[Any], object]
) -> bool:
    """Run a program that may crash, and check the board. Say whether it has crashed."""
    before, has_crashed = dict(model.done), True
    client = program.store.client
    with suppress(CrashError), Crashes(client, lambda: None, [crash]):
        run(program.start())
        has_crashed = False
    for stream in STREAMS:
        assert before[stream] <= program.done(stream) <= model.can_do(stream)
    assert all(map(model.is_held_up, program.parked())) or model.is_repaired
    return has_crashed


@pytest.mark.parametrize("is_lost", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("stored", "bad"),
    [((2, 1), {}), ((2, 1), {"a": 1}), ((1, 2), {"a": 0, "b": 1})],
)
def test_a_crash_at_any_request_does_no_harm(
    stored: tuple[int, int],
    bad: dict[str, int],
    is_lost: bool,
    subscribed: Callable[..., Any],
    clients: list[Any],
    table: str,
    board: Board,
) -> None:
    """The request may be carried out, and only its reply is lost; or it's never sent."""
    request, has_crashed = 0, True
    while has_crashed:
        request += 1
        program = Program(subscribed, clients[0], table, board, uuid.uuid4().hex)
        program.bad, model = dict(bad), Model(bad, dict(zip(STREAMS, stored, strict=True)))
        ids = [program.id(stream) for stream in STREAMS]
        for stream, number in model.stored.items():
            for version in range(number):
                program.store.append(Event(program.id(stream), version))

        crash = request, is_lost
        has_crashed = crashes_somewhere(
            program, model, crash, lambda each, ids=ids: each.catch_up(ids)
        )
        program.start().catch_up(ids)
        model.catch_up([*STREAMS])
        assert {stream: program.done(stream) for stream in STREAMS} == model.done
        assert program.parked() == model.parked == {*bad}
        assert [program.start().retry(program.id(stream)) for stream in bad] == [False] * len(bad)

        program.bad.clear()
        model.is_repaired = True
        for stream in bad:
            id = program.id(stream)
            if crashes_somewhere(program, model, crash, lambda each, id=id: each.retry(id)):
                has_crashed = True
                assert program.start().retry(id)
        assert {stream: program.done(stream) for stream in STREAMS} == model.stored
        assert program.parked() == set()
    assert request > 2 * len(STREAMS)  # it has crashed more than once in each stream


@settings(QUIET, max_examples=scaled(30))
@given(bad=BAD, steps=STEPS)
def test_wherever_a_program_crashes_the_board_is_as_the_model_says(
    bad: dict[str, int],
    steps: Any,
    subscribed: Callable[..., Any],
    clients: list[Any],
    table: str,
    board: Board,
) -> None:
    program = Program(subscribed, clients[0], table, board, uuid.uuid4().hex)
    program.bad, model = dict(bad), Model(bad)

    for step, what, crashes in steps:
        before = dict(model.done)
        if step == "append":
            program.store.append(Event(program.id(what), model.stored[what]))
            model.stored[what] += 1
            continue
        if step == "repair":
            program.bad.clear()
            model.is_repaired = True
            continue
        has_crashed = True
        with suppress(CrashError), Crashes(clients[0], lambda: None, crashes):
            if step == "retry":
                returned = program.start().retry(program.id(what))
            else:
                returned = program.start().catch_up([program.id(stream) for stream in what])
            has_crashed = False
        model.handle(what) if step == "retry" else model.catch_up(what)

        if has_crashed:  # some of it has happened, and nothing else
            for stream in STREAMS:
                done = program.done(stream)
                assert before[stream] <= done <= model.done[stream]
                model.done[stream] = done
            model.parked = program.parked()
            assert all(model.is_held_up(each) or model.is_repaired for each in model.parked)
        else:
            assert {stream: program.done(stream) for stream in STREAMS} == model.done
            assert program.parked() == model.parked
            assert returned is (what not in model.parked if step == "retry" else None)

    program.bad.clear()
    for stream in program.parked():
        assert program.start().retry(program.id(stream))
    program.start().catch_up(program.id(stream) for stream in STREAMS)

    assert {stream: program.done(stream) for stream in STREAMS} == model.stored
    assert program.parked() == set()


WORKER = st.tuples(st.lists(NAMED, max_size=3), CRASHES)


@settings(QUIET, max_examples=scaled(30))
@given(
    order=st.lists(st.integers(0, 2), max_size=60),
    written=st.lists(st.sampled_from(STREAMS), max_size=6),
    workers=st.tuples(WORKER, WORKER),
)
def test_two_programs_and_a_writer_in_any_order_do_each_effect_once(
    order: list[int],
    written: list[str],
    workers: Any,
    subscribed: Callable[..., Any],
    clients: list[Any],
    table: str,
    board: Board,
) -> None:
    run = uuid.uuid4().hex
    programs = [Program(subscribed, client, table, board, run) for client in clients]
    stored = dict.fromkeys(STREAMS, 0)

    def write(stop: Stop) -> None:
        for stream in written:
            stop()
            programs[2].store.append(Event(programs[2].id(stream), stored[stream]))
            stored[stream] += 1

    def work(number: int) -> Any:
        named, crashes = workers[number]

        def catch_up(stop: Stop) -> None:
            with Crashes(clients[number], stop, crashes):
                for streams in named:
                    # The other one may be faster, and then the lesson's program gives up.
                    with suppress(CrashError, ClientError):
                        programs[number].start().catch_up(f"{run}-{each}" for each in streams)

        return catch_up

    take_turns(order, [work(0), work(1), write])

    programs[2].start().catch_up(f"{run}-{stream}" for stream in STREAMS)
    assert {stream: programs[2].done(stream) for stream in STREAMS} == stored
    assert programs[2].parked() == set()
