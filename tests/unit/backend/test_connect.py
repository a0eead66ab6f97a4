import contextlib
import os
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from classroom import SettingsError, connect, connect_streams
from classroom.backend import embedded
from eventstore import Changes, Event, EventStore, create_table

pytestmark = pytest.mark.usefixtures("no_embedded_backend")

SECRET = "not-a-real-secret"


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch):
    def use(port: int) -> None:
        monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
        monkeypatch.setenv("EVENTSTORE_PREFIX", "mine")
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{port}")

    return use


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """Ask for AWS, with what a .env says; nothing in these tests sends a request."""
    monkeypatch.setenv("EVENTSTORE_BACKEND", "aws")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "mine")

    def write(*lines: str) -> None:
        (tmp_path / "aws.env").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setenv("EVENTSTORE_ENV_FILE", str(tmp_path / "aws.env"))

    return write


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as server:
        server.setblocking(False)
        yield server


def connections(server: socket.socket) -> int:
    """How many there were."""
    with contextlib.suppress(BlockingIOError):
        server.accept()[0].close()
        return 1 + connections(server)
    return 0


@pytest.fixture
def recorder() -> Iterator[HTTPServer]:
    """A server that keeps the headers of every request in `seen`, and refuses it."""

    class Refuse(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.server.seen.append(str(self.headers))
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(400)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Refuse) as server:
        server.seen = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_server_that_never_answers_is_given_up_within_ten_seconds(
    local, silent, monkeypatch
) -> None:
    local(silent.getsockname()[1])
    module, limits, pauses = sys.modules["classroom.backend.connect"], [], []
    config = module._config

    def noted(**more) -> Config:
        limits.append(config(**more))
        return limits[0].merge(Config(read_timeout=0.01))  # so that the test needn't wait

    monkeypatch.setattr(module, "_config", noted)
    monkeypatch.setattr("botocore.endpoint.time.sleep", pauses.append)

    with pytest.raises(ReadTimeoutError):
        connect().list_tables()

    assert connections(silent) == 3
    assert len(pauses) == 2
    assert 3 * limits[0].read_timeout + sum(pauses) < 10


@pytest.mark.parametrize("backend", ["embedded", "local", "aws"])
def test_every_backend_has_the_same_deadlines(backend, local, aws, monkeypatch) -> None:
    local(1)
    aws("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b", "AWS_DEFAULT_REGION=eu-central-1")
    monkeypatch.setenv("EVENTSTORE_BACKEND", backend)
    if backend == "aws":
        monkeypatch.delenv("AWS_ENDPOINT_URL_DYNAMODB")

    config = connect().meta.config

    assert (config.connect_timeout, config.read_timeout) == (1, 2)
    assert config.retries == {"total_max_attempts": 3, "mode": "standard"}


def test_a_local_server_never_sees_a_real_key_nor_a_proxy(local, recorder, monkeypatch) -> None:
    local(recorder.server_port)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real-token")
    monkeypatch.setenv("AWS_PROFILE", "absent")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    with pytest.raises(ClientError):
        connect().list_tables()

    assert "Credential=workshop/" in recorder.seen[0]
    assert "real" not in recorder.seen[0]


def test_another_backend_takes_the_embedded_one_off(local, recorder, monkeypatch) -> None:
    connect().list_tables()
    local(recorder.server_port)

    with pytest.raises(ClientError):
        connect().list_tables()
    assert len(recorder.seen) == 1

    monkeypatch.setenv("EVENTSTORE_BACKEND", "embedded")
    assert connect().list_tables()["TableNames"] == []
    assert len(recorder.seen) == 1


def test_aws_takes_from_the_file_what_the_environment_lacks_and_exports_nothing(aws) -> None:
    aws("AWS_ACCESS_KEY_ID=a", f"AWS_SECRET_ACCESS_KEY={SECRET}", "AWS_DEFAULT_REGION=eu-central-1")
    before = dict(os.environ)

    client = connect()

    assert client.meta.endpoint_url == "https://dynamodb.eu-central-1.amazonaws.com"
    keys = client._request_signer._credentials
    assert (keys.access_key, keys.secret_key) == ("a", SECRET)
    assert dict(os.environ) == before
    assert SECRET not in f"{client!r} {vars(client)}"


def test_aws_is_used_on_request_alone(monkeypatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    connect()

    assert embedded._in_force is not None


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["AWS_ACCESS_KEY_ID=a", f"AWS_SECRET_ACCESS_KEY={SECRET}"],
            "AWS_DEFAULT_REGION is missing",
        ),
        (["AWS_DEFAULT_REGION=eu-central-1"], "No AWS credentials found"),
        (["AWS_DEFAULT_REGION=eu-central-1", "AWS_PROFILE=absent"], "profile (absent)"),
        (
            ["AWS_DEFAULT_REGION=eu-central-1", f"AWS_SECRET_ACCESS_KEY={SECRET}"],
            "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID isn't.",
        ),
        (
            ["AWS_DEFAULT_REGION=mars!", "AWS_ACCESS_KEY_ID=a", f"AWS_SECRET_ACCESS_KEY={SECRET}"],
            "mars",
        ),
    ],
    ids=["no region", "no credentials", "unknown profile", "half a pair of keys", "bad region"],
)
def test_aws_says_which_setting_is_missing_without_showing_a_secret(aws, lines, message) -> None:
    aws(*lines)

    with pytest.raises(SettingsError) as caught:
        connect()

    assert message in str(caught.value)
    assert SECRET not in str(caught.value)


def test_aws_never_sends_real_keys_to_another_server(aws, monkeypatch) -> None:
    aws("AWS_ACCESS_KEY_ID=a", f"AWS_SECRET_ACCESS_KEY={SECRET}", "AWS_DEFAULT_REGION=eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(SettingsError, match=r"names the endpoint 127\.0\.0\.1"):
        connect()


@pytest.mark.parametrize("backend", ["embedded", "local"])
def test_connecting_is_silent(backend, local, monkeypatch, capfd) -> None:
    local(1)
    monkeypatch.setenv("EVENTSTORE_BACKEND", backend)

    connect()

    assert capfd.readouterr() == ("", "")


def test_the_streams_of_the_embedded_backend_tell_which_streams_have_changed() -> None:
    client = connect()
    create_table(client, "events", stream=True)
    arn = client.describe_table(TableName="events")["Table"]["LatestStreamArn"]
    changes = Changes(connect_streams(), arn)

    EventStore(client, "events").append(Event("58f02691", 0))

    assert changes.poll().ids == ["58f02691"]


def test_the_streams_of_a_local_server_are_asked_at_its_own_address(
    local, recorder, monkeypatch
) -> None:
    local(recorder.server_port)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real-key")

    with pytest.raises(ClientError):
        connect_streams().list_streams()

    assert "DynamoDBStreams_20120810.ListStreams" in recorder.seen[0]
    assert "real" not in recorder.seen[0]


def test_the_streams_of_aws_have_an_address_of_their_own(aws) -> None:
    aws("AWS_ACCESS_KEY_ID=a", f"AWS_SECRET_ACCESS_KEY={SECRET}", "AWS_DEFAULT_REGION=eu-central-1")

    client = connect_streams()

    assert client.meta.endpoint_url == "https://streams.dynamodb.eu-central-1.amazonaws.com"


def test_the_streams_of_aws_never_get_real_keys_sent_to_another_server(aws, monkeypatch) -> None:
    aws("AWS_ACCESS_KEY_ID=a", f"AWS_SECRET_ACCESS_KEY={SECRET}", "AWS_DEFAULT_REGION=eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", "http://127.0.0.1:9")

    with pytest.raises(SettingsError, match=r"names the endpoint 127\.0\.0\.1"):
        connect_streams()
