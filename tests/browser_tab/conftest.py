"""One site and one browser for all tests; a test that ends leaves no lesson open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from ..browser import chromium
from .tab import Learner, arrived, served


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # JupyterLite asks through a service worker, which playwright does not see otherwise.
        patch.setenv("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
        with sync_playwright() as playwright:
            path = chromium.ensure()
            yield playwright.chromium.launch(executable_path=path, args=chromium.QUIET)


@pytest.fixture(scope="session")
def arrival(browser: Browser, address: str) -> Iterator[Learner]:
    with arrived(browser, address) as learner:
        yield learner


@pytest.fixture
def learner(arrival: Learner) -> Iterator[Learner]:
    """Fail a test after which the page has complained of an error, or asked another machine."""
    yield arrival
    complaints, arrival.complaints = arrival.complaints, []
    assert complaints == []
