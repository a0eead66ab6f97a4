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
Cancel = Callable[..., None]
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


@pytest.fixture
def cancelled(answers: Stubber, stream_id: str) -> Callable[..., None]:
    """Cancels the next transaction of the events 0, 1 ..., with these reasons."""

    def cancel(*codes: str, stored_by: str = "rival") -> None:
        reasons: list[dict[str, Any]] = [{"Code": code} for code in codes]
        for version, reason in enumerate(reasons):
            if reason["Code"] == "ConditionalCheckFailed":
                key = {"Id": {"S": stream_id}, "Version": {"N": str(version)}}
                reason["Item"] = key | {"AppendId": {"S": stored_by}}
        answers.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": reasons},
        )

    return cancel


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
    store: Any, event: Make, answers: Stubber, pauses: list[float], cancelled: Cancel
) -> None:
    cancelled("None", "TransactionConflict")
    answers.add_response("transact_write_items", {})

    store.append(event(0), event(1))

    assert pauses == [0.02]


@pytest.mark.parametrize("count", [1, 2])
def test_an_append_that_stays_in_conflict_raises_an_error_of_its_own(
    count: int,
    store: Any,
    event: Make,
    answers: Stubber,
    pauses: list[float],
    namespace: Any,
    cancelled: Cancel,
) -> None:
    for _ in range(4):
        if count == 1:
            answers.add_client_error("put_item", "TransactionConflictException")
        else:
            cancelled("TransactionConflict", "None")

    with pytest.raises(namespace.TransactionConflictError) as held:
        store.append(*(event(version) for version in range(count)), append_id="mine")

    assert (held.value.append_id, held.value.attempts) == ("mine", 4)
    assert isinstance(held.value.__cause__, ClientError)
    (note,) = held.value.__cause__.__notes__
    assert repr(event(0)) in note
    assert len(pauses) == 3


def test_a_taken_version_is_reported_even_if_another_item_is_in_use(
    store: Any, event: Make, namespace: Any, cancelled: Cancel
) -> None:
    cancelled("TransactionConflict", "ConditionalCheckFailed")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), event(1))

    assert clash.value.version == 1


def test_a_taken_version_found_by_the_second_attempt_is_reported(
    store: Any, event: Make, namespace: Any, cancelled: Cancel
) -> None:
    cancelled("TransactionConflict", "None")
    cancelled("ConditionalCheckFailed", "None")

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0), event(1))


def test_an_append_succeeds_if_an_earlier_attempt_was_stored_after_all(
    store: Any, event: Make, cancelled: Cancel
) -> None:
    cancelled("TransactionConflict", "TransactionConflict")
    cancelled("ConditionalCheckFailed", "ConditionalCheckFailed", stored_by="mine")

    store.append(event(0), event(1), append_id="mine")


def test_an_append_is_tried_again_if_one_event_is_stored_and_another_in_use(
    store: Any, event: Make, answers: Stubber, cancelled: Cancel
) -> None:
    cancelled("ConditionalCheckFailed", "TransactionConflict", stored_by="mine")
    answers.add_response("transact_write_items", {})

    store.append(event(0), event(1), append_id="mine")


def test_an_event_without_a_reason_could_have_been_stored(
    store: Any, event: Make, answers: Stubber
) -> None:
    answers.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [{}, {"Code": "TransactionConflict"}]},
    )
    answers.add_response("transact_write_items", {})

    store.append(event(0), event(1))


THROTTLING = ["ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"]


@pytest.mark.parametrize("other", ["None", "TransactionConflict", "ConditionalCheckFailed"])
@pytest.mark.parametrize("code", THROTTLING)
def test_a_throttled_transaction_is_tried_again(
    code: str,
    other: str,
    store: Any,
    event: Make,
    answers: Stubber,
    pauses: list[float],
    cancelled: Cancel,
) -> None:
    cancelled(other, code, stored_by="mine")
    cancelled(other, code, stored_by="mine")
    answers.add_response("transact_write_items", {})

    store.append(event(0), event(1), append_id="mine")

    assert pauses == [0.02, 0.04]


@pytest.mark.parametrize("other", ["None", "TransactionConflict"])
@pytest.mark.parametrize("code", THROTTLING)
def test_a_transaction_that_stays_throttled_raises_botocores_error_with_a_note(
    code: str, other: str, store: Any, event: Make, pauses: list[float], cancelled: Cancel
) -> None:
    for _ in range(4):
        cancelled(code, other)

    with pytest.raises(ClientError, match="TransactionCanceledException") as throttled:
        store.append(event(0), event(1), append_id="mine")

    (note,) = throttled.value.__notes__
    assert "append_id='mine'" in note
    assert repr(event(0)) in note
    assert len(pauses) == 3


@pytest.mark.parametrize("code", THROTTLING)
def test_a_taken_version_is_reported_at_once_even_if_another_item_is_throttled(
    code: str, store: Any, event: Make, pauses: list[float], namespace: Any, cancelled: Cancel
) -> None:
    cancelled(code, "ConditionalCheckFailed")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), event(1))

    assert clash.value.version == 1
    assert pauses == []


def test_a_used_append_id_is_reported_at_once_even_if_another_item_is_throttled(
    store: Any, event: Make, pauses: list[float], namespace: Any, cancelled: Cancel
) -> None:
    cancelled("ThrottlingError", "ConditionalCheckFailed", stored_by="mine")

    with pytest.raises(namespace.AppendIdReusedError):
        store.append(event(0), event(1, note="other"), append_id="mine")

    assert pauses == []


@pytest.mark.parametrize("first", ["ThrottlingError", "TransactionConflict"])
@pytest.mark.parametrize("code", ["ValidationError", "AccessDenied", "SomethingNew"])
def test_any_other_reason_passes_through_as_botocores_error(
    code: str, first: str, store: Any, event: Make, pauses: list[float], cancelled: Cancel
) -> None:
    cancelled(first, code)

    with pytest.raises(ClientError, match="TransactionCanceledException") as refused:
        store.append(event(0), event(1))

    assert pauses == []
    assert not hasattr(refused.value, "__notes__")


def test_execute_survives_a_throttled_transaction(
    namespace: Any, store: Any, event: Make, answers: Stubber, stream_id: str, cancelled: Cancel
) -> None:
    for _ in range(2):  # no snapshot, and no events
        answers.add_response("query", {"Items": []})
    cancelled("ThrottlingError", "None")
    answers.add_response("transact_write_items", {})
    asked = []

    def decide(_state: Any, version: int) -> list[Any]:
        asked.append(version)
        return [event(version), event(version + 1)]

    assert store.execute(stream_id, namespace.CHARACTER, decide).version == 1
    assert asked == [0]


def test_execute_does_not_decide_again_if_an_append_id_is_not_unique(
    namespace: Any, offline: Any, event: Make, answers: Stubber, stream_id: str
) -> None:
    store = namespace.EventStore(offline, "events", new_append_id=lambda: "node-1")
    for _ in range(2):  # no snapshot, and no events
        answers.add_response("query", {"Items": []})
    rivals = {"Id": {"S": stream_id}, "Version": {"N": "0"}, "AppendId": {"S": "node-1"}}
    answers.add_client_error(
        "put_item",
        "ConditionalCheckFailedException",
        modeled_fields={"Item": rivals | {"Note": {"S": "from a rival on the same node"}}},
    )

    with pytest.raises(namespace.AppendIdReusedError):
        store.execute(stream_id, namespace.CHARACTER, lambda _, version: [event(version)])
