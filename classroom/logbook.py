"""What a learner has done: kept in my/progress.json and shown by `progress()`."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from classroom import exercises, files
from classroom.backend.settings import read_settings
from classroom.display.table import Table

SYMBOLS = {"open": "○", "tried": "✘", "right": "✔", "given": "◇"}
LEGEND = "✔ right   ✘ tried   ◇ our answer, by a checkpoint   ○ open"
RENAMED = {  # exercises since version 1.0, by their old names
    "keep-the-first-sheet": "keep-the-first-card",
    "know-your-own-sheet": "know-your-own-card",
    "send-from-an-outbox": "send-from-a-queue",
    "bring-your-own-outbox": "bring-your-own-queue",
}
_UNTOUCHED: dict[str, Any] = {"state": "open", "tries": 0, "tried": ""}
_memory: dict[str, dict[str, Any]] = {}  # what couldn't be written


def record(name: str) -> dict[str, Any]:
    """Return what we know about one exercise: `state`, `tries`, and what was `tried` last."""
    return _UNTOUCHED | _read().get(name, {})


def keep(name: str, **changes: Any) -> None:
    """Save the changes; if the file can't be written, remember them until this kernel ends."""
    change(name, lambda _: changes)


def change(name: str, changes: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Save the changes that follow from what is known, and return what is known then.

    Two kernels may do this at once, so each waits for the other to finish.
    """
    try:
        with files.alone(_file()):
            known = _saved() | _memory
            known[name] = _UNTOUCHED | known.get(name, {})
            known[name] |= changes(known[name])
            files.write(_file(), json.dumps(known, indent=1))
            _memory.clear()
            return known[name]
    except OSError:
        known = record(name)
        _memory[name] = known | changes(known)
        return _memory[name]


def forget() -> None:
    """Start over; the old file is kept beside the new one."""
    _memory.clear()
    if _file().exists():
        with files.alone(_file()):
            files.set_aside(_file(), ".kept")


def progress() -> Table:
    """Return a table of the exercises of every lesson and of the museum: right, tried or open."""
    rows = [_row(lesson.replace("_", " "), names) for lesson, names in exercises.LESSONS.items()]
    rooms = [name for names in exercises.ROOMS.values() for name in names]
    rows.append(_row("bug museum (optional)", rooms))
    return Table(["lesson", "right", "exercises"], [*rows, ["", "", LEGEND]])


def _row(title: str, names: Sequence[str]) -> list[str]:
    states = [record(name)["state"] for name in names]
    marks = " ".join(SYMBOLS[state] for state in states)
    return [title, f"{states.count('right')} of {len(names)}", marks]


def _file() -> Path:
    return read_settings().my / "progress.json"


def _read() -> dict[str, dict[str, Any]]:
    """Return what the file says, updated with what couldn't be written to it."""
    with suppress(OSError):
        found = _parsed()
        if found is None:
            with files.alone(_file()):
                found = _saved()
        return found | _memory
    return dict(_memory)


def _saved() -> dict[str, dict[str, Any]]:
    """Return what the file says. A damaged one is set aside, and we start over."""
    found = _parsed()
    if found is None:
        files.set_aside(_file(), ".damaged")
    return found or {}


def _parsed() -> dict[str, dict[str, Any]] | None:
    """Return what the file says; None if it's damaged, and OSError if nobody can tell."""
    try:
        text = files.read(_file())
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        return None
    try:
        found: dict[str, dict[str, Any]] = json.loads(text)
        counts = [kept.get("tries", 0) for kept in found.values()]
        known = all(kept.get("state", "open") in SYMBOLS for kept in found.values())
    except (ValueError, AttributeError, TypeError):
        return None
    if not known or any(type(each) is not int for each in counts):
        return None
    return {RENAMED.get(name, name): kept for name, kept in found.items()}
