"""A read model gets every event of every stream, in order, and each effect happens once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, NoCredentialsError

from eventstore import (
    Backoff,
    CheckpointAheadError,
    Event,
    EventStore,
    EventTypes,
    Parked,
    Projection,
    Subscription,
    capacity,
    create_table,
    every_stream,
)

from .following import Board

BACKENDS = ["moto", "ministack"]
Make = Callable[..., Any]
TOTAL: Any = Projection("total", 0, lambda total, event: total + event.character_hit_points)


@pytest.fixture
def board(raw: Any) -> Iterator[Board]:
    board = Board(raw)
    yield board
    board.drop()


@pytest.fixture
def store(raw: Any, table: str) -> EventStore[Event]:
    return EventStore(raw, table, backoff=Backoff(sleep=lambda _: None))


@pytest.fixture
def told(store: Any, event: Make) -> None:
    """The story of the article, in this test's stream."""
    for version, change in enumerate((+8, -2, -3)):
        store.append(event(version, character_hit_points=change))


pytestmark = pytest.mark.usefixtures("told")


def test_all_events_are_handled_in_their_order(store: Any, board: Board, stream_id: str) -> None:
    seen: list[Event] = []
    subscription = board.subscription(store, name="seen", handle=seen.append)

    subscription.catch_up([stream_id])

    assert seen == store.query(stream_id)
    assert subscription.position(stream_id) == 2
    assert subscription.behind(stream_id) == 0


def test_an_effect_happens_once_however_often_a_change_is_told(
    store: Any, board: Board, stream_id: str
) -> None:
    for _ in range(3):
        board.subscription(store).catch_up([stream_id, "nobody", stream_id])

    assert board.points(stream_id) == (3, 3)


def test_only_new_events_are_handled(store: Any, board: Board, event: Make, stream_id: str) -> None:
    seen: list[int] = []
    subscription = board.subscription(store, name="new", handle=lambda e: seen.append(e.version))
    subscription.catch_up([stream_id])
    store.append(event(3), event(4))
    assert subscription.behind(stream_id) == 2

    subscription.catch_up([stream_id])

    assert seen == [0, 1, 2, 3, 4]


def checkpoint(raw: Any, board: Board, name: str, stream_id: str) -> Any:
    """Return the item of a checkpoint."""
    (item,) = raw.scan(
        TableName=board.table,
        FilterExpression="#name = :name AND #stream = :stream",
        ExpressionAttributeNames={"#name": "Subscription", "#stream": "Stream"},
        ExpressionAttributeValues={":name": {"S": name}, ":stream": {"S": stream_id}},
    )["Items"]
    return item


def test_a_checkpoint_that_is_deleted_meanwhile_begins_again(
    store: Any, board: Board, raw: Any, stream_id: str
) -> None:
    handled: list[int] = []

    def handle(event: Event) -> Any:
        handled.append(event.version)
        if handled == [0, 1]:
            item = checkpoint(raw, board, "deleted", stream_id)
            raw.delete_item(
                TableName=board.table, Key={key: item[key] for key in ("Id", "Version")}
            )
        return board.effects(event)

    board.subscription(store, name="deleted", handle=handle).catch_up([stream_id])

    assert handled == [0, 1, 0, 1, 2]


def test_a_checkpoint_says_whose_it_is_and_how_far_it_has_come(
    store: Any, board: Board, raw: Any, stream_id: str
) -> None:
    board.subscription(store, name="whose").catch_up([stream_id])

    item = checkpoint(raw, board, "whose", stream_id)
    assert item.pop("Id")["S"].startswith("eventstore#checkpoint#")
    assert item == {
        "Version": {"N": "0"},
        "Subscription": {"S": "whose"},
        "Stream": {"S": stream_id},
        "Position": {"N": "2"},
    }


def test_a_new_name_begins_with_the_first_event(store: Any, board: Board, stream_id: str) -> None:
    seen: list[int] = []
    for name in ("blue", "green"):
        board.subscription(store, name=name, handle=lambda e: seen.append(e.version)).catch_up(
            [stream_id]
        )

    assert seen == [0, 1, 2, 0, 1, 2]


def test_a_crash_after_an_effect_does_not_repeat_it(
    store: Any, board: Board, stream_id: str
) -> None:
    class Crash(BaseException):
        """Nothing can catch it."""

    handled: list[int] = []

    def handle(event: Event) -> Any:
        handled.append(event.version)
        if handled == [0, 1]:
            raise Crash
        return board.effects(event)

    subscription = board.subscription(store, name="crash", handle=handle)
    with pytest.raises(Crash):
        subscription.catch_up([stream_id])
    subscription.catch_up([stream_id])

    assert handled == [0, 1, 1, 2]
    assert board.points(stream_id) == (3, 3)


def test_events_without_effects_are_handled_again_after_a_crash_and_count_as_handled(
    store: Any, board: Board, stream_id: str
) -> None:
    subscription = board.subscription(store, name="ignores", handle=lambda _: None)

    subscription.catch_up([stream_id])

    assert subscription.position(stream_id) == 2


FORM = "TypeError: handle must return actions such as {'Update': {...}}, got "
WRONG = {
    "a wrong action": ([{"Shout": {}}], FORM + "{'Shout': {}}"),
    "two actions in one": ([{"Put": {}, "Delete": {}}], FORM + "{'Put': {}, 'Delete': {}}"),
    "an action without a list": ({"Put": {}}, FORM + "'Put'"),
    "text": ("x", FORM + "'x'"),
    "100 effects": (
        [{"Put": {}}] * 100,
        "ValueError: an event can have at most 99 effects, got 100",
    ),
}


@pytest.mark.parametrize("wrong", [*WRONG, "raise", "twice the same item"])
def test_an_event_that_cannot_be_handled_is_parked_and_the_others_go_on(
    wrong: str, store: Any, board: Board, stream_id: str
) -> None:
    def handle(event: Event) -> Any:
        if event.version != 1 or event.id != stream_id:
            return board.effects(event)
        if wrong == "raise":
            raise ZeroDivisionError("no such thing")
        return WRONG[wrong][0] if wrong in WRONG else board.effects(event) * 2

    other = f"{stream_id}-other"
    store.append(Event(other, 0, character_hit_points=1))
    subscription = board.subscription(store, name=f"poison {wrong}", handle=handle)

    subscription.catch_up([stream_id, other])

    (parked,) = subscription.parked()
    assert (parked.id, parked.version) == (stream_id, 1)
    if wrong in WRONG:
        assert parked.error == WRONG[wrong][1]
    else:
        assert parked.error.partition(":")[0] in ("ZeroDivisionError", "ClientError")
    assert (board.points(stream_id), board.points(other)) == ((8, 1), (1, 1))
    assert (subscription.position(stream_id), subscription.behind(stream_id)) == (0, 2)


def test_an_event_can_have_99_effects(store: Any, board: Board, stream_id: str) -> None:
    def handle(event: Event) -> Any:
        key = {"Id": {"S": f"{stream_id} {event.version}"}}
        return [
            {"Put": {"TableName": board.table, "Item": {**key, "Version": {"N": str(n)}}}}
            for n in range(99)
        ]

    subscription = board.subscription(store, name="99 effects", handle=handle)
    subscription.catch_up([stream_id])

    assert (subscription.position(stream_id), subscription.parked()) == (2, [])


def test_a_parked_stream_waits_until_it_is_tried_again(
    store: Any, board: Board, event: Make, stream_id: str
) -> None:
    broken = [True]
    tried: list[int] = []
    seen: list[int] = []

    def handle(event: Event) -> None:
        tried.append(event.version)
        if event.version == 0 and broken:
            raise ValueError("broken")
        seen.append(event.version)

    subscription = board.subscription(store, name="waits", handle=handle)
    subscription.catch_up([stream_id])
    subscription.catch_up([stream_id])
    assert (tried, seen) == ([0], [])
    assert subscription.parked() == [Parked(stream_id, 0, "ValueError: broken")]
    assert not subscription.retry(stream_id)

    broken.clear()
    assert subscription.retry(stream_id)

    assert (seen, subscription.parked()) == ([0, 1, 2], [])
    store.append(event(3))
    subscription.catch_up([stream_id])
    assert seen == [0, 1, 2, 3]


def test_a_parked_stream_whose_event_is_gone_goes_on(
    store: Any, board: Board, raw: Any, table: str, stream_id: str
) -> None:
    def handle(event: Event) -> None:
        if event.version == 2:
            raise ValueError("broken")

    subscription = board.subscription(store, name="gone", handle=handle)
    subscription.catch_up([stream_id])
    raw.delete_item(TableName=table, Key={"Id": {"S": stream_id}, "Version": {"N": "2"}})

    assert subscription.retry(stream_id)

    assert (subscription.position(stream_id), subscription.parked()) == (1, [])


def test_a_long_error_is_cut(store: Any, board: Board, stream_id: str) -> None:
    def handle(_: Event) -> None:
        raise ValueError("x" * 10_000)

    subscription = board.subscription(store, name="long", handle=handle)
    subscription.catch_up([stream_id])

    (parked,) = subscription.parked()
    assert len(parked.error) == 500


def test_an_event_of_an_unknown_type_is_parked(
    store: Any, board: Board, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(
        TableName=table,
        Item={"Id": {"S": stream_id}, "Version": {"N": "3"}, "EventType": {"S": "new"}},
    )
    subscription = board.subscription(store, name="unknown")
    subscription.catch_up([stream_id])

    (parked,) = subscription.parked()
    assert (parked.version, parked.error[:20]) == (3, "UnreadableEventError")
    newer = EventStore(raw, table, EventTypes[Event]({"": Event, "new": NewEvent}))
    assert board.subscription(newer, name="unknown", handle=lambda _: None).retry(stream_id)


@dataclass(frozen=True)
class NewEvent(Event):
    """An event of a type that older programs don't know."""


def test_a_gap_is_read_again_and_then_parked(
    store: Any, board: Board, event: Make, stream_id: str
) -> None:
    store.append(event(4))
    pauses: list[float] = []
    store.backoff = Backoff(sleep=pauses.append, random=lambda: 1)
    subscription = board.subscription(store, name="gap")

    subscription.catch_up([stream_id])

    (parked,) = subscription.parked()
    assert (parked.version, pauses) == (3, [0.02, 0.04, 0.08, 0.16])
    assert f"stream {stream_id!r} has a gap: version 3 is missing" in parked.error
    assert board.points(stream_id) == (3, 3)
    store.append(event(3, character_hit_points=2))
    assert subscription.retry(stream_id)
    assert board.points(stream_id) == (5, 5)


def test_a_gap_that_closes_meanwhile_is_no_gap(
    store: Any, board: Board, event: Make, stream_id: str
) -> None:
    store.append(event(4))
    store.backoff = Backoff(sleep=lambda _: store.append(event(3)))
    subscription = board.subscription(store, name="closes")

    subscription.catch_up([stream_id])

    assert (subscription.position(stream_id), subscription.parked()) == (4, [])


def failing(*errors: Any) -> tuple[Any, list[Any]]:
    """A function that raises these errors, or nothing for None, and a list of its calls."""
    left, calls = list(errors), []

    def handle(event: Event) -> None:
        calls.append(event.version)
        if left and (error := left.pop(0)):
            raise error

    return handle, calls


def refused(code: str, status: int = 400) -> ClientError:
    reply: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(reply, "PutItem")


PASSING = [
    refused("ProvisionedThroughputExceededException"),
    refused("ThrottlingException"),
    refused("TransactionConflictException"),
    refused("InternalServerError", 500),
    refused("Anything", 503),
    ConnectTimeoutError(endpoint_url="http://127.0.0.1:1"),
    TimeoutError("timed out"),
]


@pytest.mark.parametrize("error", PASSING, ids=lambda error: f"{error!r:.50}")
def test_trouble_that_may_pass_is_tried_again(
    error: Exception, store: Any, board: Board, stream_id: str
) -> None:
    handle, calls = failing(error, error)
    subscription = board.subscription(store, name=f"passes {error!r:.60}", handle=handle)

    subscription.catch_up([stream_id])

    assert calls == [0, 0, 0, 1, 2]
    assert subscription.parked() == []


@pytest.mark.parametrize(
    "error",
    [*PASSING, refused("AccessDeniedException"), NoCredentialsError()],
    ids=lambda error: f"{error!r:.50}",
)
def test_trouble_that_stays_is_raised_after_the_others_had_their_turn_and_never_parked(
    error: Exception, store: Any, board: Board, stream_id: str
) -> None:
    other, seen = f"{stream_id}-other", []
    store.append(Event(other, 0))

    def handle(event: Event) -> None:
        if event.id == stream_id:
            raise error
        seen.append(event.id)

    subscription = board.subscription(store, name=f"stays {error!r:.60}", handle=handle)
    with pytest.raises(type(error)):
        subscription.catch_up([stream_id, other])

    assert seen == [other]
    assert subscription.parked() == []
    assert subscription.position(stream_id) == -1


def test_trouble_is_logged_with_the_subscription_the_stream_and_the_error(
    store: Any, board: Board, stream_id: str, caplog: Any
) -> None:
    caplog.set_level("INFO", "eventstore.subscription")
    passes, _ = failing(TimeoutError("busy"))
    stays, _ = failing(NoCredentialsError())
    poison, _ = failing(None, ValueError("poison"))

    board.subscription(store, name="passes", handle=passes).catch_up([stream_id])
    with pytest.raises(NoCredentialsError):
        board.subscription(store, name="stays", handle=stays).catch_up([stream_id])
    board.subscription(store, name="poison", handle=poison).catch_up([stream_id])

    assert caplog.messages == [
        f"subscription 'passes', stream {stream_id!r} is tried again: TimeoutError('busy')",
        f"subscription 'stays', stream {stream_id!r}: NoCredentialsError('Unable to locate "
        "credentials')",
        f"subscription 'poison' parked stream {stream_id!r} at version 1: ValueError: poison",
    ]


def test_a_long_error_is_cut_in_the_log(
    store: Any, board: Board, stream_id: str, caplog: Any
) -> None:
    caplog.set_level("INFO", "eventstore.subscription")
    busy, _ = failing(*[TimeoutError("x" * 10_000)] * 5)

    with pytest.raises(TimeoutError):
        board.subscription(store, name="long", handle=busy).catch_up([stream_id])

    cut = "TimeoutError('" + "x" * 283 + "..."
    assert caplog.messages == [
        f"subscription 'long', stream {stream_id!r} is tried again: {cut}"
    ] * 4 + [f"subscription 'long', stream {stream_id!r}: {cut}"]


def test_a_restored_store_is_noticed(
    store: Any, board: Board, raw: Any, table: str, stream_id: str
) -> None:
    subscription = board.subscription(store, name="restored")
    subscription.catch_up([stream_id])
    raw.delete_item(TableName=table, Key={"Id": {"S": stream_id}, "Version": {"N": "2"}})

    said = f"'restored' has handled version 2 of stream {stream_id!r}"
    with pytest.raises(CheckpointAheadError, match=said):
        subscription.catch_up([stream_id])

    with pytest.raises(CheckpointAheadError, match=said):
        subscription.behind(stream_id)
    assert subscription.parked() == []
    assert board.points(stream_id)[1] == 3


def test_a_restored_store_without_the_stream_is_noticed(
    store: Any, board: Board, raw: Any, table: str, stream_id: str
) -> None:
    subscription = board.subscription(store, name="all gone")
    subscription.catch_up([stream_id])
    for version in ("0", "1", "2"):
        raw.delete_item(TableName=table, Key={"Id": {"S": stream_id}, "Version": {"N": version}})

    for look in (
        lambda: subscription.catch_up([stream_id]),
        lambda: subscription.behind(stream_id),
    ):
        with pytest.raises(CheckpointAheadError):
            look()


def test_how_far_behind_it_is_does_not_depend_on_what_the_events_say(
    store: Any, board: Board, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(
        TableName=table,
        Item={"Id": {"S": stream_id}, "Version": {"N": "3"}, "EventType": {"S": "new"}},
    )

    assert board.subscription(store, name="far behind").behind(stream_id) == 4


def test_how_far_behind_it_is_costs_two_reads_however_long_the_stream_is(
    store: Any, board: Board, event: Make, stream_id: str
) -> None:
    for version in (3, 4):
        store.append(event(version, note="x" * 5000))

    with capacity(store.client) as used:
        board.subscription(store, name="cheap").behind(stream_id)

    assert (used.requests, used.read_units) == (2, 3)  # 5 KB are two units


def test_another_worker_in_between_changes_nothing(
    store: Any, board: Board, stream_id: str
) -> None:
    other = board.subscription(store, name="two workers")
    begun: list[int] = []

    def handle(event: Event) -> Any:
        begun.append(event.version)
        if begun == [0]:
            other.catch_up([stream_id])  # it handles everything
        return board.effects(event)

    board.subscription(store, name="two workers", handle=handle).catch_up([stream_id])

    assert begun == [0]
    assert board.points(stream_id) == (3, 3)


def test_an_event_that_another_worker_parks_meanwhile_is_handled_if_it_can_be(
    store: Any, board: Board, stream_id: str
) -> None:
    def fail(_: Event) -> None:
        raise ValueError("parked by the other")

    other = board.subscription(store, name="parks", handle=fail)

    def handle(event: Event) -> Any:
        other.catch_up([stream_id])
        return board.effects(event)

    subscription = board.subscription(store, name="parks", handle=handle)
    subscription.catch_up([stream_id])

    assert subscription.parked() == []
    assert board.points(stream_id) == (3, 3)


def test_a_stream_that_another_worker_parks_just_after_a_retry_stays_parked(
    store: Any, board: Board, backend: Any, table: str, event: Make, stream_id: str
) -> None:
    def fail_at_3(event: Event) -> Any:
        if event.version == 3:
            raise ValueError("broken")
        return board.effects(event)

    def fail(_: Event) -> None:
        raise ValueError("parked at first")

    board.subscription(store, name="parks after", handle=fail).catch_up([stream_id])
    other = board.subscription(store, name="parks after", handle=fail_at_3)
    effects: list[int] = []

    def after_an_effect(**_: Any) -> None:
        effects.append(1)
        if len(effects) == 3:  # the last one of the retry
            store.append(event(3))
            other.catch_up([stream_id])

    own = backend.connect()
    own.meta.events.register("after-call.dynamodb.TransactWriteItems", after_an_effect)
    board.subscription(EventStore(own, table), name="parks after").retry(stream_id)

    assert other.parked() == [Parked(stream_id, 3, "ValueError: broken")]
    assert board.points(stream_id) == (3, 3)


def test_a_notification_costs_two_reads_and_an_effect_a_transaction(
    store: Any, board: Board, stream_id: str
) -> None:
    subscription = board.subscription(store, name="costs")
    with capacity(store.client) as first:
        subscription.catch_up([stream_id])
    with capacity(store.client) as again:
        subscription.catch_up([stream_id])

    assert [request.operation for request in first.log] == ["Query"] * 2 + [
        "TransactWriteItems"
    ] * 3
    assert (again.requests, again.read_units, again.write_units) == (2, 2, 0)


def test_every_stream_is_found_and_nothing_else(board: Board, raw: Any, stream_id: str) -> None:
    table = f"{board.table}-all"
    create_table(raw, table)
    own = EventStore(raw, table)
    for n in range(30):
        own.append(Event(f"{stream_id}-{n}", 0, note="x"))
        own.append(Event(f"{stream_id}-{n}", 1))
    own.snapshot(f"{stream_id}-1", TOTAL)
    own.execute(f"{stream_id}-2", TOTAL, lambda *_: [], command_id="c")

    assert sorted(every_stream(own)) == sorted(f"{stream_id}-{n}" for n in range(30))
    raw.delete_table(TableName=table)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"name": ""}, ValueError, "name must be a non-empty string"),
        ({"name": 7}, ValueError, "name must be a non-empty string"),
        ({"handle": None}, TypeError, "handle must be a function"),
        ({"store": "events"}, TypeError, "store must be an EventStore, got 'events'"),
        ({"checkpoints": ""}, ValueError, "checkpoints must be a non-empty string"),
    ],
    ids=str,
)
def test_what_cannot_work_is_refused_at_once(
    change: Any, error: Any, said: str, store: Any
) -> None:
    arguments = {"store": store, "name": "n", "handle": print, "checkpoints": "board"} | change

    with pytest.raises(error, match=said):
        Subscription(**arguments)


def test_checkpoints_are_not_kept_in_the_table_of_the_events(store: Any, table: str) -> None:
    with pytest.raises(ValueError, match="a table of their own"):
        Subscription(store, "n", print, checkpoints=table)


def test_an_id_that_no_stream_can_have_is_refused(store: Any, board: Board) -> None:
    for id in ("", "eventstore#x", 7):
        with pytest.raises(ValueError, match="id"):
            board.subscription(store).catch_up([id])  # type: ignore[list-item]
