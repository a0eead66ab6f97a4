"""What runs in the processes of tests/contract/test_service.py and test_commands_in_processes.py.

A new process imports this module by its name. So it holds nothing that belongs to pytest.
"""

import functools
import os
import time
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any

import boto3
import botocore.endpoint

from eventstore import Event, EventStore, Projection

from . import service

SETTINGS = {
    "AWS_ACCESS_KEY_ID": "fake",
    "AWS_SECRET_ACCESS_KEY": "fake",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "2",  # so that some faults reach the service
    "NO_PROXY": "127.0.0.1",
    "no_proxy": "127.0.0.1",
}
NOTES: Any = Projection("notes", [], lambda notes, event: [*notes, event.note])

# Reading boto3's large data files takes longest. A fork of this process has read them already.
for name in ("dynamodb", "dynamodbstreams"):
    boto3.client(name, "eu-west-1", aws_access_key_id="fake", aws_secret_access_key="fake")


def follow(url: str, pipe: Connection) -> None:
    """Ask DynamoDB Streams. If that fails, say what went wrong, and end."""
    prepare(url)
    try:
        service.follow(pause=0.02)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")


def handle(name: str, url: str, pipe: Connection) -> None:
    """Pass what comes through the pipe to one of the service's functions, and say when it's done.

    The answer is "", or what went wrong.
    """
    prepare(url)
    function = {"messages": service.handle_messages, "records": service.handler}[name]
    answer(lambda event: function(event, None), pipe)


def execute(table: str, url: str, pipe: Connection) -> None:
    """Execute the commands that come through the pipe: a stream, and how many events to append."""
    prepare(url)
    store = EventStore(boto3.client("dynamodb"), table)

    def carry_out(command: tuple[str, int]) -> None:
        id, events = command

        def decide(_: object, version: int) -> list[Event]:
            return [Event(id, version + n, note=str(n)) for n in range(events)]

        state = store.execute(id, NOTES, decide, command_id="c").state
        assert state == [str(n) for n in range(events)], state

    answer(carry_out, pipe)


def prepare(url: str) -> None:
    os.environ |= {**SETTINGS, "AWS_ENDPOINT_URL": url}
    # How long boto3 waits before it tries again isn't what we test.
    botocore.endpoint.time = SimpleNamespace(time=time.time, sleep=lambda _: None)


def answer(function: Any, pipe: Connection) -> None:
    while True:
        message = pipe.recv()
        try:
            function(message)
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")
        else:
            pipe.send("")


messages, records = (functools.partial(handle, name) for name in ("messages", "records"))
