"""start.py as a module, in a checkout of its own, with programs that are only written down."""

import importlib.util
import os
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools import programs as tool

PROJECT = Path(__file__).parents[3]


class Recorder:
    """Stands for subprocess.Popen: writes each command down, and does what `acts` says."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.variables: list[dict[str, str]] = []
        self.acts: dict[str, Any] = {}
        self.settings = ""  # what `pip config list` says

    def __call__(self, command: list[str], **options: Any) -> "Recorder":
        self.commands.append(command)
        self.variables.append(options["env"])
        self.returncode = None
        return self

    def wait(self, _seconds: float | None = None) -> int:
        line = " ".join(self.commands[-1])
        found = [act for part, act in self.acts.items() if part in line]
        self.returncode = found[0]() if found else 0
        return self.returncode or 0

    def communicate(self) -> tuple[str, None]:
        return self.settings, None

    def terminate(self) -> None:
        raise AssertionError("nothing is to be ended here")

    def those_with(self, *parts: str) -> list[list[str]]:
        lines = [(command, " ".join(command)) for command in self.commands]
        return [command for command, line in lines if all(part in line for part in parts)]


def load(path: str) -> ModuleType:
    """Import a file of the project that belongs to no package, anew each time."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, PROJECT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("start.py")
    make_checkout(tmp_path)
    for owner in (module, tool):
        monkeypatch.setattr(owner, "ROOT", tmp_path)
        monkeypatch.setattr(owner, "PYTHON", tmp_path / ".venv" / tool.BIN)
    monkeypatch.setattr(tool.signal, "signal", lambda *_: None)
    ours = ("PIP_", "UV_", "SSL_")  # this machine's, not the tests'
    plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    monkeypatch.setattr(os, "environ", plain)
    return module


@pytest.fixture
def checkout(start: ModuleType) -> Path:
    root: Path = start.ROOT
    return root


def make_checkout(folder: Path) -> None:
    """Three locks, and what kernels are told."""
    for lock in ("installer", "workshop", "lint", "ministack"):
        file = folder / "requirements" / f"{lock}.lock"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("one==1 \\\n    --hash=sha256:00\ntwo==2 \\\n    --hash=sha256:00\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    (folder / "classroom/display").mkdir(parents=True)
    shutil.copy(PROJECT / "classroom/display/custom.css", folder / "classroom/display")
    (folder / "classroom" / "ipython_kernel_config.json").write_text("{}")


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Every program that start.py runs; `python -m venv` leaves a Python, as the real one does."""
    recorder = Recorder()
    monkeypatch.setattr(tool.subprocess, "Popen", recorder)

    def make() -> int:
        python = Path(recorder.commands[-1][-1]) / tool.BIN
        shutil.rmtree(python.parents[1], ignore_errors=True)
        python.parent.mkdir(parents=True)
        python.touch()
        return 0

    def get_uv() -> int:
        (Path(recorder.commands[-1][0]).parent / "uv").touch()
        return 0

    recorder.acts["-m venv"] = make
    recorder.acts["-r requirements/installer.lock"] = get_uv
    return recorder


def prepare(start: ModuleType, programs: Recorder) -> list[str]:
    """Prepare, and give what was done as words: venv, uv, lock, project."""
    programs.commands.clear()
    start.main(["prepare"])
    kinds = {
        "venv": "-m venv",
        "uv": "requirements/installer.lock",
        "lock": "requirements/workshop.lock",
        "project": "--editable",
    }
    lines = [" ".join(command) for command in programs.commands]
    return [kind for line in lines for kind, part in kinds.items() if part in line]
