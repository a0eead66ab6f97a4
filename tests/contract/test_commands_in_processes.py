"""Several processes run the same command at once, on a real server."""

import contextlib
import os
import random
import subprocess
import sys
import uuid
from typing import Any

import pytest

from eventstore import EventStore

from ..servers.proxy import proxy_before
from ..servers.worker import Worker, waiting
from ..service.programs import execute
from .strategies import SCALE

BACKENDS = ["ministack"]
ROUNDS = 50 * SCALE
SECONDS = 60  # a round that takes longer hangs
PROGRAM = """
import sys, boto3
from eventstore import Event, EventStore, Projection
url, table, id = sys.argv[1:]
client = boto3.client("dynamodb", endpoint_url=url, region_name="eu-west-1",
                      aws_access_key_id="fake", aws_secret_access_key="fake")
notes = Projection("notes", [], lambda notes, event: [*notes, event.note])
decide = lambda _, version: [Event(id, version, note="once")]
print(EventStore(client, table).execute(id, notes, decide, 100, command_id="c").version)
"""


def test_processes_that_run_one_command_at_once_have_one_effect(
    raw: Any, table: str, stream_id: str
) -> None:
    arguments = [sys.executable, "-c", PROGRAM, raw.meta.endpoint_url, table, stream_id]
    running = [
        subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(3)
    ]

    assert [process.communicate(timeout=60)[0] for process in running] == ["0\n"] * 3
    assert len(EventStore(raw, table).query(stream_id)) == 1


@pytest.mark.thorough
def test_a_command_has_one_effect_although_requests_and_replies_get_lost(
    raw: Any, table: str
) -> None:
    """Three processes carry out each command at once, until all of them have succeeded."""
    chance = random.Random(0)
    store = EventStore(raw, table)
    with contextlib.ExitStack() as stack:
        workers = []
        for n in range(3):
            proxy = stack.enter_context(proxy_before(raw.meta.endpoint_url))
            workers.append(Worker(str(n), proxy, chance, execute, table, faults=0.1))
            stack.callback(workers[-1].end)
        for _ in range(ROUNDS):
            id, events = uuid.uuid4().hex, chance.randint(0, 3)
            for worker in workers:
                worker.plan()
                worker.send((id, events))
            while busy := [worker for worker in workers if worker.message]:
                ready = waiting(busy, SECONDS)
                assert ready, "the processes hang"
                for worker in ready:
                    if worker.answer():
                        worker.send(worker.message)  # the caller repeats what failed
                    else:
                        worker.message = None
            assert [event.note for event in store.stream(id)] == [str(n) for n in range(events)]
