"""Write what the learner has built as files that pytest runs without a notebook."""

from itertools import count
from pathlib import Path

from classroom.definitions import definitions
from classroom.history import history
from classroom.pack import files_for
from lab.errors import LessonError
from lab.settings import project_root, read_settings


def take_home() -> None:
    """Write store.py, conftest.py and test_store.py to my/store; an older version is kept."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    names = shell.user_ns if shell else {}
    tests = history.standing(len(history.cells), names)
    if not tests:
        raise LessonError("there is nothing to take home yet: run a cell with a test first")
    known = {name: found for name, found in definitions(history.sources).items() if name in names}
    files = files_for(tests, known)
    folder = read_settings().my / "store"
    _keep_older(folder, files)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    plural = "test" if len(tests) == 1 else "tests"
    print(f"{shown(folder)}: {', '.join(files)} with {len(tests)} {plural}")  # noqa: T201
    print(f"Open a terminal and run: pytest {shown(folder)}")  # noqa: T201


def _keep_older(folder: Path, files: dict[str, str]) -> None:
    """Move the folder aside, to the first free store-1, store-2 ..., if its files are others."""
    same = all(_text_of(folder / name) in (None, text) for name, text in files.items())
    if not same:
        free = (folder.with_name(f"{folder.name}-{number}") for number in count(1))
        folder.rename(next(path for path in free if not path.exists()))


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else None


def shown(folder: Path) -> str:
    """Return the folder as the learner would type it at the project's root."""
    root = project_root()
    inside = folder.relative_to(root) if folder.is_relative_to(root) else None
    return (inside or Path(folder.parent.name, folder.name)).as_posix()
