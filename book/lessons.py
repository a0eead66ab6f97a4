"""The lessons as the book reads them: their titles, minutes, sections, and what they cost."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from classroom import lessons as originals

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Section:
    """The part of a lesson below a second-level heading; 0 minutes if it doesn't count any."""

    heading: str
    minutes: int
    text: str

    @property
    def title(self) -> str:
        """The heading without what is counted: `Beat 3 · Three events`."""
        return originals.bare_heading(self.heading)

    @property
    def anchor(self) -> str:
        """The heading as it appears in the book's links."""
        return re.sub(r"[^\w\- ]", "", self.heading.lower()).replace(" ", "-")


@dataclass(frozen=True)
class Lesson:
    """A lesson or a room: its file, its title, and its sections in order."""

    path: Path
    number: str
    title: str
    about: str
    minutes: int
    sections: tuple[Section, ...]

    def section(self, start: str) -> Section:
        """Return the one section whose title begins with `start`."""
        found = [section for section in self.sections if section.title.startswith(start)]
        if len(found) != 1:
            raise ValueError(f"lesson {self.number}: {len(found)} sections begin with {start!r}")
        return found[0]

    @property
    def heading(self) -> str:
        """The main heading, as the book says it: `Lesson 02 · Append`, `Room A · Two winners`."""
        return f"{'Lesson' if self.number.isdigit() else 'Room'} {self.number} · {self.title}"

    def said(self, label: str) -> str:
        """Return the paragraph after a bold label, such as `What it cost`."""
        found = re.search(rf"^\*\*{label}\*\*: (.*)$", _text(self.sections), re.MULTILINE)
        if not found:
            raise ValueError(f"lesson {self.number} does not say **{label}**")
        return found[1]

    def link(self, section: Section | None = None) -> str:
        """Return a link from the site's root to the lesson, or to one of its sections."""
        return f"/lessons/{self.path.name}" + (f"#{section.anchor}" if section else "")


def read(path: Path) -> NotebookNode:
    """Return a notebook."""
    return nbformat.read(path, as_version=4)


def lesson(of: originals.Lesson) -> Lesson:
    """Return what a lesson's Markdown says."""
    cells = [cell.source for cell in read(of.path).cells if cell.cell_type == "markdown"]
    opening, *parts = re.split(r"^## ", "\n\n".join(cells), flags=re.MULTILINE)
    about = opening.split("\n\n")[1]
    sections = tuple(map(_section, parts))
    return Lesson(of.path, of.number, of.title, about, of.minutes, sections)


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """Return all lessons in order."""
    return tuple(map(lesson, originals.lessons()))


@functools.cache
def rooms() -> tuple[Lesson, ...]:
    """Return the rooms of the bug museum in order."""
    return tuple(map(lesson, originals.rooms()))


def notebooks() -> tuple[Lesson, ...]:
    """Return all lessons, and then the rooms."""
    return (*lessons(), *rooms())


def _section(part: str) -> Section:
    heading, _, text = part.partition("\n")
    return Section(heading, originals.section_minutes(heading), text.strip())


def _text(sections: tuple[Section, ...]) -> str:
    return "\n\n".join(section.text for section in sections)
