"""`python -m classroom table` creates, lists and drops a learner's tables, on a real server."""

import pytest

import eventstore
from classroom import connect, lesson_table, lessons
from classroom.__main__ import main

pytestmark = pytest.mark.usefixtures("no_embedded_backend")


@pytest.fixture(params=["ministack", "dynalite"])
def client(request, monkeypatch):
    """A real server with a prefix of the test's own, and without tables before and after."""
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "ada")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", request.getfixturevalue(request.param))
    client = connect()
    drop_all_tables(client)  # other tests use this server too
    yield client
    drop_all_tables(client)


def drop_all_tables(client):
    for name in client.list_tables()["TableNames"]:
        client.delete_table(TableName=name)


def test_a_learners_tables_are_created_listed_and_dropped(client, capsys):
    eventstore.create_table(client, "ada-b-02", tags={"made-by": "eventstore-workshop"})
    lesson_table(client, "mine")

    assert main(["table", "create"]) == 0
    created = capsys.readouterr().out.splitlines()
    assert created[0] == "ada-00: ready"
    assert len(created) == len(lessons.lessons())
    client.put_item(TableName="ada-02", Item={"Id": {"S": "a"}, "Version": {"N": "0"}})
    assert main(["table", "create"]) == 0
    assert client.scan(TableName="ada-02")["Count"] == 1
    capsys.readouterr()

    assert main(["table", "status"]) == 0
    told = capsys.readouterr().out
    assert "ada-02: ours" in told
    assert "ada-mine: ours" in told
    assert "ada-b-02: not ours" in told

    assert main(["table", "drop", "--yes"]) == 0
    assert client.list_tables()["TableNames"] == ["ada-b-02"]
    capsys.readouterr()
    assert main(["table", "status"]) == 0
    assert capsys.readouterr().out == "ada-b-02: not ours, so we leave it alone\n"


@pytest.mark.parametrize(("answer", "left"), [("no", 1), ("", 1), ("yes", 0)])
def test_drop_asks_first(client, monkeypatch, capsys, answer, left):
    lesson_table(client, "02")
    monkeypatch.setattr("builtins.input", lambda _: answer)

    assert main(["table", "drop"]) == (1 if left else 0)
    assert capsys.readouterr().out.startswith("ada-02: ours\n")
    assert len(client.list_tables()["TableNames"]) == left


@pytest.mark.parametrize("stops", [EOFError, KeyboardInterrupt])
def test_without_an_answer_nothing_is_dropped_and_there_is_no_traceback(
    client, monkeypatch, capsys, stops
):
    lesson_table(client, "02")

    def input_stops(_: str) -> str:
        raise stops

    monkeypatch.setattr("builtins.input", input_stops)

    assert main(["table", "drop"]) == 1
    assert capsys.readouterr().err == "Stopped.\n"
    assert client.list_tables()["TableNames"] == ["ada-02"]


@pytest.mark.usefixtures("client")
def test_there_is_nothing_to_drop(capsys):
    assert main(["table", "drop"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("action", ["create", "status", "drop"])
def test_embedded_tables_live_in_their_notebooks(capsys, action):
    assert main(["table", action]) == 1
    assert "EVENTSTORE_BACKEND is 'embedded'" in capsys.readouterr().err


@pytest.mark.usefixtures("client")
def test_a_server_that_does_not_answer_is_reported_in_one_line(monkeypatch, capsys):
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://ada:hidden@127.0.0.1:9")

    assert main(["table", "status"]) == 1
    told = capsys.readouterr().err
    assert told == "EndpointConnectionError. To find out more, run: python -m classroom doctor\n"
