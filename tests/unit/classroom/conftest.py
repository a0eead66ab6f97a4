"""A kernel with no setting of this machine in it, and the same for the tests' own process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ...plain import no_embedded_backend, no_settings, plain_variables
from .adding import begin
from .kernel import RESET, START, Lesson, kernel

__all__ = ["no_embedded_backend", "no_settings"]


@pytest.fixture(scope="session")
def running_kernel() -> Iterator[Lesson]:
    with kernel(**plain_variables()) as started:
        yield started


@pytest.fixture
def lesson(running_kernel: Lesson) -> Lesson:
    """A kernel as if it had just started, the magics loaded (a real start takes two seconds)."""
    running_kernel.run(RESET, START)
    return running_kernel


@pytest.fixture
def adding(lesson: Lesson, tmp_path: Path) -> Lesson:
    """A kernel with one exercise, and a folder of the learner's own."""
    return begin(lesson, tmp_path / "my")
