"""One site and one browser for all tests; a test that ends leaves no lesson open."""

from collections.abc import Iterator

import pytest

from .tab import Learner, arrived, served


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def arrival(address: str) -> Iterator[Learner]:
    with arrived(address) as learner:
        learner.arrive()
        learner.close()
        yield learner


@pytest.fixture
def learner(arrival: Learner) -> Iterator[Learner]:
    """Fail a test after which the page has complained of an error, or asked another machine."""
    yield arrival
    complaints, arrival.complaints = arrival.complaints, []
    assert complaints == []
