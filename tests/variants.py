"""A test with many variants: a few of them in every run, the others where CI is set."""

import itertools
from collections.abc import Iterable
from typing import Any

import pytest

PLAIN = type(pytest.param())


def every(**axes: Iterable[Any]) -> pytest.MarkDecorator:
    """Parametrize a test by every combination of these values.

    As many as the longest axis has values are in every run, with each value of each axis among
    them. The others are thorough.
    """
    values = [
        [each if isinstance(each, PLAIN) else pytest.param(each) for each in axis]
        for axis in axes.values()
    ]
    quick = {tuple(n % len(axis) for axis in values) for n in range(max(map(len, values)))}
    cases = []
    for places in itertools.product(*(range(len(axis)) for axis in values)):
        chosen = [axis[place] for axis, place in zip(values, places, strict=True)]
        marks = [mark for each in chosen for mark in each.marks]
        if places not in quick:
            marks.append(pytest.mark.thorough)
        name = "-".join(each.id or str(each.values[0]) for each in chosen)
        cases.append(pytest.param(*(each.values[0] for each in chosen), marks=marks, id=name))
    return pytest.mark.parametrize(",".join(axes), cases)
