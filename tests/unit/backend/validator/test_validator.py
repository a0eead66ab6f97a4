"""The validator accepts what DynamoDB accepts, and refuses, rule by rule, what it refuses."""

import functools
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from classroom.backend.validator import Validator
from classroom.backend.validator.values import InvalidRequestError, item_size

from .cases import ACCEPTED, HOUSE_RULES, REFUSED
from .cases_of_the_classroom import CLASSROOM_ACCEPTED, CLASSROOM_REFUSED
from .good import put, query


@functools.cache
def any_client() -> Any:
    return client()


def client() -> Any:
    return boto3.client(
        "dynamodb", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )


def check(operation: str, params: dict[str, Any], **options: bool) -> None:
    Validator(any_client(), **options).check(params, SimpleNamespace(name=operation))


@pytest.mark.parametrize(("operation", "params"), ACCEPTED.values(), ids=ACCEPTED)
def test_a_good_request_is_accepted(operation: str, params: dict[str, Any]) -> None:
    check(operation, params)


@pytest.mark.parametrize(
    ("operation", "params", "message"),
    [*REFUSED.values(), *HOUSE_RULES.values()],
    ids=[*REFUSED, *HOUSE_RULES],
)
def test_a_bad_request_is_refused(operation: str, params: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        check(operation, params)

    assert message in str(refusal.value)


@pytest.mark.parametrize(("operation", "params", "_message"), HOUSE_RULES.values(), ids=HOUSE_RULES)
def test_a_lesson_need_not_follow_the_house_rules(
    operation: str, params: dict[str, Any], _message: str
) -> None:
    check(operation, params, house_rules=False)


@pytest.mark.parametrize(
    ("operation", "params"), CLASSROOM_ACCEPTED.values(), ids=CLASSROOM_ACCEPTED
)
def test_the_classroom_may_empty_a_table_and_no_store_may(
    operation: str, params: dict[str, Any]
) -> None:
    check(operation, params, classroom=True)

    with pytest.raises(InvalidRequestError, match="never"):
        check(operation, params)


@pytest.mark.parametrize(
    ("operation", "params", "message"), CLASSROOM_REFUSED.values(), ids=CLASSROOM_REFUSED
)
def test_a_bad_request_of_the_classroom_is_refused(
    operation: str, params: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        check(operation, params, classroom=True)

    assert message in str(refusal.value)


def test_a_bare_reserved_word_is_refused_in_a_lesson_too() -> None:
    request = query(KeyConditionExpression="Name = :id", ExpressionAttributeNames=None)

    with pytest.raises(InvalidRequestError, match="Name is a reserved word"):
        check("Query", request, house_rules=False)


def test_a_client_sends_no_request_that_is_refused() -> None:
    judged = client()
    validator = Validator(judged)

    with Stubber(judged) as stubber:
        stubber.add_response("put_item", {})
        with pytest.raises(InvalidRequestError):
            judged.put_item(**put(ConditionExpression=None))
        judged.put_item(**put())  # the one answer is still there
        stubber.assert_no_pending_responses()

    assert [request.operation for request in validator.requests] == ["PutItem", "PutItem"]


def test_an_item_has_the_size_that_the_documentation_counts() -> None:
    assert item_size({"Note": {"S": "ä"}}) == 4 + 2
    assert item_size({"N": {"N": "-120.50"}}) == 1 + 1 + 3 + 1
    assert item_size({"N": {"N": "12E99"}}) == 1 + 1 + 2
    assert item_size({"N": {"N": "0"}}) == 1 + 1
    assert item_size({"L": {"L": [{"S": "ab"}, {"NULL": True}]}}) == 1 + 3 + 2 * 1 + 2 + 1
    assert item_size({"M": {"M": {"k": {"B": b"abc"}}}}) == 1 + 3 + 1 + 1 + 3
