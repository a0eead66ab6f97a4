"""The book is made without a complaint, holds every lesson, and asks nothing of the internet."""

import io
import re
import shutil
import subprocess
import zipfile

from book.__main__ import HERE
from book.lessons import ROOT, notebooks, read

from .conftest import make


def test_every_lesson_is_there_with_its_outputs_and_folded_answers(site):
    for lesson in notebooks():
        html = (site / "lessons" / f"{lesson.path.stem}.html").read_text(encoding="utf-8")
        cells = read(lesson.path).cells
        answers = sum(cell.source.count("<summary>Our answer") for cell in cells)
        badges = str(cells).count("background:#1b6e3c")
        folded = sum("source_hidden" in cell.metadata.get("jupyter", {}) for cell in cells)

        assert f"<h1>{lesson.heading.removeprefix('Lesson ')}" in html
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

    for lesson in notebooks():
        page = f"lessons/{lesson.path.stem}.html"
        link = f'href="../lab/index.html?path={lesson.path.name}"'
        assert link in (tmp_path / "html" / page).read_text(encoding="utf-8")
        assert "Run this lesson" not in (site / page).read_text(encoding="utf-8")
    index = (tmp_path / "html/index.html").read_text(encoding="utf-8")
    assert 'href="lab/index.html?path=00_start_here.ipynb"' in index


def test_a_lesson_can_be_downloaded_as_it_is_in_the_project(site):
    for lesson in notebooks():
        downloaded = site / "lessons" / lesson.path.name
        assert downloaded.read_bytes() == lesson.path.read_bytes()


def test_the_project_can_be_downloaded_as_git_has_it(site):
    listed = subprocess.run(["git", "ls-tree", "-r", "--name-only", "HEAD"], cwd=ROOT, stdout=-1)
    project = zipfile.ZipFile(io.BytesIO((site / "eventstore-workshop.zip").read_bytes()))
    files = {name for name in project.namelist() if not name.endswith("/")}

    assert files == {
        f"eventstore-workshop/{name}" for name in listed.stdout.decode().split("\n")[:-1]
    }
    assert "eventstore-workshop/start.py" in files
    index = (site / "index.html").read_text(encoding="utf-8")
    assert '<a href="eventstore-workshop.zip">Get the project</a>' in index


def test_no_page_asks_to_run_what_cannot_run_there(site):
    for path in site.rglob("*.html"):
        assert "run this cell" not in path.read_text(encoding="utf-8").lower(), path.name


def test_what_gives_answers_away_is_in_no_search(site):
    index = (site / "searchindex.js").read_text(encoding="utf-8")

    assert "The answer key" not in index
    assert "Room check" not in index
    assert "Snapshots" in index
    for name in ("answers", "room_checks", "script"):
        page = (site / f"teacher/{name}.html").read_text(encoding="utf-8")
        assert '<meta content="noindex" name="robots"' in page


def test_every_page_has_an_icon(site):
    for path in site.rglob("*.html"):
        (icon,) = re.findall(
            r'<link rel="shortcut icon" href="([^"?]*)', path.read_text(encoding="utf-8")
        )
        assert (path.parent / icon).is_file()
