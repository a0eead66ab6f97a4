"""A fault at every request of every operation. Nothing is lost, stored twice or misreported."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from eventstore import Event, EventStore, Projection
from eventstore.snapshots import partition

from ..servers.proxy import FAULTS, FELT, Fault, Planned, Proxy, proxy_before
from .backends import FAKE, client

pytestmark = pytest.mark.usefixtures("no_pauses")
BACKENDS = ["ministack"]
VERSIONS: Any = Projection("versions", [], lambda versions, event: [*versions, event.version])
LONG = "x" * 390_000  # a page of 1 MB holds two of them


class Operation(NamedTuple):
    """`run` changes or reads a stream of `events` events. Afterwards it has `left` events."""

    run: Callable[[EventStore[Event], str], object]
    returned: object
    left: int  # events
    events: int = 0
    note: str = ""
    snapshots: tuple[int, ...] = ()
    snapshots_left: tuple[int, ...] = ()
    requests: int = 1
    decides: bool = False  # so a repeat decides again, on a new state
    only_reads: bool = False  # so one stream will do


def several(id: str, *versions: int) -> list[Event]:
    return [Event(id, version, note="x") for version in versions]


OPERATIONS = {
    "append one": Operation(lambda s, id: s.append(*several(id, 0), append_id="a"), None, left=1),
    "append several": Operation(
        lambda s, id: s.append(*several(id, 0, 1, 2), append_id="a"), None, left=3
    ),
    "query pages": Operation(
        lambda s, id: [event.version for event in s.query(id)],
        [0, 1, 2, 3, 4],
        left=5,
        events=5,
        note=LONG,
        requests=3,
        only_reads=True,
    ),
    "project pages": Operation(
        lambda s, id: s.project(id, VERSIONS).state,
        [0, 1, 2, 3],
        left=4,
        events=4,
        note=LONG,
        snapshots=(0,),
        snapshots_left=(0,),
        requests=3,
        only_reads=True,
    ),
    "snapshot": Operation(
        lambda s, id: s.snapshot(id, VERSIONS).state,
        [0, 1, 2],
        left=3,
        events=3,
        snapshots=(1,),
        snapshots_left=(1, 2),
        requests=3,
    ),
    "prune": Operation(
        lambda s, id: s.prune(id, VERSIONS, keep=1),
        2,
        left=3,
        events=3,
        snapshots=(0, 1, 2),
        snapshots_left=(2,),
        requests=3,
    ),
    "execute a command": Operation(
        lambda s, id: (
            s.execute(id, VERSIONS, lambda _, at: several(id, at, at + 1), command_id="c").state
        ),
        [0, 1, 2, 3, 4],
        left=5,
        events=3,
        snapshots=(1,),
        snapshots_left=(1,),
        requests=4,
    ),
    "execute a command that does nothing": Operation(
        lambda s, id: s.execute(id, VERSIONS, lambda _state, _at: [], command_id="c").state,
        [0, 1, 2],
        left=3,
        events=3,
        requests=4,
    ),
    "execute": Operation(
        lambda s, id: s.execute(id, VERSIONS, lambda _, at: several(id, at, at + 1)).state,
        [0, 1, 2, 3, 4],
        left=5,
        events=3,
        snapshots=(1,),
        snapshots_left=(1,),
        requests=3,
        decides=True,
    ),
}
EACH = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


@pytest.fixture
def proxy(raw: Any) -> Iterator[Proxy]:
    with proxy_before(raw.meta.endpoint_url) as proxy:
        yield proxy


@pytest.fixture
def good(raw: Any, table: str) -> EventStore[Event]:
    """A store whose requests never fail."""
    return EventStore(raw, table)


@pytest.fixture
def behind(proxy: Proxy, table: str) -> Callable[..., EventStore[Event]]:
    """Makes a store whose requests go through the proxy. `config` is for botocore's Config."""
    return lambda **config: EventStore(client(proxy.url, FAKE, config), table)


@pytest.fixture(scope="module")
def known() -> dict[Callable[..., object], str]:
    """The streams that an operation only reads."""
    return {}


@pytest.fixture
def prepared(
    good: EventStore[Event], known: dict[Callable[..., object], str]
) -> Callable[[Operation], str]:
    """Makes the stream that an operation needs: a new one, unless it only reads it."""

    def stream_for(operation: Operation) -> str:
        if operation.run in known:
            return known[operation.run]
        id = uuid.uuid4().hex
        for version in range(operation.events):
            good.append(Event(id, version, note=operation.note))
        for version in operation.snapshots:
            good.snapshot(id, VERSIONS, until=version)
        if operation.only_reads:
            known[operation.run] = id
        return id

    return stream_for


def versions_of(store: EventStore[Event], id: str) -> list[int]:
    return [event.version for event in store.stream(id)]


def snapshots_of(store: EventStore[Event], id: str) -> tuple[int, ...]:
    found = store.client.query(
        TableName=store.table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": partition(id, VERSIONS)}},
    )
    return tuple(int(item["Version"]["N"]) for item in found["Items"])


@EACH
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_a_retry_fixes_has_no_effect(
    fault: Fault,
    operation: Operation,
    behind: Any,
    good: EventStore[Event],
    proxy: Proxy,
    prepared: Callable[[Operation], str],
) -> None:
    store = behind()
    for place in range(operation.requests):
        id = prepared(operation)
        proxy.seen.clear()
        proxy.plan.extend([*[Planned(Fault.NONE)] * place, Planned(fault)])

        assert operation.run(store, id) == operation.returned

        healthy = operation.requests - place
        assert proxy.seen == [*[Fault.NONE] * place, fault, *[Fault.NONE] * healthy]
        assert versions_of(good, id) == [*range(operation.left)]
        assert snapshots_of(good, id) == operation.snapshots_left


@EACH
@pytest.mark.parametrize("fault", FELT)
def test_a_fault_that_reaches_the_caller_is_not_a_conflict_and_does_no_harm(
    fault: Fault,
    operation: Operation,
    behind: Any,
    good: EventStore[Event],
    proxy: Proxy,
    prepared: Callable[[Operation], str],
) -> None:
    store = behind(retries={"total_max_attempts": 1})
    for place in range(operation.requests):
        id = prepared(operation)
        proxy.plan.extend([*[Planned(Fault.NONE)] * place, Planned(fault)])

        with pytest.raises((HTTPClientError, ClientError)) as trouble:
            operation.run(store, id)

        assert "Conditional" not in str(trouble.value)
        before, after = [*range(operation.events)], [*range(operation.left)]
        assert versions_of(good, id) in (before, after)
        assert set(snapshots_of(good, id)) <= {*operation.snapshots, *operation.snapshots_left}
        assert good.project(id, VERSIONS).state == versions_of(good, id)

        if not operation.decides:
            operation.run(store, id)  # the caller repeats what failed

            assert versions_of(good, id) == after
            assert snapshots_of(good, id) == operation.snapshots_left
