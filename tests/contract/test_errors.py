"""DynamoDB's own errors pass through. They aren't reported as version conflicts."""

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
    """A client without a server: the tests provide the replies."""
    return client("http://127.0.0.1:1", FAKE, {"retries": {"total_max_attempts": 1}})


@pytest.fixture
def answers(offline: Any) -> Stubber:
    stubber = Stubber(offline)
    stubber.activate()
    return stubber


@pytest.mark.lesson(2)
@pytest.mark.parametrize("code", TROUBLES)
def test_an_error_from_dynamodb_in_append_is_not_reported_as_a_conflict(
    code: str, namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    answers.add_client_error("put_item", code)

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).append(event(0))

    assert trouble.value.response["Error"]["Code"] == code


@pytest.mark.lesson(3)
@pytest.mark.parametrize("code", TROUBLES)
def test_an_error_from_dynamodb_in_query_is_not_reported_as_a_missing_stream(
    code: str, namespace: Any, offline: Any, answers: Stubber, stream_id: str
) -> None:
    answers.add_client_error("query", code)

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).query(stream_id)

    assert trouble.value.response["Error"]["Code"] == code


@pytest.mark.parametrize("code", TROUBLES)
def test_an_error_from_dynamodb_in_a_transaction_is_not_reported_as_a_conflict(
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
def test_a_throttled_transaction_is_not_reported_as_a_conflict(
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
def test_a_version_conflict_is_reported_even_if_there_are_other_reasons(
    code: str, namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    cancelled(answers, (code, None), (FAILED, RIVALS))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(event(0), event(1), append_id="ours")

    assert clash.value.version == 1


def test_a_rivals_event_is_named_even_if_another_is_our_own(
    namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    cancelled(answers, (FAILED, OURS), (FAILED, RIVALS))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(event(0), event(1), append_id="ours")

    assert clash.value.version == 1


def test_a_conflict_keeps_dynamodbs_error_as_its_cause(
    namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    answers.add_client_error("put_item", "ConditionalCheckFailedException")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(event(0))

    assert isinstance(clash.value.__cause__, ClientError)


@pytest.mark.lesson(2)
def test_an_unreachable_server_is_not_reported_as_a_conflict(
    namespace: Any, offline: Any, event: Make
) -> None:
    with pytest.raises(EndpointConnectionError):
        namespace.EventStore(offline, TABLE).append(event(0))


@pytest.mark.lesson(2)
def test_a_missing_table_is_not_reported_as_a_conflict(
    namespace: Any, sent: Validator, event: Make
) -> None:
    store = namespace.EventStore(sent.client, "no-such-table")

    with pytest.raises(sent.client.exceptions.ResourceNotFoundException):
        store.append(event(0))


@pytest.mark.lesson(3)
def test_a_missing_table_is_not_reported_as_a_missing_stream(
    namespace: Any, sent: Validator, stream_id: str
) -> None:
    store = namespace.EventStore(sent.client, "no-such-table")

    with pytest.raises(sent.client.exceptions.ResourceNotFoundException):
        store.query(stream_id)


@pytest.mark.behaviour(TRANSACTIONS)
def test_a_missing_table_is_not_reported_as_a_conflict_in_a_transaction(
    namespace: Any, sent: Validator, event: Make
) -> None:
    store = namespace.EventStore(sent.client, "no-such-table")

    with pytest.raises(sent.client.exceptions.ResourceNotFoundException):
        store.append(event(0), event(1))
