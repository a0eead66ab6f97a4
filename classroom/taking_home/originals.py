"""The lessons as they were written, and the text of our own modules, for what a learner takes home.

In a checkout we read its files. A browser tab has neither a folder `notebooks` nor the text of our
modules, so browser_tab/site.py puts all of it into one file of the package.
"""

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

from classroom.exercises import LESSONS
from classroom.lessons import lessons_in

_ROOT = Path(__file__).resolve().parents[2]
PACKED = "classroom/taking_home/originals.json"  # a tab has this instead of the files


def lesson_name(number: int) -> str | None:
    """Return `02_append` for 2; None if that lesson isn't here."""
    return next((name for name in _all_lessons() if name.startswith(f"{number:02}_")), None)


def cells_of(number: int) -> list[str]:
    """Return a lesson's code cells, without exercises and with each magic line left blank."""
    notebook = json.loads(text_of(f"notebooks/{lesson_name(number)}.ipynb"))
    return [
        re.sub(r"^%.*$", "", "".join(cell["source"]), flags=re.MULTILINE)
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "exercise" not in cell["metadata"]
    ]


def text_of(path: str) -> str:
    """Return the text of a file of this project, such as `classroom/backend/faults.py`."""
    packed = _packed()
    return packed[path] if path in packed else (_ROOT / path).read_text(encoding="utf-8")


def has(path: str) -> bool:
    """Say whether this file exists."""
    return path in _packed() or (_ROOT / path).is_file()


def pack() -> str:
    """Return everything as the text of one file."""
    return json.dumps(dict(_to_pack()), ensure_ascii=False, sort_keys=True)


def _to_pack() -> Iterator[tuple[str, str]]:
    for path in [each.path for each in lessons_in(_ROOT / "notebooks")]:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        kept = [
            {name: cell[name] for name in ("cell_type", "metadata", "source")}
            for cell in cells
            if cell["cell_type"] == "code" and "exercise" not in cell["metadata"]
        ]
        yield f"notebooks/{path.name}", json.dumps({"cells": kept}, ensure_ascii=False)
    exercises = {each.replace("-", "_") for names in LESSONS.values() for each in names}
    for package in ("classroom", "eventstore"):
        for path in sorted((_ROOT / package).rglob("*")):
            is_an_exercise = path.parent.name == "exercises" and path.stem in exercises
            if path.suffix in (".py", ".md", ".toml") and not is_an_exercise:
                name = path.relative_to(_ROOT).as_posix()
                yield name, path.read_text(encoding="utf-8")


@functools.cache
def _packed() -> dict[str, str]:
    path = _ROOT / PACKED
    packed: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return packed


def _all_lessons() -> list[str]:
    names = [Path(name).stem for name in _packed() if name.startswith("notebooks/")]
    return names or [each.name for each in lessons_in(_ROOT / "notebooks")]
