"""The meter counts each attempt that its client makes in the block."""

import copy
import gc
import json
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ConnectionClosedError, ParamValidationError
from botocore.stub import Stubber

from eventstore.meter import MAX_LOG, Request, Used, capacity

from .metered import QUERY, TABLE, item_of, puts, unreachable


@pytest.fixture(scope="module")
def client() -> Any:
    return unreachable()


@pytest.fixture
def stubber(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


def test_the_log_has_each_request_in_order(client: Any, stubber: Stubber) -> None:
    stubber.add_response("put_item", {})
    stubber.add_response("query", {"Items": []})
    stubber.add_response("list_tables", {})

    with capacity(client) as used:
        client.put_item(**TABLE, Item=item_of(1025))
        client.query(**QUERY)
        client.list_tables()

    assert used.log == [("PutItem", 2), ("Query", 0.5), ("ListTables", None)]
    assert repr(used) == "Used(requests=3, read_units=0.5, write_units=2, unpriced=1)"


def test_a_large_number_is_shown_in_full() -> None:
    used = Used()
    used.log += [Request("Query", 1_000_000.5)] * 4

    assert repr(used) == "Used(requests=4, read_units=4000002, write_units=0)"


def test_the_meter_counts_only_what_its_client_sends_in_the_block(
    client: Any, stubber: Stubber
) -> None:
    for _ in range(3):
        stubber.add_response("list_tables", {})

    with capacity(client) as used, capacity(unreachable()) as other:
        client.list_tables()
    client.list_tables()
    with pytest.raises(ZeroDivisionError), capacity(client) as broken:
        raise ZeroDivisionError
    client.list_tables()

    assert [meter.requests for meter in (used, other, broken)] == [1, 0, 0]


def test_nested_meters_both_count(client: Any, stubber: Stubber) -> None:
    for _ in range(3):
        stubber.add_response("put_item", {})

    with capacity(client) as outer:
        client.put_item(**TABLE, Item=item_of(100))
        with capacity(client) as inner:
            client.put_item(**TABLE, Item=item_of(100))
        client.put_item(**TABLE, Item=item_of(100))

    assert [outer.write_units, inner.write_units] == [3, 1]


class Wire:
    """Answers the client's requests: an exception is raised, and a dictionary is the reply."""

    def __init__(self) -> None:
        self.answers: deque[Any] = deque()
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, request: Any, **_: Any) -> AWSResponse:
        self.meanwhile()
        answer = self.answers.popleft() if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        status = 400 if "__type" in answer else 200
        return AWSResponse(request.url, status, {}, Body(json.dumps(answer).encode()))


class Body(BytesIO):
    def stream(self) -> Iterator[bytes]:
        yield self.read()


@pytest.fixture
def wire(client: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)  # before it tries again
    wire = Wire()
    client.meta.events.register("before-send.dynamodb", wire)
    yield wire
    client.meta.events.unregister("before-send.dynamodb", wire)


LOST = ConnectionClosedError(endpoint_url="")
THROTTLED = {"__type": "ThrottlingException"}


def test_each_attempt_counts_and_has_the_price_of_its_own_reply(client: Any, wire: Wire) -> None:
    clash = {"__type": "ConditionalCheckFailedException", "Item": item_of(2000)}
    wire.answers += [LOST, THROTTLED, clash]

    with capacity(client) as used, pytest.raises(ClientError):
        client.put_item(**TABLE, Item=item_of(100))

    assert used.log == [("PutItem", None), ("PutItem", None), ("PutItem", 2)]
    assert repr(used) == "Used(requests=3, read_units=0, write_units=2, unpriced=2)"


def test_a_request_without_a_reply_has_no_price(client: Any, wire: Wire) -> None:
    wire.answers += [LOST] * 3

    with capacity(client) as used, pytest.raises(ConnectionClosedError):
        client.query(**QUERY)

    assert repr(used) == "Used(requests=3, read_units=0, write_units=0, unpriced=3)"


def test_a_transaction_that_may_be_a_repeat_has_no_price(client: Any, wire: Wire) -> None:
    wire.answers += [LOST, {}, {}]

    with capacity(client) as used:
        client.transact_write_items(**puts(100))
        client.transact_write_items(**puts(100), ClientRequestToken="the caller's")
        client.transact_write_items(**puts(100))

    assert [request.units for request in used.log] == [None, None, None, 2]


def test_a_repeated_transaction_that_is_cancelled_has_a_price(client: Any, wire: Wire) -> None:
    clash = {"Code": "ConditionalCheckFailed", "Item": item_of(2000)}
    cancelled = {"__type": "TransactionCanceledException", "CancellationReasons": [clash]}
    wire.answers += [LOST, cancelled]

    with capacity(client) as used, pytest.raises(ClientError):
        client.transact_write_items(**puts(100))

    assert [request.units for request in used.log] == [None, 4]


def test_a_request_sent_before_the_block_begins_does_not_count(client: Any, wire: Wire) -> None:
    with ExitStack() as block:
        meters: list[Used] = []
        wire.meanwhile = lambda: meters.append(block.enter_context(capacity(client)))
        client.query(**QUERY)

        assert meters[0].requests == 0


def test_a_clients_first_block_can_open_during_a_call() -> None:
    client, wire, block = unreachable(), Wire(), ExitStack()
    client.meta.events.register("before-send.dynamodb", wire)
    meters: list[Used] = []
    wire.meanwhile = lambda: meters.append(block.enter_context(capacity(client)))

    with block:
        client.list_tables()

    assert meters[0].requests == 0


def test_a_request_seen_only_by_the_outer_meter_does_not_count_in_the_inner_one(
    client: Any, wire: Wire
) -> None:
    with ExitStack() as block, capacity(client) as outer:
        meters: list[Used] = []
        wire.meanwhile = lambda: meters.append(block.enter_context(capacity(client)))
        client.query(**QUERY)

        assert (outer.requests, meters[0].requests) == (1, 0)


def test_a_request_that_botocore_refuses_to_send_does_not_count(client: Any) -> None:
    with capacity(client) as used, pytest.raises(ParamValidationError):
        client.query(**QUERY, Limit="7")

    assert used.requests == 0


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that switch as often as Python can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("wire", "hasty_threads")
def test_threads_lose_no_count(client: Any) -> None:
    def work() -> None:
        for _ in range(50):
            client.put_item(**TABLE, Item=item_of(100))

    threads = [threading.Thread(target=work) for _ in range(8)]
    with capacity(client) as used:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (used.requests, used.write_units) == (400, 400)


@pytest.mark.usefixtures("hasty_threads")
def test_blocks_that_open_and_close_in_several_threads_miss_nothing() -> None:
    client = unreachable()  # a new one: its handlers haven't been looked up yet
    client.meta.events.register("before-send.dynamodb", Wire())
    missed: list[Used] = []

    def work() -> None:
        for _ in range(30):
            with capacity(client) as used:
                client.put_item(**TABLE, Item=item_of(100))
            if not used.requests:
                missed.append(used)

    threads = [threading.Thread(target=work) for _ in range(8)]
    with capacity(client) as all_of_them:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (all_of_them.requests, missed) == (240, [])


def test_a_block_that_opens_while_botocore_looks_its_handlers_up_misses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # botocore caches which handlers an event has. If a handler is registered in another thread
    # between the lookup and the caching, the cache stays without it.
    client = unreachable()
    client.meta.events.register("before-send.dynamodb", Wire())
    with capacity(client):
        client.meta.events.register("nothing", lambda **_: None)  # empties the cache
    tries = type(client.meta.events._emitter._handlers)
    look_up, opened = tries.prefix_search, ExitStack()
    blocks: list[Used] = []

    def look_up_slowly(self: Any, event_name: str) -> Any:
        found = look_up(self, event_name)
        if event_name == "before-parameter-build.dynamodb.ListTables":
            blocks.append(opened.enter_context(capacity(client)))  # as another thread would
        return found

    monkeypatch.setattr(tries, "prefix_search", look_up_slowly)
    with opened:
        client.list_tables()
        client.list_tables()

    assert blocks[0].requests in (1, 2)  # the first call began before the block


@pytest.mark.usefixtures("wire")
def test_a_block_counts_nothing_after_it_is_closed(client: Any) -> None:
    with capacity(client) as used:
        client.query(**QUERY)
    client.query(**QUERY)
    with capacity(client) as later:
        pass

    assert (used.requests, later.requests) == (1, 0)


def test_a_request_that_ends_after_the_block_does_not_count(client: Any, wire: Wire) -> None:
    block = ExitStack()
    used = block.enter_context(capacity(client))
    wire.meanwhile = block.close

    client.query(**QUERY)

    assert used.requests == 0


def test_a_client_that_nobody_uses_any_more_is_freed() -> None:
    client = unreachable()
    with capacity(client):
        pass
    seen = weakref.ref(client)

    del client
    gc.collect()

    assert seen() is None


def test_the_log_keeps_the_latest_requests_and_the_totals_count_them_all() -> None:
    used = Used()
    for _ in range(3):
        used.add(Request("Query", 0.5))
        used.add(Request("ListTables", None))
    for _ in range(MAX_LOG):
        used.add(Request("PutItem", 2))

    assert used.log == [Request("PutItem", 2)] * MAX_LOG
    assert (used.requests, used.unpriced) == (MAX_LOG + 6, 3)
    assert (used.read_units, used.write_units) == (1.5, 2 * MAX_LOG)


@pytest.mark.usefixtures("hasty_threads")
def test_what_was_used_can_be_copied() -> None:
    used = Used()
    used.add(Request("PutItem", 2))

    before = copy.deepcopy(used)
    used.add(Request("PutItem", 2))

    assert (before.write_units, used.write_units) == (2, 4)


def test_threads_that_fill_the_log_lose_no_count() -> None:
    used = Used()

    def work() -> None:
        for _ in range(MAX_LOG):
            used.add(Request("PutItem", 1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (used.requests, used.write_units, len(used.log)) == (4 * MAX_LOG, 4 * MAX_LOG, MAX_LOG)
