"""The first page: it lists the lessons, and loads what they need. And the page about trouble."""

import html
import json
import shutil
from pathlib import Path

from browser_tab import needed
from classroom.exercises import LESSONS, ROOMS
from classroom.lessons import Lesson, lessons, rooms

HERE = Path(__file__).parent
# They lie beside index.html. work.js comes with the extension, which uses it, too.
FILES = ("landing.css", "landing.js", "trouble.html")


def write(site: Path, python: str) -> None:
    """Write index.html from the template beside this file, and what it needs."""
    for name in FILES:
        shutil.copyfile(HERE / name, site / name)
    page = (HERE / "index.html").read_text(encoding="utf-8")
    page = page.replace("<!-- lessons -->", "\n      ".join(map(_item, lessons())))
    page = page.replace("<!-- rooms -->", "\n      ".join(map(_item, rooms())))
    page = page.replace("{/* files */}", json.dumps(needed.files(site)))
    page = page.replace("{/* python */}", python)
    (site / "index.html").write_text(page, encoding="utf-8", newline="\n")


def _item(lesson: Lesson) -> str:
    link = f'<a href="lab/index.html?path={lesson.path.name}">{html.escape(lesson.heading)}</a>'
    exercises = html.escape(json.dumps((LESSONS | ROOMS).get(lesson.name, ())))
    return (
        f'<li data-exercises="{exercises}">{link} '
        f'<span class="minutes">{lesson.minutes} min</span> <span class="done"></span> '
        f'<button hidden aria-label="Begin {html.escape(lesson.heading)} again">Begin again …'
        "</button></li>"
    )
