"""On moto, which answers inside botocore's events, and on MiniStack, which is asked by HTTP."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from classroom import busy, connect, lesson_table, lost_replies, lost_requests
from classroom.backend import embedded
from classroom.backend.faults import lost_messages
from eventstore import Event, EventStore

REFUSED = "refused, ConditionalCheckFailedException"
THREE = [Event("a", version, "ada", 8, "Init") for version in range(3)]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore waits up to a second before it sends a request again."""
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.fixture(params=["embedded", "ministack"], scope="module")
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENTSTORE_ENV_FILE", os.devnull)
        if request.param == "ministack":
            patch.setenv("EVENTSTORE_BACKEND", "local")
            patch.setenv("EVENTSTORE_PREFIX", "faults")
            patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", request.getfixturevalue("ministack"))
        yield connect()
    embedded.stop()


@pytest.fixture
def table(client: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("EVENTSTORE_PREFIX", "faults")
    return lesson_table(client, "07")


@pytest.fixture
def store(client: Any, table: str) -> EventStore[Event]:
    return EventStore(client, table)


def put(client: Any, table: str) -> None:
    client.put_item(
        TableName=table,
        Item={"Id": {"S": "a"}, "Version": {"N": "0"}},
        ConditionExpression="attribute_not_exists(Version)",
    )


def count(client: Any, table: str) -> int:
    found: int = client.scan(TableName=table, Select="COUNT", ConsistentRead=True)["Count"]
    return found


def test_a_write_whose_reply_is_lost_is_done_and_sent_again(client: Any, table: str) -> None:
    with lost_replies(client) as seen, pytest.raises(ClientError, match="ConditionalCheckFailed"):
        put(client, table)

    assert seen == ["PutItem: stored, reply lost", f"PutItem: {REFUSED}"]
    assert count(client, table) == 1


def test_several_replies_are_lost_one_after_another(client: Any, table: str) -> None:
    with lost_replies(client, times=2) as seen, pytest.raises(ClientError, match="Conditional"):
        put(client, table)

    assert seen == [
        "PutItem: stored, reply lost",
        f"PutItem: {REFUSED}, reply lost",
        f"PutItem: {REFUSED}",
    ]


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        ([], [REFUSED]),
        (["request", "reply"], ["lost on the way", f"{REFUSED}, reply lost", REFUSED]),
        (["reply", "request"], [f"{REFUSED}, reply lost", "lost on the way", REFUSED]),
    ],
)
def test_one_message_of_each_attempt_can_be_lost(
    client: Any, table: str, messages: list[str], told: list[str]
) -> None:
    put(client, table)

    with lost_messages(client, messages) as seen, pytest.raises(ClientError, match="Conditional"):
        put(client, table)

    assert seen == [f"PutItem: {each}" for each in told]


def test_a_message_that_does_not_exist_is_refused(client: Any) -> None:
    with pytest.raises(ValueError, match=r"'request' or 'reply', got \['letter'\]"):
        lost_messages(client, ["reply", "letter"])


@pytest.mark.parametrize(("lost", "stored"), [(lost_replies, 1), (lost_requests, 0)])
def test_when_every_attempt_is_lost_boto3_gives_up(client, table, lost, stored) -> None:
    with lost(client, times=3) as seen, pytest.raises(ConnectionClosedError):
        put(client, table)

    assert len(seen) == 3
    assert count(client, table) == stored


def test_a_request_that_is_lost_never_arrives_and_is_sent_again(client: Any, table: str) -> None:
    with lost_requests(client) as seen:
        put(client, table)

    assert seen == ["PutItem: lost on the way", "PutItem: stored"]


def test_a_transaction_whose_reply_is_lost_is_done(client: Any, table: str) -> None:
    item = {"Id": {"S": "a"}, "Version": {"N": "0"}}
    condition = "attribute_not_exists(Version)"
    write = {"Put": {"TableName": table, "Item": item, "ConditionExpression": condition}}

    with lost_replies(client) as seen:
        try:
            client.transact_write_items(TransactItems=[write])
            again = "stored"
        except client.exceptions.TransactionCanceledException:
            again = "refused, TransactionCanceledException"

    # A server that knows the token which boto3 sends along says again what it said before.
    assert again.startswith("stored" if "127.0.0.1" in client.meta.endpoint_url else "refused")
    assert seen == ["TransactWriteItems: stored, reply lost", f"TransactWriteItems: {again}"]
    assert count(client, table) == 1


@pytest.mark.parametrize("events", [THREE[:1], THREE], ids=["one event", "three events"])
@pytest.mark.parametrize("lost", [lost_replies, lost_requests])
def test_the_store_appends_once_all_the_same(client, store, events, lost) -> None:
    with lost(client) as seen:
        store.append(*events)

    assert len(seen) == 2
    assert store.query("a") == events


def test_boto3_sends_again_however_many_were_lost_before(client: Any, table: str) -> None:
    for _ in range(60):
        with lost_requests(client) as seen:
            client.put_item(TableName=table, Item={"Id": {"S": "a"}, "Version": {"N": "0"}})
        assert len(seen) == 2
        with lost_replies(client) as seen, pytest.raises(ClientError, match="ConditionalCheck"):
            put(client, table)
        assert len(seen) == 2


def test_reads_are_left_alone(client: Any, store: EventStore[Event]) -> None:
    store.append(*THREE)

    with lost_replies(client) as replies, lost_requests(client) as requests:
        assert store.query("a") == THREE

    assert replies == requests == []


@pytest.mark.parametrize("client", ["embedded"], indirect=True)
def test_other_clients_are_left_alone(client: Any, table: str) -> None:
    with lost_requests(client, times=3) as seen:
        put(connect(), table)

    assert seen == []
    assert count(client, table) == 1


def test_after_the_block_everything_is_as_before(client: Any, store: EventStore[Event]) -> None:
    with lost_requests(client, times=9) as requests, lost_replies(client, times=9) as replies:
        pass
    with pytest.raises(ZeroDivisionError), lost_requests(client, times=9) as broken:
        1 / 0  # noqa: B018

    store.append(THREE[0])

    assert requests == replies == broken == []
    assert store.query("a") == THREE[:1]


@pytest.mark.parametrize("times", [-1, 1.5, True, "1"])
@pytest.mark.parametrize("lose", [lost_replies, lost_requests])
def test_an_invalid_number_of_times_is_refused_at_once(lose: Any, times: Any, client: Any) -> None:
    with pytest.raises(ValueError, match="times must be a whole number, 0 or more, got"):
        lose(client, times)


def puts(versions: range) -> list[Any]:
    keys = [{"Id": {"S": "many"}, "Version": {"N": str(version)}} for version in versions]
    return [{"PutRequest": {"Item": key}} for key in keys]


def test_a_busy_server_takes_a_part_and_names_the_rest(client: Any, table: str) -> None:
    asked = {table: puts(range(5))}

    with busy(client, takes=3):
        first = client.batch_write_item(RequestItems=asked)
        assert count(client, table) == 3
        second = client.batch_write_item(RequestItems=first["UnprocessedItems"])

    assert first["UnprocessedItems"] == {table: puts(range(3, 5))}
    assert second["UnprocessedItems"] == {}
    assert asked == {table: puts(range(5))}
    assert count(client, table) == 5


def test_a_server_that_is_not_busy_any_more_takes_everything(client: Any, table: str) -> None:
    with busy(client, takes=1):
        pass

    reply = client.batch_write_item(RequestItems={table: puts(range(5))})

    assert reply["UnprocessedItems"] == {}
    assert count(client, table) == 5


@pytest.mark.parametrize("takes", [0, -1, 1.5, True, "3"])
def test_a_busy_server_takes_at_least_one(client: Any, takes: Any) -> None:
    with pytest.raises(ValueError, match="takes must be 1 or more"), busy(client, takes=takes):
        pass
