"""One JupyterLab and one browser for all tests; a test that ends leaves no lesson open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .lab import running_lab
from .learner import Learner, arrived


@pytest.fixture(scope="session")
def arrival(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    home: Path = tmp_path_factory.mktemp("checkout")
    with running_lab(home) as address, arrived(address, home) as learner:
        yield learner


@pytest.fixture
def learner(arrival: Learner) -> Iterator[Learner]:
    """Fail a test after which the page has complained of an error, or asked another machine."""
    yield arrival
    complaints, arrival.complaints = arrival.complaints, []
    assert complaints == []
