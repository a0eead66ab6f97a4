"""One lesson is open at a time, with one Python, and what the learner wrote is kept."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from ..browser.exercise import EXERCISE, HERE, LESSON, NAME, with_check
from ..browser.learner import SCREEN
from ..notebooks.lessons import lesson, read
from .tab import SITE, Learner, arrived

OPEN = """[...jupyterapp.shell.widgets('main')]
  .map(widget => widget.context?.path).filter(path => path)"""
SESSIONS = "[...jupyterapp.serviceManager.sessions.running()].map(session => session.path)"
FIRST_CELL = "jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel"
SHOWN = """path => window.jupyterapp?.shell?.currentWidget?.context?.path === path
  && window.jupyterapp.shell.currentWidget.context.isReady"""


@pytest.fixture(scope="module")
def visitor(browser: Browser, address: str) -> Iterator[Learner]:
    """Somebody of their own, so that nobody else's lessons are open."""
    with arrived(browser, address) as somebody:
        yield somebody


def go(page: Page, address: str, name: str) -> None:
    """Open a lesson from the first page, and don't wait for its Python."""
    page.goto(f"{address}/lab/index.html?path={name}.ipynb")
    page.wait_for_function(SHOWN, arg=f"{name}.ipynb")


def test_lessons_opened_one_after_the_other_leave_one_open_and_one_python(
    visitor: Learner, address: str
) -> None:
    page = visitor.page
    for name in ("03_query", "04_projection"):
        go(page, address, name)
    page.evaluate("notebook.ready('04_projection.ipynb')")
    page.evaluate("notebook.open('05_snapshots.ipynb')")

    page.wait_for_function(f"{OPEN}.length === 1")
    assert page.evaluate(OPEN) == ["05_snapshots.ipynb"]
    page.wait_for_function(f"{SESSIONS}.length === 1")
    assert page.evaluate(SESSIONS) == ["05_snapshots.ipynb"]
    page.wait_for_function("navigator.serviceWorker.controller")
    assert len(page.workers) == 1
    assert visitor.execute("print(1 + 1)") == "2\n"
    assert visitor.complaints == []


def test_a_reload_opens_the_same_lesson(visitor: Learner, address: str) -> None:
    page = visitor.page
    go(page, address, "03_query")
    page.wait_for_function("location.search === '?path=03_query.ipynb'")
    page.evaluate(
        "void jupyterapp.commands.execute('docmanager:open', {path: '06_contention.ipynb'})"
    )
    page.wait_for_function("location.search === '?path=06_contention.ipynb'")

    page.reload()

    page.wait_for_function(SHOWN, arg="06_contention.ipynb")
    assert page.evaluate(OPEN) == ["06_contention.ipynb"]


def test_a_second_tab_takes_the_lesson_over_with_what_was_written(
    visitor: Learner, address: str
) -> None:
    first = visitor.page
    go(first, address, "02_append")
    first.evaluate(f"{FIRST_CELL}.setSource('mine')")
    second = first.context.new_page()

    go(second, address, "02_append")

    second.wait_for_function(f"{FIRST_CELL}.source === 'mine'")
    first.wait_for_function(f"{OPEN}.length === 0")
    assert "Go on there" in first.locator(".Toastify__toast").first.inner_text()
    second.close()


@pytest.mark.parametrize("width", [390, 820])
def test_on_a_small_screen_a_lesson_has_the_width_and_the_list_of_files_is_closed(
    visitor: Learner, address: str, width: int
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 844})

    for _ in range(4):  # JupyterLab fills its bars sooner or later
        go(page, address, "01_why_an_event_store")

        page.wait_for_function("jupyterapp.shell.leftCollapsed")
        page.wait_for_function(
            "innerWidth - document.querySelector('.jp-NotebookPanel').offsetWidth < 60"
        )
        assert page.locator(".jp-NotebookPanel").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.set_viewport_size(SCREEN)


SLOW_SAVES = """
  const {contents} = jupyterapp.serviceManager, {save} = contents;
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const slowDown = (time) => { // as on a slow machine
    contents.save = async (...given) => {
      const saved = await save.apply(contents, given);
      await pause(time);
      return saved;
    };
  };
"""
OVERLAP = f"""async () => {{
  {SLOW_SAVES}
  const {{context}} = jupyterapp.shell.currentWidget;
  await context.save();
  slowDown(2_000);
  await pause(1_000);
  const first = context.save();
  await pause(1_000);
  await Promise.race([Promise.all([first, context.save()]), pause(8_000)]);
  delete contents.save;
  return document.querySelector(".jp-Dialog")?.innerText ?? "";
}}"""


def test_two_saves_at_once_do_not_take_each_other_for_somebody_else(
    visitor: Learner, address: str
) -> None:
    go(visitor.page, address, "01_why_an_event_store")

    assert visitor.page.evaluate(OVERLAP) == ""


SLOWLY = f"""async (times, act) => {{
  {SLOW_SAVES}
  slowDown(1_000);
  const panel = jupyterapp.shell.currentWidget, typed = panel.content.widgets[0].model.sharedModel;
  typed.setSource("one");
  const saves = Array.from({{length: times}}, () => panel.context.save());
  await pause(500);
  delete contents.save;
  await act(panel, saves, typed);
  await Promise.allSettled(saves);
}}"""


def test_what_is_typed_while_a_lesson_is_saved_is_saved_as_well(
    visitor: Learner, address: str
) -> None:
    page = visitor.page
    go(page, address, "08_all_or_nothing")

    page.evaluate(f"({SLOWLY})(1, async (panel, saves, typed) => typed.setSource('two'))")
    page.evaluate("notebook.open('07_lost_replies.ipynb')")
    page.wait_for_function(f"{OPEN}.length === 1")

    assert page.evaluate(READ, "08_all_or_nothing.ipynb")["cells"][0]["source"] == "two"


def test_a_lesson_that_was_saved_does_not_look_changed(visitor: Learner, address: str) -> None:
    page = visitor.page
    go(page, address, "08_all_or_nothing")

    page.evaluate(f"({SLOWLY})(1, async () => {{}})")

    assert page.evaluate("jupyterapp.shell.currentWidget.context.model.dirty") is False


def test_a_lesson_closed_while_a_save_waits_closes_without_a_complaint(
    visitor: Learner, address: str
) -> None:
    page = visitor.page
    go(page, address, "08_all_or_nothing")
    page.evaluate("notebook.ready('08_all_or_nothing.ipynb')")  # before, JupyterLab can't close it
    visitor.complaints.clear()

    page.evaluate(f"({SLOWLY})(2, async (panel, [first]) => {{ await first; panel.close(); }})")

    page.wait_for_timeout(500)
    assert page.locator(".jp-Dialog").all_inner_texts() == []
    assert visitor.complaints == []


BUSY = """async (path) => {
  const {requestIdleCallback} = window, waiting = [];
  window.requestIdleCallback = (act) => waiting.push(act); // the page never has time
  await notebook.open(path);
  const panel = jupyterapp.shell.currentWidget;
  await panel.sessionContext.shutdown();
  await panel.context.save();
  panel.close();
  window.requestIdleCallback = requestIdleCallback;
  waiting.forEach((act) => requestIdleCallback(act));
  await new Promise((done) => setTimeout(done, 1_000));
  return waiting.length;
}"""


def test_a_lesson_closed_before_all_of_it_was_shown_closes_without_a_complaint(
    visitor: Learner, address: str
) -> None:
    page = visitor.page
    go(page, address, "01_why_an_event_store")
    page.evaluate("notebook.ready('01_why_an_event_store.ipynb')")
    visitor.complaints.clear()

    waited = page.evaluate(BUSY, "06_contention.ipynb")

    assert waited > 0
    assert visitor.complaints == []


AT_ONCE = """async () => {
  const {context} = jupyterapp.shell.currentWidget, {contents} = jupyterapp.serviceManager;
  const {get} = contents;
  let begun = false;
  contents.get = (...given) => {
    begun = true;
    return get.apply(contents, given);
  };
  const saved = context.save();
  for (let waits = 0; waits < 100; waits += 1) await undefined; // no other task comes between
  delete contents.get;
  await saved;
  return begun;
}"""


def test_a_save_begins_at_once_because_the_page_may_be_about_to_close(
    visitor: Learner, address: str
) -> None:
    go(visitor.page, address, "01_why_an_event_store")

    assert visitor.page.evaluate(AT_ONCE) is True


HIDDEN = """(left) => {
  const {context} = jupyterapp.shell.currentWidget;
  let saves = 0;
  context.save = async () => { saves += 1; };
  context.model.dirty = true;
  Object.defineProperty(document, "hidden", {value: true, configurable: true});
  if (left) dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}));
  document.dispatchEvent(new Event("visibilitychange"));
  return saves;
}"""


@pytest.mark.parametrize(("left", "saves"), [(False, 1), (True, 0)])
def test_a_page_that_is_hidden_is_saved_but_not_one_that_is_left(
    visitor: Learner, address: str, left: bool, saves: int
) -> None:
    go(visitor.page, address, "03_query")

    assert visitor.page.evaluate(HIDDEN, left) == saves


UNFINISHED = """() => new Promise(async (done) => {
  const opened = await openStorage(location.pathname.replace(/lab.*/, ''));
  const store = opened.transaction("files", "readwrite").objectStore("files");
  const goOn = () => (store.get("none").onsuccess = goOn); // as if nobody heard that it's there
  goOn();
  store.transaction.onabort = () => (opened.transaction("files").onabort = () => done("ended"));
  dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}));
  setTimeout(() => done("goes on"), 1_000);
})"""


def test_a_page_that_is_left_ends_what_others_would_wait_for(
    visitor: Learner, address: str
) -> None:
    page = visitor.page
    go(page, address, "03_query")
    page.evaluate("notebook.ready('03_query.ipynb')")
    assert len(page.workers) == 1

    assert page.evaluate(UNFINISHED) == "ended"
    page.wait_for_timeout(500)
    assert page.workers == []

    page.evaluate(f"{FIRST_CELL}.setSource('before they came back')")
    page.evaluate("void (window.before = true)")
    page.evaluate("void dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_function("!window.before")
    page.evaluate("notebook.ready('03_query.ipynb')")
    assert page.evaluate(f"{FIRST_CELL}.source") == "before they came back"
    assert visitor.execute("print(1 + 1)") == "2\n"


SAVE = "([path, model]) => jupyterapp.serviceManager.contents.save(path, model)"
READ = """path => jupyterapp.serviceManager.contents.get(path, {content: true})
  .then(model => model.content)"""
NAMES = """jupyterapp.serviceManager.contents.get('', {content: true})
  .then(folder => folder.content.map(each => each.name))"""


def test_a_new_version_of_a_lesson_arrives_with_the_answers_and_the_old_copy_is_kept(
    visitor: Learner, address: str
) -> None:
    page, file = visitor.page, f"{LESSON}.ipynb"
    go(page, address, "00_start_here")
    old = json.loads((SITE / "files" / file).read_text())
    old["metadata"]["edition"] = "1.0"
    old["cells"][0]["source"] = "A note of one's own"
    old["cells"][HERE]["source"] = with_check(EXERCISE.answer)
    save(page, file, "notebook", "json", old)
    save(page, "my", "directory", "json", None)
    done = json.dumps({NAME: {"state": "right", "tries": 1, "tried": ""}})
    save(page, "my/progress.json", "file", "text", done)

    go(page, address, LESSON)

    told = page.locator(".Toastify__toast", has_text="is a new version").inner_text()
    assert f"{LESSON}.kept-1.ipynb" in told
    kept = page.evaluate(READ, f"{LESSON}.kept-1.ipynb")
    new = page.evaluate(READ, file)
    sources = [cell["source"] for cell in new["cells"]]
    assert kept["cells"] == old["cells"]
    assert sources[HERE] == with_check(EXERCISE.answer)
    assert sources[0] == read(lesson(2)).cells[0].source
    go(page, address, LESSON)
    assert page.locator(".Toastify__toast", has_text="is a new version").count() == 0


def test_an_old_lesson_from_a_cache_does_not_take_the_place_of_a_copy(
    visitor: Learner, address: str
) -> None:
    page, file = visitor.page, "03_query.ipynb"
    stale = json.loads((SITE / "files" / file).read_text())
    stale["metadata"]["edition"] = "1.0"
    go(page, address, "00_start_here")
    save(page, file, "notebook", "json", stale)
    page.context.route(f"**/files/{file}", lambda route: route.fulfill(json=stale))

    go(page, address, "03_query")

    assert page.locator(".Toastify__toast", has_text="is a new version").count() == 0
    assert "03_query.kept-1.ipynb" not in page.evaluate(NAMES)
    page.context.unroute(f"**/files/{file}")


def save(page: Page, path: str, kind: str, form: str, content: object) -> None:
    page.evaluate(SAVE, [path, {"type": kind, "format": form, "content": content}])
