"""Timetables whose minutes come from the lessons, so that they add up."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta

from book.lessons import ROOT, Lesson, Section, lessons


@dataclass(frozen=True)
class Row:
    """A lesson (all of it, some sections, or all after one), or something else."""

    lesson: str = ""
    sections: tuple[str, ...] = ()
    after: str = ""
    note: str = ""
    what: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Timetable:
    """A plan for this many minutes."""

    name: str
    begin: str
    minutes: int
    rows: tuple[Row, ...]


def timetables() -> list[Timetable]:
    """Return the plans of timetables.toml."""
    plans = tomllib.loads((ROOT / "book/timetables.toml").read_text(encoding="utf-8"))["plan"]
    return [Timetable(**{**plan, "rows": tuple(map(_row, plan["rows"]))}) for plan in plans]


def minutes_of(row: Row) -> int:
    """Return the minutes of a row, from the headings of its lesson."""
    return row.minutes or sum(section.minutes for section in _sections(row))


def render(plan: Timetable) -> str:
    """Return a plan as a table with times; raise ValueError if it takes too long."""
    left = plan.minutes - sum(map(minutes_of, plan.rows))
    if left < 0:
        raise ValueError(
            f"{plan.name}: {plan.minutes - left} minutes don't fit into {plan.minutes}"
        )
    in_hand = Row(what="Spare time, for questions and for catching up", minutes=left)
    clock = datetime.strptime(plan.begin, "%H:%M")
    lines = ["| from | minutes | what |", "|---|---|---|"]
    for row in (*plan.rows, in_hand):
        lines.append(f"| {clock:%H:%M} | {minutes_of(row)} | {_what(row)} |")
        clock += timedelta(minutes=minutes_of(row))
    return "\n".join([*lines, f"| {clock:%H:%M} | | The end |"])


def _row(row: dict[str, object]) -> Row:
    return Row(**{**row, "sections": tuple(row.get("sections", ()))})


def _lesson(row: Row) -> Lesson:
    return next(lesson for lesson in lessons() if lesson.number == row.lesson)


def _sections(row: Row) -> tuple[Section, ...]:
    if not row.lesson:
        return ()
    lesson = _lesson(row)
    if row.after:
        place = lesson.sections.index(lesson.section(row.after))
        return lesson.sections[place + 1 :]
    return tuple(map(lesson.section, row.sections)) or lesson.sections


def _what(row: Row) -> str:
    """Return what is done, with a link to its page."""
    if row.what.startswith("Room check"):
        return f"[{row.what}](/teacher/room_checks.md#{row.what.lower().replace(' ', '-')})"
    if not row.lesson:
        return row.what
    lesson = _lesson(row)
    whole = f"[Lesson {lesson.number} · {lesson.title}]({lesson.link()})"
    if row.sections:
        parts = [f"[{each.title}]({lesson.link(each)})" for each in _sections(row)]
        whole += ": " + "; ".join(parts)
    rest = f", after *{lesson.section(row.after).title}* to its end" if row.after else ""
    return whole + rest + (f" ({row.note})" if row.note else "")
