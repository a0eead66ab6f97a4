"""Thirty learners at once on one server, a prefix each: everybody sees what the lessons show."""

import asyncio
import os
import sys
import time
from pathlib import Path

import psutil
import pytest
from nbclient import NotebookClient

from classroom import connect

from ..browser.comparing import differences
from ..notebooks.lessons import LESSONS, read

LEARNERS = 30
TAUGHT = LESSONS[:4]  # 00 to 03, where all of them write the same versions of the same stream
SECONDS = 600  # that one cell may take, when all of them begin at once


def test_nothing_is_mixed_up_in_a_full_room(
    ministack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = time.monotonic()
    complaints, most = asyncio.run(fill_the_room(ministack, tmp_path))

    seconds, lessons = time.monotonic() - begun, LEARNERS * len(TAUGHT)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{LEARNERS} learners, {lessons} lessons: {seconds:.0f} s, {most / 1e9:.1f} GB\n"
        )
    assert complaints == []
    assert [sorted(of_one) for of_one in tables(ministack)] == [["00", "01", "02", "03"]] * LEARNERS


async def fill_the_room(url: str, folder: Path) -> tuple[list[str], int]:
    """Return all complaints, and the most memory that the kernels had at one moment, in bytes."""
    learners = [asyncio.create_task(learn(f"learner{n}", url, folder)) for n in range(LEARNERS)]
    most = 0
    while not all(learner.done() for learner in learners):
        most = max(most, sum(map(resident, psutil.Process().children(recursive=True))))
        await asyncio.sleep(0.5)
    return [complaint for learner in learners for complaint in learner.result()], most


async def learn(name: str, url: str, folder: Path) -> list[str]:
    """Run the lessons one after another, as start.py would for one person."""
    home, my = folder / name, folder / name / "my"
    my.mkdir(parents=True)
    settings = {
        "AWS_ENDPOINT_URL_DYNAMODB": url,
        "EVENTSTORE_BACKEND": "local",
        "EVENTSTORE_MY": str(my),
        "EVENTSTORE_PREFIX": name,
        "IPYTHONDIR": str(home / "ipython"),
    }
    complaints = []
    for path in TAUGHT:
        notebook = read(path)
        await NotebookClient(
            notebook,
            timeout=SECONDS,
            iopub_timeout=SECONDS,  # what a cell shows may come long after its end
            startup_timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(my)}},
            coalesce_streams=True,
            allow_errors=True,
        ).async_execute(env=os.environ | settings)
        found = differences(read(path).cells, notebook.cells)
        complaints += [f"{name}, {path.stem}: {each}" for each in found]
    return complaints


def resident(process: psutil.Process) -> int:
    """Return the memory of a process; of one that has just ended, nothing."""
    try:
        return int(process.memory_info().rss) if "ipykernel" in " ".join(process.cmdline()) else 0
    except psutil.Error:
        return 0


def tables(url: str) -> list[set[str]]:
    """Return what each learner's tables are called after the prefix."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENTSTORE_BACKEND", "local")
        patch.setenv("EVENTSTORE_PREFIX", "teacher")
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        pages = list(connect().get_paginator("list_tables").paginate())
    found: dict[str, set[str]] = {}
    for name in (name for page in pages for name in page["TableNames"]):
        learner, _, lesson = name.partition("-")
        found.setdefault(learner, set()).add(lesson)
    return [found[learner] for learner in sorted(found)]
