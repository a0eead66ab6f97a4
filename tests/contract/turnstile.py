"""Writers that take turns, one request at a time, in a given order: no chance, no clock."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, cycle
from threading import Event, Semaphore
from typing import Any

SECONDS = 30  # to wait for a writer that hangs
Stop = Callable[..., None]


class Writer:
    """A function in a thread of its own. It gets a `stop` function that makes it wait."""

    def __init__(self, write: Callable[[Stop], object]):
        self.write = write
        self.may_go, self.stands = Semaphore(0), Semaphore(0)
        self.has_ended = Event()

    def run(self) -> object:
        try:
            self.stop()
            return self.write(self.stop)
        finally:
            self.has_ended.set()
            self.stands.release()

    def stop(self, **_: object) -> None:
        self.stands.release()
        assert self.may_go.acquire(timeout=SECONDS), "nobody lets the writer go on"

    def go_on(self) -> None:
        self.may_go.release()
        assert self.stands.acquire(timeout=SECONDS), "the writer hangs"


def take_turns(order: Iterable[int], writers: Iterable[Callable[[Stop], object]]) -> list[Any]:
    """Let the writers go on to their next stop in this order, then in turn until all have ended.

    Return what they returned.
    """
    writing = [Writer(write) for write in writers]
    with ThreadPoolExecutor(len(writing)) as pool:
        results = [pool.submit(each.run) for each in writing]
        for each in writing:
            assert each.stands.acquire(timeout=SECONDS), "the writer doesn't begin"
        for turn in chain(order, cycle(range(len(writing)))):
            if all(each.has_ended.is_set() for each in writing):
                return [result.result() for result in results]
            if not writing[turn].has_ended.is_set():
                writing[turn].go_on()
    raise AssertionError("unreachable: the turns never end before the writers")
