"""What a learner has done: kept in my/progress.json, drawn by `progress()`."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import exercises
from lab.settings import read_settings
from pictures.table import Table

SYMBOLS = {"open": "○", "tried": "✘", "right": "✔", "given": "◇"}
LEGEND = "✔ right   ✘ tried   ◇ our answer, by a checkpoint   ○ open"
_memory: dict[str, dict[str, Any]] = {}  # where the file cannot be written


def record(name: str) -> dict[str, Any]:
    """Return what is known of one exercise: `state`, and how many `tries` and `hints`."""
    return {"state": "open", "tries": 0, "hints": 0} | _read().get(name, {})


def keep(name: str, **changes: Any) -> None:
    """Remember the changes; where nothing can be written, for as long as this kernel lives."""
    known = _read()
    known[name] = record(name) | changes
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".half")  # renamed when whole, so that no reader meets half a file
        half.write_text(json.dumps(known, indent=1), encoding="utf-8")
        half.replace(file)
    except OSError:
        _memory.update(known)


def forget() -> None:
    """Begin anew; what the file says is kept beside it."""
    _memory.clear()
    if _file().exists():
        _set_aside("kept")


def progress() -> Table:
    """Return a table of the exercises of every lesson: done, tried, open."""
    rows = []
    for lesson, names in exercises.LESSONS.items():
        states = [record(name)["state"] for name in names]
        marks = " ".join(SYMBOLS[state] for state in states)
        rows.append([lesson.replace("_", " "), f"{states.count('right')} of {len(names)}", marks])
    return Table(["lesson", "right", LEGEND], rows)


def _file() -> Path:
    return read_settings().my / "progress.json"


def _read() -> dict[str, dict[str, Any]]:
    """Return what the file says; one that is damaged is set aside, and we begin anew."""
    try:
        known = json.loads(_file().read_text(encoding="utf-8"))
        if all(kept.get("state") in SYMBOLS for kept in known.values()):
            return dict(known)
    except OSError:
        return dict(_memory)
    except (ValueError, AttributeError):
        pass
    _set_aside("damaged")
    return {}


def _set_aside(why: str) -> None:
    file = _file()
    free = (file.with_name(f"progress.{why}-{number}.json") for number in count(1))
    file.replace(next(path for path in free if not path.exists()))
