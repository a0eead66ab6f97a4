"""How long `import eventstore` takes, alone and after `import boto3`, in fresh interpreters."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory

from benchmarks.answer import Answer
from benchmarks.goals import goal
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing, timing

STATEMENTS = {
    "boto3": "import boto3",
    "eventstore": "import eventstore",
    "eventstore, fast reads": "import eventstore.fast",
    "pynamodb": "import pynamodb.models, pynamodb.transactions",
    "aiodynamo": "import aiodynamo.client, aiodynamo.http.aiohttp",
    "eventsourcing": "import eventsourcing.application, eventsourcing_dynamodb",
}
MEASURE = """
import time
{first}
start = time.perf_counter()
{statement}
print(time.perf_counter() - start)
"""
HEADER = (
    *("import", "milliseconds alone, median", "half of the runs", "runs"),
    *("after boto3, median", "half of the runs"),
)


def seconds(statement: str, first: str, bytecode: str) -> float:
    """Return what an import takes in a new interpreter, after another.

    The interpreter keeps its bytecode in a folder of ours, even if Python should write none.
    """
    command = [sys.executable, "-c", MEASURE.format(statement=statement, first=first)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
    said = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=True, env=environment
    )
    return float(said.stdout)


def imports(sizes: Sizes) -> Answer:
    """One new interpreter a figure, in turn."""
    answer = Answer("Import", "Each in a new interpreter; the bytecode is there already.", HEADER)
    firsts = ("", "import boto3")
    known = [name for name in STATEMENTS if importlib.util.find_spec(name.split(",")[0])]
    taken: dict[tuple[str, str], list[float]] = {(n, first): [] for n in known for first in firsts}
    with TemporaryDirectory() as bytecode:
        for name, first in taken:
            seconds(STATEMENTS[name], first, bytecode)  # this one only writes the bytecode
        for _ in range(sizes.imports):
            for (name, first), measured in taken.items():
                measured.append(seconds(STATEMENTS[name], first, bytecode))
    times = {key: timing(measured) for key, measured in taken.items()}
    for name in STATEMENTS:
        answer.rows.append([name, "not installed"] if name not in known else line(name, times))
    extra = times["eventstore", "import boto3"].median * 1000
    answer.goals = [goal("import eventstore, after boto3", extra)]
    return answer


def line(name: str, times: Mapping[tuple[str, str], Timing]) -> Sequence[str]:
    """Return a row of the table."""
    alone, after = times[name, ""], times[name, "import boto3"]
    spread = [f"{each.low * 1000:.1f} to {each.high * 1000:.1f}" for each in (alone, after)]
    runs = str(alone.runs)
    return (
        name,
        f"{alone.median * 1000:.1f}",
        spread[0],
        runs,
        f"{after.median * 1000:.1f}",
        spread[1],
    )
