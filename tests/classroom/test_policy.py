"""The policy allows what the workshop really sends, and nothing else."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from classroom.policy import policy

from .conftest import plain_environment

ROOT = Path(__file__).parents[2]
# Every lesson, one after the other, and every command for tables, in one Python; then it prints
# what was sent. A transaction needs what its parts need: DynamoDB Developer Guide, "Transactions".
PROGRAM = """
import sys, json
from unittest.mock import patch
from botocore.client import BaseClient
from IPython.core.interactiveshell import InteractiveShell

call, sent = BaseClient._make_api_call, set()
def note(self, operation, parameters):
    parts = [part for each in parameters.get("TransactItems", ()) for part in each]
    sent.update({"Put": "PutItem"}[part] for part in parts) if parts else sent.add(operation)
    return call(self, operation, parameters)
BaseClient._make_api_call = note

shell = InteractiveShell.instance()
for cells in json.load(sys.stdin):
    shell.reset()
    for cell in cells:
        result = shell.run_cell(cell, store_history=True)
        assert result.success, cell

from classroom import connect, tables
client = connect()
tables.make_table(client, "policy")
for name in tables.tables(client):
    tables.drop_table(client, name)
print("\\nSENT", *sorted(sent))
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> set[str]:
    cells = [
        [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        for path in sorted(ROOT.glob("notebooks/0*.ipynb"))
    ]
    folder = tmp_path_factory.mktemp("policy")
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(cells),
        env=plain_environment() | {"EVENTSTORE_MY": str(folder), "IPYTHONDIR": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
    )
    last = result.stdout.splitlines()[-1]
    assert last.startswith("SENT "), result.stdout[-2000:] + result.stderr[-2000:]
    return set(last.split()[1:])


def allowed(prefix: str) -> dict[str, str]:
    return {
        action.removeprefix("dynamodb:"): statement["Resource"]
        for statement in policy(prefix)["Statement"]
        for action in statement["Action"]
    }


def test_it_allows_what_the_lessons_and_commands_send_and_nothing_else(sent):
    # Lists of tags are written when a table is made: CreateTable sends them.
    assert set(allowed("ada")) - {"TagResource"} == sent


def test_only_the_tables_of_the_prefix_can_be_touched():
    resources = allowed("ada")

    assert resources.pop("ListTables") == "*"
    assert set(resources.values()) == {"arn:aws:dynamodb:*:*:table/ada-*"}


def test_it_is_a_document_of_the_version_that_knows_variables():
    assert policy("${aws:username}")["Version"] == "2012-10-17"
    assert json.loads(json.dumps(policy("a"))) == policy("a")
    assert {statement["Effect"] for statement in policy("a")["Statement"]} == {"Allow"}


def test_the_store_sends_nothing_else(sent):
    """What the module asks of a client is what the lessons' stores ask."""
    methods = {
        name
        for path in ROOT.glob("eventstore/*.py")
        for name in asked_of_a_client(path.read_text())
    }
    assert {"put_item", "query"} <= methods
    assert methods <= {snake(name) for name in sent} | {"transact_write_items"}


def asked_of_a_client(source: str):
    import botocore.session

    operations = botocore.session.Session().get_service_model("dynamodb").operation_names
    known = {snake(name) for name in operations}
    for node in ast.walk(ast.parse(source)):
        name = getattr(node, "attr", None) or getattr(node, "value", None)
        if isinstance(node, ast.Attribute | ast.Constant) and name in known:
            yield name


def snake(operation: str) -> str:
    from botocore import xform_name

    return xform_name(operation)
