"""Twenty writers decide on one stream at once, on a real server. Nothing is lost."""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from eventstore import Backoff, Event, EventStore, Projection

from .backends import Backend
from .strategies import SCALE

BACKENDS = ["ministack"]
WRITERS = 20
DECISIONS = min(50, 2 * SCALE)  # for each writer; 50 in `make soak`
COUNT: Any = Projection("count", 0, lambda count, _: count + 1)


def test_twenty_writers_lose_no_decision_and_leave_no_gap(
    backend: Backend, table: str, stream_id: str
) -> None:
    client = backend.connect(max_pool_connections=WRITERS)
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(seconds)

    store = EventStore(client, table, backoff=Backoff(sleep=sleep))

    def write(writer: int) -> None:
        for _ in range(DECISIONS):
            now = store.execute(
                stream_id,
                COUNT,
                lambda count, version: [Event(stream_id, version, str(writer), count)],
                attempts=1000,
            )
            if now.version % 20 == 0:  # or each attempt would read the whole stream
                store.snapshot(stream_id, COUNT)

    begin = time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    seconds = time.monotonic() - begin

    events = store.query(stream_id)
    assert [event.version for event in events] == [*range(WRITERS * DECISIONS)]
    assert [event.character_hit_points for event in events] == [*range(WRITERS * DECISIONS)]
    decisions_of = Counter(event.character_name for event in events)
    assert decisions_of == {str(writer): DECISIONS for writer in range(WRITERS)}
    told = f"{WRITERS} writers x {DECISIONS} decisions: {seconds:.1f} s, {len(pauses)} retries"
    sys.stdout.write(f"\n{told}\n")
