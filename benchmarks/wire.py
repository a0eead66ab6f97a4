"""Requests as bytes: sent and counted by the server, or sent again to see the server's own time."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple

from tests.servers.proxy import Handler, Proxy, proxy_before

# No server here checks a signature, but one must be there. A word, so that it looks like no key.
UNSIGNED = "AWS4-HMAC-SHA256 Credential=fake/20250101/eu-west-1/dynamodb/aws4_request, "
UNSIGNED += "SignedHeaders=host;x-amz-date;x-amz-target, Signature=fake"

IDLE = 3  # seconds; after five, Node closes a connection that nobody uses


class Call(NamedTuple):
    """One request that a rival sent, and the units that the server counted for it."""

    action: str
    body: bytes
    units: float


class Meter(Handler):
    """Asks the server, with every request that passes, what it consumes."""

    def forward(self, request: bytes) -> tuple[int, bytes]:
        """Send the request on, with the question added; keep it without."""
        action = self.headers["X-Amz-Target"].partition(".")[2]
        asked = json.loads(request)
        if asked.pop("ClientRequestToken", None):  # which would forbid to send it again
            request = json.dumps(asked).encode()
        asking = json.dumps(asked | {"ReturnConsumedCapacity": "TOTAL"}).encode()
        with closing(Wire(f"http://{self.server.upstream}")) as wire:
            status, reply = wire.post(action, asking)
        consumed = json.loads(reply).get("ConsumedCapacity", [])
        tables = consumed if isinstance(consumed, list) else [consumed]
        units = sum(each["CapacityUnits"] for each in tables)
        if action == "Query" and not units:  # to dynalite, an empty answer is free; not to DynamoDB
            units = 1 if asked.get("ConsistentRead") else 0.5
        self.server.calls.append(Call(action, request, units))  # type: ignore[attr-defined]
        return status, reply


@contextmanager
def metered(url: str) -> Iterator[Proxy]:
    """Give a proxy whose list `calls` grows by one with every request that passes."""
    with proxy_before(url) as proxy:
        proxy.RequestHandlerClass = Meter
        proxy.calls = []  # type: ignore[attr-defined]
        yield proxy


def recorded(meter: Any, act: Callable[[], object]) -> list[Call]:
    """Return the requests that pass the meter meanwhile."""
    meter.calls.clear()
    act()
    return list(meter.calls)


class Wire:
    """One kept connection to a server, and nothing of a client's work round it."""

    def __init__(self, url: str):
        self.connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
        self.used = time.monotonic()

    def post(
        self, action: str, body: bytes, signature: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request, and read its reply whole."""
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"DynamoDB_20120810.{action}",
            "X-Amz-Date": "20250101T000000Z",
            "Authorization": UNSIGNED,
        }
        if time.monotonic() - self.used > IDLE:
            self.connection.close()  # request() opens another
        self.connection.request("POST", "/", body, headers | (signature or {}))
        answer = self.connection.getresponse()
        reply = answer.read()
        self.used = time.monotonic()
        return answer.status, reply

    def again(self, calls: Sequence[Call], old: str, new: str) -> Callable[[], Any]:
        """Return what sends recorded requests again, for another stream, and parses nothing."""
        ready = [(action, body.replace(old.encode(), new.encode())) for action, body, _ in calls]

        def send() -> None:
            for action, body in ready:
                status, reply = self.post(action, body)
                if status != 200:
                    raise RuntimeError(reply.decode())

        return send

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
