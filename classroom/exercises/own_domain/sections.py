"""A domain as text: what it's about, and a section for each lesson. Two are offered."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

OFFERED = {"library loans": "library_loans.py", "a parcel's journey": "parcels_journey.py"}
_MARK = re.compile(r"^# %% Lesson (\d\d)\b.*\n*", re.MULTILINE)


@dataclass(frozen=True)
class Domain:
    """What stands above the sections, and each section by the number of its lesson."""

    about: str
    sections: Mapping[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return all of it, as its file has it."""
        marked = [
            f"# %% Lesson {n:02}\n\n{self.sections[n].strip()}" for n in sorted(self.sections)
        ]
        return "\n\n\n".join(part for part in (self.about.strip(), *marked) if part) + "\n"

    def only(self, numbers: Iterable[int]) -> "Domain":
        """Return it with the sections of these lessons only."""
        kept = {*numbers} & self.sections.keys()
        return Domain(self.about, {number: self.sections[number] for number in kept})

    def with_section(self, number: int, text: str) -> "Domain":
        """Return it with this section, in place of the one that was there."""
        return Domain(self.about, {**self.sections, number: without_marks(text)})


def parsed(text: str) -> Domain:
    """Return the domain that a file's text has. Two sections of one lesson become one."""
    about, *parts = _MARK.split(text)
    sections: dict[int, str] = {}
    for number, part in zip(map(int, parts[::2]), parts[1::2], strict=True):
        sections[number] = f"{sections.get(number, '')}\n{part.rstrip()}".strip("\n")
    return Domain(about.strip(), sections)


def without_marks(text: str) -> str:
    """Return the text of a section without lines that would begin another one."""
    return _MARK.sub("", text).strip()


def offered(name: str) -> Domain:
    """Return one of the domains that we offer."""
    path = Path(__file__).with_name(OFFERED[name])
    return parsed(path.read_text(encoding="utf-8"))
