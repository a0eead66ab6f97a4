"""What is timed: the work of a user's program, garbage collector and all, and nothing else."""

import gc

import pytest

from benchmarks import timing


class Clock:
    """Stands still, unless somebody takes time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.now = 0.0
        monkeypatch.setattr(timing.time, "perf_counter", lambda: self.now)
        monkeypatch.setattr(timing.time, "process_time", lambda: self.now)


def test_the_garbage_collector_runs_and_nothing_is_frozen() -> None:
    seen: list[tuple[bool, int]] = []
    frozen = gc.get_freeze_count()  # by other tests of this process

    timing.interleaved(
        {"one": lambda: lambda: seen.append((gc.isenabled(), gc.get_freeze_count()))}, 3
    )

    assert len(seen) >= 3
    assert set(seen) == {(True, frozen)}


def test_neither_the_preparation_nor_the_freeing_of_a_result_is_timed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock(monkeypatch)

    class Result:
        def __del__(self) -> None:
            clock.now += 100

    def act() -> Result:
        clock.now += 2
        return Result()

    def prepare() -> timing.Act:
        clock.now += 10
        return act

    times = timing.interleaved({"one": prepare}, 3)

    assert times["one"] == timing.Timing(median=2, low=2, high=2, runs=3, work=2)
    assert clock.now >= 3 * 112
