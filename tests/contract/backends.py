"""The backends of the tests: the classroom's moto, two real servers, and any endpoint you name.

EVENTSTORE_TEST_BACKENDS   which of moto, ministack and dynalite; all three by default
EVENTSTORE_TEST_ENDPOINTS  more endpoints, such as http://127.0.0.1:8000, comma separated
EVENTSTORE_TEST_AWS        yes-spend-money, or no endpoint of AWS is touched
"""

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from classroom.backend import embedded
from classroom.backend.settings import is_amazon

OURS = ("moto", "ministack", "dynalite")
SERVERS = ("ministack", "dynalite")
FAKE = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake", "region_name": "eu-west-1"}


@dataclass(frozen=True)
class Backend:
    """`connect` makes a new client. Its arguments are those of botocore's Config."""

    name: str
    connect: Callable[..., Any]


def backend_names(variables: Mapping[str, str] = os.environ) -> list[str]:
    """Return the names of our backends, then the URLs of others. UsageError: a setting is wrong."""
    chosen = split(variables.get("EVENTSTORE_TEST_BACKENDS", ",".join(OURS)))
    if strange := set(chosen) - set(OURS):
        raise pytest.UsageError(f"EVENTSTORE_TEST_BACKENDS: {strange}; there are {OURS}")
    endpoints = split(variables.get("EVENTSTORE_TEST_ENDPOINTS", ""))
    for url in endpoints:
        if not urlsplit(url).hostname:
            raise pytest.UsageError(f"EVENTSTORE_TEST_ENDPOINTS: {url!r} isn't a URL")
        if is_amazon(url) and variables.get("EVENTSTORE_TEST_AWS") != "yes-spend-money":
            raise pytest.UsageError(
                f"EVENTSTORE_TEST_ENDPOINTS: {url} costs money; EVENTSTORE_TEST_AWS="
                "yes-spend-money allows it"
            )
    return chosen + endpoints


@contextmanager
def opened(name: str, request: pytest.FixtureRequest) -> Iterator[Backend]:
    if name == "moto":
        embedded.start()
        yield Backend(name, lambda **config: client(None, FAKE, config))
        embedded.stop()
        return
    embedded.stop()  # it wouldn't let a request out
    url = request.getfixturevalue(name) if name in SERVERS else name
    credentials = {} if is_amazon(url) else FAKE
    yield Backend(name, lambda **config: client(url, credentials, config))


def client(
    url: str | None,
    credentials: Mapping[str, str],
    config: Mapping[str, Any],
    service: str = "dynamodb",
) -> Any:
    settings: Any = Config(proxies={}, **config)
    client: Callable[..., Any] = session().client
    return client(service, endpoint_url=url, config=settings, **credentials)


def streams_client(url: str | None, region: str = FAKE["region_name"]) -> Any:
    """Return a client of DynamoDB Streams. moto answers only without an account's own endpoint."""
    config = {"account_id_endpoint_mode": "disabled"}
    return client(url, FAKE | {"region_name": region}, config, "dynamodbstreams")


@functools.cache
def session() -> boto3.Session:
    """One session for all clients, so that boto3's large data files are read only once."""
    return boto3.Session()


def split(setting: str) -> list[str]:
    return [part.strip() for part in setting.split(",") if part.strip()]
