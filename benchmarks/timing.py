"""Seconds, measured so that nobody is lucky: everybody runs in every round, in changing order."""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Act = Callable[[], object]
Prepare = Callable[[], Act]


class Timing(NamedTuple):
    """Medians in seconds, by the clock and of the processor's work for this process alone.

    Half of the runs lie between `low` and `high`, by the clock.
    """

    median: float
    low: float
    high: float
    runs: int
    work: float


def timing(seconds: Sequence[float], work: Sequence[float] = (0,)) -> Timing:
    """Sum up the seconds of several runs."""
    low, median, high = statistics.quantiles([*seconds, *seconds], n=4, method="inclusive")
    return Timing(median, low, high, len(seconds), statistics.median(work))


def interleaved(contenders: Mapping[str, Prepare], rounds: int) -> dict[str, Timing]:
    """Time every contender once a round, after some rounds that do not count.

    `prepare()` is not timed; what it returns is, until that returns: what it gives back is freed
    after the clock has stopped. The order changes from round to round, so that nobody always runs
    after the same one. The garbage collector runs whenever it likes, as it does for users.
    """
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    order, chance = list(contenders), random.Random(0)  # noqa: S311
    for number in range(-1 - rounds // 100, rounds):
        chance.shuffle(order)
        for name in order:
            act = contenders[name]()
            work, start = time.process_time(), time.perf_counter()
            kept = act()
            taken = time.perf_counter() - start, time.process_time() - work
            del kept
            if number >= 0:
                runs[name].append(taken)
    return {name: timing(*zip(*taken, strict=True)) for name, taken in runs.items()}
