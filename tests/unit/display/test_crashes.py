"""Each way to crash was really tried, and what the picture shows is what a crash leaves."""

import itertools
from typing import Any

import pytest

import eventstore
from classroom import connect, crash_after, lesson_table
from classroom.errors import LessonError

from .stepped import (
    ORDERS,
    Board,
    Follower,
    Seen,
    Struck,
    Together,
    crashes_of,
    every_state,
    modules_own,
)

NEXT, CRASH, START = "Next request", "✂\ufe0e Crash", "Start it again"
numbers = itertools.count()


@pytest.fixture(scope="module")
def client() -> Any:
    return connect()


@pytest.fixture(scope="module")
def tables(client: Any) -> tuple[str, str]:
    return lesson_table(client, "crashes"), lesson_table(client, "crashes-boards")


@pytest.fixture(scope="module")
def states(client: Any, tables: tuple[str, str]) -> list[Seen]:
    return every_state(crashes_of(client, tables))


def way_of(each: Seen) -> tuple[str, list[int], int]:
    """Return the kind, after how many requests each run has crashed, and those of the last run."""
    kind, crashes, requests = next(iter(ORDERS)), list[int](), 0
    for label in each.pressed:
        if label in ORDERS and label != kind:
            kind, crashes, requests = label, [], 0
        elif label == NEXT:
            requests += 1
        elif label == CRASH:
            crashes.append(requests)
            requests = 0
    return kind, crashes, requests


def test_what_is_shown_is_what_a_crash_leaves(
    client: Any, tables: tuple[str, str], states: list[Seen]
) -> None:
    store = eventstore.EventStore(client, tables[0], Struck)
    running = [each for each in states if CRASH in each.leads_on]
    assert len(running) > 30
    for each in running:
        kind, crashes, requests = way_of(each)
        stream = f"crash-{next(numbers)}"
        board = Board(client, tables[1], stream)
        store.append(Struck(stream, 0, "goblin", 2), Struck(stream, 1, "bugbear", 3))
        for count in [*crashes, requests]:
            with crash_after(client, count):
                ORDERS[kind](board, store).catch_up([stream])
        position = Follower(board, store).position(stream)
        for monster in ("goblin", "bugbear"):
            assert f"{monster} {board.read().get(monster, 0)}" in each.text
        told = "none yet" if position < 0 else f"event {position}"
        assert f"checkpoint: {told}" in each.text


def test_each_order_has_its_own_fault_and_together_there_is_none(states: list[Seen]) -> None:
    wrong: dict[str, set[str]] = {kind: set() for kind in ORDERS}
    for each in states:
        if each.found:
            wrong[way_of(each)[0]].add(each.words.partition("wrong: ")[2])

    assert "goblin 4 instead of 2. ✔ You found it." in wrong["the effect"]
    assert "bugbear 6 instead of 3. ✔ You found it." in wrong["the effect"]
    assert wrong["the checkpoint"] == {
        "goblin 0 instead of 2. ✔ You found it.",
        "bugbear 0 instead of 3. ✔ You found it.",
        "goblin 0 instead of 2, bugbear 0 instead of 3. ✔ You found it.",
    }
    assert wrong["both at once"] == set()


def test_a_program_can_crash_twice_and_then_runs_to_its_end(states: list[Seen]) -> None:
    counts = {each.pressed.count(CRASH) for each in states}
    assert counts == {0, 1, 2}
    for each in states:
        if each.pressed.count(CRASH) == 2 and each.pressed[-1] == START:
            assert CRASH not in each.leads_on


def test_the_modules_own_subscription_cannot_be_broken(
    client: Any, tables: tuple[str, str]
) -> None:
    stepper = crashes_of(client, tables, {"the module": modules_own})

    assert not any(each.found for each in every_state(stepper))
    assert "saves an effect and a checkpoint, as one" in repr(stepper)


def test_the_html_is_the_same_each_time(client: Any, tables: tuple[str, str]) -> None:
    kinds = {"both at once": Together}
    pages = [crashes_of(client, tables, kinds)._repr_html_() for _ in range(2)]

    assert pages[0] == pages[1]


def test_the_picture_in_print_is_a_crash_in_between(client: Any, tables: tuple[str, str]) -> None:
    assert repr(crashes_of(client, tables, {"the effect": Follower})).endswith(
        "At the start: The program starts.\n"
        "At the end: Request 6: the program saves a checkpoint. It's done. "
        "The board is wrong: goblin 4 instead of 2."
    )


def test_the_tables_are_left_as_they_were(client: Any, tables: tuple[str, str]) -> None:
    before = [client.scan(TableName=table)["Count"] for table in tables]

    crashes_of(client, tables, {"both at once": Together})

    assert [client.scan(TableName=table)["Count"] for table in tables] == before


def test_a_subscription_that_never_ends_is_refused(client: Any, tables: tuple[str, str]) -> None:
    class Endless(Follower):
        def catch_up(self, ids: list[str]) -> None:
            while True:
                self.position(ids[0])

    with pytest.raises(LessonError, match="sends 10 requests or more"):
        crashes_of(client, tables, {"endless": Endless})
