"""The environments: made from the lock, once, and again after a change."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import Recorder, prepare


def test_the_first_start_installs_uv_the_lock_by_its_hashes_and_the_project(
    start: ModuleType, programs: Recorder
) -> None:
    assert prepare(start, programs) == ["venv", "uv", "lock", "project"]
    _venv, _settings, uv, lock, *_, project = programs.commands
    assert uv[0] == str(start.PYTHON)
    assert "--require-hashes" in uv
    assert lock[0] == project[0] == str(start.PYTHON.with_name("uv"))
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
    [("3.14.10 (main)", []), ("3.15.2 (main)", ["venv", "uv", "lock", "project"])],
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

    assert prepare(start, programs) == ["venv", "uv", "lock", "project"]


def test_a_checkout_that_was_moved_makes_a_new_environment(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    stamp = checkout / ".venv" / "installed.json"
    known = json.loads(stamp.read_text())
    stamp.write_text(json.dumps(known | {"made": known["made"].replace(str(checkout), "else")}))

    assert prepare(start, programs) == ["venv", "uv", "lock", "project"]


def test_lint_adds_its_lock_and_leaves_the_rest(start: ModuleType, programs: Recorder) -> None:
    prepare(start, programs)
    programs.commands.clear()

    start.main(["lint"])

    assert len(programs.those_with("pip install", "requirements/lint.lock")) == 1
    assert programs.those_with("-m venv") == []
    assert prepare(start, programs) == []


def test_an_environment_of_edition_1_is_made_anew(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    stamp = checkout / ".venv" / "installed.json"
    stamp.write_text(stamp.read_text().replace(", layout 2", ""))

    assert prepare(start, programs)[0] == "venv"


def test_offline_only_the_wheelhouse_is_asked(start: ModuleType, programs: Recorder) -> None:
    programs.settings = ":env:.find-links='wheelhouse'\n:env:.no-index='1'\n"

    start.main(["prepare", "--offline"])

    by_uv = programs.those_with("uv pip install")
    assert len(by_uv) == 2  # the lock, and the project
    assert all({"--no-index", "--find-links", "wheelhouse"} <= set(command) for command in by_uv)
    for settings in programs.variables:
        assert settings["UV_OFFLINE"] == settings["PIP_NO_INDEX"] == "1"
        assert settings["PIP_FIND_LINKS"] == "wheelhouse"


def test_the_other_environments_need_no_pip(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    programs.settings = "global.proxy='http://proxy.example:3128'\n"

    start.main(["test"])

    *_, making = programs.those_with("-m venv")
    assert making[-2:] == ["--without-pip", str(checkout / ".venv-ministack")]
    (pip,) = programs.those_with("requirements/ministack.lock")
    assert pip[0] == str(start.PYTHON)
    assert pip[pip.index("--python") + 1].startswith(str(checkout / ".venv-ministack"))
