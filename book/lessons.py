"""What the lessons say of themselves: their titles, their minutes, their sections, their price."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
MINUTES = re.compile(r" · (optional, )?(\d+) min$")


@dataclass(frozen=True)
class Section:
    """A part of a lesson below a heading of the second level; 0 minutes where none are counted."""

    heading: str
    minutes: int
    text: str

    @property
    def title(self) -> str:
        """The heading without its minutes."""
        return MINUTES.sub("", self.heading)

    @property
    def anchor(self) -> str:
        """The heading as the book's links have it."""
        return re.sub(r"[^\w\- ]", "", self.heading.lower()).replace(" ", "-")


@dataclass(frozen=True)
class Lesson:
    """A lesson: its file, what it is called, and its sections in their order."""

    path: Path
    number: str
    title: str
    about: str
    minutes: int
    sections: tuple[Section, ...]

    def section(self, start: str) -> Section:
        """Return the one section whose title begins so."""
        found = [section for section in self.sections if section.title.startswith(start)]
        if len(found) != 1:
            raise ValueError(f"lesson {self.number}: {len(found)} sections begin with {start!r}")
        return found[0]

    def said(self, label: str) -> str:
        """Return the paragraph that begins with a label, such as `What it cost`, without it."""
        found = re.search(rf"^\*\*{label}\*\*: (.*)$", _text(self.sections), re.MULTILINE)
        if not found:
            raise ValueError(f"lesson {self.number} does not say **{label}**")
        return found[1]

    def link(self, section: Section | None = None) -> str:
        """Return the target of a link from the site's root to the lesson, or to a section of it."""
        return f"/lessons/{self.path.name}" + (f"#{section.anchor}" if section else "")


def read(path: Path) -> NotebookNode:
    """Return a notebook."""
    return nbformat.read(path, as_version=4)


def lesson(path: Path) -> Lesson:
    """Return what a lesson's Markdown says."""
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    opening, *parts = re.split(r"^## ", "\n\n".join(cells), flags=re.MULTILINE)
    number, title = re.match(r"# (\w+) · (.+)", opening).groups()
    minutes = re.search(r"\*\*Minutes\*\*: (\d+)", opening)[1]
    about = opening.split("\n\n")[1]
    return Lesson(path, number, title, about, int(minutes), tuple(map(_section, parts)))


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """Return all lessons in their order."""
    return tuple(map(lesson, sorted((ROOT / "notebooks").glob("[0-9A-Z]*.ipynb"))))


def _section(part: str) -> Section:
    heading, _, text = part.partition("\n")
    found = MINUTES.search(heading)
    return Section(heading, int(found[2]) if found and not found[1] else 0, text.strip())


def _text(sections: tuple[Section, ...]) -> str:
    return "\n\n".join(section.text for section in sections)
