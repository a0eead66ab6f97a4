"""A subscription and a consumer written by hand fill the same board, whatever happened before."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from benchmarks import board, catching_up
from benchmarks.catching_up import Follower, check, tables_of
from benchmarks.consumer import Consumer
from benchmarks.followers import FOLLOWERS
from benchmarks.history import story
from benchmarks.servers import SETTINGS, connect, make_table
from benchmarks.sizes import SMALLEST
from eventstore import Event

EVENTS = [event for id in ("a", "b") for event in story(id, 0, 3)]


@pytest.fixture
def url(ministack: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    yield ministack
    connect.cache_clear()


def follower_of(kind: type[Follower], url: str) -> Follower:
    return kind(url, *tables_of(url, EVENTS)[kind.view])


@pytest.mark.parametrize("kind", FOLLOWERS)
def test_each_follower_fills_the_board(kind: type[Follower], url: str) -> None:
    table = make_table(url)

    follower_of(kind, url).catch_up(table)

    assert board.read(url, table) == board.expected(EVENTS) == {"a": (3, 3), "b": (3, 3)}


@pytest.mark.parametrize("kind", FOLLOWERS)
def test_what_is_on_the_board_is_not_added_again(kind: type[Follower], url: str) -> None:
    table, follower = make_table(url), follower_of(kind, url)
    follower.catch_up(table)

    follower.catch_up(table)

    assert board.read(url, table) == board.expected(EVENTS)


def test_the_consumer_goes_on_after_a_crash_in_the_middle_of_a_page(url: str) -> None:
    _, arn = tables_of(url, EVENTS)["NEW_IMAGE"]
    table, seen = make_table(url), []

    def effect(event: Event) -> dict[str, Any]:
        seen.append((event.id, event.version))
        if len(seen) == 4:
            raise KeyboardInterrupt
        return board.effect(table, event)

    def consumer() -> Consumer:
        streams = boto3.client("dynamodbstreams", endpoint_url=url)
        return Consumer(connect(url), streams, arn, table, effect)

    with pytest.raises(KeyboardInterrupt):
        consumer().catch_up()
    consumer().catch_up()

    assert board.read(url, table) == board.expected(EVENTS)
    assert seen == [(e.id, e.version) for e in (*EVENTS[:4], *EVENTS[3:])]


def test_two_consumers_do_not_add_an_event_twice(url: str) -> None:
    _, arn = tables_of(url, EVENTS)["NEW_IMAGE"]
    table = make_table(url)
    streams = boto3.client("dynamodbstreams", endpoint_url=url)
    faster = Consumer(connect(url), streams, arn, table, lambda event: board.effect(table, event))

    def effect(event: Event) -> dict[str, Any]:
        faster.catch_up()
        return board.effect(table, event)

    with pytest.raises(connect(url).exceptions.TransactionCanceledException):
        Consumer(connect(url), streams, arn, table, effect).catch_up()

    assert board.read(url, table) == board.expected(EVENTS)


def test_a_wrong_board_ends_the_benchmark(url: str) -> None:
    table = make_table(url)

    with pytest.raises(RuntimeError, match="eventstore has another board"):
        check(url, "eventstore", [table], EVENTS)


def test_the_report_counts_requests_and_says_which_have_no_price(url: str) -> None:
    answer = catching_up.catching_up(url, SMALLEST)

    rows = {row[0]: dict(zip(answer.header, row, strict=True)) for row in answer.rows}
    # 2 streams of 2 events: 4 transactions each. The subscription reads two checkpoints and two
    # streams; the consumer asks for its position once. Both list the shards, and poll twice.
    assert [(who, row["requests"], row["to Streams"]) for who, row in rows.items()] == [
        ("eventstore", "12", "4"),
        ("boto3 client, by hand", "9", "4"),
    ]
    assert [(row["read units"], row["write units"]) for row in rows.values()] == [
        ("4", "0"),
        ("0", "0"),
    ]
    assert [row["unpriced"] for row in rows.values()] == ["4", "5"]
    assert answer.title == "Catch up with 4 events"
