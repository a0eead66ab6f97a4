"""What a learner has done: kept in my/progress.json, drawn by `progress()`."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from classroom import exercises, files
from classroom.backend.settings import read_settings
from classroom.display.table import Table

SYMBOLS = {"open": "○", "tried": "✘", "right": "✔", "given": "◇"}
LEGEND = "✔ right   ✘ tried   ◇ our answer, by a checkpoint   ○ open"
_memory: dict[str, dict[str, Any]] = {}  # what could not be written


def record(name: str) -> dict[str, Any]:
    """Return what is known of one exercise: `state`, and how many `tries` and `hints`."""
    return {"state": "open", "tries": 0, "hints": 0} | _read().get(name, {})


def keep(name: str, **changes: Any) -> None:
    """Remember the changes; where nothing can be written, for as long as this kernel lives."""
    known = _read()
    known[name] = record(name) | changes
    try:
        files.write(_file(), json.dumps(known, indent=1))
        _memory.clear()
    except OSError:
        _memory[name] = known[name]


def forget() -> None:
    """Begin anew; what the file says is kept beside it."""
    _memory.clear()
    if _file().exists():
        files.set_aside(_file(), ".kept")


def progress() -> Table:
    """Return a table of the exercises of every lesson: done, tried, open."""
    rows = []
    for lesson, names in exercises.LESSONS.items():
        states = [record(name)["state"] for name in names]
        marks = " ".join(SYMBOLS[state] for state in states)
        rows.append([lesson.replace("_", " "), f"{states.count('right')} of {len(names)}", marks])
    return Table(["lesson", "right", "exercises"], [*rows, ["", "", LEGEND]])


def _file() -> Path:
    return read_settings().my / "progress.json"


def _read() -> dict[str, dict[str, Any]]:
    """Return what the file says, with what could not be written over it.

    A file that is damaged is set aside, and we begin anew.
    """
    with suppress(OSError):
        try:
            known = json.loads(_file().read_text(encoding="utf-8"))
            if all(kept.get("state") in SYMBOLS for kept in known.values()):
                return dict(known) | _memory
        except (ValueError, AttributeError):
            pass
        files.set_aside(_file(), ".damaged")
    return dict(_memory)
