"""create_table creates a table that a store can use, and waits until it's active."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import WaiterError
from botocore.stub import Stubber

from classroom.backend.validator import Validator

from .backends import FAKE, client
from .deviations import ITEM_OF_A_FAILED_CONDITION, TRANSACTIONS

KEYS = [
    {"AttributeName": "Id", "KeyType": "HASH"},
    {"AttributeName": "Version", "KeyType": "RANGE"},
]
TYPES = [
    {"AttributeName": "Id", "AttributeType": "S"},
    {"AttributeName": "Version", "AttributeType": "N"},
]


@pytest.fixture
def new_table(raw: Any) -> Iterator[str]:
    """The name of a table that doesn't exist yet."""
    name = f"eventstore-test-{uuid.uuid4().hex}"
    yield name
    raw.delete_table(TableName=name)


ONE = pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
SEVERAL = pytest.mark.behaviour(TRANSACTIONS)


def test_a_new_table_has_the_right_keys_and_is_billed_per_request(
    namespace: Any, sent: Validator, raw: Any, new_table: str
) -> None:
    namespace.create_table(sent.client, new_table)

    made = raw.describe_table(TableName=new_table)["Table"]
    assert made["TableStatus"] == "ACTIVE"
    assert made["KeySchema"] == KEYS
    assert sorted(made["AttributeDefinitions"], key=str) == sorted(TYPES, key=str)
    assert made["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_an_existing_table_is_left_as_it_is(
    namespace: Any, sent: Validator, new_table: str, stream_id: str
) -> None:
    namespace.create_table(sent.client, new_table)
    store = namespace.EventStore(sent.client, new_table)
    store.append(namespace.Event(id=stream_id, version=0))

    namespace.create_table(sent.client, new_table)

    assert len(store.query(stream_id)) == 1


VERSION_AS_TEXT = {"AttributeName": "Version", "AttributeType": "S"}


@pytest.mark.parametrize(
    ("keys", "types"),
    [(KEYS[:1], TYPES[:1]), (KEYS, [TYPES[0], VERSION_AS_TEXT])],
    ids=["no version", "a version that is text"],
)
def test_a_table_with_other_keys_is_refused(
    keys: Any, types: Any, namespace: Any, sent: Validator, raw: Any, new_table: str
) -> None:
    raw.create_table(
        TableName=new_table,
        KeySchema=keys,
        AttributeDefinitions=types,
        BillingMode="PAY_PER_REQUEST",
    )

    with pytest.raises(ValueError, match=new_table):
        namespace.create_table(sent.client, new_table)


@pytest.mark.parametrize(
    ("keys", "types"),
    [
        (KEYS[:1], TYPES[:1]),
        ([{"AttributeName": "Version", "KeyType": "HASH"}], TYPES[1:]),
        ([KEYS[0], {"AttributeName": "CharacterName", "KeyType": "RANGE"}], None),
    ],
    ids=["only the id", "only the version", "another sort key"],
)
@pytest.mark.parametrize(
    "several", [pytest.param(False, marks=ONE), pytest.param(True, marks=SEVERAL)]
)
def test_an_append_to_a_table_with_other_keys_says_so(
    keys: Any,
    types: Any,
    several: bool,
    namespace: Any,
    sent: Validator,
    raw: Any,
    new_table: str,
    stream_id: str,
) -> None:
    name = {"AttributeName": "CharacterName", "AttributeType": "S"}
    raw.create_table(
        TableName=new_table,
        KeySchema=keys,
        AttributeDefinitions=types or [TYPES[0], name],
        BillingMode="PAY_PER_REQUEST",
    )
    wait = {"Delay": 1, "MaxAttempts": 120}
    raw.get_waiter("table_exists").wait(TableName=new_table, WaiterConfig=wait)
    store = namespace.EventStore(sent.client, new_table)
    by_version = keys[0]["AttributeName"] == "Version"
    first = namespace.Event(stream_id, 0, "Nadia")
    second = namespace.Event(f"{stream_id}-2" if by_version else stream_id, 1 - by_version, "Nadia")
    # The second may be ours: that's no reason to take it for stored.
    store.append(first, append_id="x")

    others = [namespace.Event(f"{stream_id}-3", 7, "Nadia")] if several else []
    with pytest.raises(ValueError, match=f"{new_table!r} has the wrong keys.* Id .HASH") as wrong:
        store.append(second, *others, append_id="x")

    key = {"Id": second.id, "Version": second.version}
    assert f"another key is in the way of {key}; an event store needs" in str(wrong.value)
    assert not isinstance(wrong.value, namespace.EventStoreError)


def test_create_table_waits_until_the_table_is_active(namespace: Any) -> None:
    offline = client("http://127.0.0.1:1", FAKE, {})
    with Stubber(offline) as answers:
        answers.add_response("create_table", {})
        for status in ("CREATING", "ACTIVE"):
            answers.add_response("describe_table", {"Table": {"TableStatus": status}})
        answers.add_response(
            "describe_table", {"Table": {"KeySchema": KEYS, "AttributeDefinitions": TYPES}}
        )

        namespace.create_table(offline, "events")

        answers.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("tags", "sent_tags"),
    [(None, []), ({"team": "blue"}, [{"Key": "team", "Value": "blue"}])],
    ids=["no tags", "a tag"],
)
def test_a_new_table_gets_the_tags(namespace: Any, tags: Any, sent_tags: Any) -> None:
    offline = client("http://127.0.0.1:1", FAKE, {})
    request = {
        "TableName": "events",
        "KeySchema": KEYS,
        "AttributeDefinitions": TYPES,
        "BillingMode": "PAY_PER_REQUEST",
        "Tags": sent_tags,
    }
    active = {"TableStatus": "ACTIVE", "KeySchema": KEYS, "AttributeDefinitions": TYPES}
    with Stubber(offline) as answers:
        answers.add_response("create_table", {}, request)
        for _ in range(2):  # to wait for it, and to check its keys
            answers.add_response("describe_table", {"Table": active}, {"TableName": "events"})

        namespace.create_table(offline, "events", tags=tags)

        answers.assert_no_pending_responses()


def test_create_table_waits_two_minutes(namespace: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("botocore.waiter.time.sleep", pauses.append)
    offline = client("http://127.0.0.1:1", FAKE, {})
    with Stubber(offline) as answers:
        answers.add_response("create_table", {})
        for _ in range(120):
            answers.add_response("describe_table", {"Table": {"TableStatus": "CREATING"}})

        with pytest.raises(WaiterError, match="Max attempts exceeded"):
            namespace.create_table(offline, "events")

        answers.assert_no_pending_responses()
    assert sum(pauses) == 119


def test_access_denied_is_not_reported_as_a_missing_table(namespace: Any) -> None:
    offline = client("http://127.0.0.1:1", FAKE, {})
    with Stubber(offline) as answers:
        answers.add_client_error("create_table", "AccessDeniedException")

        with pytest.raises(offline.exceptions.ClientError, match="AccessDeniedException"):
            namespace.create_table(offline, "events")
