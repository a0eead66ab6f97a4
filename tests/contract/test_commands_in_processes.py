"""Several processes run the same command at once, on a real server."""

import os
import subprocess
import sys
from typing import Any

from eventstore import EventStore

BACKENDS = ["ministack"]
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
