"""DynamoDB's own errors pass through. They aren't reported as version conflicts."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
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


UNSURE = {
    "a server's error": ("InternalServerError", 500, 0),
    "an overloaded server": ("ServiceUnavailable", 503, 0),
    "a server's error, by its code alone": ("InternalServerError", 400, 0),
    "a server's error with a code of its own": ("Oops", 500, 0),
    "a proxy's error": ("502", 502, 0),
    "a redirect": ("307", 307, 0),
    "a refusal after an attempt without a reply": ("AccessDeniedException", 400, 1),
    "throttled at last": ("ThrottlingException", 400, 3),
}


def fail(client: Any, code: str, status: int, retries: int) -> None:
    """Let the client answer its next call with this error."""
    reply = {
        "Error": {"Code": code, "Message": ""},
        "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": retries},
    }
    http = AWSResponse("", status, {}, None)
    client.meta.events.register("before-call.dynamodb", lambda **_: (http, reply))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(("code", "status", "retries"), UNSURE.values(), ids=UNSURE)
def test_an_append_of_unknown_outcome_says_how_to_settle_it(
    code: str,
    status: int,
    retries: int,
    count: int,
    namespace: Any,
    offline: Any,
    event: Make,
) -> None:
    fail(offline, code, status, retries)
    events = [event(version, note="Init") for version in range(count)]

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).append(*events, append_id="unsure")

    assert trouble.value.response["Error"]["Code"] == code
    assert trouble.value.__notes__ == [
        "To make sure that these events are stored exactly once, append them again with "
        "append_id='unsure':\n" + "\n".join(map(repr, events))
    ]


def test_an_error_without_a_status_leaves_the_outcome_unknown(
    namespace: Any, offline: Any, event: Make
) -> None:
    def trip(**_: object) -> None:
        raise ClientError({"Error": {"Code": "Oops"}}, "PutItem")

    offline.meta.events.register("before-call.dynamodb", trip)

    with pytest.raises(ClientError, match="Oops") as trouble:
        namespace.EventStore(offline, TABLE).append(event(0), append_id="unsure")

    assert "append_id='unsure'" in trouble.value.__notes__[0]


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException"])
def test_an_append_that_was_refused_is_not_called_unknown(
    code: str, namespace: Any, offline: Any, event: Make
) -> None:
    fail(offline, code, 400, 0)

    with pytest.raises(ClientError, match=code) as refused:
        namespace.EventStore(offline, TABLE).append(event(0))

    assert not hasattr(refused.value, "__notes__")


def test_a_note_shows_only_the_beginning_of_a_long_event(
    namespace: Any, offline: Any, event: Make
) -> None:
    fail(offline, "InternalServerError", 500, 0)

    with pytest.raises(ClientError) as trouble:
        namespace.EventStore(offline, TABLE).append(event(0, note="x" * 300_000))

    (note,) = trouble.value.__notes__
    _advice, shown = note.split("\n")
    assert len(shown) == 300


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


@pytest.mark.parametrize("count", [1, 2])
def test_a_conflict_says_so_if_it_may_be_with_our_own_event(
    count: int, namespace: Any, offline: Any, answers: Stubber, event: Make
) -> None:
    if count == 1:
        answers.add_client_error("put_item", "ConditionalCheckFailedException")
    else:
        cancelled(answers, (FAILED, None), (NONE, None))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        namespace.EventStore(offline, TABLE).append(*map(event, range(count)), append_id="ours")

    assert clash.value.version == 0
    assert clash.value.__notes__ == [
        "the server didn't send the stored event back, so it may be from an earlier attempt of "
        "this append"
    ]


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


def test_a_server_that_has_become_unreachable_leaves_the_outcome_unknown(
    namespace: Any, offline: Any, event: Make
) -> None:
    # An earlier attempt may have reached it.
    with pytest.raises(EndpointConnectionError) as trouble:
        namespace.EventStore(offline, TABLE).append(event(0), append_id="unsure")

    assert "append_id='unsure'" in trouble.value.__notes__[0]


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
