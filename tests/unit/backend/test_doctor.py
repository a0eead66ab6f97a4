"""What the doctor says if all is well, and what it says about whatever would stop a lesson."""

import json
import subprocess
import sys

import pytest

from classroom import connect, doctor, lesson_table
from classroom.backend import probes

from ...plain import plain_variables
from .looking import ROOT, SECRET, look, run_doctor, use_local, without

pytestmark = pytest.mark.usefixtures("no_embedded_backend", "own_folder")
EVERY = [
    *("python", "packages", "kernel", "secrets", "port"),
    *("settings", "my", "backend", "clock", "table"),
]


def test_where_everything_works_nothing_fails(tmp_path):
    result = run_doctor("--json", EVENTSTORE_MY=str(tmp_path / "my"), PYTHONIOENCODING="utf-8")
    told = json.loads(result.stdout)

    assert result.stderr == ""
    assert [each["name"] for each in told["checks"]] == EVERY
    assert {c["name"]: c["says"] for c in told["checks"] if c["state"] == "fail"} == {}
    assert (told["ok"], result.returncode) == (True, 0)
    assert "amazonaws" not in result.stdout


def test_the_short_form_is_the_same_everywhere():
    assert repr(doctor()).splitlines() == [
        "✔ python    This Python can run the lessons.",
        "✔ packages  What a lesson needs is installed.",
        "✔ settings  All settings are valid.",
        "✔ my        Your work can be saved.",
        "✔ backend   DynamoDB, or its imitation, answers.",
        "✔ table     A lesson can have its own table.",
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


def test_a_misspelt_setting_is_named_with_its_remedy_and_nothing_else_is_asked(monkeypatch):
    monkeypatch.setenv("EVENTSTORE_BACKEND", "embeded")

    found = look("settings")
    assert found.state == "fail"
    assert "EVENTSTORE_BACKEND is 'embeded'" in found.says
    assert found.remedy == "Allowed: embedded, local, aws."
    assert [each.name for each in doctor()] == ["python", "packages", "settings"]


def test_a_broken_env_file_does_not_cause_a_traceback(tmp_path):
    (tmp_path / "broken.env").write_bytes(b"\xff\xfe\x00AWS_SECRET_ACCESS_KEY=" + SECRET.encode())
    no_kernel = without(tmp_path, "jupyter_client")  # it would take a second
    result = run_doctor(EVENTSTORE_ENV_FILE=str(tmp_path / "broken.env"), PYTHONPATH=no_kernel)

    assert "✘ settings" in result.stdout
    assert SECRET not in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode == 1


def test_a_line_that_is_not_all_right_has_its_remedy_below(monkeypatch):
    monkeypatch.setattr(probes, "supported", lambda: ["3.99"])

    assert repr(doctor()).splitlines()[0].startswith("✘ python ")
    assert repr(doctor()).splitlines()[1].startswith("            → ")


def test_a_console_without_ticks_does_not_cause_an_error(tmp_path):
    no_kernel = without(tmp_path, "jupyter_client")  # it would take a second
    console = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONPATH": no_kernel}
    result = subprocess.run(
        [sys.executable, "-m", "classroom", "doctor"],
        env=plain_variables() | console,
        capture_output=True,
        cwd=ROOT,
    )

    assert b"? python" in result.stdout
    assert result.stderr == b""
