"""The fixtures `ministack` and `dynalite`: the URL of a real server, one a session and worker."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .process import PORT, running

HERE = Path(__file__).parent
PYTHON = Path("Scripts", "python.exe") if sys.platform == "win32" else Path("bin", "python")
MINISTACK = HERE.parent.parent / ".venv-ministack" / PYTHON
DYNALITE = HERE / "node_modules" / "dynalite" / "cli.js"


class MissingServerError(Exception):
    """A server that the tests need is not installed. The message says what installs it."""


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """MiniStack, the server that every machine has: it needs Python only."""
    with a_ministack(tmp_path_factory.mktemp("ministack")) as url:
        yield url


@contextmanager
def a_ministack(home: Path) -> Iterator[str]:
    """Another one, with nothing in it."""
    # The other ports that it would open stay closed, and no request is logged: that costs time.
    settings = {
        "SERVICES": "dynamodb,dynamodbstreams",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }
    settings |= {"LOG_LEVEL": "WARNING", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": PORT}
    with running(ministack_command(), settings, home) as url:
        yield url


@pytest.fixture(scope="session")
def dynalite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """dynalite, the strictest judge of requests; a visible skip where a user has no Node."""
    try:
        command = dynalite_command()
    except MissingServerError as missing:
        skip_or_raise(missing)
    with running(command, {}, tmp_path_factory.mktemp("dynalite")) as url:
        yield url


def ministack_command() -> list[str]:
    if not MINISTACK.exists():
        raise MissingServerError("MiniStack is missing; `python3 start.py test` installs it")
    return [str(MINISTACK), "-m", "ministack"]


def dynalite_command() -> list[str]:
    node = shutil.which("node")
    if node is None:
        raise MissingServerError("dynalite needs Node 20, which is not on this machine's PATH")
    if not DYNALITE.exists():
        raise MissingServerError("dynalite is missing; `python3 start.py test` installs it")
    wait_for_nothing = ["--createTableMs", "0", "--deleteTableMs", "0"]
    return [node, str(DYNALITE), "--host", "127.0.0.1", "--port", PORT, *wait_for_nothing]


def skip_or_raise(missing: MissingServerError) -> None:
    """A person may do without this judge, and sees that; CI may not."""
    if os.environ.get("CI") == "true":
        raise missing
    pytest.skip(str(missing))
