"""Seconds, measured so that nobody is lucky: everybody runs in every round, in changing order."""

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

Act = Callable[[], object]
Prepare = Callable[[], Act]


class Timing(NamedTuple):
    """The median of the runs, in seconds, and the quartiles, between which half of them lie."""

    median: float
    low: float
    high: float
    runs: int


def timing(seconds: list[float]) -> Timing:
    """Sum up the seconds of several runs."""
    low, median, high = statistics.quantiles(seconds * 2 if len(seconds) < 2 else seconds, n=4)
    return Timing(median, low, high, len(seconds))


def interleaved(contenders: Mapping[str, Prepare], rounds: int) -> dict[str, Timing]:
    """Time every contender once a round, after some rounds that do not count.

    `prepare()` is not timed; what it returns is, with the freeing of what that returns. The order
    changes from round to round, so that nobody always runs after the same one.
    All that the rivals have loaded is frozen: to look through it takes the garbage collector fifty
    milliseconds, at the cost of whoever happens to run.
    """
    gc.collect()
    gc.freeze()
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    order, chance = list(contenders), random.Random(0)  # noqa: S311
    for number in range(-1 - rounds // 100, rounds):
        chance.shuffle(order)
        for name in order:
            act = contenders[name]()
            start = time.perf_counter()
            act()
            taken = time.perf_counter() - start
            if number >= 0:
                seconds[name].append(taken)
    gc.unfreeze()
    return {name: timing(taken) for name, taken in seconds.items()}
