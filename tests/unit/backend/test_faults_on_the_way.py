"""A write whose reply is lost goes out as the client itself would send it, or not at all."""

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from classroom import connect, lost_replies
from classroom.errors import EscapedRequestError
from eventstore import create_table


def stranger(endpoint: str, **options: Any) -> Any:
    """A client that connect() has not made."""
    session = boto3.Session("a", "b", region_name="us-east-1")
    return session.client("dynamodb", endpoint_url=endpoint, config=Config(**options))


def put(client: Any) -> None:
    client.put_item(
        TableName="faults",
        Item={"Id": {"S": "a"}, "Version": {"N": "0"}},
        ConditionExpression="attribute_not_exists(Version)",
    )


def test_a_lost_reply_goes_through_the_clients_own_proxy(ministack: str) -> None:
    # A server that takes whole addresses stands in for a proxy; the name itself leads nowhere.
    client = stranger("http://dynamodb.invalid", proxies={"http": ministack})
    create_table(client, "faults")

    with lost_replies(client) as seen, pytest.raises(ClientError, match="ConditionalCheckFailed"):
        put(client)

    refused = "PutItem: refused, ConditionalCheckFailedException"
    assert seen == ["PutItem: stored, reply lost", refused]


@pytest.mark.usefixtures("no_embedded_backend")
def test_a_lost_reply_is_stopped_where_nothing_may_leave_this_machine() -> None:
    connect()
    client = stranger("http://127.0.0.1:9")

    with lost_replies(client) as seen, pytest.raises(EscapedRequestError):
        put(client)

    assert seen == []
