"""A process that does what it's sent, and a proxy that can kill it at any request."""

import contextlib
import functools
import multiprocessing
import random
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from typing import Any

from .proxy import Fault, Planned, Proxy

# A fork of a process that has imported everything begins at once. Windows has no forks.
HAS_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
CONTEXT: Any = multiprocessing.get_context("forkserver" if HAS_FORKS else "spawn")
CONTEXT.set_forkserver_preload(["tests.service.programs"])
TROUBLE = {  # what the faults lead to: a process must not meet anything else
    "ClientError",
    "ConnectionClosedError",
    "CorruptPageError",
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "TransactionConflictError",
}
LONGEST_LIFE = 25  # requests
LONGEST_PAUSE = 0.01  # seconds between a reply and a kill


class Worker:
    """Runs `run(*arguments, url, pipe)` in a process of its own. `proxy` serves the url.

    Chance decides which requests get lost, and where the process is killed: before a request is
    carried out, after it, or a moment after the reply. `kills` says how often it's killed, and
    `killed` how often it was.
    """

    def __init__(
        self,
        name: str,
        proxy: Proxy,
        chance: random.Random,
        run: Callable[..., None],
        *arguments: object,
        kills: int = 0,
        faults: float = 0,
    ):
        self.name = name
        self.proxy = proxy
        self.chance = chance
        self.run = run
        self.arguments = arguments
        self.kills, self.killed = kills, 0
        self.faults = faults
        self.message: Any = None  # the one that it's busy with
        self.start()

    def start(self) -> None:
        self.pipe, other = CONTEXT.Pipe()
        arguments = (*self.arguments, self.proxy.url, other)
        self.process = CONTEXT.Process(target=self.run, args=arguments, daemon=True)
        self.plan()
        self.process.start()
        other.close()

    def plan(self) -> None:
        """Plan the requests of this process's life."""
        self.proxy.plan.clear()
        life = self.chance.randrange(LONGEST_LIFE) if self.killed < self.kills else 500
        self.proxy.plan.extend(Planned(self.fault()) for _ in range(life))
        if self.killed < self.kills:
            kill = functools.partial(kill_if_it_runs, self.process)
            soon = threading.Timer(self.chance.random() * LONGEST_PAUSE, kill).start
            ends = [(Fault.REQUEST_LOST, kill), (Fault.NONE, kill), (Fault.NONE, soon)]
            self.proxy.plan.append(Planned(*self.chance.choice(ends)))

    def fault(self) -> Fault:
        kinds = [fault for fault in Fault if fault is not Fault.NONE]
        return self.chance.choice(kinds) if self.chance.random() < self.faults else Fault.NONE

    def send(self, message: Any) -> None:
        self.message = message
        with contextlib.suppress(OSError):  # it was killed: `answer` says so
            self.pipe.send(message)

    def answer(self) -> str | None:
        """Return what the process says, or None if it has ended. Then it begins again.

        It says "" if all went well, and otherwise the type of the error, a colon and its text.
        """
        try:
            said: str = self.pipe.recv()
            assert not said or said.partition(":")[0] in TROUBLE, said
            return said
        except (EOFError, OSError):
            self.process.join()
            self.killed += self.process.exitcode < 0
            self.end()
            self.start()
            return None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


def waiting(workers: list[Worker], seconds: float) -> list[Worker]:
    """Return the workers that have an answer, or were killed, within this time."""
    ready = wait([worker.pipe for worker in workers], seconds)
    return [worker for worker in workers if worker.pipe in ready]


def kill_if_it_runs(process: Any) -> None:
    with contextlib.suppress(ValueError):  # another one has begun
        process.kill()
