"""What DynamoDB Streams tells leads to every event, and a first fill loses nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from eventstore import (
    Changes,
    Event,
    EventAlreadyExistsError,
    EventStore,
    create_table,
    every_stream,
)

from .backends import Backend, streams_client
from .following import Board

BACKENDS = ["moto", "ministack"]


@pytest.fixture
def events(raw: Any) -> Iterator[EventStore[Event]]:
    """A store whose table has a stream. Each test has one of its own."""
    name = f"{Board.new_name()}-events"
    create_table(raw, name, stream=True)
    yield EventStore(raw, name)
    raw.delete_table(TableName=name)


@pytest.fixture
def board(raw: Any) -> Iterator[Board]:
    board = Board(raw)
    yield board
    board.drop()


@pytest.fixture
def streams(backend: Backend, raw: Any) -> Any:
    return streams_client(None if backend.name == "moto" else raw.meta.endpoint_url)


def changes_of(store: EventStore[Event], streams: Any, *start: Any) -> Changes:
    table = store.client.describe_table(TableName=store.table)["Table"]
    return Changes(streams, table["LatestStreamArn"], *start)


def fight(store: EventStore[Event], id: str, *changes: int, first: int = 0) -> None:
    for version, change in enumerate(changes, start=first):
        store.append(Event(id, version, character_hit_points=change))


def test_changes_name_the_streams_with_new_events(events: Any, streams: Any) -> None:
    changes = changes_of(events, streams)
    fight(events, "a", +8, -2)
    fight(events, "b", +5)

    assert changes.poll() == (["a", "b"], False)
    assert changes.poll() == ([], False)
    fight(events, "a", -3, first=2)
    assert changes.poll() == (["a"], False)


def test_a_board_that_follows_the_changes_has_all_points(
    events: Any, board: Board, streams: Any
) -> None:
    changes, subscription = changes_of(events, streams), board.subscription(events)
    for n, change in enumerate((+8, -2, -3)):
        fight(events, "a", change, first=n)
        fight(events, f"other-{n}", change)
        subscription.catch_up(changes.poll().ids)

    assert board.points("a") == (3, 3)
    assert [board.points(f"other-{n}") for n in range(3)] == [(8, 1), (-2, 1), (-3, 1)]


def test_a_board_does_not_trigger_itself(events: Any, board: Board, streams: Any) -> None:
    changes, subscription = changes_of(events, streams), board.subscription(events)
    fight(events, "a", +8)
    events.snapshot("a", board.total)
    events.execute("a", board.total, lambda *_: [], command_id="c")
    subscription.catch_up(changes.poll().ids)

    assert changes.poll().ids == []


def test_an_append_that_was_refused_is_no_change(events: Any, streams: Any) -> None:
    fight(events, "a", +8)
    changes = changes_of(events, streams, "LATEST")
    with pytest.raises(EventAlreadyExistsError):
        events.append(Event("b", 0), Event("a", 0))

    assert changes.poll().ids == []
    fight(events, "c", +1)
    assert changes.poll().ids == ["c"]


def test_the_newest_changes_leave_the_older_ones_out(events: Any, streams: Any) -> None:
    fight(events, "a", +8)
    changes = changes_of(events, streams, "LATEST")
    fight(events, "b", +8)

    assert changes.poll().ids == ["b"]


def test_a_first_fill_loses_nothing_that_is_written_meanwhile(
    events: Any, board: Board, streams: Any
) -> None:
    """Before the changes are watched, before the scan, during it, and after it."""
    fight(events, "before", +1)
    changes, subscription = changes_of(events, streams, "LATEST"), board.subscription(events)
    fight(events, "before the scan", +2)
    ids = every_stream(events)
    first = next(ids)
    fight(events, "during", +3)
    fight(events, "before", +4, first=1)
    subscription.catch_up([first, *ids])
    fight(events, "after", +5)
    subscription.catch_up(changes.poll().ids)

    assert {id: board.points(id) for id in ("before", "before the scan", "during", "after")} == {
        "before": (5, 2),
        "before the scan": (2, 1),
        "during": (3, 1),
        "after": (5, 1),
    }


def test_programs_that_begin_again_repeat_changes_and_lose_none(
    events: Any, board: Board, streams: Any
) -> None:
    fight(events, "a", +8, -2)
    for _ in range(2):
        board.subscription(events).catch_up(changes_of(events, streams).poll().ids)

    assert board.points("a") == (6, 2)
