"""dynalite is installed where Node is; without it we go on, and CI does not."""

import os
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import load


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("tests/servers/get_dynalite.py")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / "node_modules" / "installed.txt")
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "package-lock.json").write_text("{}")
    return module


def install(script: ModuleType, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> list[list[str]]:
    """Let npm end with this code; give the list to which its commands are added."""
    commands: list[list[str]] = []

    def call(command: list[str], cwd: Path) -> int:
        (cwd / "node_modules").mkdir(exist_ok=True)
        commands.append(command)
        return code

    monkeypatch.setattr(script.subprocess, "call", call)
    return commands


def test_npm_installs_what_is_locked_and_runs_no_script(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = install(script, monkeypatch)

    assert script.main() == 0
    assert commands[0][:3] == ["/bin/npm", "ci", "--ignore-scripts"]


def test_what_is_installed_is_not_installed_again(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = install(script, monkeypatch)
    script.main()

    assert script.main() == 0
    assert len(commands) == 1


def test_a_changed_lock_is_installed(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = install(script, monkeypatch)
    script.main()
    (script.HERE / "package-lock.json").write_text('{"lockfileVersion": 3}')

    script.main()

    assert len(commands) == 2


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_node_we_say_so_and_ci_stops(
    script: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
) -> None:
    monkeypatch.setattr(script.shutil, "which", lambda _name: None)
    monkeypatch.setitem(os.environ, "CI", ci)

    assert script.main() == code
    assert "NOTE: Node is not on this machine" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_when_npm_fails_we_say_so_and_ci_stops(
    script: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
) -> None:
    install(script, monkeypatch, code=1)
    monkeypatch.setitem(os.environ, "CI", ci)

    assert script.main() == code
    assert "NOTE: npm could not install dynalite" in capsys.readouterr().out
    assert not script.STAMP.exists()
