"""The commands of `python -m classroom`: what they say, and their exit codes."""

import json
import re
import subprocess
import sys

import pytest

from classroom import lessons, logbook
from classroom.__main__ import COMMANDS, main
from classroom.backend.probes import Probes
from classroom.backend.settings import project_root
from classroom.taking_home import taking

from ...plain import plain_variables

pytestmark = pytest.mark.usefixtures("no_embedded_backend")


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    (tmp_path / "notebooks").symlink_to(project_root() / "notebooks")
    for owner in (lessons, taking):
        monkeypatch.setattr(owner, "project_root", lambda: tmp_path)
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "my"))
    return tmp_path / "my"


@pytest.mark.parametrize("arguments", [["--help"], ["table", "--help"], ["policy", "-h"]])
def test_help_is_help(arguments):
    command = [sys.executable, "-m", "classroom", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, env=plain_variables())

    assert result.returncode == 0
    assert "usage: python -m classroom" in result.stdout
    assert result.stderr == ""


def test_help_has_an_example_of_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for command in COMMANDS:
        assert f"python -m classroom {command}" in told


OLD = """
import sys
sys.version_info = (3, 10, 9, "final", 0)
sys.argv = {argv}
import classroom
"""


@pytest.mark.parametrize(("argv", "first"), [(["-m"], "The workshop"), (["x"], "Traceback")])
def test_a_python_that_is_too_old_gets_a_sentence(argv, first):
    command = [sys.executable, "-c", OLD.format(argv=argv)]
    result = subprocess.run(command, capture_output=True, text=True, env=plain_variables())

    told = f"The workshop needs Python 3.11 or newer; this is Python 3.10 ({sys.executable}).\n"
    assert told in result.stderr
    assert result.stderr.startswith(first)
    assert result.returncode == 1


@pytest.mark.parametrize("arguments", [[], ["heal"], ["table"], ["table", "burn"], ["reset"]])
def test_an_unknown_command_prints_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert "usage: python -m classroom" in capsys.readouterr().err


def test_the_doctor_tells_details_to_a_person_and_fields_to_a_machine(capsys, monkeypatch):
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert f"({sys.version.split()[0]})" in told
    assert "A lesson would run here." in told

    monkeypatch.setenv("EVENTSTORE_BACKEND", "embeded")
    monkeypatch.setattr(Probes, "kernel", lambda _: "")  # it has been started once
    assert main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    (line,) = [each for each in told["checks"] if each["state"] == "fail"]
    assert line == {
        "name": "settings",
        "state": "fail",
        "says": "EVENTSTORE_BACKEND is 'embeded' (an environment variable). Did you mean embedded?",
        "remedy": "Allowed: embedded, local, aws.",
        "detail": "",
    }


def test_an_unknown_lesson_exits_with_2_and_lists_the_known_ones(capsys):
    assert main(["reset", "nine"]) == 2
    assert "02_append" in capsys.readouterr().err


def test_a_reset_says_where_the_old_copy_is(capsys, own_folder):
    own_folder.mkdir()
    (own_folder / "02_append.ipynb").write_text("mine")

    assert main(["reset", "append"]) == 0
    assert capsys.readouterr().out == (
        "my/02_append.ipynb is new again\nyour old copy is kept as my/02_append.kept-1.ipynb\n"
        "Is it open in JupyterLab? Choose Revert there, then restart its kernel.\n"
    )


def test_a_reset_names_the_folder_that_jupyterlab_opens(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "elsewhere"))

    assert main(["reset", "append"]) == 0
    assert capsys.readouterr().out == "my/02_append.ipynb is new again\n"


def test_a_checkpoint_says_what_it_did(capsys, own_folder):
    assert main(["checkpoint", "01"]) == 0
    assert capsys.readouterr().out == (
        "my/01_why_an_event_store.ipynb is new again, and the lessons before it are solved\n"
    )
    assert [each.number for each in lessons.lessons_in(own_folder)] == ["00", "01"]


def test_progress_is_shown_and_can_be_reset(capsys, own_folder):
    logbook.keep("keep-the-first-card", state="right")
    assert main(["progress"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert main(["progress", "--reset"]) == 0
    anew = " ".join(capsys.readouterr().out.split())

    assert "02 append 1 of 5 " in shown
    assert "02 append 0 of 5 " in anew
    assert [path.name for path in own_folder.iterdir()] == ["progress.kept-1.json"]


def test_a_broken_setting_is_reported_in_its_own_words(monkeypatch, capsys):
    monkeypatch.setenv("EVENTSTORE_BACKEND", "embeded")

    assert main(["table", "status"]) == 1
    assert capsys.readouterr().err.startswith("EVENTSTORE_BACKEND is 'embeded'")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "book/source/teacher/trouble.md"])
def test_every_command_that_a_page_names_is_one(page):
    text = (project_root() / page).read_text(encoding="utf-8")
    named = re.findall(r"python -m classroom ([a-z]+)", text)

    assert named or page == "CONTRIBUTING.md"
    for command in named:
        with pytest.raises(SystemExit) as caught:
            main([command, "--help"])
        assert caught.value.code == 0


def test_a_missing_package_is_reported_in_one_line(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "dotenv", None)

    assert main(["progress"]) == 1
    assert capsys.readouterr().err == (
        "ModuleNotFoundError. To find out more, run: python -m classroom doctor\n"
    )
