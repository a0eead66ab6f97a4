"""What the doctor finds in a healthy lab, and in one where half of everything is broken."""

import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from classroom import connect, doctor, lesson_table
from lab import settings
from lab.doctor import examine
from lab.settings import project_root

from ..plain import plain_environment

ROOT = project_root()
module = sys.modules["lab.checks"]
pytestmark = pytest.mark.usefixtures("no_embedded_backend")
SECRET, KEY = "not-a-real-secret", "AKIA" + "NOTAREALKEYATALL"
NEEDY = ("my", "backend", "clock", "table")
EVERY = [
    *("python", "packages", "kernel", "secrets", "port"),
    *("settings", "my", "backend", "clock", "table"),
]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "my"))


@pytest.fixture
def project(monkeypatch, tmp_path):
    """A project of the test's own, with nothing in it yet."""
    for owner in (settings, module):
        monkeypatch.setattr(owner, "project_root", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def server():
    """A server whose clock, answer and headers a test can choose."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.server.asked.append(self.headers["X-Amz-Target"].partition(".")[2])
            self.send_response_only(400)
            date = datetime.now(UTC) + self.server.ahead
            self.send_header("Date", format_datetime(date, usegmt=True))
            self.end_headers()
            code = f"com.amazonaws.dynamodb.v20120810#{self.server.code}"
            self.wfile.write(json.dumps({"__type": code, "message": SECRET}).encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        server.asked, server.ahead = [], timedelta()
        server.code = "ResourceNotFoundException"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def use_local(monkeypatch, url: str) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "ada")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)


def look(name: str):
    """The one line of this check, made after those that it needs."""
    found = examine("settings", "backend", name) if name in NEEDY else examine(name)
    return found[-1]


def run_doctor(*options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "classroom", "doctor", *options],
        env=plain_environment() | environment,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )


def test_a_healthy_lab_is_all_right(tmp_path):
    result = run_doctor("--json", EVENTSTORE_MY=str(tmp_path / "my"), PYTHONIOENCODING="utf-8")
    told = json.loads(result.stdout)

    assert result.stderr == ""
    assert [check["name"] for check in told["checks"]] == EVERY
    assert {c["name"]: c["says"] for c in told["checks"] if c["state"] == "fail"} == {}
    assert (told["ok"], result.returncode) == (True, 0)
    assert "amazonaws" not in result.stdout


def test_the_short_form_is_the_same_everywhere():
    assert repr(doctor()).splitlines() == [
        "✔ python    This Python can run the lessons.",
        "✔ packages  What a lesson needs is installed.",
        "✔ settings  They are clear.",
        "✔ my        Your work can be saved.",
        "✔ backend   It answers.",
        "✔ table     A lesson gets its own.",
    ]


def test_the_short_form_leaves_the_lessons_table_alone():
    client = connect()
    table = lesson_table(client, "00")
    client.put_item(TableName=table, Item={"Id": {"S": "a"}, "Version": {"N": "0"}})

    doctor()

    assert client.scan(TableName=table)["Count"] == 1
    assert client.list_tables()["TableNames"] == [table]


def test_the_short_form_says_the_same_on_a_real_server(monkeypatch, ministack):
    embedded = repr(doctor())
    use_local(monkeypatch, ministack)

    assert repr(doctor()) == embedded
    assert not [name for name in connect().list_tables()["TableNames"] if name.startswith("ada")]


def test_the_pythons_are_those_of_the_project(monkeypatch):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    (major, first), (_, after) = module.PYTHONS

    assert f">={major}.{first},<{major}.{after}" == declared
    for version, state in [((3, 10), "fail"), ((3, 14, 9), "ok"), ((3, 15, 0), "fail")]:
        monkeypatch.setattr(sys, "version_info", version)
        found = look("python")
        monkeypatch.undo()
        assert found.state == state


@pytest.mark.parametrize(
    ("lock", "state", "said"),
    [
        ("pytest==0.1 \\\n    --hash=sha256:00", "warn", "Not as locked: pytest"),
        ("no-such-package==1.0 ; python_version < '3'", "ok", ""),
        ("no-such-package==1.0 ; python_version > '3'", "warn", "Missing: no-such-package."),
        ("\n".join(f"absent-{n}==1" for n in range(9)), "warn", "absent-0, absent-1, absent-2"),
        (f"pytest=={pytest.__version__}", "ok", "What a lesson needs is installed"),
        ("pytest==", "fail", "InvalidRequirement"),
    ],
)
def test_the_packages_are_compared_with_the_lock(project, lock, state, said):
    (project / "requirements.lock").write_text(lock)

    assert look("packages").state == state
    assert said in look("packages").says


def test_what_pip_has_left_half_removed_is_no_package(project, monkeypatch):
    (project / "~andas-3.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(project))

    assert look("packages").state == "ok"


@pytest.mark.usefixtures("project")
def test_what_a_lesson_needs_must_be_there_also_without_a_lock(monkeypatch):
    assert look("packages").state == "ok"
    monkeypatch.setattr(module, "NEEDED", ("boto3", "no-such-package"))

    assert look("packages").says == "Missing: no-such-package."
    assert look("packages").state == "fail"


@pytest.mark.parametrize("absent", ["boto3", "moto", "dotenv", "IPython packaging"])
def test_a_package_that_cannot_be_imported_is_named_without_a_traceback(absent, tmp_path):
    # An empty module that refuses to be imported stands before the real one.
    for name in [*absent.split(), "jupyter_client"]:
        refusal = f"raise ModuleNotFoundError('No module named {name}', name={name!r})"
        (tmp_path / f"{name}.py").write_text(refusal)
    (tmp_path / ".env").write_text("EVENTSTORE_PREFIX=ada")
    result = run_doctor(PYTHONPATH=str(tmp_path), EVENTSTORE_ENV_FILE=str(tmp_path / ".env"))

    assert f"The package {absent.split()[-1]} is missing." in result.stdout
    assert "✘ kernel    The package jupyter_client is missing." in result.stdout
    assert "Run `python3 start.py prepare`." in result.stdout
    assert result.stderr == ""
    assert result.returncode == 1


def test_the_kernel_is_started_and_is_this_python(monkeypatch):
    assert look("kernel").state == "ok"
    monkeypatch.setattr(sys, "executable", "/another/python")

    assert look("kernel").state in ("warn", "fail")


def test_a_missing_kernel_is_said(monkeypatch):
    monkeypatch.setattr(module, "KERNEL", "no-such-kernel")

    assert (look("kernel").state, "NoSuchKernel" in look("kernel").says) == ("fail", True)


def test_starting_a_kernel_leaves_nothing_behind(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("IPYTHON", "JUPYTER"))]:
        monkeypatch.delenv(name)
    result = run_doctor(HOME=str(tmp_path), EVENTSTORE_MY=str(tmp_path / "my"))

    assert "✔ kernel" in result.stdout
    assert [str(path) for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_misspelt_setting_is_named_with_its_remedy_and_nothing_else_is_asked(monkeypatch):
    monkeypatch.setenv("EVENTSTORE_BACKEND", "embeded")

    found = look("settings")
    assert found.state == "fail"
    assert "EVENTSTORE_BACKEND is 'embeded'" in found.says
    assert found.remedy == "Allowed: embedded, local, aws."
    assert [check.name for check in doctor()] == ["python", "packages", "settings"]


def test_a_broken_env_file_is_no_traceback(tmp_path):
    (tmp_path / "broken.env").write_bytes(b"\xff\xfe\x00AWS_SECRET_ACCESS_KEY=" + SECRET.encode())
    result = run_doctor(EVENTSTORE_ENV_FILE=str(tmp_path / "broken.env"))

    assert "✘ settings" in result.stdout
    assert SECRET not in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode == 1


def test_a_folder_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "file"))

    assert look("my").state == "fail"
    assert str(tmp_path / "file") in look("my").remedy


def test_a_backend_that_is_not_there_is_said_without_what_its_address_hides(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    use_local(monkeypatch, f"http://ada:{SECRET}@127.0.0.1:{port}/?token={SECRET}")

    checks = {check.name: check for check in examine()}
    found = checks["backend"]
    assert found.state == "fail"
    assert f"127.0.0.1:{port}" in found.says
    assert SECRET not in repr(checks)
    assert {"table", "clock"}.isdisjoint(checks)


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("AccessDeniedException", "`python -m classroom policy`"),
        ("ExpiredTokenException", "credentials"),
        ("UnrecognizedClientException", "credentials"),
        ("InternalServerError", "Try again"),
    ],
)
def test_a_backend_that_refuses_is_said_by_its_code_alone(monkeypatch, server, code, remedy):
    server.code = code
    use_local(monkeypatch, f"http://127.0.0.1:{server.server_port}")

    found = look("table")
    assert (found.state, code in found.says) == ("fail", True)
    assert remedy in found.remedy
    assert SECRET not in str(found)


@pytest.mark.parametrize(("minutes", "state"), [(0, "ok"), (-9, "warn"), (9, "warn")])
def test_the_clock_is_compared_with_the_servers(monkeypatch, server, minutes, state):
    server.ahead = timedelta(minutes=minutes)
    use_local(monkeypatch, f"http://127.0.0.1:{server.server_port}")

    assert look("clock").state == state


def test_on_aws_it_only_describes_and_a_wrong_clock_is_a_failure(monkeypatch, server):
    aws(monkeypatch, server)
    server.ahead = timedelta(minutes=9)
    found = {check.name: check for check in examine()}

    assert set(server.asked) == {"DescribeTable"}
    assert found["clock"].state == "fail"
    assert found["settings"].detail == "aws in eu-central-1, with credentials, tables ada-*"
    assert found["table"].state == "ok"
    assert not re.search(f"{SECRET}|{KEY}", "".join(map(str, found.values())))


def aws(monkeypatch, server) -> None:
    """Settings for AWS itself, whose address is this server's."""
    for name, value in {
        "EVENTSTORE_BACKEND": "aws",
        "EVENTSTORE_PREFIX": "ada",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.modules["lab.connect"], "is_amazon", lambda _: True)


@pytest.mark.parametrize("absent", ["AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"])
def test_an_account_without_region_or_credentials_is_said(monkeypatch, server, absent):
    aws(monkeypatch, server)
    monkeypatch.delenv(absent)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY") if "KEY" in absent else None

    assert look("settings").state == "fail"
    assert server.asked == []


def test_a_table_of_somebody_else_is_a_failure(monkeypatch, ministack):
    import eventstore

    use_local(monkeypatch, ministack)
    eventstore.create_table(connect(), "ada-doctor")
    try:
        assert look("table").state == "fail"
        assert "EVENTSTORE_PREFIX" in look("table").remedy
    finally:
        connect().delete_table(TableName="ada-doctor")


@pytest.mark.parametrize(("tracked", "state"), [(True, "fail"), (False, "ok")])
def test_a_file_of_secrets_that_git_tracks_is_a_failure(project, tracked, state):
    (project / ".env").write_text(f"AWS_SECRET_ACCESS_KEY={SECRET}")
    git = ["git", "-C", str(project)]
    subprocess.run([*git, "init", "-q"], check=True)
    if tracked:
        subprocess.run([*git, "add", "-f", ".env"], check=True)
    os.environ.pop("EVENTSTORE_ENV_FILE")

    assert look("secrets").state == state
    assert ("git rm --cached .env" in look("secrets").remedy) == tracked


def test_no_git_is_all_right(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert look("secrets").state == "ok"


def test_a_port_that_is_taken_is_a_warning(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(module, "PORT", taken.getsockname()[1])
        assert look("port").state == "warn"
    assert look("port").state == "ok"


def test_a_line_that_is_not_all_right_has_its_remedy_below(monkeypatch):
    monkeypatch.setattr(module, "PYTHONS", ((3, 99), (3, 99)))

    assert repr(doctor()).splitlines()[0].startswith("✘ python ")
    assert repr(doctor()).splitlines()[1].startswith("            → ")


def test_a_console_that_knows_no_ticks_is_no_error():
    result = subprocess.run(
        [sys.executable, "-m", "classroom", "doctor"],
        env=plain_environment() | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        cwd=ROOT,
    )

    assert b"? python" in result.stdout
    assert result.stderr == b""
