"""A request or its reply gets lost at the socket, between boto3 and a real server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from classroom.backend.validator import Validator

from ..servers.proxy import FAULTS, FELT, Fault, Planned, Proxy, proxy_before
from .backends import FAKE, client
from .namespaces import MODULE

pytestmark = pytest.mark.usefixtures("no_pauses")
BACKENDS = ["ministack"]
Make = Callable[..., Any]
Stored = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def proxy(raw: Any) -> Iterator[Proxy]:
    with proxy_before(raw.meta.endpoint_url) as proxy:
        yield proxy


@pytest.fixture
def store_behind(namespace: Any, proxy: Proxy, table: str) -> Callable[..., Any]:
    """Makes a store whose requests go through the proxy. `config` is for botocore's Config."""

    def make(**config: Any) -> Any:
        house_rules = namespace.__name__ == MODULE
        judged = Validator(client(proxy.url, FAKE, config), house_rules=house_rules)
        return namespace.EventStore(judged.client, table)

    return make


@pytest.fixture(params=[1, 3], ids=["one event", "three events"])
def events(request: pytest.FixtureRequest, event: Make) -> list[Any]:
    return [event(version, note="Init", character_hit_points=8) for version in range(request.param)]


@pytest.mark.lesson(8)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("fault", FAULTS)
def test_an_append_whose_reply_is_lost_succeeds_and_is_stored_once(
    fault: Fault,
    times: int,
    events: list[Any],
    store_behind: Callable[..., Any],
    proxy: Proxy,
    stored: Stored,
) -> None:
    store = store_behind()
    proxy.plan.extend([Planned(fault)] * times)

    store.append(*events)

    assert proxy.seen == [*[fault] * times, Fault.NONE]
    assert [int(item["Version"]["N"]) for item in stored()] == [*range(len(events))]
    assert store.query(events[0].id) == events


@pytest.mark.lesson(8)
@pytest.mark.parametrize("fault", FAULTS)
def test_an_identical_event_from_a_rival_is_still_a_conflict(
    fault: Fault,
    events: list[Any],
    store_behind: Callable[..., Any],
    store: Any,
    proxy: Proxy,
    namespace: Any,
) -> None:
    store.append(*events)
    proxy.plan.append(Planned(fault))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store_behind().append(*events)

    assert (clash.value.id, clash.value.version) == (events[0].id, 0)
    assert proxy.seen == [fault, Fault.NONE]


@pytest.mark.lesson(8)
def test_a_rival_between_two_attempts_is_a_conflict(
    events: list[Any],
    store_behind: Callable[..., Any],
    store: Any,
    proxy: Proxy,
    namespace: Any,
) -> None:
    proxy.plan.append(Planned(Fault.REQUEST_LOST, meanwhile=lambda: store.append(*events)))

    with pytest.raises(namespace.EventAlreadyExistsError):
        store_behind().append(*events)

    assert store.query(events[0].id) == events


@pytest.mark.lesson(8)
@pytest.mark.parametrize("fault", FELT)
def test_an_append_of_unknown_outcome_can_be_repeated_with_its_append_id(
    fault: Fault,
    events: list[Any],
    store_behind: Callable[..., Any],
    proxy: Proxy,
    stored: Stored,
    namespace: Any,
) -> None:
    store = store_behind(retries={"total_max_attempts": 2})
    proxy.plan.extend([Planned(fault)] * 2)
    with pytest.raises((HTTPClientError, ClientError)) as lost:
        store.append(*events, append_id="unsure")

    if namespace.__name__ == MODULE:
        (note,) = lost.value.__notes__
        assert "append_id='unsure'" in note
        assert all(repr(event) in note for event in events)

    store.append(*events, append_id="unsure")

    assert proxy.seen == [fault, fault, Fault.NONE]
    assert [item["AppendId"]["S"] for item in stored()] == ["unsure"] * len(events)


def test_repeating_without_an_append_id_clashes_with_the_earlier_attempt(
    events: list[Any], store_behind: Callable[..., Any], proxy: Proxy, namespace: Any
) -> None:
    store = store_behind(retries={"total_max_attempts": 1})
    proxy.plan.append(Planned(Fault.REPLY_LOST))
    with pytest.raises(HTTPClientError):
        store.append(*events)

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(*events)


def test_a_used_append_id_is_noticed_after_a_lost_reply_as_well(
    event: Make, store_behind: Callable[..., Any], proxy: Proxy, namespace: Any
) -> None:
    store = store_behind()
    store.append(event(0, note="mine"), append_id="x")
    proxy.plan.append(Planned(Fault.REPLY_LOST))

    with pytest.raises(namespace.AppendIdReusedError):
        store.append(event(0, note="other"), append_id="x")


def test_execute_says_how_to_settle_an_append_of_unknown_outcome(
    event: Make, store_behind: Callable[..., Any], proxy: Proxy, namespace: Any, stream_id: str
) -> None:
    config = {"retries": {"total_max_attempts": 1}}
    store = store_behind(**config)
    proxy.plan.extend([Planned(Fault.NONE), Planned(Fault.NONE), Planned(Fault.REPLY_LOST)])
    decided = event(0, note="Healing potion", character_hit_points=5)

    with pytest.raises(HTTPClientError) as lost:
        store.execute(stream_id, namespace.CHARACTER, lambda _state, _version: [decided])

    (note,) = lost.value.__notes__
    append_id = store.query(stream_id) and note.partition("append_id='")[2].partition("'")[0]
    store.append(decided, append_id=append_id)  # as the note says
    assert store.query(stream_id) == [decided]
    assert repr(decided) in note


@pytest.mark.lesson(3)
def test_a_query_is_complete_even_if_a_page_is_lost(
    event: Make, store_behind: Callable[..., Any], proxy: Proxy, stream_id: str
) -> None:
    store = store_behind()
    events = [event(version, note="x" * 390_000) for version in range(4)]
    for each in events:
        store.append(each)
    proxy.plan.extend([Planned(Fault.NONE), Planned(Fault.REPLY_LOST)])

    assert store.query(stream_id) == events
    assert proxy.seen[4:6] == [Fault.NONE, Fault.REPLY_LOST]
