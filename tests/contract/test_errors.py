"""What DynamoDB itself says passes through: it is no version conflict, and has its own name."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import Stubber

from classroom.backend.validator import Validator

from .backends import FAKE, client
from .deviations import TRANSACTIONS

Make = Callable[..., Any]
TABLE = "events"
TROUBLES = [
    "AccessDeniedException",
    "InternalServerError",
    "ItemCollectionSizeLimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ResourceNotFoundException",
    "ThrottlingException",
    "UnrecognizedClientException",
    "ValidationException",
]


@pytest.fixture
def offline() -> Any:
    """A client that reaches nothing: the tests give the answers."""
    return client("http://127.0.0.1:1", FAKE, {"retries": {"total_max_attempts": 1}})


@pytest.fixture
def answers(offline: Any) -> Stubber:
    stubber = Stubber(offline)
    stubber.activate()
    return stubber


@pytest.mark.lesson(2)
@pytest.mark.parametrize("code", TROUBLES)
def test_trouble_in_append_is_no_conflict(
    code: str, namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    answers.add_client_error("put_item", code)

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).append(event(0))

    assert trouble.value.response["Error"]["Code"] == code


@pytest.mark.lesson(3)
@pytest.mark.parametrize("code", TROUBLES)
def test_trouble_in_query_is_no_missing_stream(
    code: str, namespace: Any, offline: Any, answers: Stubber, stream_id: str
) -> None:
    answers.add_client_error("query", code)

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).query(stream_id)

    assert trouble.value.response["Error"]["Code"] == code


@pytest.mark.parametrize("code", TROUBLES)
def test_trouble_in_an_append_of_several_is_no_conflict(
    code: str, namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    answers.add_client_error("transact_write_items", code)

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).append(event(0), event(1))

    assert trouble.value.response["Error"]["Code"] == code


FAILED, NONE = "ConditionalCheckFailed", "None"
BUSY = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
OURS = {"AppendId": {"S": "ours"}}
RIVALS = {"AppendId": {"S": "a rival's"}}


def cancelled(answers: Stubber, *reasons: tuple[str, dict[str, Any] | None]) -> None:
    """DynamoDB cancels a transaction, with a reason (and a stored item) for each event."""
    each = [{"Code": code} | ({"Item": item} if item else {}) for code, item in reasons]
    answers.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": each},
    )


@pytest.mark.parametrize("code", BUSY[1:])  # test_transaction_conflicts.py has the first
@pytest.mark.parametrize("other", [(NONE, None), (FAILED, OURS)], ids=["alone", "beside our own"])
def test_a_transaction_that_was_too_much_is_no_version_conflict(
    code: str,
    other: tuple[str, Any],
    namespace: Any,
    offline: Any,
    answers: Stubber,
    event: Make,
) -> None:
    cancelled(answers, other, (code, None))

    with pytest.raises(offline.exceptions.TransactionCanceledException):
        namespace.EventStore(offline, TABLE).append(event(0), event(1), append_id="ours")


@pytest.mark.parametrize("code", BUSY)
def test_a_version_conflict_is_named_beside_other_reasons(
    code: str, namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    cancelled(answers, (code, None), (FAILED, RIVALS))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(event(0), event(1), append_id="ours")

    assert clash.value.version == 1


def test_a_rival_beside_an_event_of_our_own_is_named(
    namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    cancelled(answers, (FAILED, OURS), (FAILED, RIVALS))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(event(0), event(1), append_id="ours")

    assert clash.value.version == 1


def test_a_conflict_keeps_what_dynamodb_said(
    namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    answers.add_client_error("put_item", "ConditionalCheckFailedException")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(event(0))

    assert isinstance(clash.value.__cause__, ClientError)


@pytest.mark.lesson(2)
def test_no_server_is_no_conflict(namespace: Any, offline: Any, event: Make) -> None:
    with pytest.raises(EndpointConnectionError):
        namespace.EventStore(offline, TABLE).append(event(0))


@pytest.mark.lesson(2)
def test_a_missing_table_is_no_conflict(namespace: Any, sent: Validator, event: Make) -> None:
    store = namespace.EventStore(sent.client, "no-such-table")

    with pytest.raises(sent.client.exceptions.ResourceNotFoundException):
        store.append(event(0))


@pytest.mark.lesson(3)
def test_a_missing_table_is_no_missing_stream(
    namespace: Any, sent: Validator, stream_id: str
) -> None:
    store = namespace.EventStore(sent.client, "no-such-table")

    with pytest.raises(sent.client.exceptions.ResourceNotFoundException):
        store.query(stream_id)


@pytest.mark.behaviour(TRANSACTIONS)
def test_a_missing_table_is_no_conflict_for_several(
    namespace: Any, sent: Validator, event: Make
) -> None:
    store = namespace.EventStore(sent.client, "no-such-table")

    with pytest.raises(sent.client.exceptions.ResourceNotFoundException):
        store.append(event(0), event(1))
