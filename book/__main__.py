"""Build the book in book/_build/html: `make book`.

Nothing is executed, and nothing is fetched from the internet. With `--tab lab/index.html`, each
lesson links to its copy in the browser tab at this address, seen from the book's root.
"""

import argparse
import shutil
import sys
from pathlib import Path

import jinja2
import nbformat
from sphinx.cmd.build import build_main

from book import (
    answers,
    downloads,
    first_touch,
    gathered,
    glossary,
    lessons,
    page,
    repairs,
    timetables,
)

HERE = Path(__file__).resolve().parent
STRICT = ["--fail-on-warning", "--keep-going", "--nitpicky", "--quiet", "--fresh-env"]


def assemble(folder: Path, tab: str = "", source: Path = HERE / "source") -> None:
    """Write everything that Sphinx reads: our pages, filled in, and the lessons."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    downloads.notebooks(folder / "_downloads")
    known = {
        "additions": gathered.additions,
        "answers": answers.answers,
        "contents": gathered.contents,
        "every_minute": gathered.every_minute,
        "first_touch": first_touch.first_touch,
        "glossary": glossary.glossary,
        "lessons": lessons.lessons,
        "module": gathered.module,
        "museum": gathered.museum,
        "project": downloads.project(folder / "_downloads"),
        "rooms": lessons.rooms,
        "service": gathered.service,
        "timetables": timetables.timetables,
        "timetable": timetables.render,
        "trade_offs": gathered.trade_offs,
    }
    fill = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701
    for path in folder.rglob("*.md"):
        text = fill.from_string(path.read_text(encoding="utf-8")).render(known, tab=tab)
        path.write_text(text + "\n", encoding="utf-8")
    (folder / "lessons").mkdir(exist_ok=True)
    for lesson in lessons.notebooks():
        notebook = page.page(lessons.read(lesson.path), lesson.path.name, tab)
        nbformat.write(notebook, folder / "lessons" / lesson.path.name)


def make(build: Path, tab: str = "", source: Path = HERE / "source") -> int:
    """Build the site in `build`/html; return 0 unless Sphinx complained."""
    assemble(build / "source", tab, source)
    site = build / "html"
    shutil.rmtree(site, ignore_errors=True)
    options = [*STRICT, "-b", "html", "-d", str(build / "doctrees")]
    code = build_main([*options, str(build / "source"), str(site)])
    if not code:
        repairs.repair(site)
    for leftover in (".buildinfo", "objects.inv"):  # for tools, not for readers
        (site / leftover).unlink(missing_ok=True)
    return code


def main() -> int:
    """Build the book in this folder's _build."""
    parser = argparse.ArgumentParser(prog="book", description=__doc__.partition("\n")[0])
    parser.add_argument("--tab", default="", help="address of the browser tab, from the root")
    code = make(HERE / "_build", parser.parse_args().tab)
    if not code:
        print(f"Open {HERE / '_build/html/index.html'} in a browser.")  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
