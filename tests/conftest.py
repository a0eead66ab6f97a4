"""What every test gets: the servers, no file of AWS settings, and a word on wrong emulators."""

import functools
import os
import time
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from botocore.loaders import JSONFileLoader

from classroom.backend import embedded

from .servers.fixtures import dynalite, ministack

__all__ = ["dynalite", "ministack"]
PAID = os.environ.get("EVENTSTORE_TEST_AWS") == "yes-spend-money"
collect_ignore = ["browser", "browser_tab", "engines", "soak"]  # `make test-browser` and others do


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine() -> Iterator[None]:
    """No profile in ~/.aws reaches a test, so none can find real credentials by mistake."""
    with pytest.MonkeyPatch.context() as patch:
        if not PAID:
            patch.setenv("AWS_CONFIG_FILE", os.devnull)
            patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
            patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(scope="module", autouse=True)
def no_embedded_backend_is_left() -> Iterator[None]:
    """The tests of the next file don't meet moto and the guard, whichever file that is."""
    yield
    embedded.stop()


@pytest.fixture(scope="session", autouse=True)
def large_files_are_read_once() -> Iterator[None]:
    """Every session of boto3 reads half a megabyte of JSON; they may share what comes of it."""
    read = functools.cache(functools.partial(JSONFileLoader._load_file, None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "_load_file", lambda _, *file: read(*file))
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_are_awaited_impatiently() -> Iterator[None]:
    """A server here has a new table in a moment; botocore would ask for it once a second."""
    with pytest.MonkeyPatch.context() as patch:
        if not PAID:
            impatient = SimpleNamespace(sleep=lambda _: time.sleep(0.05))
            patch.setattr("botocore.waiter.time", impatient)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each emulator that was wrong, and how; tests/contract/deviations.py has the table."""
    passed = terminalreporter.getreports("passed")
    told = Counter(
        text for each in passed for name, text in each.user_properties if name == "wrong"
    )
    if told:
        terminalreporter.section("where an emulator is not DynamoDB, as expected")
    for text, count in sorted(told.items()):
        terminalreporter.line(f"{count:>4} tests  {text}")
