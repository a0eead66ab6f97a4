"""The learner's work on the first page: how far they are, and how it's saved, taken and deleted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from classroom.exercises import LESSONS

from ..notebooks.lessons import NOTEBOOKS
from .tab import SITE

STORE = """files => import('/work.js').then(async () => {
  const opened = await new Promise((done) => {
    const request = indexedDB.open('JupyterLite Storage - /');
    request.onupgradeneeded = () => request.result.createObjectStore('files');
    request.onsuccess = () => done(request.result);
  });
  const store = opened.transaction('files', 'readwrite').objectStore('files');
  for (const [path, file] of Object.entries(files)) store.put(file, path);
  await new Promise((done) => { store.transaction.oncomplete = done; });
  opened.close();
})"""
FILES = "import('/work.js').then(work => work.files())"
LINES = """[...document.querySelectorAll("nav ol")].map((list) => [...list.children].map((item) =>
  ["a", ".minutes"].map((part) => item.querySelector(part).getBoundingClientRect().toJSON())))"""
QUERY, NEW = "03_query.ipynb", "2030-01-01T00:00:00.000Z"
RIGHT = {name: {"state": "right", "tries": 1, "tried": ""} for name in LESSONS["03_query"][:2]}


def file(path: str, content: object, modified: str = NEW) -> dict[str, object]:
    name = path.rpartition("/")[2]
    kind = "notebook" if path.endswith(".ipynb") else "file"
    return {
        "path": path, "name": name, "type": kind, "content": content, "last_modified": modified
    }  # fmt: skip


def lesson(name: str, modified: str = NEW) -> dict[str, object]:
    return file(name, json.loads((SITE / "files" / name).read_text()), modified)


WORK = {
    "02_append.ipynb": lesson("02_append.ipynb", "2029-01-01T00:00:00.000Z"),
    QUERY: lesson(QUERY),
    "my/progress.json": file("my/progress.json", json.dumps(RIGHT)),
    "my/notes.py": file("my/notes.py", "mine"),
}


@pytest.fixture
def somebody(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which nothing is kept."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(somebody: BrowserContext, address: str) -> Page:
    page = somebody.new_page()
    page.goto(address)
    return page


def with_work(page: Page) -> None:
    page.evaluate(STORE, WORK)
    page.reload()
    page.locator("#start", has_text="Go on").wait_for()


def test_somebody_new_is_led_to_the_first_lesson(page: Page) -> None:
    start = page.locator("#start")

    assert start.inner_text() == "Start"
    assert start.get_attribute("href").endswith("?path=00_start_here.ipynb")
    assert page.locator("#export").is_disabled()
    assert page.locator("nav button:visible").count() == 0


def test_somebody_who_comes_back_goes_on_where_they_were(page: Page) -> None:
    with_work(page)

    start = page.locator("#start")
    assert start.inner_text() == "Go on with lesson 03"
    assert start.get_attribute("href").endswith(f"?path={QUERY}")
    assert page.locator("#next").inner_text() == "Query. You've done 2 exercises."
    done = page.locator("nav li", has_text="Query").locator(".done")
    assert done.inner_text() == f"2 of {len(LESSONS['03_query'])} done"


def test_a_reload_of_a_kept_copy_opens_it_again_by_the_first_page(page: Page, address: str) -> None:
    kept = "02_append.kept-1.ipynb"
    page.evaluate(STORE, {kept: WORK["02_append.ipynb"] | {"path": kept, "name": kept}})

    page.goto(f"{address}/index.html?path={kept}")

    page.wait_for_url(f"**/lab/index.html?path={kept}")
    page.wait_for_function(
        "path => window.jupyterapp?.shell?.currentWidget?.context?.path === path", arg=kept
    )


def test_a_link_to_a_file_that_this_browser_does_not_have_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html?path=02_append.kept-7.ipynb")

    page.wait_for_function("said.textContent.includes('are here')")
    told = page.locator("#then").inner_text()
    assert told == "This browser doesn't have 02_append.kept-7.ipynb. Choose a lesson below."
    assert page.url.startswith(f"{address}/index.html")


def test_all_of_the_work_is_saved_as_a_file_and_taken_from_it(
    page: Page, browser: Browser, address: str, tmp_path: Path
) -> None:
    with_work(page)
    with page.expect_download() as download:
        page.click("#export")
    download.value.save_as(tmp_path / "work.json")
    other = browser.new_context().new_page()
    other.goto(address)
    other.evaluate(STORE, {"my/notes.py": file("my/notes.py", "another's")})

    with other.expect_file_chooser() as chooser:
        other.click("#import")
    chooser.value.set_files(tmp_path / "work.json")

    other.locator("#start", has_text="Go on with lesson 03").wait_for()
    assert "is kept as my/notes.kept-1.py" in other.locator("#answer").inner_text()
    kept = file("my/notes.kept-1.py", "another's")
    assert other.evaluate(FILES) == WORK | {"my/notes.kept-1.py": kept}
    other.context.close()


def test_another_file_is_refused_and_nothing_changes(page: Page, tmp_path: Path) -> None:
    with_work(page)
    (tmp_path / "other.json").write_text("{}")

    page.set_input_files("#file", tmp_path / "other.json")

    page.locator("#answer", has_text="isn't one that this page has saved").wait_for()
    assert page.evaluate(FILES) == WORK


def test_it_says_what_it_will_delete_before_it_does(page: Page) -> None:
    with_work(page)
    asked = []
    answers = iter(["dismiss", "accept"])
    page.on("dialog", lambda it: (asked.append(it.message), getattr(it, next(answers))()))

    page.click("#reset")
    page.wait_for_function("answer.textContent === ''")
    assert page.evaluate(FILES) == WORK
    page.click("#reset")
    page.locator("#answer", has_text="Done").wait_for()

    assert "your copies of lessons 02, 03" in asked[0]
    assert "your progress (2 exercises done)" in asked[0]
    assert "1 file of your own: my/notes.py" in asked[0]
    assert page.evaluate(FILES) == {}
    page.locator("#start", has_text="Start").wait_for()


def test_a_lesson_begins_again_and_the_copy_is_kept(page: Page) -> None:
    with_work(page)
    page.on("dialog", lambda it: it.accept())

    page.get_by_role("button", name="Begin 03 · Query again").click()

    page.locator("#answer", has_text="03_query.kept-1.ipynb").wait_for()
    files = page.evaluate(FILES)
    assert QUERY not in files
    assert files["03_query.kept-1.ipynb"]["content"] == WORK[QUERY]["content"]
    assert files["my/progress.json"] == WORK["my/progress.json"]


@pytest.mark.parametrize("name", ["index.html", "trouble.html"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_no_page_scrolls_sideways(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{name}")
    if name == "index.html":
        with_work(page)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [390, 820])
def test_the_minutes_stand_below_each_other_at_the_right_of_their_lessons(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    with_work(page)

    lists = page.evaluate(LINES)

    assert sum(map(len, lists)) == len(NOTEBOOKS)
    for lines in lists:
        assert all(minutes["top"] < title["bottom"] for title, minutes in lines)
        assert all(minutes["left"] >= title["right"] for title, minutes in lines)
        assert len({minutes["right"] for _, minutes in lines}) == 1


def test_the_page_about_trouble_can_be_reached_and_names_no_terminal(page: Page) -> None:
    page.get_by_role("link", name="what to do about it").click()

    page.get_by_role("heading", name="When something goes wrong").wait_for()
    told = page.locator("main").inner_text()
    assert not any(word in told for word in ("erminal", "python", "start.py", "-m classroom"))
    page.get_by_role("link", name="Back to the lessons").click()
    page.locator("#start").wait_for()
