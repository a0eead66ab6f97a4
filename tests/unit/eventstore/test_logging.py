"""Retries and clashes are logged, without what the events say, and nothing is shown by default."""

import logging
import subprocess
import sys
from typing import Any

import pytest
from botocore.stub import Stubber

from eventstore import CHARACTER, Backoff, Event, EventStore

from ...contract.backends import FAKE, client

SECRET = Event("hero", 0, note="secret")
STORED = {"Id": {"S": "hero"}, "Version": {"N": "0"}, "Note": {"S": "secret"}}
STORED |= {"CharacterName": {"S": ""}, "CharacterHitPoints": {"N": "0"}}


@pytest.fixture
def offline() -> Any:
    return client("http://127.0.0.1:1", FAKE, {})


@pytest.fixture
def store(offline: Any) -> Any:
    return EventStore(offline, "events", backoff=Backoff(sleep=lambda _: None))


@pytest.fixture
def stub(offline: Any) -> Any:
    with Stubber(offline) as stub:
        yield stub
        stub.assert_no_pending_responses()


def messages(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.name, record.getMessage()) for record in caplog.records]


def taken(stub: Stubber, append_id: str) -> None:
    stub.add_client_error(
        "put_item",
        "ConditionalCheckFailedException",
        modeled_fields={"Item": STORED | {"AppendId": {"S": append_id}}},
    )


def test_another_attempt_is_logged(store: Any, stub: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "eventstore")
    stub.add_client_error("put_item", "TransactionConflictException", "in use")
    stub.add_response("put_item", {})

    store.append(SECRET, append_id="mine")

    ((name, message),) = messages(caplog)
    assert name == "eventstore.store"
    assert message == (
        "append 'mine' failed, and is tried again: An error occurred "
        "(TransactionConflictException) when calling the PutItem operation: in use"
    )


def test_a_lost_reply_is_logged(store: Any, stub: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "eventstore")
    taken(stub, "mine")

    store.append(SECRET, append_id="mine")

    assert messages(caplog) == [
        ("eventstore.store", "append 'mine' was stored by an attempt whose reply got lost")
    ]


def test_a_clash_with_a_faster_writer_is_logged(store: Any, stub: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "eventstore")
    for _ in range(2):
        stub.add_response("query", {"Items": []})
    taken(stub, "a rival's")
    for _ in range(2):
        stub.add_response("query", {"Items": []})
    stub.add_response("put_item", {})

    store.execute("hero", CHARACTER, lambda _state, version: [Event("hero", version)])

    assert messages(caplog) == [
        ("eventstore.deciding", "stream 'hero': another writer took version 0; deciding again")
    ]


def test_a_success_is_not_logged(store: Any, stub: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG, "eventstore")
    stub.add_response("put_item", {})

    store.append(SECRET)

    assert messages(caplog) == []


def test_nothing_is_shown_unless_the_program_configures_logging() -> None:
    code = "import logging, eventstore\nlogging.getLogger('eventstore.store').warning('shown')\n"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert (run.stdout, run.stderr) == ("", "")
