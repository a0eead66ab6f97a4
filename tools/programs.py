"""Run programs in this folder, without variables that change what Python, pip or uv do."""

import functools
import os
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
PYTHON = ROOT / ".venv" / BIN
# These would let a program import something else, leave out asserts, or install somewhere else.
UNWANTED = {
    *("PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONSTARTUP"),
    *("PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PIP_REQUIRE_VIRTUALENV"),
    *("UV_PREFIX", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_TARGET"),
}
say = functools.partial(print, flush=True)


def variables():
    """Return variables that keep JupyterLab's and IPython's files here, and other settings out."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in UNWANTED and not name.startswith("JUPYTER")
    }
    path = os.pathsep.join([str(PYTHON.parent), kept.get("PATH", os.defpath)])
    home = ROOT / "my" / ".jupyter"
    folders = {
        f"JUPYTER_{name.upper()}_DIR": str(home / name) for name in ("config", "data", "runtime")
    }
    ours = {"PATH": path, "VIRTUAL_ENV": str(ROOT / ".venv"), "PIP_USER": "0"}
    return {**kept, **ours, **folders, "IPYTHONDIR": str(home / "ipython")}


def begin(*command, more=None, **options):
    """Start a program in this folder, with `more` environment variables."""
    parts = [str(part) for part in command]
    return subprocess.Popen(parts, cwd=ROOT, env={**variables(), **(more or {})}, **options)  # noqa: S603


def run(*command):
    """Run a program and return its exit code. Ctrl-C is left to the program."""
    process = begin(*command)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
