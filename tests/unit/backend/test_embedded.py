"""The embedded backend never leaves this machine, whatever the machine is set up for.

That it is safe for threads, the races in tests/contract show.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import moto
import pytest
from botocore.config import Config
from moto.core.models import MockAWS

from classroom import connect, lesson_table
from classroom.backend import embedded
from classroom.errors import EscapedRequestError

from ...plain import plain_variables
from ...variants import every

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
    "moto's server": {"TEST_SERVER_MODE": "true", "TEST_SERVER_MODE_ENDPOINT": ELSEWHERE},
    "moto's proxy": {"TEST_PROXY_MODE": "true", "MOTO_PROXY_PORT": "9"},
    "moto's permissions": {"INITIAL_NO_AUTH_ACTION_COUNT": "0"},
    "moto's account": {"MOTO_ACCOUNT_ID": "not a number"},
    "moto's recorder": {"MOTO_ENABLE_RECORDING": "true", "MOTO_RECORDER_FILEPATH": "/missing/x"},
    "half a setting of moto": {"S3_UPLOAD_PART_MIN_SIZE": "", "MOTO_ACM_VALIDATION_WAIT": "soon"},
}
# One process for all of them in every run; where CI is set, one for each of them, too.
TOGETHER = {name: value for variables in HOSTILE.values() for name, value in variables.items()}
CONFIG = """
[default]
region = mars-1
endpoint_url = http://127.0.0.1:9
use_fips_endpoint = true
credential_process = {python} -c "open({marker!r}, 'w')"
"""


@pytest.mark.parametrize(
    "setting",
    [
        "all of it, at home too",
        *(pytest.param(each, marks=pytest.mark.thorough) for each in HOSTILE),
    ],
)
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
        env=env | HOSTILE.get(setting, TOGETHER),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert probe.stderr == ""
    assert json.loads(probe.stdout) == {"right": True, "escaped": [], "unchanged": True}
    assert not Path(marker).exists()


@every(mode=["TEST_SERVER_MODE", "TEST_PROXY_MODE"], imported=["", "import moto.settings\n"])
def test_no_request_reaches_the_server_that_a_variable_of_moto_names(
    mode: str, imported: str
) -> None:
    program = f"""{imported}
from classroom import connect, lesson_table
from classroom.backend import embedded
client = connect()
client.put_item(
    TableName=lesson_table(client, "02"), Item={{"Id": {{"S": "a"}}, "Version": {{"N": "0"}}}}
)
embedded.stop()
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        env = plain_variables() | {mode: "true", "MOTO_PORT": port, "MOTO_PROXY_PORT": port}
        env |= {"TEST_SERVER_MODE_ENDPOINT": f"http://127.0.0.1:{port}"}
        env |= {"INITIAL_NO_AUTH_ACTION_COUNT": "0"}
        process = subprocess.Popen([sys.executable, "-c", program], env=env, stderr=subprocess.PIPE)
        server.settimeout(0.1)
        reached = False
        while process.poll() is None and not reached:
            with contextlib.suppress(TimeoutError):
                server.accept()[0].close()
                reached = True
        process.kill()
        told = process.communicate()[1].decode()

    assert not reached
    assert (told, process.returncode) == ("", 0)


def test_every_variable_that_moto_reads_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = re.compile(r"""(?:os\.environ(?:\.get)?|getenv)[([]\s*["'](\w+)["']""")
    sources = Path(moto.__file__).parent.rglob("*.py")
    names = {name for path in sources for name in reads.findall(path.read_text("utf-8"))}
    assert {"TEST_SERVER_MODE", "INITIAL_NO_AUTH_ACTION_COUNT", "MOTO_ACCOUNT_ID"} <= names
    for name in names:
        monkeypatch.setenv(name, "1")

    with embedded.without_aws_settings():
        assert not names & os.environ.keys()


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

    @pytest.mark.skipif(sys.platform != "linux", reason="it counts the page faults of a thread")
    def test_a_request_costs_the_same_wherever_the_stack_of_its_caller_ends(self) -> None:
        import resource  # Windows has none

        client = connect()
        table = lesson_table(client, "02")
        for number in range(5):
            item = {"Id": {"S": "a"}, "Version": {"N": str(number)}}
            client.put_item(TableName=table, Item=item)

        def faults(depth: int) -> int:
            """The pages that one request takes from the system, made by a caller this deep."""
            if depth:
                return faults(depth - 1)
            before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
            client.scan(TableName=table)
            return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before

        # The smaller of two, because a page may have been taken away by chance.
        assert max(min(faults(depth), faults(depth)) for depth in range(150)) < 500

    def test_it_hides_no_variable_for_longer_than_a_moment(self, monkeypatch) -> None:
        monkeypatch.setenv("AWS_PROFILE", "production")

        connect()

        assert os.environ["AWS_PROFILE"] == "production"
