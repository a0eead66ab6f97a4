"""The lessons and the museum's rooms: their files, titles, minutes, and a learner's copies of them.

A room is a short notebook for those who have time left after a lesson. It's optional, so it's in no
count of the lessons or of their minutes.

This is the one place that knows. The site, the browser tab, the tools and the tests all ask here,
so importing it must stay cheap.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classroom import files, logbook
from classroom.backend.settings import project_root
from classroom.errors import LessonError, SettingsError
from classroom.exercises import LESSONS, find

# Of the lessons: a learner's copy of another edition is replaced by a new one, with the answers.
EDITION = "2.0"
# The parts of the course, by the number of their first lesson.
PARTS = {0: "The article: keep what happened", 4: "State, safely", 9: "At work"}
# The lessons whose stores a lesson's store begins with, by their numbers.
BUILDS_ON: dict[int, tuple[int, ...]] = {
    2: (1,),
    3: (2,),
    4: (3,),
    5: (4,),
    6: (4,),
    7: (3,),
    8: (7,),
    9: (6, 8),
    10: (4,),
}
# The lesson that each room of the museum comes after, by its letter.
ROOMS = {"A": 2, "B": 3, "C": 8, "D": 10}
# In a section's heading, such as "Beat 3 of 6 · Three events · 8 min": what tools count.
_LAST = re.compile(r"^((?:Beat|Step) \d+) of \d+\b")
_MINUTES = re.compile(r" · (optional, )?(\d+) min$")


@dataclass(frozen=True, order=True)
class Lesson:
    """The original notebook of a lesson or a room. The properties read the file each time."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name without its suffix: `02_append`."""
        return self.path.stem

    @property
    def number(self) -> str:
        """The number as it's written, `02`, or the letter of a room."""
        return self.name.partition("_")[0]

    @property
    def is_room(self) -> bool:
        """Say whether this is a room of the museum."""
        return not self.number.isdigit()

    def comes_after(self, lesson: "Lesson") -> bool:
        """Say whether somebody who gets here has taken this lesson."""
        if self.is_room:
            return int(lesson.number) <= ROOMS[self.number]
        return lesson < self

    @property
    def opening(self) -> str:
        """The text of the first cell."""
        return "".join(_read(self.path)["cells"][0]["source"])

    @property
    def heading(self) -> str:
        """The main heading: `02 · Append`, or `Room A · Two winners`."""
        return self.opening.partition("\n")[0].removeprefix("# ")

    @property
    def title(self) -> str:
        """The main heading without the number: `Append`."""
        return self.heading.partition(" · ")[2]

    @property
    def minutes(self) -> int:
        """How long the lesson takes, as its opening says."""
        found = re.search(r"\*\*Minutes\*\*: (\d+)", self.opening)
        if found is None:
            raise ValueError(f"the first cell of {self.path.name} doesn't say **Minutes**: NUMBER")
        return int(found[1])


def lessons() -> list[Lesson]:
    """Return the original lessons, in order."""
    return lessons_in(project_root() / "notebooks")


def lessons_in(folder: Path) -> list[Lesson]:
    """Return the lessons in this folder, originals or copies, in order."""
    return sorted(map(Lesson, folder.glob("[0-9]*_*.ipynb")))


def rooms() -> list[Lesson]:
    """Return the original rooms of the museum, in order."""
    return sorted(map(Lesson, (project_root() / "notebooks").glob("[A-Z]_*.ipynb")))


def notebooks() -> list[Lesson]:
    """Return the original lessons, and then the rooms."""
    return [*lessons(), *rooms()]


def line_to(number: int) -> list[int]:
    """Return the lessons that this one builds on, in order, and this one."""
    before = {each for other in BUILDS_ON.get(number, ()) for each in line_to(other)}
    return [*sorted(before), number]


def lesson(word: str) -> Lesson:
    """Return the original by number or name: `2`, `02`, `append`, `02_append`, or `A`."""
    known = notebooks()
    for each in known:
        number, _, name = each.name.casefold().partition("_")
        asked = word.casefold().removesuffix(".ipynb")
        if asked in (each.name.casefold(), name, number, number.removeprefix("0")):
            return each
    names = "\n  ".join(each.name for each in known)
    raise LessonError(f"there is no lesson {word!r}; choose one of\n  {names}")


def section_minutes(heading: str) -> int:
    """Return the minutes that a section's heading ends with; 0 if it has none or is optional."""
    found = _MINUTES.search(heading)
    return int(found[2]) if found and not found[1] else 0


def bare_heading(heading: str) -> str:
    """Return a section's heading without the number of the last one, and without its minutes."""
    return _MINUTES.sub("", _LAST.sub(r"\1", heading))


def stripped(original: Path) -> dict[str, Any]:
    """Return the notebook as a learner gets it: without outputs and execution counts."""
    notebook = _read(original)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook


def as_text(notebook: dict[str, Any]) -> str:
    """Return the notebook as its file contains it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def make_copies() -> list[Path]:
    """Copy what isn't there yet into my/, lessons and rooms, and replace the contents there.

    A copy of another edition is kept, and replaced by a new one with the learner's answers in it.
    Return where the old copies are now.
    """
    kept = []
    my = project_root() / "my"
    contents = project_root() / "notebooks" / "README.md"
    files.write(my / "README.md", contents.read_text(encoding="utf-8"))
    for each in notebooks():
        copy = my / each.path.name
        if copy.exists():
            kept += _renew(copy, each)
        else:
            files.write(copy, as_text(stripped(each.path)))
    return kept


def reset(original: Lesson, *, solved: bool = False) -> list[Path]:
    """Make the learner's copy again, like new or solved; return where a changed one has gone."""
    notebook = stripped(original.path)
    for cell in notebook["cells"] if solved else ():
        name = cell["metadata"].get("exercise", "")
        if cell["id"] == f"{name}-cell":
            cell["source"] = f'{find(name).answer.strip()}\n\ncheck("{name}")'
    copy, fresh = project_root() / "my" / original.path.name, as_text(notebook)
    kept = [files.set_aside(copy, ".kept")] if files.differs(copy, fresh) else []
    files.write(copy, fresh)
    return kept


def checkpoint(original: Lesson) -> list[Path]:
    """Reset the lesson, and solve the ones before it; return where changed copies have gone."""
    before = [each for each in lessons() if original.comes_after(each)]
    kept = [path for each in before for path in reset(each, solved=True)] + reset(original)
    for name in (name for each in before for name in LESSONS.get(each.name, ())):
        if logbook.record(name)["state"] != "right":
            logbook.keep(name, state="given")
    return kept


def _renew(copy: Path, original: Lesson) -> list[Path]:
    """Replace a copy of another edition by a new one with the answers; return where it's kept."""
    try:
        old, new = _read(copy), stripped(original.path)
        if old["metadata"].get("edition") == new["metadata"].get("edition"):
            return []
        answers = dict(_answers(old))
    except (ValueError, TypeError, LookupError, AttributeError, SettingsError):
        return []  # not in the expected format, or nobody knows what was answered
    for cell in new["cells"]:
        if cell["id"] == f"{cell['metadata'].get('exercise')}-cell":
            cell["source"] = answers.get(cell["metadata"]["exercise"], cell["source"])
    kept = files.set_aside(copy, ".kept")
    files.write(copy, as_text(new))
    return [kept]


def _answers(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the exercises that the learner has tried, and what their cells say now."""
    for cell in notebook["cells"]:
        old = cell["metadata"].get("exercise", "")
        name = logbook.RENAMED.get(old, old)
        if cell.get("id") == f"{old}-cell" and logbook.record(name)["state"] in ("tried", "right"):
            yield name, "".join(cell["source"]).replace(f'"{old}"', f'"{name}"')


def _read(notebook: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    return found
