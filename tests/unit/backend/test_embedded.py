"""The embedded backend never leaves this machine, whatever the machine is set up for.

That it is safe for threads, the races in tests/contract show.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from moto.core.models import MockAWS

from classroom import connect, lesson_table
from classroom.backend import embedded
from classroom.errors import EscapedRequestError

PROBE = """
import json, os, socket
escaped = []

def record(*args, **kwargs):
    escaped.append(repr(args))
    raise OSError("no way out")

socket.socket.connect = socket.create_connection = record
import botocore.httpsession
botocore.httpsession.URLLib3Session.send = record

from classroom import connect, lesson_table
before = dict(os.environ)
client = connect()
table = lesson_table(client, "02")
item = {"Id": {"S": "a"}, "Version": {"N": "0"}, "Note": {"S": "Init"}}
client.put_item(TableName=table, Item=item)
query = client.query(
    TableName=table,
    KeyConditionExpression="Id = :id",
    ExpressionAttributeValues={":id": {"S": "a"}},
)
key = {name: item[name] for name in ("Id", "Version")}
got = client.get_item(TableName=table, Key=key)
print(json.dumps({
    "right": query["Items"] == [item] == [got["Item"]],
    "escaped": escaped,
    "unchanged": before == dict(os.environ),
}))
"""

# Put together here, so that no scanner takes it for a real one.
REAL_LOOKING = {"AWS_ACCESS_KEY_ID": "AK" + "IA" + "Q" * 16, "AWS_SECRET_ACCESS_KEY": "x" * 40}
ELSEWHERE = "http://127.0.0.1:9"
HOSTILE = {
    "real keys": {
        **REAL_LOOKING,
        "AWS_SESSION_TOKEN": "token",
        "AWS_DEFAULT_REGION": "eu-central-1",
    },
    "a profile": {"AWS_PROFILE": "production", "AWS_DEFAULT_PROFILE": "production"},
    "an endpoint": {"AWS_ENDPOINT_URL": ELSEWHERE},
    "DynamoDB's endpoint": {"AWS_ENDPOINT_URL_DYNAMODB": ELSEWHERE},
    "FIPS": {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"},
    "a proxy": {"HTTPS_PROXY": ELSEWHERE, "https_proxy": ELSEWHERE, "ALL_PROXY": ELSEWHERE},
    "missing files": {"AWS_CA_BUNDLE": "/missing", "AWS_CONFIG_FILE": "/missing"},
    "other retries": {"AWS_MAX_ATTEMPTS": "9", "AWS_RETRY_MODE": "legacy"},
    "a hostile home": {},
}
CONFIG = """
[default]
region = mars-1
endpoint_url = http://127.0.0.1:9
use_fips_endpoint = true
credential_process = {python} -c "open({marker!r}, 'w')"
"""


@pytest.mark.parametrize("setting", HOSTILE)
def test_it_works_as_ever_and_nothing_leaves_under(setting: str, tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    marker = str(tmp_path / "called")
    config = CONFIG.format(python=sys.executable, marker=marker) if "home" in setting else ""
    (tmp_path / ".aws" / "config").write_text(config)
    hidden = ("AWS_", "EVENTSTORE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    env |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "EVENTSTORE_ENV_FILE": os.devnull}

    probe = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=env | HOSTILE[setting],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert probe.stderr == ""
    assert json.loads(probe.stdout) == {"right": True, "escaped": [], "unchanged": True}
    assert not Path(marker).exists()


@pytest.fixture
def stranger() -> Callable[..., object]:
    """Make a client without connect(), as a page on the web may tell a learner to do."""

    def make(**options: object) -> object:
        return boto3.Session("a", "b", region_name="us-east-1").client("dynamodb", **options)

    return make


@pytest.mark.usefixtures("no_embedded_backend")
class TestGuard:
    def test_a_client_made_before_the_mock_is_stopped(self, stranger, monkeypatch) -> None:
        # As if moto had not been imported yet: its handler reaches only later clients.
        from botocore import handlers
        from moto.core.models import botocore_stubber

        kept = [entry for entry in handlers.BUILTIN_HANDLERS if entry[1] is not botocore_stubber]
        monkeypatch.setattr(handlers, "BUILTIN_HANDLERS", kept)
        client = stranger()
        connect()

        with pytest.raises(EscapedRequestError, match=r"classroom\.connect\(\)"):
            client.list_tables()

    @pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
    def test_a_client_for_another_endpoint_is_stopped_at_once(self, stranger, mode) -> None:
        connect()
        client = stranger(endpoint_url=ELSEWHERE, config=Config(retries={"mode": mode}))
        tries: list[object] = []
        client.meta.events.register("before-send", lambda **_: tries.append(1))

        with pytest.raises(EscapedRequestError, match=ELSEWHERE):
            client.list_tables()

        assert len(tries) == 1

    def test_a_client_that_was_kept_when_the_backend_changed_is_stopped(self) -> None:
        client = connect()
        embedded.stop()

        with pytest.raises(EscapedRequestError, match="never leaves this machine"):
            client.list_tables()

    def test_nobody_gets_out_while_the_way_is_being_closed(self, monkeypatch) -> None:
        embedded.stop()
        begin = MockAWS.start
        monkeypatch.setattr(MockAWS, "start", lambda mock: (time.sleep(0.3), begin(mock)))

        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(lambda _: connect().list_tables(), range(2)))

        assert [reply["TableNames"] for reply in replies] == [[], []]

    def test_the_tables_outlive_a_second_connect(self) -> None:
        table = lesson_table(connect(), "02")

        assert connect().list_tables()["TableNames"] == [table]

    def test_it_hides_no_variable_for_longer_than_a_moment(self, monkeypatch) -> None:
        monkeypatch.setenv("AWS_PROFILE", "production")

        connect()

        assert os.environ["AWS_PROFILE"] == "production"
