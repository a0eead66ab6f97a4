"""What the tests of an exercise see of the requests that an answer sends."""

from typing import Any

import pytest

from classroom import connect, lesson_table
from classroom.exercises.requests import sent

from ...plain import no_embedded_backend, no_settings

__all__ = ["no_embedded_backend", "no_settings"]


@pytest.fixture
def client(no_embedded_backend: None) -> Any:  # noqa: ARG001
    return connect()


@pytest.fixture
def table(client: Any) -> str:
    return lesson_table(client, "02")


def test_they_see_each_request_its_arguments_and_the_cards_it_read(client: Any, table: str) -> None:
    item = {"Id": {"S": "a"}, "Version": {"N": "0"}}
    query = {
        "TableName": table,
        "KeyConditionExpression": "Id = :id",
        "ExpressionAttributeValues": {":id": {"S": "a"}},
    }
    with sent(client) as requests:
        client.put_item(TableName=table, Item=item)
        for _ in client.get_paginator("query").paginate(**query, ConsistentRead=True):
            pass
        item["Version"] = {"N": "1"}
        with pytest.raises(client.exceptions.ConditionalCheckFailedException):
            client.put_item(TableName=table, Item=item, ConditionExpression="attribute_exists(Id)")
    client.query(**query)

    assert requests.operations == ["PutItem", "Query", "PutItem"]
    assert requests.cards == 1
    assert requests.of("Query")[0].params["ConsistentRead"] is True
    assert requests.of("PutItem")[0].params["Item"]["Version"] == {"N": "0"}
    assert requests.used.read_units == 1


def test_a_client_that_is_no_boto3_client_sends_nothing() -> None:
    with sent(object()) as requests:
        pass

    assert requests.operations == []
