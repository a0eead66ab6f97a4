"""A goal is met up to its limit, and not beyond."""

import pytest

from benchmarks.goals import LIMITS, goal


@pytest.mark.parametrize("name", LIMITS)
def test_a_figure_at_the_limit_meets_the_goal_and_one_beyond_it_does_not(name: str) -> None:
    kind, limit, _ = LIMITS[name]
    beyond = limit * (1.01 if kind == "at most" else 0.99)

    assert goal(name, limit).met is True
    assert goal(name, beyond).met is False


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert goal("query, aiodynamo / fast reads", None).met is None


def test_a_goal_says_its_limit_and_what_was_measured() -> None:
    text, measured, _ = goal("query, fast reads / the floor", 1.2345)

    assert text == "query, fast reads / the floor: at most 1.1 x"
    assert measured == "1.23 x"
