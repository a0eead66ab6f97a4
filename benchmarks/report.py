"""benchmarks/results.md: what was measured, on what, and which goals were met."""

import importlib.metadata
import os
import platform
from collections.abc import Sequence

from benchmarks.answer import Answer
from benchmarks.servers import version

PACKAGES = [
    *("boto3", "botocore", "msgspec", "pynamodb", "aiodynamo", "aiohttp"),
    *("eventsourcing", "eventsourcing-dynamodb"),
]
WORDS = {True: "met", False: "**missed**", None: "not measured"}
INTRODUCTION = """# Measured

Written by `make bench`, all in one run: everybody has a turn in every round, in changing order.

- Times are the median of the runs; half of the runs lie in the range beside it. *Client's work* is
  the processor's time, which a busy machine changes less, in milliseconds. *x eventstore* is how
  many times as long somebody takes, by the clock.
- Requests and units were counted once, before the timing, by a proxy that asked the server for
  ConsumedCapacity, unless a question says otherwise. To dynalite an empty answer is free; we put in
  what DynamoDB charges for it.
- *Server's share*: in the same rounds the very requests that somebody sent are sent again over one
  plain connection, and the replies read and thrown away. That time, of which no client can save
  anything, is divided by theirs.
- Python's garbage collector runs, as it does for users, and nothing is frozen. Everybody is loaded
  in one process, where it has about twice as many objects to look through as in a small program
  with boto3. What a query returns is freed after the clock has stopped.
- *Fast reads* are those of `EventStore(..., fast_reads=True)`, which needs msgspec. Where a goal or
  a chart is about long reads, it compares these with the others."""


def platform_line(sizes: str) -> str:
    """Return what it ran on, without a name of the machine."""
    parts = [f"Python {platform.python_version()} on {platform.system()}"]
    parts += [f"{os.cpu_count()} cores", f"dynalite {version('dynalite')}"]
    parts += [f"MiniStack {version('ministack')}"]
    for package in PACKAGES:
        try:
            parts.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            parts.append(f"{package} not installed")
    return f"Size: {sizes}. {', '.join(parts)}."


def goals(answers: Sequence[Answer]) -> list[str]:
    """Return a line for each goal, with its figure."""
    return [
        f"- {WORDS[goal.met]}: {goal.text}; measured: {goal.measured}"
        for answer in answers
        for goal in answer.goals
    ]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table; a short row is filled up."""
    full = [[*row, *[""] * (len(header) - len(row))] for row in [header, *rows]]
    lines = [f"| {' | '.join(row)} |" for row in full]
    return [lines[0], "|" + "---|" * len(header), *lines[1:]]


def report(answers: Sequence[Answer], sizes: str, picture: str) -> str:
    """Return the whole file."""
    parts = [INTRODUCTION, platform_line(sizes)]
    if picture:
        parts += ["![Two charts; the next lines say what they show.](results.svg)", picture]
    for answer in answers:
        parts += [f"## {answer.title}", answer.text, "\n".join(table(answer.header, answer.rows))]
        parts += answer.notes
    parts += ["## Goals", "\n".join(goals(answers))]
    return "\n\n".join(parts) + "\n"
