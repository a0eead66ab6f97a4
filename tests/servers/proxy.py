"""A proxy in front of a server that loses requests and replies, as networks do."""

import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from zlib import crc32

BUSY = b'{"__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}'


class Fault(Enum):
    """What happens to one request."""

    NONE = "it is answered"
    REQUEST_LOST = "the connection breaks before the server has the request"
    REPLY_LOST = "the server acts, and the connection breaks before its reply"
    REPLY_CUT = "the server acts, and half of its reply arrives, with the checksum of the whole"
    REPLY_500 = "the server acts, and the reply says that it failed"
    THROTTLED = "the server is busy, and says so instead of acting"


FAULTS = [fault for fault in Fault if fault is not Fault.NONE]
FELT = [fault for fault in FAULTS if fault is not Fault.REPLY_CUT]  # that may pass as success


class Planned(NamedTuple):
    """A fault, and what somebody else does at that very moment."""

    fault: Fault
    meanwhile: Callable[[], object] = lambda: None


class Proxy(ThreadingHTTPServer):
    """`plan` is used up, one entry a request; `seen` is what happened to every request."""

    def __init__(self, upstream: str):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream.removeprefix("http://")
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.plan: deque[Planned] = deque()
        self.seen: list[Fault] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing if a client has gone away, for instance because it was killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Passes a request on, unless a fault is planned for it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or the body of a reply would wait 40 ms for its headers' ACK
    server: Proxy

    def do_POST(self) -> None:
        request = self.rfile.read(int(self.headers["Content-Length"]))
        plan = self.server.plan
        planned = plan.popleft() if plan else Planned(Fault.NONE)
        self.server.seen.append(planned.fault)
        status, reply = 500, b"{}"
        if planned.fault not in (Fault.REQUEST_LOST, Fault.THROTTLED):
            status, reply = self.forward(request)
        planned.meanwhile()
        if planned.fault in (Fault.REQUEST_LOST, Fault.REPLY_LOST):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif planned.fault is Fault.REPLY_500:
            self.reply(500, b"{}")
        elif planned.fault is Fault.THROTTLED:
            self.reply(400, BUSY)
        elif planned.fault is Fault.REPLY_CUT:
            self.reply(status, reply[: len(reply) // 2], {"x-amz-crc32": str(crc32(reply))})
        else:
            self.reply(status, reply)

    def forward(self, request: bytes) -> tuple[int, bytes]:
        with closing(HTTPConnection(self.server.upstream, timeout=10)) as upstream:
            upstream.request("POST", self.path, request, dict(self.headers))
            answer = upstream.getresponse()
            return answer.status, answer.read()

    def reply(self, status: int, body: bytes, headers: Mapping[str, str] = {}) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: `seen` is the log."""


@contextmanager
def proxy_before(upstream: str) -> Iterator[Proxy]:
    """Serve as long as the block runs."""
    with Proxy(upstream) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
