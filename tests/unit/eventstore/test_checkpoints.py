"""A checkpoint moves with its effects, and only from where it was. Its item never changes form."""

import hashlib
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from eventstore.checkpoints import Checkpoints, MovedError

from ...contract.backends import FAKE, client

EFFECT: Any = {"Delete": {"TableName": "board", "Key": {"Id": {"S": "x"}}}}
FAILED, NOT_TRIED = {"Code": "ConditionalCheckFailed"}, {"Code": "None"}
FROM_THE_BEGINNING = "attribute_not_exists(#position) OR #position = :old"


@pytest.fixture
def offline() -> Any:
    return client("http://127.0.0.1:1", FAKE, {})


@pytest.fixture
def checkpoints(offline: Any) -> Checkpoints:
    return Checkpoints(offline, "board", "points")


@pytest.fixture
def stub(offline: Any) -> Any:
    with Stubber(offline) as stub:
        yield stub
        stub.assert_no_pending_responses()


def put(condition: str, old: int, **values: Any) -> dict[str, Any]:
    """The PutItem of a checkpoint of the stream `hero`."""
    return {
        "TableName": "board",
        "Item": {
            "Id": {"S": "eventstore#checkpoint#" + hashlib.sha256(b"6:points4:hero").hexdigest()},
            "Version": {"N": "0"},
            "Subscription": {"S": "points"},
            "Stream": {"S": "hero"},
            **values,
        },
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {"#position": "Position"},
        "ExpressionAttributeValues": {":old": {"N": str(old)}},
    }


def test_a_first_checkpoint_is_saved_if_there_is_none_or_only_a_parked_one(
    checkpoints: Checkpoints, stub: Any
) -> None:
    stub.add_response("put_item", {}, put(FROM_THE_BEGINNING, -1, Position={"N": "0"}))

    checkpoints.save("hero", -1, 0)


def test_a_later_checkpoint_is_saved_if_nobody_has_moved_it(
    checkpoints: Checkpoints, stub: Any
) -> None:
    stub.add_response("put_item", {}, put("#position = :old", 0, Position={"N": "5"}))

    checkpoints.save("hero", 0, 5)


def test_a_parked_stream_keeps_its_error(checkpoints: Checkpoints, stub: Any) -> None:
    parked = put("#position = :old", 3, Position={"N": "4"}, Error={"S": "broken"})
    stub.add_response("put_item", {}, parked)

    checkpoints.park("hero", 3, 4, "broken")


def test_effects_and_their_checkpoint_are_one_transaction(
    checkpoints: Checkpoints, stub: Any
) -> None:
    moved = put("#position = :old", 1, Position={"N": "2"})
    stub.add_response(
        "transact_write_items", {}, {"TransactItems": [EFFECT, EFFECT, {"Put": moved}]}
    )

    checkpoints.save("hero", 1, 2, [EFFECT, EFFECT])


def test_a_checkpoint_that_was_moved_is_told_from_an_effect_that_fails(
    checkpoints: Checkpoints, stub: Any
) -> None:
    stub.add_client_error("put_item", "ConditionalCheckFailedException")
    with pytest.raises(MovedError):
        checkpoints.save("hero", 1, 2)

    for reasons, error in [
        ([NOT_TRIED, FAILED], MovedError),
        ([FAILED, FAILED], MovedError),
        ([FAILED, NOT_TRIED], ClientError),
    ]:
        stub.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": reasons},
        )
        with pytest.raises(error):
            checkpoints.save("hero", 1, 2, [EFFECT])


def test_any_other_error_is_raised_as_it_is(checkpoints: Checkpoints, stub: Any) -> None:
    stub.add_client_error("put_item", "ResourceNotFoundException")

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        checkpoints.save("hero", 1, 2)
