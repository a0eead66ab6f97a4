"""The Pythons that the workshop supports, and the one that start.py has prepared for it."""

import os
import re
import shutil
import sys
from pathlib import Path

from classroom.backend.settings import project_root


def supported() -> list[str]:
    """Return the supported versions, oldest first: "3.11", "3.12" ...

    There are none without a pyproject.toml: a browser tab comes with its own Python.
    """
    import tomllib

    file = project_root() / "pyproject.toml"
    if not file.is_file():
        return []
    declared = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["requires-python"]
    bounds = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", declared)
    if bounds is None:
        raise ValueError(f"requires-python should look like '>=3.11,<3.15', got {declared!r}")
    return [f"3.{minor}" for minor in range(int(bounds[1]), int(bounds[2]))]


def workshops_python() -> Path | None:
    """Return the Python that start.py has prepared in this checkout, if it has."""
    inside = Path("Scripts", "python") if os.name == "nt" else Path("bin", "python")
    python = project_root() / ".venv" / inside
    return python if shutil.which(python) else None


def is_the_workshops() -> bool:
    """Return whether this is the Python that start.py has prepared."""
    return Path(sys.prefix).resolve() == (project_root() / ".venv").resolve()


def how_to_run(command: str) -> str:
    """Return what to type instead where this isn't the workshop's Python; nothing where it is."""
    python = workshops_python()
    if python is None or is_the_workshops():
        return ""
    here = Path.cwd()
    path = str(python.relative_to(here) if python.is_relative_to(here) else python)
    return f"""{f'"{path}"' if " " in path else path} -m classroom {command}"""


def how_to_install() -> str:
    """Return what to do where something of the workshop isn't installed."""
    if sys.platform == "emscripten":  # a browser tab, which has no terminal
        return "Reload the page, and run the lesson from the top."
    again = " If that changes nothing, delete the folder .venv and run it again."
    return f"Run `python3 start.py prepare`.{again if is_the_workshops() else ''}"
