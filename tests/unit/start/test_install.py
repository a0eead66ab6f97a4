"""The environments: made from the lock, once, and again after a change."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools import environments

from .conftest import Recorder, prepare


def test_the_first_start_installs_the_lock_by_its_hashes_then_the_project(
    start: ModuleType, programs: Recorder
) -> None:
    assert prepare(start, programs) == ["venv", "lock", "project"]
    _venv, lock, project = programs.commands
    assert lock[0] == str(start.PYTHON)
    assert lock[-3:] == ["--require-hashes", "-r", "requirements/workshop.lock"]
    assert project[-4:] == ["--no-deps", "--no-build-isolation", "--editable", "."]


def test_the_second_start_installs_nothing(start: ModuleType, programs: Recorder) -> None:
    prepare(start, programs)

    assert prepare(start, programs) == []


def test_kernels_learn_the_magics_even_if_everything_is_installed(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    told = checkout / ".venv" / "etc" / "ipython" / "ipython_kernel_config.json"
    told.unlink()

    prepare(start, programs)

    assert told.read_text() == "{}"


@pytest.mark.parametrize("changed", ["requirements/workshop.lock", "pyproject.toml"])
def test_a_changed_declaration_is_installed_over_what_is_there(
    start: ModuleType, programs: Recorder, checkout: Path, changed: str
) -> None:
    prepare(start, programs)
    (checkout / changed).write_text("three==3 \\\n")

    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


@pytest.mark.parametrize(
    ("now", "done"),
    [("3.14.10 (main)", []), ("3.15.2 (main)", ["venv", "lock", "project"])],
    ids=["a patch release", "another Python"],
)
def test_another_python_makes_a_new_environment_and_a_patch_release_none(
    start: ModuleType,
    programs: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    now: str,
    done: list[str],
) -> None:
    monkeypatch.setattr(sys, "version", "3.14.2 (main)")
    prepare(start, programs)
    monkeypatch.setattr(sys, "version", now)

    assert prepare(start, programs) == done


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

    assert len(programs.those_with("pip", "requirements/lint.lock")) == 1
    assert programs.those_with("-m venv") == []
    assert prepare(start, programs) == []


def test_offline_pip_sees_the_wheelhouse_only(start: ModuleType, programs: Recorder) -> None:
    start.main(["prepare", "--offline"])

    for command, settings in zip(programs.commands, programs.variables, strict=True):
        assert "-m" in command
        assert settings["PIP_NO_INDEX"] == "1"
        assert settings["PIP_FIND_LINKS"] == "wheelhouse"


def test_progress_counts_what_this_machine_needs() -> None:
    log = [
        "Ignoring pywin32: markers",
        "Collecting anyio==4.16.0 (from -r requirements/workshop.lock)",
    ]
    log += ["  Downloading anyio.whl", "Requirement already satisfied: six==1.17.0 in ./.venv"]

    log += ["Processing ./wheelhouse/arrow-1.4.0-py3-none-any.whl"]

    line = environments.progress([*log, "Collecting attrs==26.1.0"], 120, 5)

    assert "4 of 119 fetched,   5 in place  Collecting attrs==26.1.0" in line
    assert len(line) < 80
