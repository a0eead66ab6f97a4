"""What the doctor finds of a backend, its clock, an account and a table, where they are broken."""

import json
import re
import socket
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

import eventstore
from classroom.backend.connect import connect
from classroom.backend.doctor import examine

from .looking import SECRET, look, use_local

pytestmark = pytest.mark.usefixtures("no_embedded_backend", "own_folder")
KEY = "AKIA" + "NOTAREALKEYATALL"


@pytest.fixture
def server():
    """A server whose clock, answer and headers a test can choose."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.server.asked.append(self.headers["X-Amz-Target"].partition(".")[2])
            self.send_response_only(400)
            date = datetime.now(UTC) + self.server.ahead
            self.send_header("Date", format_datetime(date, usegmt=True))
            self.end_headers()
            code = f"com.amazonaws.dynamodb.v20120810#{self.server.code}"
            self.wfile.write(json.dumps({"__type": code, "message": SECRET}).encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        server.asked, server.ahead = [], timedelta()
        server.code = "ResourceNotFoundException"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("no_kernel")
def test_a_backend_that_does_not_answer_is_named_without_the_secrets_in_its_address(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    use_local(monkeypatch, f"http://ada:{SECRET}@127.0.0.1:{port}/?token={SECRET}")

    findings = {each.name: each for each in examine()}
    found = findings["backend"]
    assert found.state == "fail"
    assert f"127.0.0.1:{port}" in found.says
    assert SECRET not in repr(findings)
    assert {"table", "clock"}.isdisjoint(findings)


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("AccessDeniedException", "`python -m classroom policy`"),
        ("ExpiredTokenException", "credentials"),
        ("UnrecognizedClientException", "credentials"),
        ("InternalServerError", "Try again"),
    ],
)
def test_a_backend_that_refuses_is_reported_only_by_its_error_code(
    monkeypatch, server, code, remedy
):
    server.code = code
    use_local(monkeypatch, f"http://127.0.0.1:{server.server_port}")

    found = look("table")
    assert (found.state, code in found.says) == ("fail", True)
    assert remedy in found.remedy
    assert SECRET not in str(found)


@pytest.mark.parametrize(("minutes", "state"), [(0, "ok"), (-9, "warn"), (9, "warn")])
def test_the_clock_is_compared_with_the_servers(monkeypatch, server, minutes, state):
    server.ahead = timedelta(minutes=minutes)
    use_local(monkeypatch, f"http://127.0.0.1:{server.server_port}")

    assert look("clock").state == state


@pytest.mark.usefixtures("no_kernel")
def test_on_aws_it_only_describes_and_a_wrong_clock_is_a_failure(monkeypatch, server):
    aws(monkeypatch, server)
    server.ahead = timedelta(minutes=9)
    found = {each.name: each for each in examine()}

    assert set(server.asked) == {"DescribeTable"}
    assert found["clock"].state == "fail"
    assert found["settings"].detail == "aws in eu-central-1, with credentials, tables ada-*"
    assert found["table"].state == "ok"
    assert not re.search(f"{SECRET}|{KEY}", "".join(map(str, found.values())))


def aws(monkeypatch, server) -> None:
    """Settings for AWS itself, whose address is this server's."""
    for name, value in {
        "EVENTSTORE_BACKEND": "aws",
        "EVENTSTORE_PREFIX": "ada",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.modules["classroom.backend.connect"], "is_amazon", lambda _: True)


@pytest.mark.parametrize("absent", ["AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"])
def test_missing_region_or_credentials_are_reported(monkeypatch, server, absent):
    aws(monkeypatch, server)
    monkeypatch.delenv(absent)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY") if "KEY" in absent else None

    assert look("settings").state == "fail"
    assert server.asked == []


def test_somebody_elses_table_is_a_failure(monkeypatch, ministack):
    use_local(monkeypatch, ministack)
    eventstore.create_table(connect(), "ada-doctor")
    try:
        assert look("table").state == "fail"
        assert "EVENTSTORE_PREFIX" in look("table").remedy
    finally:
        connect().delete_table(TableName="ada-doctor")
