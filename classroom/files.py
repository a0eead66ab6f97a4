"""Write the learner's files so that they are never half written and never lost."""

import errno
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")
MOST_SECONDS = 10.0  # to wait for another process; nobody needs a file for as long as this
_PAUSE = 0.01


def write(path: Path, text: str) -> None:
    """Write the file, and make its folder if needed; nobody ever sees it half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Another process may be writing the same file, so each has its own half.
    half = path.with_name(f".{path.name}.{uuid.uuid4().hex}.half")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave an empty file
        _patiently(lambda: half.replace(path))
    finally:
        half.unlink(missing_ok=True)
        path.with_suffix(".half").unlink(missing_ok=True)  # version 1.0 may have left one


def read(path: Path) -> str:
    """Return the file's text."""
    return _patiently(lambda: path.read_text(encoding="utf-8"))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one process at a time into this block, for this file, where the system can do that.

    Raise TimeoutError if another one stays inside. A process that dies lets the next one in.
    """
    if sys.platform == "emscripten":  # a browser tab, whose files have no locks
        yield
        return
    lock = path.with_name(f".{path.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + MOST_SECONDS
    while (descriptor := _entered(lock)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, "another process keeps it locked", str(path))
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        # On Windows others may have it open, so it stays.
        if sys.platform != "win32":
            lock.unlink(missing_ok=True)
        os.close(descriptor)


def differs(path: Path, text: str) -> bool:
    """Return whether the file exists and contains something else."""
    return path.exists() and path.read_text(encoding="utf-8", errors="replace") != text


def set_aside(path: Path, why: str = "") -> Path:
    """Rename the file or folder to its name, `why` and the first free number; return the path."""
    free = (path.with_stem(f"{path.stem}{why}-{number}") for number in count(1))
    return path.rename(next(name for name in free if not name.exists()))


def _entered(lock: Path) -> int | None:
    """Open and lock the file, and return its descriptor; None if another process is faster."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            os.close(descriptor)
            return None
        return descriptor  # this file system has no locks
    if sys.platform != "win32" and not _is_still(lock, descriptor):
        os.close(descriptor)  # the one before us has deleted it
        return None
    return descriptor


def _is_still(lock: Path, descriptor: int) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _patiently(call: Callable[[], _T]) -> _T:
    """Call again while Windows refuses a file because another program has it open just now."""
    for _ in range(20 if sys.platform == "win32" else 0):
        with suppress(PermissionError):
            return call()
        time.sleep(_PAUSE)
    return call()
