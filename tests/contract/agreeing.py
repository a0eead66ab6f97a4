"""Check that the meter and the server agree on what a request costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eventstore.meter import Used, capacity


@contextmanager
def agreeing(client: Any) -> Iterator[Used]:
    """Meter the client's requests, and check that the server reports the same cost for each."""
    reported: list[float] = []

    def ask(params: Any, **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def note(parsed: Any, **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity", [])
        tables = consumed if isinstance(consumed, list) else [consumed]
        reported.append(sum(table["CapacityUnits"] for table in tables))

    client.meta.events.register("before-parameter-build.dynamodb", ask)
    client.meta.events.register("after-call.dynamodb", note)
    try:
        with capacity(client) as used:
            yield used
    finally:
        client.meta.events.unregister("before-parameter-build.dynamodb", ask)
        client.meta.events.unregister("after-call.dynamodb", note)
    metered = [request.units for request in used.log]
    assert metered, "nothing was sent"
    assert metered == reported, f"the server reports {reported}"
