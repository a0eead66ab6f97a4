"""The glossary: each term with its meaning and a link to the section that explains it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from book.lessons import ROOT, Lesson, Section, lessons


@dataclass(frozen=True)
class Term:
    """A term, its meaning, and the words a lesson explains it with, if it isn't in bold there."""

    name: str
    says: str
    seen: str = ""


def terms() -> list[Term]:
    """Return the terms of glossary.toml."""
    text = (ROOT / "book/glossary.toml").read_text(encoding="utf-8")
    return [Term(**term) for term in tomllib.loads(text)["term"]]


def place(term: Term, among: Iterable[Lesson]) -> tuple[Lesson, Section | None]:
    """Return the lesson and section that first explain a term; section None is the opening."""
    wanted = term.seen or f"**{term.name}**"
    for lesson in among:
        if wanted in lesson.about:
            return lesson, None
        for section in lesson.sections:
            if wanted in f"{section.heading}\n{section.text}":
                return lesson, section
    raise ValueError(f"no lesson explains {term.name!r}: none contains {wanted!r}")


def glossary() -> str:
    """Return the terms as a definition list."""
    among, parts = lessons(), []
    for term in terms():
        lesson, section = place(term, among)
        title = section.title if section else lesson.title
        link = f"[Lesson {lesson.number}: {title}]({lesson.link(section)})"
        parts.append(f"{term.name}\n: {term.says} {link}")
    return "\n\n".join(parts)
