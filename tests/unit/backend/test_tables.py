import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

import eventstore
from classroom import SettingsError, connect, lesson_table
from classroom.backend.tables import ForeignTableError, drop_table, make_table, tables
from eventstore.table import KEYS, TYPES

from .looking import use_local

OURS = {"made-by": "eventstore-workshop", "prefix": "workshop"}
OTHERS = {"made-by": "eventstore-workshop", "prefix": "work"}  # whose lesson is called shop-02
pytestmark = pytest.mark.usefixtures("no_embedded_backend")


@pytest.fixture
def client():
    return connect()


def count(client, table: str) -> int:
    return client.scan(TableName=table, Select="COUNT")["Count"]


def test_a_lesson_has_a_table_of_its_own(client, monkeypatch) -> None:
    assert lesson_table(client, "02") == "workshop-02"
    monkeypatch.setenv("EVENTSTORE_PREFIX", "ada")

    assert lesson_table(client, "02") == "ada-02"
    assert client.list_tables()["TableNames"] == ["workshop-02", "ada-02"]


def test_a_room_of_the_museum_may_have_versions_that_are_text(client) -> None:
    table = lesson_table(client, "A", text_versions=True)
    client.put_item(TableName=table, Item={"Id": {"S": "a"}, "Version": {"S": "one"}})

    assert lesson_table(client, "A", text_versions=True) == table
    assert count(client, table) == 0
    assert tables(client) == {table: True}


def test_the_table_is_empty_each_time_the_lesson_opens_it(client) -> None:
    table = lesson_table(client, "02")
    for version in range(6):  # about 300 KB each: two pages
        note = {"S": "x" * 300_000}
        item = {"Id": {"S": "a"}, "Version": {"N": str(version)}, "Note": note}
        client.put_item(TableName=table, Item=item)

    assert lesson_table(client, "02") == table
    assert count(client, table) == 0


def test_other_lessons_tables_are_left_alone(client) -> None:
    other = lesson_table(client, "01")
    client.put_item(TableName=other, Item={"Id": {"S": "a"}, "Version": {"N": "0"}})

    lesson_table(client, "02")
    lesson_table(client, "02")

    assert count(client, other) == 1


@pytest.mark.parametrize("tags", [None, {"made-by": "somebody else"}, OTHERS])
def test_a_table_without_our_tag_is_never_emptied(client, tags) -> None:
    eventstore.create_table(client, "workshop-02", tags=tags)
    client.put_item(TableName="workshop-02", Item={"Id": {"S": "a"}, "Version": {"N": "0"}})

    with pytest.raises(ForeignTableError, match="workshop-02 exists"):
        lesson_table(client, "02")

    assert count(client, "workshop-02") == 1


NO_TAGS = {
    "an error": ClientError({"Error": {"Code": "UnknownOperationException"}}, "ListTags"),
    "nothing": ReadTimeoutError(endpoint_url="http://ada:hidden@127.0.0.1"),
}


def without_tags(client, answer: str) -> None:
    """Let the server answer like this when it's asked for tags."""

    def refuse(**_: object) -> None:
        raise NO_TAGS[answer]

    client.meta.events.register("before-call.dynamodb.ListTagsOfResource", refuse)


@pytest.mark.parametrize("answer", NO_TAGS)
def test_our_table_is_recognised_where_tags_cannot_be_read(client, answer) -> None:
    without_tags(client, answer)
    table = lesson_table(client, "02")
    client.put_item(TableName=table, Item={"Id": {"S": "a"}, "Version": {"N": "0"}})

    assert lesson_table(client, "02") == table
    assert count(client, table) == 0
    assert tables(client) == {table: True}
    drop_table(client, table)
    assert client.list_tables()["TableNames"] == []


@pytest.mark.parametrize("answer", NO_TAGS)
def test_a_table_that_nothing_marks_as_ours_is_never_emptied(client, answer) -> None:
    eventstore.create_table(client, "workshop-02", tags=OURS)
    client.put_item(TableName="workshop-02", Item={"Id": {"S": "a"}, "Version": {"N": "0"}})
    without_tags(client, answer)

    with pytest.raises(ForeignTableError, match=r"UnknownOperation|ReadTimeout") as caught:
        lesson_table(client, "02")

    assert count(client, "workshop-02") == 1
    assert tables(client) == {"workshop-02": False}
    assert "hidden" not in str(caught.value)


def test_a_table_of_version_1_is_recognised_by_its_tags(client) -> None:
    eventstore.create_table(client, "workshop-02", tags=OURS)
    client.put_item(TableName="workshop-02", Item={"Id": {"S": "a"}, "Version": {"N": "0"}})

    assert lesson_table(client, "02") == "workshop-02"
    assert count(client, "workshop-02") == 0


def test_the_table_of_a_longer_prefix_is_never_emptied(client, monkeypatch) -> None:
    monkeypatch.setenv("EVENTSTORE_PREFIX", "ada-b")
    theirs = make_table(client, "02")
    client.put_item(TableName=theirs, Item={"Id": {"S": "a"}, "Version": {"N": "0"}})
    monkeypatch.setenv("EVENTSTORE_PREFIX", "ada")

    with pytest.raises(ForeignTableError, match="ada-b-02 exists"):
        lesson_table(client, "b-02")

    assert count(client, theirs) == 1
    assert tables(client) == {theirs: False}


def test_what_marks_a_table_is_not_an_item_in_it(client) -> None:
    table = lesson_table(client, "02")
    lesson_table(client, "02")

    assert count(client, table) == 0


@pytest.mark.parametrize("server", ["ministack", "dynalite"])
def test_notebooks_that_open_one_lesson_at_once_all_get_its_table(
    monkeypatch, request, server
) -> None:
    use_local(monkeypatch, request.getfixturevalue(server))
    clients, together = [connect() for _ in range(8)], threading.Barrier(8)

    def open_lesson(client) -> str:
        together.wait()
        return lesson_table(client, "02")

    for _round in range(5):
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(open_lesson, clients)) == {"ada-02"}
        drop_table(clients[0], "ada-02")


def test_a_table_that_is_only_being_created_is_waited_for(client, monkeypatch) -> None:
    make_table(client, "02")
    asked, plain = [], client.describe_table

    def describe_table(**kwargs):
        reply = plain(**kwargs)
        asked.append(reply["Table"])
        if len(asked) < 3:
            reply["Table"]["TableStatus"] = "CREATING"
        return reply

    monkeypatch.setattr(client, "describe_table", describe_table)
    monkeypatch.setattr("botocore.waiter.time.sleep", lambda _: None)
    lesson_table(client, "02")

    assert [each["TableStatus"] for each in asked][-1] == "ACTIVE"


def test_a_table_that_is_being_dropped_is_created_again(client, monkeypatch) -> None:
    make_table(client, "02")
    asked, plain = [], client.describe_table

    def describe_table(**kwargs):
        asked.append(1)
        if len(asked) == 3:
            client.delete_table(TableName="workshop-02")
        reply = plain(**kwargs)
        if len(asked) < 3:
            reply["Table"]["TableStatus"] = "DELETING"
        return reply

    monkeypatch.setattr(client, "describe_table", describe_table)
    monkeypatch.setattr("botocore.waiter.time.sleep", lambda _: None)

    assert lesson_table(client, "02") == "workshop-02"
    assert len(asked) > 3
    assert count(client, "workshop-02") == 0


def test_a_table_that_is_gone_already_is_dropped(client, monkeypatch) -> None:
    table = make_table(client, "02")
    plain = client.delete_table
    monkeypatch.setattr(client, "delete_table", lambda **which: (plain(**which), plain(**which)))

    drop_table(client, table)

    assert client.list_tables()["TableNames"] == []


@pytest.mark.parametrize("length", [253, 300])
def test_a_prefix_too_long_for_a_tables_name_is_refused(client, monkeypatch, length) -> None:
    monkeypatch.setenv("EVENTSTORE_PREFIX", "x" * length)

    with pytest.raises(SettingsError, match=r"EVENTSTORE_PREFIX is .*\n.* 3 to 255 characters"):
        lesson_table(client, "02")


def test_the_longest_name_is_accepted(client, monkeypatch) -> None:
    monkeypatch.setenv("EVENTSTORE_PREFIX", "x" * 252)

    assert len(lesson_table(client, "02")) == 255


def test_opening_a_table_is_silent(client, capfd) -> None:
    lesson_table(client, "02")
    lesson_table(client, "02")

    assert capfd.readouterr() == ("", "")


def test_a_table_that_exists_keeps_its_items(client) -> None:
    table = make_table(client, "02")
    client.put_item(TableName=table, Item={"Id": {"S": "a"}, "Version": {"N": "0"}})

    assert make_table(client, "02") == table
    assert count(client, table) == 1


def test_every_table_with_the_prefix_is_found_and_marked_as_ours_or_not(client) -> None:
    lesson_table(client, "mine")
    eventstore.create_table(client, "workshop-02", tags=OTHERS)
    eventstore.create_table(client, "workshop")
    for number in range(101):  # more than a page of names
        client.create_table(
            TableName=f"a-{number}",
            KeySchema=KEYS,
            AttributeDefinitions=TYPES,
            BillingMode="PAY_PER_REQUEST",
        )

    assert tables(client) == {"workshop-mine": True, "workshop-02": False}


def test_only_our_own_tables_are_dropped(client) -> None:
    drop_table(client, lesson_table(client, "01"))
    eventstore.create_table(client, "workshop-02", tags=OTHERS)

    with pytest.raises(ForeignTableError, match="workshop-02 exists"):
        drop_table(client, "workshop-02")

    assert client.list_tables()["TableNames"] == ["workshop-02"]
