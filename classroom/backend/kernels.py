"""Try what a lesson begins with, in a kernel as JupyterLab would start it for a lesson."""

import os
import subprocess
import sys
from ast import literal_eval
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from typing import Any

from classroom.backend.pythons import is_the_workshops
from classroom.backend.settings import project_root
from classroom.backend.variables import changed_variables

KERNEL = "python3"  # what the lessons ask for
_SECONDS = 60
_FIRST = """\
%load_ext classroom

import pytest

import eventstore
from classroom import check, connect, lesson_table, take_home

client = connect()
table = lesson_table(client, "doctor")
"""
_RED = """\
%%red 1a AssertionError
def test_it():
    assert 1 + 1 == 3
"""
_FACTS = """\
(lambda sys: (
    sys.executable,
    sys.prefix,
    sys.flags.optimize,
    "\\n".join({str(getattr(module, "__file__", "")) for module in list(sys.modules.values())}),
))(__import__("sys"))"""


@dataclass
class Trial:
    """What came of it: the Python that was named and where, and the error, if any.

    `missing` is a module that it couldn't import. `loaded` are the files of all modules.
    """

    python: str
    spec: Path
    prefix: str = ""
    optimized: int = 0
    error: str = ""
    missing: str = ""
    loaded: tuple[str, ...] = ()


def try_a_lesson() -> Trial:
    """Start a kernel where the learner's copies are, run a first cell and a red one in it."""
    from jupyter_client.manager import KernelManager

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, _as_start_py(folder):
        manager = KernelManager(kernel_name=KERNEL)
        spec: Any = manager.kernel_spec
        trial = Trial(spec.argv[0], Path(spec.resource_dir))
        copies = folder_of_copies()
        try:
            manager.start_kernel(
                cwd=str(copies if copies.is_dir() else folder), stderr=subprocess.DEVNULL
            )
            client: Any = manager.client()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=_SECONDS)
                _ask(client, trial)
            finally:
                client.stop_channels()
        except (OSError, RuntimeError, TimeoutError, Empty) as error:
            trial.error = type(error).__name__
        finally:
            if manager.has_kernel:
                manager.shutdown_kernel(now=True)
    return trial


def folder_of_copies() -> Path:
    """Return where a lesson starts: the folder with the learner's copies."""
    return project_root() / "my"


def hiding_files() -> dict[str, Path]:
    """Return what in that folder hides a module of Python or of a package, by its name."""
    if not folder_of_copies().is_dir():
        return {}
    entries = sorted(folder_of_copies().iterdir())
    modules = {path.stem: path for path in entries if path.suffix == ".py"}
    modules |= {path.name: path for path in entries if (path / "__init__.py").is_file()}
    return {name: path for name, path in modules.items() if _is_elsewhere(name)}


def _is_elsewhere(name: str) -> bool:
    if name in (*sys.stdlib_module_names, "eventstore", "classroom"):
        return True
    ours = (folder_of_copies(), project_root(), Path.cwd())  # a conftest.py hides nothing
    places = [path for path in sys.path if Path(path).resolve() not in ours]
    return PathFinder.find_spec(name, places) is not None


def _as_start_py(folder: str) -> Any:
    """Set the variables as start.py does for JupyterLab, except for settings of the lessons.

    What the kernel writes goes into `folder`.
    """
    others: tuple[str, ...] = ("EVENTSTORE_",)
    ours = {"EVENTSTORE_BACKEND": "embedded", "EVENTSTORE_ENV_FILE": os.devnull}
    ours |= {"EVENTSTORE_MY": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    ours |= {"IPYTHONDIR": folder, "JUPYTER_RUNTIME_DIR": folder}
    if is_the_workshops():
        others += ("JUPYTER", "PYTHONPATH", "PYTHONHOME")
        ours["JUPYTER_DATA_DIR"] = str(folder_of_copies() / ".jupyter" / "data")
    return changed_variables(lambda name: name.startswith(others), **ours)


def _ask(client: Any, trial: Trial) -> None:
    for cell in (_FIRST, _RED):
        # Or the kernel would abort the question below.
        answer = client.execute(cell, stop_on_error=False, reply=True, timeout=_SECONDS)
        reply = answer["content"]
        if reply["status"] != "ok":
            trial.error = reply.get("ename", "an error")
            found = reply.get("evalue", "").partition("No module named ")[2].strip("'")
            trial.missing = found if trial.error == "ModuleNotFoundError" else ""
            break
    asked = {"facts": _FACTS}
    reply = client.execute("", user_expressions=asked, reply=True, timeout=_SECONDS)["content"]
    facts = reply["user_expressions"]["facts"].get("data", {}).get("text/plain", "")
    if facts:
        trial.python, trial.prefix, trial.optimized, loaded = literal_eval(facts)
        trial.loaded = tuple(loaded.splitlines())
