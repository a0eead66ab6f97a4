"""No setting of this machine: for a process that a test starts, and for the tests' own."""

import os
from collections.abc import Iterator

import pytest

from classroom.backend import embedded


def plain_variables() -> dict[str, str]:
    hidden = ("AWS_", "EVENTSTORE_", "CI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return {**kept, "EVENTSTORE_ENV_FILE": os.devnull}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env and no EVENTSTORE_* variable of this machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("EVENTSTORE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EVENTSTORE_ENV_FILE", os.devnull)


@pytest.fixture
def no_embedded_backend() -> Iterator[None]:
    """Take moto and the guard off again, so that no other test meets them."""
    yield
    embedded.stop()
