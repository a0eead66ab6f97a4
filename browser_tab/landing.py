"""The first page: it lists the lessons, and loads what they need."""

import html
import json
from pathlib import Path

from browser_tab import needed
from classroom.lessons import Lesson, lessons

HERE = Path(__file__).parent


def write(site: Path, python: str) -> None:
    """Write index.html from the template beside this file."""
    items = [_item(lesson) for lesson in lessons()]
    page = (HERE / "index.html").read_text(encoding="utf-8")
    page = page.replace("<!-- lessons -->", "\n      ".join(items))
    page = page.replace("{/* files */}", json.dumps(needed.files(site)))
    page = page.replace("{/* python */}", python)
    (site / "index.html").write_text(page, encoding="utf-8", newline="\n")


def _item(lesson: Lesson) -> str:
    link = f'<a href="lab/index.html?path={lesson.path.name}">{html.escape(lesson.heading)}</a>'
    return f"<li>{link} <span>{lesson.minutes} min</span></li>"
