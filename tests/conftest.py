"""What every test gets: the servers, no file of AWS settings, and a word on wrong emulators."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from .servers.fixtures import dynalite, ministack

__all__ = ["dynalite", "ministack"]
collect_ignore = ["browser", "browser_tab", "soak"]  # but `make test-browser` and others name them


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine() -> Iterator[None]:
    """No profile in ~/.aws reaches a test, so none can find real credentials by mistake."""
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("EVENTSTORE_TEST_AWS") != "yes-spend-money":
            patch.setenv("AWS_CONFIG_FILE", os.devnull)
            patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
            patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
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
