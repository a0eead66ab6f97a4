"""A table that lasts: protection against deletion, recovery, and a stream of its changes."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from eventstore import EventStore, create_table, protect

from .backends import FAKE, client
from .deviations import BACKUPS, STREAMS


@pytest.fixture
def new_table(raw: Any) -> Iterator[str]:
    """The name of a table that doesn't exist yet. Afterwards it's unprotected and deleted."""
    name = f"eventstore-test-{uuid.uuid4().hex}"
    yield name
    if raw.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
        raw.update_table(TableName=name, DeletionProtectionEnabled=False)
    raw.delete_table(TableName=name)


def is_recoverable(raw: Any, table: str) -> bool:
    told = raw.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    status: str = told["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    return status == "ENABLED"


@pytest.mark.behaviour(BACKUPS)
def test_a_new_table_has_no_protection(sent: Any, raw: Any, new_table: str) -> None:
    create_table(sent.client, new_table)

    made = raw.describe_table(TableName=new_table)["Table"]
    assert not made.get("DeletionProtectionEnabled", False)
    assert not made.get("StreamSpecification", {}).get("StreamEnabled", False)
    assert not is_recoverable(raw, new_table)


@pytest.mark.behaviour(BACKUPS)
def test_a_protected_table_cannot_be_deleted_and_can_be_restored(
    sent: Any, raw: Any, new_table: str
) -> None:
    create_table(sent.client, new_table)

    protect(sent.client, new_table)

    assert raw.describe_table(TableName=new_table)["Table"]["DeletionProtectionEnabled"] is True
    assert is_recoverable(raw, new_table)
    with pytest.raises(ClientError, match=r"(?i)protect"):
        raw.delete_table(TableName=new_table)


@pytest.mark.behaviour(BACKUPS)
def test_protecting_a_table_again_sends_no_changes(sent: Any, new_table: str) -> None:
    create_table(sent.client, new_table)
    protect(sent.client, new_table)
    sent.requests.clear()

    protect(sent.client, new_table)

    assert {operation[:8] for operation in sent.operations} == {"Describe"}


@pytest.mark.behaviour(BACKUPS)
def test_the_store_of_a_protected_table_works_as_before(
    sent: Any, event: Any, new_table: str, stream_id: str
) -> None:
    create_table(sent.client, new_table)
    protect(sent.client, new_table)
    store = EventStore(sent.client, new_table)

    store.append(event(0))

    assert store.query(stream_id) == [event(0)]


@pytest.mark.behaviour(STREAMS)
def test_a_table_can_have_a_stream_of_the_keys_of_what_changes(
    sent: Any, raw: Any, new_table: str
) -> None:
    create_table(sent.client, new_table, stream=True)

    made = raw.describe_table(TableName=new_table)["Table"]
    assert made["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    assert made["LatestStreamArn"]
    create_table(sent.client, new_table, stream=True)
    create_table(sent.client, new_table)


def test_a_stream_is_an_error_for_an_existing_table_without_one(sent: Any, new_table: str) -> None:
    create_table(sent.client, new_table)

    with pytest.raises(ValueError, match=f"{new_table}' exists already, and has no stream"):
        create_table(sent.client, new_table, stream=True)


def stubbed() -> tuple[Any, Stubber]:
    made = client("http://127.0.0.1:1", FAKE, {})
    return made, Stubber(made)


def backups(status: str) -> dict[str, Any]:
    return {
        "ContinuousBackupsDescription": {
            "ContinuousBackupsStatus": "ENABLED",
            "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": status},
        }
    }


TABLE = {"Table": {"TableStatus": "ACTIVE", "DeletionProtectionEnabled": True}}


def test_protecting_waits_until_a_new_table_can_have_backups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A new table on AWS refuses for a while.
    pauses: list[float] = []
    monkeypatch.setattr("eventstore.table.time.sleep", pauses.append)
    made, stub = stubbed()
    stub.add_response("describe_continuous_backups", backups("DISABLED"))
    for _ in range(2):
        stub.add_client_error("update_continuous_backups", "ContinuousBackupsUnavailableException")
    stub.add_response("update_continuous_backups", backups("ENABLED"))
    stub.add_response("describe_table", TABLE)

    with stub:
        protect(made, "events")

    stub.assert_no_pending_responses()
    assert pauses == [1, 1]


def test_protecting_gives_up_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("eventstore.table.time.sleep", pauses.append)
    made, stub = stubbed()
    stub.add_response("describe_continuous_backups", backups("DISABLED"))
    for _ in range(61):
        stub.add_client_error("update_continuous_backups", "ContinuousBackupsUnavailableException")

    with stub, pytest.raises(ClientError, match="ContinuousBackupsUnavailable"):
        protect(made, "events")

    stub.assert_no_pending_responses()
    assert sum(pauses) == 60


@pytest.mark.parametrize("code", ["AccessDeniedException", "TableNotFoundException"])
def test_an_error_of_aws_passes_through(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventstore.table.time.sleep", pytest.fail)
    made, stub = stubbed()
    stub.add_response("describe_continuous_backups", backups("DISABLED"))
    stub.add_client_error("update_continuous_backups", code)

    with stub, pytest.raises(ClientError, match=code):
        protect(made, "events")


def test_protect_needs_a_client() -> None:
    with pytest.raises(TypeError, match="client must be a DynamoDB client"):
        protect("events", "events")  # type: ignore[arg-type]
