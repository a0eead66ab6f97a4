"""The book is made without a complaint, holds every lesson, and asks nothing of the internet."""

import re
import shutil

from book.__main__ import HERE
from book.lessons import lessons, read

from .conftest import make


def test_every_lesson_is_there_with_its_outputs_and_folded_answers(site):
    for lesson in lessons():
        html = (site / "lessons" / f"{lesson.path.stem}.html").read_text(encoding="utf-8")
        cells = read(lesson.path).cells
        answers = sum(cell.source.count("<summary>Our answer") for cell in cells)
        badges = str(cells).count("background:#1b6e3c")
        folded = sum("source_hidden" in cell.metadata.get("jupyter", {}) for cell in cells)

        assert f"<h1>{lesson.number} · {lesson.title}" in html
        assert html.count("<summary>Our answer") == answers
        assert html.count("background:#1b6e3c") == badges
        assert html.count("hide above-input") == folded


def test_nothing_is_fetched_from_elsewhere(site):
    text = "".join(
        path.read_text("utf-8") for path in [*site.rglob("*.html"), *site.rglob("*.css")]
    )

    assert re.findall(r"""(?:src=|url\(|@import )["']?(?:https?:)?//[^"')]*""", text) == []
    assert re.findall(r"""<link[^>]*href=["'](?:https?:)?//[^"']*""", text) == []


def test_no_path_of_this_machine_is_in_it(site):
    for path in site.rglob("*.*"):
        assert str(HERE.parent).encode() not in path.read_bytes(), path.name


def test_a_complaint_stops_the_build(tmp_path):
    source = shutil.copytree(HERE / "source", tmp_path / "source")
    index = source / "index.md"
    broken = index.read_text("utf-8").replace("](/teacher/index.md)", "](/teacher/nowhere.md)")
    index.write_text(broken, encoding="utf-8")

    assert make(tmp_path / "build", source=source) != 0


def test_a_book_beside_the_browser_tab_links_to_it(tmp_path, site):
    assert make(tmp_path, tab="lab/index.html") == 0

    for lesson in lessons():
        page = f"lessons/{lesson.path.stem}.html"
        link = f'href="../lab/index.html?path={lesson.path.name}"'
        assert link in (tmp_path / "html" / page).read_text(encoding="utf-8")
        assert "Run this lesson" not in (site / page).read_text(encoding="utf-8")
    index = (tmp_path / "html/index.html").read_text(encoding="utf-8")
    assert 'href="lab/index.html?path=00_start_here.ipynb"' in index
