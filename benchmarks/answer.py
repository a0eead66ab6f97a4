"""What a question gives: a table, the goals it was asked for, and what a reader should know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.goals import Goal
from benchmarks.timing import Timing
from benchmarks.wire import Call
from eventstore import Used

HEADER = (
    *("who", "server", "milliseconds, median", "half of the runs", "runs", "client's work"),
    *("x eventstore", "requests", "read units", "write units", "server's share", "remark"),
)
# Of a question whose units `eventstore.capacity` counts.
COUNTED = (*HEADER[:-2], "unpriced", "remark")


@dataclass
class Answer:
    """One question's part of the report."""

    title: str
    text: str
    header: Sequence[str] = HEADER
    rows: list[Sequence[str]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    drawn: dict[str, Any] = field(default_factory=dict)  # what the picture needs


def row(
    who: str, server: str, times: Mapping[str, Timing], calls: Sequence[Call], remark: str
) -> Sequence[str]:
    """Return a line of the table."""
    mine, alone, (read, write) = times[who], times[server_of(who)], units(calls)
    return (
        *timed(who, server, times),
        str(len(calls)),
        f"{read:g}",
        f"{write:g}",
        f"{alone.median / mine.median:.0%}",
        remark,
    )


def counted_row(
    who: str, server: str, times: Mapping[str, Timing], used: Used, requests: int
) -> Sequence[str]:
    """Return a line of a table whose units `eventstore.capacity` has counted, up to the remark."""
    return (
        *timed(who, server, times),
        str(requests),
        f"{used.read_units:g}",
        f"{used.write_units:g}",
        str(used.unpriced),
    )


def timed(who: str, server: str, times: Mapping[str, Timing]) -> Sequence[str]:
    """Return the columns that the clock fills."""
    mine = times[who]
    return (
        who,
        server,
        f"{mine.median * 1000:.2f}",
        f"{mine.low * 1000:.2f} to {mine.high * 1000:.2f}",
        str(mine.runs),
        f"{mine.work * 1000:.2f}",
        f"{mine.median / times['eventstore'].median:.2f}",
    )


def units(calls: Sequence[Call]) -> tuple[float, float]:
    """Return the read and the write units of all requests together."""
    reads = sum(call.units for call in calls if call.action == "Query")
    return reads, sum(call.units for call in calls) - reads


def server_of(who: str) -> str:
    """Return the name under which somebody's requests, sent again without a client, are timed."""
    return f"{who}: the server alone"
