"""The servers, each started for one run on 127.0.0.1, and their tables."""

import functools
import json
import os
import re
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from tests.servers.fixtures import HERE, dynalite_command, ministack_command
from tests.servers.process import PORT, running

REGION = "eu-west-1"
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "fake",
    "AWS_SECRET_ACCESS_KEY": "fake",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "*",
}
MINISTACK = {"SERVICES": "dynamodb,dynamodbstreams", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
MINISTACK |= {"LOG_LEVEL": "WARNING", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": PORT}


def isolate() -> None:
    """Forget every AWS setting of this machine: only the servers below may be reached."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "DYNAMO_"))]:
        del os.environ[name]
    os.environ.update(SETTINGS)


@contextmanager
def started(server: str) -> Iterator[str]:
    """Give the URL of a fresh dynalite or MiniStack. MissingServerError says what installs it."""
    dynalite = server == "dynalite"
    command = dynalite_command() if dynalite else ministack_command()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        running(command, {} if dynalite else MINISTACK, Path(home)) as url,
    ):
        yield url


def version(server: str) -> str:
    """Which version of a server its lock asks for."""
    if server == "dynalite":
        return str(json.loads((HERE / "package.json").read_text())["devDependencies"]["dynalite"])
    lock = (HERE.parents[1] / "requirements" / "ministack.lock").read_text()
    return str(re.findall(r"^ministack==(\S+)", lock, re.M)[0])


@functools.cache
def connect(url: str) -> Any:
    """Return a client of boto3 that nobody times, one a server."""
    return boto3.client("dynamodb", endpoint_url=url)


def make_table(url: str, keys: Sequence[str] = ("Id", "Version"), view: str | None = None) -> str:
    """Make an empty table with a string and a number as its keys; return its name.

    With a `view`, it has a stream of DynamoDB Streams, whose records show just that.
    """
    stream = {"StreamEnabled": True, "StreamViewType": view}
    name = f"bench-{uuid.uuid4().hex}"
    client = connect(url)
    client.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for key, kind in zip(keys, ("HASH", "RANGE"), strict=True)
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": kind}
            for key, kind in zip(keys, ("S", "N"), strict=True)
        ],
        BillingMode="PAY_PER_REQUEST",
        **({"StreamSpecification": stream} if view else {}),
    )
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 0.1})
    return name
