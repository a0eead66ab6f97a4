"""What each command runs, with which options and which environment variables."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import PROJECT, Recorder


def test_without_a_command_jupyterlab_opens_at_the_first_lesson(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    assert start.main([]) == 0

    (lab,) = programs.those_with("-m jupyterlab")
    assert lab[0] == str(start.PYTHON)
    assert "--LabApp.default_url=/lab/tree/my/00_start_here.ipynb" in lab
    assert "--ServerApp.ip=127.0.0.1" in lab
    assert f"--ServerApp.root_dir={checkout}" in lab
    assert not any("token" in option or "password" in option for option in lab)


def test_jupyterlab_shows_the_lessons_in_their_own_style(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    start.main([])

    (lab,) = programs.those_with("-m jupyterlab")
    copy = checkout / "my/.jupyter/config/custom/custom.css"
    assert "--LabApp.custom_css=True" in lab
    assert copy.read_bytes() == (PROJECT / start.STYLES).read_bytes()


def test_the_learner_has_copies_before_jupyterlab_opens(
    start: ModuleType, programs: Recorder
) -> None:
    assert start.main([]) == 0

    assert [command[1:4] for command in programs.commands[-2:]] == [
        ["-m", "classroom", "copies"],
        ["-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"],
    ]


def test_jupyterlab_does_not_open_when_the_copies_cannot_be_made(
    start: ModuleType, programs: Recorder
) -> None:
    programs.acts["-m classroom copies"] = lambda: 1

    assert start.main([]) == 1
    assert programs.those_with("-m jupyterlab") == []


def test_what_follows_two_dashes_goes_to_jupyterlab(start: ModuleType, programs: Recorder) -> None:
    start.main(["--", "--no-browser", "--port=8899", "--help"])

    (lab,) = programs.those_with("-m jupyterlab")
    assert lab[-3:] == ["--no-browser", "--port=8899", "--help"]


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_root_is_allowed_only_when_it_is_root(
    start: ModuleType,
    programs: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    allowed: bool,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)

    start.main([])

    (lab,) = programs.those_with("-m jupyterlab")
    assert ("--allow-root" in lab) is allowed


def test_jupyterlab_and_ipython_write_into_the_checkout(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    start.main([])

    settings = programs.variables[-1]
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        assert Path(settings[name]).is_relative_to(checkout)


def test_settings_of_other_set_ups_stay_outside(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    foreign = ["PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX"]
    foreign += ["JUPYTER_TOKEN", "JUPYTERLAB_SETTINGS_DIR"]
    os.environ |= {**dict.fromkeys(foreign, "x"), "PIP_USER": "1", "PIP_CACHE_DIR": "kept"}

    start.main([])

    settings = programs.variables[-1]
    assert not set(foreign) & set(settings)
    assert settings["PIP_USER"] == "0"
    assert settings["PIP_CACHE_DIR"] == "kept"
    assert settings["PATH"].startswith(str(checkout / ".venv"))


def test_test_runs_everything_after_the_servers_are_there(
    start: ModuleType, programs: Recorder
) -> None:
    assert start.main(["test"]) == 0

    assert len(programs.those_with("pip", "requirements/ministack.lock")) == 1
    *_, dynalite, pytest_ = programs.commands
    assert dynalite[-1] == "tests/servers/get_dynalite.py"
    assert pytest_[2:6] == ["pytest", "-n", "2", "--dist"]
    assert {"--nbval", "--nbval-current-env", "--nbval-cell-timeout=60"} < set(pytest_)
    assert pytest_[-2:] == ["tests", "notebooks"]


def test_options_after_test_go_to_pytest(start: ModuleType, programs: Recorder) -> None:
    start.main(["test", "-k", "append", "--", "-x"])

    assert programs.commands[-1][-5:] == ["tests", "notebooks", "-k", "append", "-x"]


def test_files_after_test_replace_everything(start: ModuleType, programs: Recorder) -> None:
    start.main(["test", "tests/unit/start/test_commands.py::test_it"])

    assert programs.commands[-1][-1] == "tests/unit/start/test_commands.py::test_it"
    assert not {"tests", "notebooks"} & set(programs.commands[-1])


@pytest.mark.parametrize("named", ["my/store", "my/store/test_store.py::test_it"])
def test_what_was_taken_home_is_tested_without_any_server(
    start: ModuleType, programs: Recorder, named: str
) -> None:
    assert start.main(["test", named, "-q"]) == 0

    assert programs.commands[-1][1:] == ["tools/test_home.py", named, "-q"]
    assert not programs.those_with("ministack")
    assert not programs.those_with("dynalite")


def test_what_was_taken_home_is_tested_by_the_python_that_is_there_whichever_began(
    start: ModuleType, programs: Recorder
) -> None:
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.touch()

    start.main(["test", "my/store"])

    assert programs.commands == [[str(start.PYTHON), "tools/test_home.py", "my/store"]]


def test_a_python_that_is_too_old_can_test_what_was_taken_home() -> None:
    code = "import sys; sys.version_info = (3, 9, 6); sys.argv = ['start.py', *sys.argv[1:]]; "
    code += "import start; print('goes on')"
    command = [sys.executable, "-c", code, "test"]

    for named, goes_on in [("my/store", (PROJECT / ".venv").exists()), ("tests", False)]:
        done = subprocess.run([*command, named], cwd=PROJECT, capture_output=True, text=True)
        assert ("goes on" in done.stdout) is goes_on


def test_a_test_that_is_called_my_is_one_of_ours(start: ModuleType, programs: Recorder) -> None:
    start.main(["test", "-k", "my"])

    assert programs.commands[-1][-4:] == ["tests", "notebooks", "-k", "my"]


def test_test_fails_when_dynalite_must_be_there_and_is_not(
    start: ModuleType, programs: Recorder
) -> None:
    programs.acts["get_dynalite"] = lambda: 1

    assert start.main(["test"]) == 1
    assert programs.those_with("-m pytest") == []


def test_the_exit_code_is_that_of_pytest(start: ModuleType, programs: Recorder) -> None:
    programs.acts["-m pytest"] = lambda: 5

    assert start.main(["test"]) == 5


@pytest.mark.parametrize("bad", ["ruff check", "ruff format", "mypy", "mypy --strict"])
def test_lint_runs_all_tools_and_fails_when_one_does(
    start: ModuleType, programs: Recorder, bad: str
) -> None:
    programs.acts[f"-m {bad}"] = lambda: 1

    assert start.main(["lint"]) == 1
    assert [command[2:] for command in programs.commands[-4:]] == [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["mypy", "--strict", "tests/typing"],
    ]


@pytest.mark.parametrize("more", [[], ["--everyone"]])
def test_wheelhouse_is_gathered_by_the_environments_python(
    start: ModuleType, programs: Recorder, more: list[str]
) -> None:
    start.main(["wheelhouse", *more])

    assert programs.commands[-1] == [str(start.PYTHON), "tools/wheelhouse.py", *more]


@pytest.mark.parametrize("word", ["tset", "--ofline", "--port=8899"])
def test_an_unknown_word_installs_nothing_and_shows_the_help(
    start: ModuleType, programs: Recorder, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert start.main([word]) == 2

    assert programs.commands == []
    assert f"start.py has no command or option {word}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--help"], ["test", "-h"]])
def test_help_lists_every_command(
    start: ModuleType,
    programs: Recorder,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    assert start.main(words) == 0

    said = capsys.readouterr().out
    assert programs.commands == []
    for command in start.COMMANDS[1:]:
        assert f"python3 start.py {command}" in said


def test_ctrl_c_is_answered_by_the_program_that_runs(start: ModuleType, programs: Recorder) -> None:
    presses = iter([KeyboardInterrupt(), KeyboardInterrupt()])

    def wait() -> int:
        for press in presses:
            raise press
        return 0

    programs.acts["-m jupyterlab"] = wait

    assert start.main([]) == 0


@pytest.mark.usefixtures("programs")
def test_jupyterlab_does_not_ask_about_news_and_keeps_the_answer_of_the_learner(
    start: ModuleType, checkout: Path
) -> None:
    assert start.main([]) == 0
    (answer,) = checkout.glob("my/.jupyter/config/lab/user-settings/**/notification.*")
    assert json.loads(answer.read_text())["fetchNews"] == "false"

    answer.write_text('{"fetchNews": "true"}')
    assert start.main([]) == 0
    assert json.loads(answer.read_text()) == {"fetchNews": "true"}


def test_a_name_after_k_is_not_taken_for_a_file(start: ModuleType, programs: Recorder) -> None:
    start.main(["test", "-k", "notebooks"])

    (command,) = programs.those_with("-m pytest")
    assert command[-4:] == ["tests", "notebooks", "-k", "notebooks"]
