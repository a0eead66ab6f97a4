"""A store takes a plain boto3 DynamoDB client, and says so if it gets something else."""

from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock

import boto3
import pytest
from botocore.stub import Stubber

from eventstore import Event, EventStore, capacity, create_table
from eventstore.errors import shown

from ...contract.backends import FAKE, client

ANSWER: Any = {"Items": [{"Id": {"S": "a"}, "Version": {"N": "0"}, "Note": {"S": "Init"}}]}


@pytest.fixture(scope="module")
def resource() -> Any:
    return boto3.resource("dynamodb", endpoint_url="http://127.0.0.1:1", **FAKE)  # type: ignore[call-overload]


class Traced:
    """A wrapper around a client."""

    def __init__(self, client: Any):
        self.client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)


class AsyncClient(Traced):
    """What tells aiobotocore's client from boto3's."""

    async def close(self) -> None:
        raise AssertionError


WRONG: dict[str, Callable[[Any], Any]] = {
    "None": lambda _: None,
    "a name": lambda _: "events",
    "boto3": lambda _: boto3,
    "a session": lambda _: boto3.Session(),
    "a resource": lambda resource: resource,
    "a table": lambda resource: resource.Table("events"),
    "a resource's client": lambda resource: resource.meta.client,
    "a table's client": lambda resource: resource.Table("events").meta.client,
    "a client of another service": lambda _: boto3.client("s3", **FAKE),  # type: ignore[call-overload]
    "an async client": lambda _: AsyncClient(client("http://127.0.0.1:1", FAKE, {})),
    "a client's class": lambda _: type(client("http://127.0.0.1:1", FAKE, {})),
}
USES: dict[str, Callable[[Any], Any]] = {
    "a store": lambda client: EventStore(client, "events"),
    "a store without fast reads": lambda client: EventStore(client, "events", fast_reads=False),
    "create_table": lambda client: create_table(client, "events"),
    "capacity": lambda client: capacity(client).__enter__(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG)
def test_anything_but_a_dynamodb_client_is_refused_with_advice(
    make: Any, use: Any, resource: Any
) -> None:
    wrong = make(resource)

    with pytest.raises(TypeError) as raised:
        use(wrong)

    assert str(raised.value) == (
        "client must be a DynamoDB client, and neither async nor that of a boto3 resource, "
        f"got {shown(wrong)}; pass boto3.client('dynamodb')"
    )


@pytest.mark.parametrize("use", [USES["a store"], USES["capacity"]], ids=["a store", "capacity"])
def test_a_client_with_other_handlers_is_accepted_and_left_alone(use: Any) -> None:
    plain = client("http://127.0.0.1:1", FAKE, {})
    seen: list[str] = []
    events = ("after-call.dynamodb", "before-parameter-build.dynamodb")
    for event in events:
        plain.meta.events.register(event, lambda event_name, **_: seen.append(event_name))

    with Stubber(plain) as answers:
        use(plain)
        assert seen == []
        answers.add_response("query", ANSWER)
        assert EventStore(plain, "events").query("a") == [Event("a", 0, note="Init")]

    assert len(seen) == len(events)


def test_a_client_whose_session_also_made_a_resource_is_accepted() -> None:
    session = boto3.Session(region_name="eu-west-1")
    session.resource("dynamodb")

    EventStore(session.client("dynamodb"), "events")


def test_a_wrapper_around_a_client_is_accepted() -> None:
    wrapped: Any = Traced(client("http://127.0.0.1:1", FAKE, {}))

    EventStore(wrapped, "events")
    EventStore(MagicMock(), "events")


@pytest.mark.parametrize("table", [None, 7, b"events"])
def test_a_table_is_given_by_its_name(table: Any) -> None:
    with pytest.raises(TypeError, match="table must be the name of a table, got"):
        EventStore(client("http://127.0.0.1:1", FAKE, {}), table)


def test_a_table_object_is_not_a_name(resource: Any) -> None:
    with pytest.raises(TypeError, match=r"must be the name of a table, got dynamodb\.Table"):
        EventStore(client("http://127.0.0.1:1", FAKE, {}), resource.Table("events"))


def test_new_append_id_is_a_function() -> None:
    with pytest.raises(TypeError, match="new_append_id must be a function, and not async, got 'x'"):
        EventStore(client("http://127.0.0.1:1", FAKE, {}), "events", new_append_id="x")  # type: ignore[call-overload]
