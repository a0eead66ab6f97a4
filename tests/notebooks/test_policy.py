"""The policy allows what the workshop really sends, and nothing else."""

import ast
import json

import botocore.session
import pytest
from botocore import xform_name
from botocore.client import BaseClient

import eventstore
from classroom import connect
from classroom.backend import embedded
from classroom.backend.policy import policy
from classroom.backend.tables import drop_table, make_table, tables

from ..contract.backends import streams_client
from ..contract.following import Board
from .lessons import NOTEBOOKS, ROOT, sent_by

# Each part of a transaction needs its own permission: DynamoDB Developer Guide, "Transactions".
SENT_AS = {"TransactWriteItems": "PutItem"}
SENT_AS |= {part: f"{part}Item" for part in ("Put", "Update", "Delete", "ConditionCheck")}
# CreateTable writes the tags: it needs this, too.
NEVER_SENT = {"TagResource"}
# `protect` sends these. That's for those who own a table, and no lesson calls it.
OWNERS = {"DescribeContinuousBackups", "UpdateContinuousBackups", "UpdateTable"}
OURS = {"made-by": "eventstore-workshop", "prefix": "workshop"}


def allowed(prefix: str) -> dict[str, str]:
    return {
        action.removeprefix("dynamodb:"): statement["Resource"]
        for statement in policy(prefix)["Statement"]
        for action in statement["Action"]
    }


def sent_by_the_commands(monkeypatch) -> set[str]:
    """What `python -m classroom table create, status, drop` send."""
    sent, plain = set(), BaseClient._make_api_call

    def note(self, operation, parameters):
        sent.add(operation)
        return plain(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", note)
    client = connect()
    make_table(client, "policy")
    # Version 1.0 has left tables that have our tags only.
    eventstore.create_table(client, "workshop-old", tags=OURS)
    for name in tables(client):
        drop_table(client, name)
    embedded.stop()
    return sent


def sent_by_following(monkeypatch) -> set[str]:
    """What a subscription, its effects and DynamoDB Streams send."""
    sent, plain = set(), BaseClient._make_api_call

    def note(self, operation, parameters):
        sent.add(operation)
        sent.update(f"{name}Item" for each in parameters.get("TransactItems", ()) for name in each)
        return plain(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", note)
    client = connect()
    eventstore.create_table(client, "events", stream=True)
    store = eventstore.EventStore(client, "events")
    board = Board(client)
    other, missing = ({"Id": {"S": id}, "Version": {"N": "0"}} for id in ("other", "missing"))

    def handle(event):
        """Every action that an effect can be."""
        check = {"ConditionExpression": "attribute_not_exists(Id)"}
        return [
            *board.effects(event),
            {"Put": {"TableName": board.table, "Item": other}},
            {"Delete": {"TableName": board.table, "Key": missing | {"Version": {"N": "1"}}}},
            {"ConditionCheck": {"TableName": board.table, "Key": missing, **check}},
        ]

    subscription = board.subscription(store, handle=handle)
    arn = client.describe_table(TableName="events")["Table"]["LatestStreamArn"]
    changes = eventstore.Changes(streams_client(None, client.meta.region_name), arn)
    store.append(eventstore.Event("hero", 0))
    subscription.catch_up(changes.poll().ids)
    subscription.catch_up(eventstore.every_stream(store))
    assert subscription.parked() == []
    embedded.stop()
    return sent


def test_it_allows_what_lessons_and_commands_send_and_nothing_else(monkeypatch):
    sent = sent_by_the_commands(monkeypatch).union(*map(sent_by, NOTEBOOKS))
    sent |= sent_by_following(monkeypatch)

    assert set(allowed("ada")) - NEVER_SENT == {SENT_AS.get(name, name) for name in sent}


def test_the_module_sends_nothing_that_is_not_allowed():
    model = botocore.session.Session().get_service_model("dynamodb")
    known = {xform_name(name): name for name in model.operation_names}
    words = {
        str(getattr(node, "attr", None) or getattr(node, "value", None))
        for path in ROOT.glob("eventstore/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute | ast.Constant)
    }
    sent = {known[word] for word in words & set(known)}
    sent |= words & {"Put", "Update", "Delete", "ConditionCheck"}  # parts of a transaction

    assert {"PutItem", "Query", "CreateTable"} <= sent
    assert {SENT_AS.get(name, name) for name in sent} - OWNERS <= set(allowed("ada"))
    assert sent >= OWNERS


def test_only_the_tables_of_the_prefix_can_be_touched():
    resources = allowed("ada")

    assert resources.pop("ListTables") == "*"
    streams = [resources.pop(name) for name in ("DescribeStream", "GetRecords", "GetShardIterator")]
    assert set(streams) == {"arn:aws:dynamodb:*:*:table/ada-*/stream/*"}
    assert set(resources.values()) == {"arn:aws:dynamodb:*:*:table/ada-*"}


@pytest.mark.parametrize("prefix", ["${aws:username}", "ada"])
def test_it_is_a_document_of_the_version_that_knows_variables(prefix):
    assert policy(prefix)["Version"] == "2012-10-17"
    assert {statement["Effect"] for statement in policy(prefix)["Statement"]} == {"Allow"}
    assert prefix in json.dumps(policy(prefix))
