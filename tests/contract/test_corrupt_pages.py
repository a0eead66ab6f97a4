"""A page that was cut is requested again. If it stays cut, that's an error, not a short stream."""

from collections.abc import Callable
from typing import Any

import pytest

from eventstore import CorruptPageError, Projection
from eventstore.snapshots import partition

from ..servers.proxy import Fault, Planned, proxy_before
from .backends import FAKE, client

BACKENDS = ["ministack", "dynalite"]
pytestmark = pytest.mark.usefixtures("no_pauses")
VERSIONS: Any = Projection("versions", [], lambda versions, event: [*versions, event.version])
READS: dict[str, Callable[..., object]] = {
    "query": lambda store, id: store.query(id),
    "stream": lambda store, id: list(store.stream(id)),
    "project": lambda store, id: store.project(id, VERSIONS),
    "snapshot": lambda store, id: store.snapshot(id, VERSIONS),
    "prune": lambda store, id: store.prune(id, VERSIONS, keep=0),
    "execute": lambda store, id: store.execute(id, VERSIONS, lambda _state, _version: []),
}


@pytest.mark.parametrize("page", [0, 1])
def test_a_stream_is_complete_although_a_page_was_cut(
    page: int, namespace: Any, raw: Any, table: str, store: Any, event: Callable[..., Any]
) -> None:
    events = [event(version, note="x" * 390_000) for version in range(4)]
    for each in events:
        store.append(each)

    with proxy_before(raw.meta.endpoint_url) as proxy:
        behind = namespace.EventStore(client(proxy.url, FAKE, {}), table)
        proxy.plan.extend([*[Planned(Fault.NONE)] * page, Planned(Fault.REPLY_CUT)])

        assert behind.query(events[0].id) == events

        assert proxy.seen[: page + 2] == [*[Fault.NONE] * page, Fault.REPLY_CUT, Fault.NONE]


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_page_that_stays_cut_raises_an_error_that_names_what_was_read(
    read: Callable[..., object],
    namespace: Any,
    raw: Any,
    table: str,
    store: Any,
    event: Callable[..., Any],
    stream_id: str,
) -> None:
    store.append(event(0))
    store.snapshot(stream_id, VERSIONS)

    with proxy_before(raw.meta.endpoint_url) as proxy:
        behind = namespace.EventStore(client(proxy.url, FAKE, {}), table)
        proxy.plan.extend([Planned(Fault.REPLY_CUT)] * 20)

        either = f"'({stream_id}|{partition(stream_id, VERSIONS)})' arrived damaged"
        with pytest.raises(CorruptPageError, match=either):
            read(behind, stream_id)

        assert set(proxy.seen) == {Fault.REPLY_CUT}
    assert store.project(stream_id, VERSIONS).snapshot_version == 0
