"""Who takes part in a question: every rival that is installed, and what each of them sends."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks import rivals
from benchmarks.answer import row, server_of, units
from benchmarks.history import new_id, seed, story
from benchmarks.rivals import Rival
from benchmarks.servers import make_table
from benchmarks.timing import Act, Prepare, Timing
from benchmarks.wire import Call, Wire, metered, recorded
from eventstore import capacity

Task = Callable[[Rival, str], Act]  # what somebody does with a stream, made ready


@dataclass
class Field:
    """The rivals with their calls, how to run each of them and its calls alone, and who is absent.

    Every act is upon a new stream, or if `seeded`, upon one stream that has so many events.
    """

    url: str
    wire: Wire
    seeded: int
    rivals: dict[str, Rival] = field(default_factory=dict)
    calls: dict[str, Sequence[Call]] = field(default_factory=dict)
    acts: dict[str, Prepare] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    tables: dict[Any, str] = field(default_factory=dict)
    stream: str = field(default_factory=new_id)

    def admit(self, kind: type[Rival], task: Task, suffix: str) -> None:
        """Take a rival in, and see what it sends."""
        name, is_first = kind.name + suffix, kind.write not in self.tables
        if is_first:
            self.tables[kind.write] = make_table(self.url, kind.keys)
        table = self.tables[kind.write]
        rival = self.rivals[name] = kind(self.url, table)
        if self.seeded and is_first:
            events = story(self.stream, 0, self.seeded)
            if kind.write:
                seed(self.url, table, events, kind.write)
            else:
                rival.append_together(events)
        id = self.record(name, kind, task)
        self.acts[name] = lambda: task(rival, self.id())
        self.acts[server_of(name)] = lambda: self.wire.again(self.calls[name], id, self.id())

    def id(self) -> str:
        """Return the stream of the next act."""
        return self.stream if self.seeded else new_id()

    def record(self, name: str, kind: type[Rival], task: Task) -> str:
        """Do the task where it is seen, twice: what a client asks but once does not count."""
        with metered(self.url) as meter:
            rival, id = kind(meter.url, self.tables[kind.write]), self.id()
            task(rival, self.id())()
            self.calls[name] = recorded(meter, task(rival, id))
            rival.close()
        return id

    def rows(self, server: str, times: Mapping[str, Timing]) -> list[Sequence[str]]:
        """Return the table's rows, the fastest first; those who are not installed at the end."""
        fastest = sorted(self.rivals, key=lambda name: times[name].median)
        known = [
            row(name, server, times, self.calls[name], self.rivals[name].remark) for name in fastest
        ]
        return known + [(name, server) for name in self.absent]


@contextmanager
def entered(
    url: str,
    task: Task,
    names: Sequence[str] = rivals.NAMES,
    seeded: int = 0,
    suffix: str = "",
) -> Iterator[Field]:
    """Open a question to everybody in `names`; the suffix tells two fields apart."""
    entrants = Field(url, Wire(url), seeded)
    try:
        for name in names:
            kind = rivals.load(name)
            if isinstance(kind, str):
                entrants.absent.append(kind)
            else:
                entrants.admit(kind, task, suffix)
        yield entrants
    finally:
        entrants.wire.close()
        for rival in entrants.rivals.values():
            rival.close()


def priced(client: Any, act: Act, calls: Sequence[Call]) -> str:
    """Say what `eventstore.capacity` counts for an act, and whether the server agrees."""
    with capacity(client) as used:
        act()
    same = (used.requests, used.read_units, used.write_units) == (len(calls), *units(calls))
    told = "as the server counts" if same else f"**but the server counts {units(calls)}**"
    return f"By `eventstore.capacity`: {used}, {told}."
