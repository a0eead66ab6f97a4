"""A fault at every request of a subscription. Each effect still happens once, in its order."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from eventstore import Backoff, Event, EventStore, Parked, Subscription
from eventstore.subscription import ATTEMPTS

from ..servers.proxy import FAULTS, FELT, Fault, Planned, Proxy, proxy_before
from ..variants import every
from .backends import FAKE, client
from .following import Board

pytestmark = pytest.mark.usefixtures("no_pauses")
BACKENDS = ["ministack"]
LONG = "x" * 390_000  # a page of 1 MB holds two of them
Handle = Callable[[Board, Event], Any]


def with_effects(board: Board, event: Event) -> Any:
    return board.versions(event)


def without_effects(_board: Board, _event: Event) -> None:
    """Handle an event, and change nothing."""


def fails_at_1(board: Board, event: Event) -> Any:
    if event.version == 1:
        raise ValueError("broken")
    return board.versions(event)


class Operation(NamedTuple):
    """`run` is called for a stream of three events. Afterwards, `effects` have happened, once."""

    run: Callable[[Subscription[Event], str], object]
    returned: object
    effects: list[int]
    requests: int
    handle: Handle = with_effects
    position: int = 2
    before: Handle | None = None  # handles the stream before `run`
    note: str = ""
    tries_again: bool = True  # while the trouble may pass


def catch_up(subscription: Subscription[Event], id: str) -> None:
    subscription.catch_up([id])


def errors(subscription: Subscription[Event], id: str) -> list[tuple[int, str]]:
    return [(each.version, each.error) for each in subscription.parked() if each.id == id]


OPERATIONS = {
    "catch up with effects": Operation(catch_up, None, [0, 1, 2], requests=5),
    "catch up with pages": Operation(catch_up, None, [0, 1, 2], requests=6, note=LONG),
    "catch up without effects": Operation(catch_up, None, [], 3, without_effects),
    "catch up with nothing new": Operation(
        catch_up, None, [0, 1, 2], requests=2, before=with_effects
    ),
    "park": Operation(catch_up, None, [0], requests=4, handle=fails_at_1, position=0),
    "catch up with a parked stream": Operation(
        catch_up, None, [0], requests=1, position=0, before=fails_at_1
    ),
    "retry": Operation(
        lambda subscription, id: subscription.retry(id),
        True,
        [0, 1, 2],
        requests=4,
        before=fails_at_1,
    ),
    "retry without effects": Operation(
        lambda subscription, id: subscription.retry(id),
        True,
        [0],
        requests=3,
        handle=without_effects,
        before=fails_at_1,
    ),
    "retry in vain": Operation(
        lambda subscription, id: subscription.retry(id),
        False,
        [0],
        requests=3,
        handle=fails_at_1,
        position=0,
        before=fails_at_1,
    ),
    "parked": Operation(
        errors,
        [(1, "ValueError: broken")],
        [0],
        requests=1,
        position=0,
        before=fails_at_1,
        tries_again=False,
    ),
    "position": Operation(
        lambda subscription, id: subscription.position(id),
        2,
        [0, 1, 2],
        requests=1,
        before=with_effects,
        tries_again=False,
    ),
    "behind": Operation(
        lambda subscription, id: subscription.behind(id),
        2,
        [0],
        requests=2,
        position=0,
        before=fails_at_1,
        tries_again=False,
    ),
}
EACH = [pytest.param(operation, id=name) for name, operation in OPERATIONS.items()]
THAT_TRY_AGAIN = [each for each in EACH if each.values[0].tries_again]


@pytest.fixture
def proxy(raw: Any) -> Iterator[Proxy]:
    with proxy_before(raw.meta.endpoint_url) as proxy:
        yield proxy


@pytest.fixture
def board(raw: Any) -> Iterator[Board]:
    board = Board(raw)
    yield board
    board.drop()


@pytest.fixture(scope="module")
def streams(raw: Any, table: str) -> dict[str, str]:
    """Streams of three events, with short and long notes. Subscriptions only read them."""
    ids = {}
    for note in {operation.note for operation in OPERATIONS.values()}:
        ids[note] = uuid.uuid4().hex
        for version in range(3):
            EventStore(raw, table).append(Event(ids[note], version, note=note))
    return ids


class Following:
    """A board that follows a stream: through the proxy, and without faults."""

    def __init__(self, raw: Any, table: str, board: Board, proxy: Proxy, **config: Any):
        self.good = EventStore(raw, table)
        no_pause = Backoff(sleep=lambda _: None)
        self.faulty = EventStore(client(proxy.url, FAKE, config), table, backoff=no_pause)
        self.board = board

    def prepare(self, operation: Operation, id: str) -> Subscription[Event]:
        """Return a subscription that begins at the first event, behind the proxy."""
        self.board.forget(id)
        self.name = uuid.uuid4().hex
        if operation.before:
            self.subscription(self.good, operation.before).catch_up([id])
        return self.subscription(self.faulty, operation.handle)

    def subscription(self, store: EventStore[Event], handle: Handle) -> Subscription[Event]:
        return self.board.subscription(
            store, name=self.name, handle=lambda event: handle(self.board, event)
        )

    def check(self, operation: Operation, id: str) -> None:
        """Check that everything is as it is after this operation."""
        assert self.board.versions_of(id) == operation.effects
        good = self.subscription(self.good, operation.handle)
        assert good.position(id) == operation.position
        is_parked = operation.position < 2
        assert good.parked() == ([Parked(id, 1, "ValueError: broken")] if is_parked else [])


@pytest.mark.parametrize("operation", EACH)
def test_without_faults_there_are_as_many_requests_as_the_table_says(
    operation: Operation,
    raw: Any,
    table: str,
    board: Board,
    proxy: Proxy,
    streams: dict[str, str],
) -> None:
    following, id = Following(raw, table, board, proxy), streams[operation.note]
    subscription = following.prepare(operation, id)

    assert operation.run(subscription, id) == operation.returned

    assert proxy.seen == [Fault.NONE] * operation.requests
    following.check(operation, id)


def run_with_a_fault_at_each_request(
    operation: Operation, id: str, fault: Fault, following: Following, proxy: Proxy
) -> None:
    for place in range(operation.requests):
        subscription = following.prepare(operation, id)
        proxy.seen.clear()
        proxy.plan.extend([*[Planned(Fault.NONE)] * place, Planned(fault)])

        assert operation.run(subscription, id) == operation.returned

        assert proxy.seen[: place + 1] == [*[Fault.NONE] * place, fault]
        following.check(operation, id)


@every(fault=FAULTS, operation=EACH)
def test_a_fault_that_a_retry_fixes_has_no_effect(
    fault: Fault,
    operation: Operation,
    raw: Any,
    table: str,
    board: Board,
    proxy: Proxy,
    streams: dict[str, str],
) -> None:
    following, id = Following(raw, table, board, proxy), streams[operation.note]
    run_with_a_fault_at_each_request(operation, id, fault, following, proxy)


@every(fault=FELT, operation=THAT_TRY_AGAIN)
def test_a_fault_that_boto3_gives_up_on_is_tried_again_by_the_subscription(
    fault: Fault,
    operation: Operation,
    raw: Any,
    table: str,
    board: Board,
    proxy: Proxy,
    streams: dict[str, str],
) -> None:
    once = {"retries": {"total_max_attempts": 1}}
    following, id = Following(raw, table, board, proxy, **once), streams[operation.note]
    run_with_a_fault_at_each_request(operation, id, fault, following, proxy)


@every(fault=FELT, operation=EACH)
def test_after_a_fault_that_reaches_the_caller_the_same_call_goes_on(
    fault: Fault,
    operation: Operation,
    raw: Any,
    table: str,
    board: Board,
    proxy: Proxy,
    streams: dict[str, str],
) -> None:
    once = {"retries": {"total_max_attempts": 1}}
    following, id = Following(raw, table, board, proxy, **once), streams[operation.note]
    for place in range(operation.requests):
        subscription = following.prepare(operation, id)
        # The trouble stays, until the subscription gives up.
        lasting = ATTEMPTS if operation.tries_again else 1
        proxy.plan.extend([*[Planned(Fault.NONE)] * place, *[Planned(fault)] * lasting])

        with pytest.raises((HTTPClientError, ClientError)):
            operation.run(subscription, id)

        assert not proxy.plan
        happened = board.versions_of(id)
        assert happened == operation.effects[: len(happened)]

        again = operation.run(subscription, id)  # the caller repeats what failed

        assert again == operation.returned
        following.check(operation, id)
