"""What a learner has done: kept in my/progress.json and shown by `progress()`."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from classroom import exercises, files
from classroom.backend.settings import read_settings
from classroom.display.table import Table

SYMBOLS = {"open": "○", "tried": "✘", "right": "✔", "given": "◇"}
LEGEND = "✔ right   ✘ tried   ◇ our answer, by a checkpoint   ○ open"
_memory: dict[str, dict[str, Any]] = {}  # what couldn't be written


def record(name: str) -> dict[str, Any]:
    """Return what we know about one exercise: `state`, and how many `tries` and `hints`."""
    return {"state": "open", "tries": 0, "hints": 0} | _read().get(name, {})


def keep(name: str, **changes: Any) -> None:
    """Save the changes; if the file can't be written, remember them until this kernel ends."""
    known = _read()
    known[name] = record(name) | changes
    try:
        files.write(_file(), json.dumps(known, indent=1))
        _memory.clear()
    except OSError:
        _memory[name] = known[name]


def forget() -> None:
    """Start over; the old file is kept beside the new one."""
    _memory.clear()
    if _file().exists():
        files.set_aside(_file(), ".kept")


def progress() -> Table:
    """Return a table of the exercises of every lesson: right, tried or open."""
    rows = []
    for lesson, names in exercises.LESSONS.items():
        states = [record(name)["state"] for name in names]
        marks = " ".join(SYMBOLS[state] for state in states)
        rows.append([lesson.replace("_", " "), f"{states.count('right')} of {len(names)}", marks])
    return Table(["lesson", "right", "exercises"], [*rows, ["", "", LEGEND]])


def _file() -> Path:
    return read_settings().my / "progress.json"


def _read() -> dict[str, dict[str, Any]]:
    """Return what the file says, updated with what couldn't be written to it.

    A damaged file is set aside, and we start over.
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
