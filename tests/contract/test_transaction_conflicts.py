"""Another transaction is using the item: that isn't a version conflict, and waiting helps.

No emulator ever reports it, so the tests provide the replies.
"""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from .backends import FAKE, client

BACKENDS = ["moto"]  # which is never used
Make = Callable[..., Any]
CONFLICTS = ["TransactionConflictException", "TransactionInProgressException"]


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def offline() -> Any:
    """A client without a server: the tests provide the replies."""
    return client("http://127.0.0.1:1", FAKE, {"retries": {"total_max_attempts": 1}})


@pytest.fixture
def answers(offline: Any) -> Any:
    with Stubber(offline) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def store(namespace: Any, offline: Any, pauses: list[float]) -> Any:
    backoff = namespace.Backoff(sleep=pauses.append, random=lambda: 1.0)
    return namespace.EventStore(offline, "events", backoff=backoff)


def cancelled(answers: Stubber, *codes: str, stored_by: str = "rival") -> None:
    """Cancel the next transaction, with these reasons."""
    item = {"AppendId": {"S": stored_by}}
    reasons = [
        {"Code": code} | ({"Item": item} if code == "ConditionalCheckFailed" else {})
        for code in codes
    ]
    answers.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": reasons},
    )


@pytest.mark.parametrize("code", CONFLICTS)
def test_a_put_in_conflict_with_a_transaction_is_tried_again(
    code: str, store: Any, event: Make, answers: Stubber, pauses: list[float]
) -> None:
    answers.add_client_error("put_item", code)
    answers.add_client_error("put_item", code)
    answers.add_response("put_item", {})

    store.append(event(0))

    assert pauses == [0.02, 0.04]


def test_a_transaction_in_conflict_with_another_is_tried_again(
    store: Any, event: Make, answers: Stubber, pauses: list[float]
) -> None:
    cancelled(answers, "None", "TransactionConflict")
    answers.add_response("transact_write_items", {})

    store.append(event(0), event(1))

    assert pauses == [0.02]


@pytest.mark.parametrize("count", [1, 2])
def test_an_append_that_stays_in_conflict_raises_an_error_of_its_own(
    count: int, store: Any, event: Make, answers: Stubber, pauses: list[float], namespace: Any
) -> None:
    for _ in range(4):
        if count == 1:
            answers.add_client_error("put_item", "TransactionConflictException")
        else:
            cancelled(answers, "TransactionConflict", "None")

    with pytest.raises(namespace.TransactionConflictError) as held:
        store.append(*(event(version) for version in range(count)), append_id="mine")

    assert (held.value.append_id, held.value.attempts) == ("mine", 4)
    assert isinstance(held.value.__cause__, ClientError)
    assert len(pauses) == 3


def test_a_taken_version_is_reported_even_if_another_item_is_in_use(
    store: Any, event: Make, answers: Stubber, namespace: Any
) -> None:
    cancelled(answers, "TransactionConflict", "ConditionalCheckFailed")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), event(1))

    assert clash.value.version == 1


def test_a_taken_version_found_by_the_second_attempt_is_reported(
    store: Any, event: Make, answers: Stubber, namespace: Any
) -> None:
    cancelled(answers, "TransactionConflict", "None")
    cancelled(answers, "ConditionalCheckFailed", "None")

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0), event(1))


def test_an_append_succeeds_if_an_earlier_attempt_was_stored_after_all(
    store: Any, event: Make, answers: Stubber
) -> None:
    cancelled(answers, "TransactionConflict", "TransactionConflict")
    cancelled(answers, "ConditionalCheckFailed", "ConditionalCheckFailed", stored_by="mine")

    store.append(event(0), event(1), append_id="mine")


def test_an_append_is_tried_again_if_one_event_is_stored_and_another_in_use(
    store: Any, event: Make, answers: Stubber
) -> None:
    cancelled(answers, "ConditionalCheckFailed", "TransactionConflict", stored_by="mine")
    answers.add_response("transact_write_items", {})

    store.append(event(0), event(1), append_id="mine")


@pytest.mark.parametrize(
    "code", ["ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError", "AccessDenied"]
)
def test_any_other_reason_passes_through_as_botocores_error(
    code: str, store: Any, event: Make, answers: Stubber, pauses: list[float]
) -> None:
    cancelled(answers, "TransactionConflict", code)

    with pytest.raises(ClientError, match="TransactionCanceledException"):
        store.append(event(0), event(1))

    assert pauses == []
