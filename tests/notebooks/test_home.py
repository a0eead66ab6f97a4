"""What a learner takes home from a lesson passes there."""

import subprocess
import sys
from collections import Counter

import pytest

from .homes import outcomes
from .lessons import store_of

TESTS = {1: 4, 2: 3, 3: 3, 4: 9, 5: 5, 6: 6, 7: 3, 8: 4}


@pytest.fixture(scope="module")
def homes() -> dict[int, Counter[str]]:
    """What comes out in each folder, as it was taken home."""
    return dict(zip(TESTS, outcomes(store_of(number).parent for number in TESTS), strict=True))


@pytest.mark.parametrize("number", TESTS)
def test_what_is_taken_home_passes_there(number, homes):
    assert homes[number] == Counter(passed=TESTS[number])


def test_what_is_taken_home_passes_by_the_command_that_the_lesson_names():
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", store_of(4).parent],
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{TESTS[4]} passed" in result.stdout
