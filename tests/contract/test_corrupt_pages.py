"""A page that arrives cut in half is asked for again, and read once; fast reads change nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from ..servers.proxy import Fault, Planned, proxy_before
from .backends import FAKE, client

BACKENDS = ["ministack", "dynalite"]


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
