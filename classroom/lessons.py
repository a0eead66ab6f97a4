"""The copies in my/, which JupyterLab opens: as new, or solved, what was there kept beside."""

import json
from pathlib import Path

from classroom import files, logbook
from classroom.backend.settings import project_root
from classroom.errors import LessonError
from classroom.exercises import LESSONS, find


def lessons() -> list[Path]:
    """Return the originals, in their order."""
    return sorted((project_root() / "notebooks").glob("[0-9A-Z]*_*.ipynb"))


def lesson(word: str) -> Path:
    """Return the original by number or name: `2`, `02`, `append` or `02_append`."""
    known = {path: path.stem.casefold().partition("_") for path in lessons()}
    for path, (number, _, name) in known.items():
        asked = word.casefold().removesuffix(".ipynb")
        if asked in (path.stem.casefold(), name, number, number.removeprefix("0")):
            return path
    names = "\n  ".join(path.stem for path in known)
    raise LessonError(f"no lesson is called {word!r}; there are\n  {names}")


def reset(original: Path, *, solved: bool = False) -> list[Path]:
    """Make the learner's copy anew, outputs cleared; return where a changed one has gone."""
    notebook = json.loads(original.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
            name = cell["metadata"].get("exercise", "")
            if solved and cell["id"] == f"{name}-cell":
                cell["source"] = f'{find(name).answer.strip()}\n\ncheck("{name}")'
    copy = project_root() / "my" / original.name
    fresh = json.dumps(notebook, indent=1, ensure_ascii=False)  # as start.py writes it
    kept = [files.set_aside(copy, ".kept")] if files.differs(copy, fresh) else []
    files.write(copy, fresh)
    return kept


def checkpoint(original: Path) -> list[Path]:
    """Make the copy anew, and solved ones of the lessons before it; return what was there."""
    before = [path for path in lessons() if path < original]
    kept = [path for one in before for path in reset(one, solved=True)] + reset(original)
    for name in (name for path in before for name in LESSONS.get(path.stem, ())):
        if logbook.record(name)["state"] != "right":
            logbook.keep(name, state="given")
    return kept
