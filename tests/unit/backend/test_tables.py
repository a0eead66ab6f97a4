import pytest

import eventstore
from classroom import SettingsError, connect, lesson_table
from classroom.backend.tables import ForeignTableError, drop_table, make_table, tables
from eventstore.table import KEYS, TYPES

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


def test_a_table_whose_tags_cannot_be_read_is_never_emptied(client) -> None:
    lesson_table(client, "02")
    client.put_item(TableName="workshop-02", Item={"Id": {"S": "a"}, "Version": {"N": "0"}})
    refusal = client.exceptions.ClientError({"Error": {"Code": "UnknownOperation"}}, "List")

    def refuse(**_: object) -> None:
        raise refusal

    client.meta.events.register("before-call.dynamodb.ListTagsOfResource", refuse)

    with pytest.raises(ForeignTableError, match="UnknownOperation"):
        lesson_table(client, "02")

    assert count(client, "workshop-02") == 1


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
