"""A kernel with no setting of this machine in it, and the same for the tests' own process."""

import os
from collections.abc import Iterator

import pytest

from classroom import embedded

from .kernel import RESET, START, Lesson, kernel


def plain_environment() -> dict[str, str]:
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


@pytest.fixture(scope="session")
def running_kernel() -> Iterator[Lesson]:
    with kernel(**plain_environment()) as started:
        yield started


@pytest.fixture
def lesson(running_kernel: Lesson) -> Lesson:
    """A kernel as if it had just started, the magics loaded (a real start takes two seconds)."""
    running_kernel.run(RESET, START)
    return running_kernel
