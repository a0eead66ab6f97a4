"""The learner's files: never half written, and never lost."""

from itertools import count
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write the file, in a folder that may be new. It is renamed when whole: nobody meets half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


def differs(path: Path, text: str) -> bool:
    """Say whether there is such a file, with another text in it."""
    return path.exists() and path.read_text(encoding="utf-8", errors="replace") != text


def set_aside(path: Path, why: str = "") -> Path:
    """Give the file or folder the first free name of its own name, `why` and a number."""
    free = (path.with_stem(f"{path.stem}{why}-{number}") for number in count(1))
    return path.rename(next(name for name in free if not name.exists()))
