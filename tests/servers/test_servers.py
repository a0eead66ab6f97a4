"""A server comes up on 127.0.0.1, goes away, and says why where it cannot do the first."""

import socket
import sys
import urllib.parse
from http.client import HTTPConnection
from pathlib import Path

import pytest

from . import fixtures, process
from .process import PORT, ServerError, running


@pytest.mark.parametrize("server", ["ministack", "dynalite"])
def test_a_server_answers_on_this_machine_only(server: str, request: pytest.FixtureRequest) -> None:
    url = urllib.parse.urlsplit(request.getfixturevalue(server))

    assert url.hostname == "127.0.0.1"
    connection = HTTPConnection("127.0.0.1", url.port or 0, timeout=5)
    connection.request("GET", "/")
    assert connection.getresponse().read()
    connection.close()


def test_a_server_is_gone_when_its_block_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", PORT]

    with running(command, {}, tmp_path) as url:
        connection = HTTPConnection(url.removeprefix("http://"), timeout=5)

    with pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/")


def test_a_server_that_ends_at_once_is_an_error_with_its_output(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('out of paper')"]

    with (
        pytest.raises(ServerError, match="ended with 1; it printed:\nout of paper"),
        running(command, {}, tmp_path),
    ):
        pytest.fail("the block ran without a server")


def test_a_server_whose_port_somebody_else_has_taken_gets_another_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", PORT]

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = [process.free_port(), taken.getsockname()[1]]
        monkeypatch.setattr(process, "free_port", ports.pop)
        with running(command, {}, tmp_path) as url:
            assert not url.endswith(f":{taken.getsockname()[1]}")

    assert ports == []


def test_a_missing_ministack_is_an_error_that_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fixtures, "MINISTACK", tmp_path / "python")

    with pytest.raises(fixtures.MissingServerError, match=r"`python3 start\.py test` installs it"):
        fixtures.ministack_command()


def test_a_missing_node_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(fixtures.MissingServerError, match="needs Node 20"):
        fixtures.dynalite_command()


def test_a_missing_dynalite_is_an_error_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(fixtures.MissingServerError, match="no Node"):
        fixtures.skip_or_raise(fixtures.MissingServerError("no Node"))


def test_a_missing_dynalite_is_a_skip_that_says_why_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no Node"):
        fixtures.skip_or_raise(fixtures.MissingServerError("no Node"))
