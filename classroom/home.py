"""Write what the learner has built as files that pytest runs without a notebook."""

from pathlib import Path

from classroom import files
from classroom.backend.settings import project_root, read_settings
from classroom.cells import ipython
from classroom.cells.definitions import definitions
from classroom.cells.history import history
from classroom.errors import LessonError
from classroom.pack import files_for


def take_home() -> None:
    """Write store.py, conftest.py and test_store.py to my/store; an older version is kept."""
    names = ipython.shell().user_ns
    tests = history.standing(history.go_to_the_end(names), names)
    if not tests:
        raise LessonError("there is nothing to take home yet: run a cell with a test first")
    known = {name: found for name, found in definitions(history.sources).items() if name in names}
    texts, folder = files_for(tests, known), read_settings().my / "store"
    if any(files.differs(folder / name, text) for name, text in texts.items()):
        files.set_aside(folder)
    for name, text in texts.items():
        files.write(folder / name, text)
    plural = "test" if len(tests) == 1 else "tests"
    print(f"{shown(folder)}: {', '.join(texts)} with {len(tests)} {plural}")  # noqa: T201
    print(f"Open a terminal and run: pytest {shown(folder)}")  # noqa: T201


def shown(folder: Path) -> str:
    """Return the folder as the learner would type it at the project's root."""
    root = project_root()
    inside = folder.relative_to(root) if folder.is_relative_to(root) else None
    return (inside or Path(folder.parent.name, folder.name)).as_posix()
