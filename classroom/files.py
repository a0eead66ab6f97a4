"""Write the learner's files so that they are never half written and never lost."""

from itertools import count
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write the file, and make its folder if needed; nobody ever sees it half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


def differs(path: Path, text: str) -> bool:
    """Return whether the file exists and contains something else."""
    return path.exists() and path.read_text(encoding="utf-8", errors="replace") != text


def set_aside(path: Path, why: str = "") -> Path:
    """Rename the file or folder to its name, `why` and the first free number; return the path."""
    free = (path.with_stem(f"{path.stem}{why}-{number}") for number in count(1))
    return path.rename(next(name for name in free if not name.exists()))
