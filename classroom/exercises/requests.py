"""What the tests of an exercise see of an answer's requests: which, how, and at what cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from eventstore import Used, capacity

READS = ("GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems")


@dataclass
class Request:
    """One request: its operation, its arguments, and how many cards a Query read or a Scan."""

    operation: str
    params: dict[str, Any]
    cards: int = 0


@dataclass
class Requests:
    """The requests of a block, in order; `used` has their read and write units."""

    sent: list[Request] = field(default_factory=list)
    used: Used = field(default_factory=Used)

    @property
    def operations(self) -> list[str]:
        """The operation of each request, such as `Query`."""
        return [request.operation for request in self.sent]

    @property
    def reads(self) -> list[str]:
        """The operation of each request that only reads."""
        return [operation for operation in self.operations if operation in READS]

    @property
    def cards(self) -> int:
        """How many cards were read, also those that a filter has left out of the replies."""
        return sum(request.cards for request in self.sent)

    def of(self, *operations: str) -> list[Request]:
        """Return the requests of these operations."""
        return [request for request in self.sent if request.operation in operations]


@contextmanager
def sent(client: Any) -> Iterator[Requests]:
    """Collect the requests that a boto3 client sends in this block."""
    events = getattr(getattr(client, "meta", None), "events", None)
    if events is None:
        yield Requests()
        return
    requests = Requests()

    def before(params: dict[str, Any], model: Any, **_: Any) -> None:
        requests.sent.append(Request(model.name, deepcopy(params)))

    def after(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if requests.sent and model.name in ("Query", "Scan"):
            requests.sent[-1].cards = parsed.get("ScannedCount", 0)

    events.register("before-parameter-build.dynamodb", before)
    events.register("after-call.dynamodb", after)
    try:
        with capacity(client) as requests.used:
            yield requests
    finally:
        events.unregister("before-parameter-build.dynamodb", before)
        events.unregister("after-call.dynamodb", after)
