"""Ways to ask the doctor, and settings to ask about."""

import subprocess
import sys
from pathlib import Path

from classroom.backend.doctor import examine
from classroom.backend.settings import project_root

from ...plain import plain_variables

ROOT = project_root()
SECRET = "not-a-real-secret"
NEEDY = ("my", "backend", "clock", "table")


def use_local(monkeypatch, url: str) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "ada")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)


def look(name: str):
    """The finding of this probe, run after those that it needs."""
    found = examine("settings", "backend", name) if name in NEEDY else examine(name)
    return found[-1]


def without(folder: Path, *modules: str) -> str:
    """A PYTHONPATH for a process that lacks these: empty modules that refuse to be imported."""
    for name in modules:
        refusal = f"raise ModuleNotFoundError('No module named {name}', name={name!r})"
        (folder / f"{name}.py").write_text(refusal)
    return str(folder)


def run_doctor(*options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "classroom", "doctor", *options],
        env=plain_variables() | variables,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
