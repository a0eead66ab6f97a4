"""Pages made from all lessons, from all files of the module, or from an example."""

import re

from book.lessons import ROOT, lessons, rooms
from book.text import rewritten
from classroom.lessons import PARTS, ROOMS

ADDS = "### What the module adds"
# From what a caller sees to what it rests on; what is not named here follows by name.
FIRST = [
    "store",
    "event",
    "example",
    "projection",
    "deciding",
    "snapshots",
    "conflict",
    "errors",
    "codec",
]


def contents() -> str:
    """Return a table of the lessons for each part."""
    parts = []
    for each in lessons():
        if each.number.isdigit() and int(each.number) in PARTS:
            head = ["| no. | lesson | minutes | what it is about |", "|---|---|---|---|"]
            parts.append([f"### {PARTS[int(each.number)]}\n", *head])
        row = f"| {each.number} | [{each.title}]({each.link()}) | {each.minutes} | {each.about} |"
        parts[-1].append(row)
    return "\n\n".join("\n".join(part) for part in parts)


def museum() -> str:
    """Return a table of the museum's rooms."""
    rows = [
        f"| {each.number} | [{each.title}]({each.link()}) | {ROOMS[each.number]:02} "
        f"| {each.minutes} |"
        for each in rooms()
    ]
    return "\n".join(
        ["| room | what somebody saw | after lesson | minutes |", "|---|---|---|---|", *rows]
    )


def every_minute() -> int:
    """Return the minutes of all lessons together. The rooms of the museum are extra."""
    return sum(lesson.minutes for lesson in lessons())


def trade_offs() -> str:
    """Return what the pattern of each lesson costs, and what to remember."""
    parts = []
    for each in lessons():
        remember = rewritten(each.said("If you remember one thing"))
        cost = rewritten(each.said("What it cost"))
        parts.append(
            f"## {each.title}\n\n{each.about} ([Lesson {each.number}]({each.link()}).)\n\n"
            f"**What it costs**: {cost}\n\n**If you remember one thing**: {remember}"
        )
    return "\n\n".join(parts)


def additions() -> str:
    """Return the tables of what the module adds to each lesson's store."""
    parts = []
    for each in lessons():
        text = each.sections[-1].text
        if ADDS in text:
            adds = rewritten(text.partition(ADDS)[2].partition("**What to read next**")[0].strip())
            adds = re.sub(r"\b(of|on) this page", rf"\1 lesson {each.number}", adds)
            link = f"[Lesson {each.number}]({each.link()}) explains what it builds on."
            parts.append(f"## Lesson {each.number} · {each.title}\n\n{adds}\n\n{link}")
    return "\n\n".join(parts)


def module() -> str:
    """Return every file of the module, unchanged."""
    paths = sorted((ROOT / "eventstore").glob("*.py"), key=lambda path: path.stem)
    paths.sort(key=lambda path: FIRST.index(path.stem) if path.stem in FIRST else len(FIRST))
    parts = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        label = re.sub(r"\W", "", path.stem)
        parts.append(
            f"(file-eventstore-{label})=\n## eventstore/{path.name}\n\n```python\n{text}```"
        )
    return "\n\n".join(parts)


def service(part: str = "") -> str:
    """Return a part of the example of a service, unchanged; without a name, what comes first.

    Each other part begins with a line such as `# ---- The events: what can happen ----`.
    """
    text = (ROOT / "tests/service/service.py").read_text(encoding="utf-8")
    first, *others = re.split(r"^(?=# ---- )", text, flags=re.MULTILINE)
    parts = {re.sub(r"# ---- ([^:]*):.*", r"\1", each, flags=re.DOTALL): each for each in others}
    code = parts[part] if part else first
    return f"```python\n{code.strip()}\n```"
