"""What a learner takes home from a lesson passes there, by the command that the lesson names."""

import subprocess
import sys

import pytest

from .lessons import store_of


@pytest.mark.parametrize("number", range(1, 9))
def test_what_is_taken_home_passes_there(number):
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", store_of(number).parent],
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stdout + result.stderr
