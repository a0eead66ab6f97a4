"""The environments: made from the lock, once, and again after an interruption or a change."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import environments

from .conftest import Recorder


def prepare(start: ModuleType, programs: Recorder) -> list[str]:
    """Prepare, and give what was done as words: venv, lock, project."""
    programs.commands.clear()
    start.main(["prepare"])
    kinds = {"venv": "-m venv", "lock": "requirements.lock", "project": "--editable"}
    lines = [" ".join(command) for command in programs.commands]
    return [kind for line in lines for kind, part in kinds.items() if part in line]


def interrupted() -> Callable[[], int]:
    """Ctrl-C comes to us and to pip, which then ends with its usual code."""
    presses = [KeyboardInterrupt()]

    def wait() -> int:
        if presses:
            raise presses.pop()
        return 1

    return wait


def killed() -> Callable[[], int]:
    """A signal has ended pip: POSIX gives it as a negative code."""
    return lambda: -9


def test_the_first_start_installs_the_lock_by_its_hashes_then_the_project(
    start: ModuleType, programs: Recorder
) -> None:
    assert prepare(start, programs) == ["venv", "lock", "project"]
    _venv, lock, project = programs.commands
    assert lock[0] == str(start.PYTHON)
    assert lock[-3:] == ["--require-hashes", "-r", "requirements.lock"]
    assert project[-4:] == ["--no-deps", "--no-build-isolation", "--editable", "."]


def test_the_second_start_installs_nothing(start: ModuleType, programs: Recorder) -> None:
    prepare(start, programs)

    assert prepare(start, programs) == []


def test_the_kernels_learn_the_magics_also_where_all_is_installed(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    told = checkout / ".venv" / "etc" / "ipython" / "ipython_kernel_config.json"
    told.unlink()

    prepare(start, programs)

    assert told.read_text() == "{}"


def test_an_interrupted_first_start_is_picked_up(start: ModuleType, programs: Recorder) -> None:
    programs.acts["requirements.lock"] = interrupted()
    with pytest.raises(KeyboardInterrupt):
        start.main(["prepare"])
    del programs.acts["requirements.lock"]

    assert prepare(start, programs) == ["venv", "lock", "project"]
    assert prepare(start, programs) == []


def test_a_failed_installation_ends_with_the_words_of_pip(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    def fail() -> int:
        (checkout / ".venv" / "pip.log").write_text("ERROR: No matching distribution for one==1\n")
        return 1

    programs.acts["requirements.lock"] = fail
    with pytest.raises(SystemExit, match="No matching distribution for one==1"):
        start.main(["prepare"])
    del programs.acts["requirements.lock"]

    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


def test_a_project_that_cannot_be_installed_is_tried_again(
    start: ModuleType, programs: Recorder
) -> None:
    programs.acts["--editable"] = lambda: 1
    with pytest.raises(SystemExit, match="the project itself"):
        start.main(["prepare"])
    del programs.acts["--editable"]

    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_declaration_is_installed_over_what_is_there(
    start: ModuleType, programs: Recorder, checkout: Path, changed: str
) -> None:
    prepare(start, programs)
    (checkout / changed).write_text("three==3 \\\n")

    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


def test_a_change_that_pip_gives_up_leaves_the_environment_and_is_tried_again(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    before = (checkout / "requirements.lock").read_text()
    (checkout / "requirements.lock").write_text("three==3 \\\n")
    programs.acts["requirements.lock"] = lambda: 1
    with pytest.raises(SystemExit, match="tries again"):
        start.main(["prepare"])
    del programs.acts["requirements.lock"]

    (checkout / "requirements.lock").write_text(before)  # pip may have changed some: it is asked
    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


def test_a_lint_that_pip_gives_up_leaves_the_lab_as_it_was(
    start: ModuleType, programs: Recorder
) -> None:
    prepare(start, programs)
    programs.acts["requirements-lint.lock"] = lambda: 1
    with pytest.raises(SystemExit):
        start.main(["lint"])

    assert prepare(start, programs) == []


@pytest.mark.parametrize("step", ["requirements.lock", "--editable"])
@pytest.mark.parametrize("how", [killed, interrupted])
def test_a_change_that_was_interrupted_begins_with_a_new_environment(
    start: ModuleType, programs: Recorder, checkout: Path, step: str, how: Callable[[], Any]
) -> None:
    prepare(start, programs)
    (checkout / "requirements.lock").write_text("three==3 \\\n")
    programs.acts[step] = how()
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        start.main(["prepare"])
    del programs.acts[step]

    assert prepare(start, programs) == ["venv", "lock", "project"]


def test_another_python_makes_a_new_environment(
    start: ModuleType, programs: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version", "3.13.2 (main)")
    prepare(start, programs)
    monkeypatch.setattr(sys, "version", "3.14.2 (main)")

    assert prepare(start, programs) == ["venv", "lock", "project"]


def test_a_patch_release_of_python_leaves_the_environment(
    start: ModuleType, programs: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version", "3.14.2 (main)")
    prepare(start, programs)
    monkeypatch.setattr(sys, "version", "3.14.10 (main)")

    assert prepare(start, programs) == []


def test_a_python_that_is_gone_makes_a_new_environment(
    start: ModuleType, programs: Recorder
) -> None:
    prepare(start, programs)
    start.PYTHON.unlink()

    assert prepare(start, programs) == ["venv", "lock", "project"]


def test_a_checkout_that_was_moved_makes_a_new_environment(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    stamp = checkout / ".venv" / "installed.json"
    known = json.loads(stamp.read_text())
    stamp.write_text(json.dumps(known | {"made": known["made"].replace(str(checkout), "else")}))

    assert prepare(start, programs) == ["venv", "lock", "project"]


def test_lint_adds_its_lock_and_leaves_the_rest(start: ModuleType, programs: Recorder) -> None:
    prepare(start, programs)
    programs.commands.clear()

    start.main(["lint"])

    assert len(programs.those_with("pip", "requirements-lint.lock")) == 1
    assert programs.those_with("-m venv") == []
    assert prepare(start, programs) == []


def test_offline_pip_sees_the_wheelhouse_only(start: ModuleType, programs: Recorder) -> None:
    start.main(["prepare", "--offline"])

    for command, settings in zip(programs.commands, programs.environments, strict=True):
        assert "-m" in command
        assert settings["PIP_NO_INDEX"] == "1"
        assert settings["PIP_FIND_LINKS"] == "wheelhouse"


def test_progress_counts_what_this_machine_needs() -> None:
    log = ["Ignoring pywin32: markers", "Collecting anyio==4.16.0 (from -r requirements.lock)"]
    log += ["  Downloading anyio.whl", "Requirement already satisfied: six==1.17.0 in ./.venv"]

    log += ["Processing ./wheelhouse/arrow-1.4.0-py3-none-any.whl"]

    line = environments.progress([*log, "Collecting attrs==26.1.0"], 120, 5)

    assert "4 of 119 fetched,   5 in place  Collecting attrs==26.1.0" in line
    assert len(line) < 80


def test_a_stamp_that_was_interrupted_is_as_good_as_none(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    (checkout / ".venv" / "installed.json").write_text("")

    assert prepare(start, programs) == ["venv", "lock", "project"]
