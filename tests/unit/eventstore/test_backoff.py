"""Waits are random, get longer each time, and are limited."""

import pytest

from eventstore.backoff import Backoff


@pytest.mark.parametrize(
    ("attempt", "longest"), [(0, 0.02), (1, 0.04), (5, 0.64), (6, 1.0), (7, 1.0), (5000, 1.0)]
)
def test_the_limit_doubles_with_each_attempt_up_to_a_second(attempt, longest):
    slept = []
    for part in (0.0, 0.5, 1.0):
        Backoff(slept.append, lambda part=part: part).wait(attempt)

    assert slept == [0.0, longest / 2, longest]


def test_waits_after_the_same_attempt_differ():
    slept = []
    for _ in range(20):
        Backoff(slept.append).wait(3)

    assert len(set(slept)) > 10
    assert all(0 <= seconds <= 0.16 for seconds in slept)
