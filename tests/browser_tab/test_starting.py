"""The tab starts, or says why not: whatever the page waits for, it gets there or names it."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from ..browser import chromium
from ..notebooks.lessons import LESSONS
from .tab import SITE, Learner
from .test_build import python_of

PYTHON = python_of(SITE).name
FIRST = f"/lab/index.html?path={LESSONS[0].name}"
MINUTE, TIMEOUT = 61_000, 30_000  # milliseconds
# JupyterLite adds a store that it misses: a new version of the database each time.
UPGRADES = (
    "indexedDB.databases().then(all => all.find(one => one.name.startsWith('Jup')).version - 1)"
)
SECONDS_BY_HAND = """{
  const { setInterval } = window, seconds = window.seconds = [];
  window.setInterval = (pass, time) => time === 1000 ? seconds.push(pass) : setInterval(pass, time);
}"""
SILENT = "window.Worker = class extends EventTarget { postMessage() {} terminate() {} };"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of somebody new, in a browser where no service worker comes between."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(TIMEOUT)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    yield context.new_page()
    context.close()


def loaded(page: Page) -> None:
    """Be somebody who has been on the first page before."""
    page.add_init_script(f"localStorage.setItem('{PYTHON}', 'here')")


def answer(page: Page, pattern: str, body: str, kind: str = "text/javascript") -> None:
    page.route(pattern, lambda route: route.fulfill(body=body, content_type=kind))


def until(page: Page, condition: Callable[[], object], otherwise: str = "") -> None:
    """Wait outside the page: one whose clock is ours can't wait by itself."""
    for _ in range(TIMEOUT // 100):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{otherwise}\n{page.inner_text('body')}")


def says(page: Page, words: str) -> None:
    until(page, lambda: words in page.inner_text("body"), f"it never says {words!r}, but:")


@pytest.mark.parametrize("first", ["/index.html", FIRST])
def test_the_storage_has_all_that_jupyterlite_needs_before_anyone_asks(
    page: Page, address: str, first: str
) -> None:
    loaded(page)
    page.goto(address + first)
    if first != FIRST:
        page.goto(address + FIRST)
    page.wait_for_function("window.jupyterapp?.commands.hasCommand('docmanager:open')")
    page.wait_for_function("jupyterapp.shell.currentWidget?.context?.isReady")

    page.evaluate("jupyterapp.serviceManager.contents.newUntitled({type: 'file', ext: 'py'})")
    page.evaluate("jupyterapp.shell.currentWidget.context.createCheckpoint()")

    assert page.evaluate(UPGRADES) == 0


def test_nothing_in_the_site_has_a_type_that_servers_do_not_know() -> None:
    assert list(SITE.rglob("*.mjs")) == []


def test_a_server_that_sends_scripts_as_text_is_told_what_to_set(page, address: str) -> None:
    answer(page, f"**/{PYTHON}/*.js", "let text", "text/plain")
    page.goto(address)

    says(page, "as text/plain")
    says(page, "a browser only runs text/javascript")


def test_what_arrives_changed_is_not_taken_for_python(page, address: str) -> None:
    answer(page, f"**/{PYTHON}/six-*", body="<h1>Log in to this network</h1>")
    page.goto(address)

    says(page, "31 bytes arrived instead of")


def test_a_server_that_stops_sending_is_not_waited_for_without_end(page, address: str) -> None:
    held: list[Route] = []
    page.route(f"**/{PYTHON}/six-*", lambda route: held.append(route))
    page.clock.install()
    page.goto(address)
    until(page, lambda: held)
    page.clock.run_for(MINUTE)

    says(page, "Loading stopped")
    says(page, "six-1.17.0-py2.py3-none-any.whl: no answer")


def test_a_browser_that_cannot_read_the_scripts_is_called_too_old(page, address: str) -> None:
    answer(page, "**/scripts/loading.js", body="const old = a ??? b;")
    page.goto(address)

    says(page, "this browser is too old for the scripts of this page")


def test_where_lessons_cannot_run_no_link_leads_to_one(page, address: str) -> None:
    page.add_init_script("delete window.Worker")
    page.goto(address)
    says(page, "lacks web workers")

    for link in (page.locator("#start"), page.locator("nav a").first):
        link.click()
        assert page.url == f"{address}/"
        assert "line-through" in link.evaluate("it => getComputedStyle(it).textDecoration")


def test_a_browser_that_keeps_nothing_says_so(browser: Browser, address: str, tmp_path) -> None:
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default/Preferences").write_text(json.dumps(blocked))
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium.ensure(), args=chromium.QUIET
    )
    page = context.new_page()
    page.goto(address + FIRST)

    says(page, "This browser lacks storage: it is switched off for this page")
    assert page.url.startswith(f"{address}/index.html?path=")
    context.close()


def test_a_link_into_jupyterlab_goes_by_the_first_page_and_comes_back(page, address: str) -> None:
    page.goto(address + FIRST)
    page.wait_for_url("**/index.html?path=*")
    says(page, "Loading Python and its packages")

    page.wait_for_url(f"**{FIRST}")


def test_a_lesson_that_is_chosen_too_early_opens_when_it_can(page, address: str) -> None:
    held: list[Route] = []
    page.route(f"**/{PYTHON}/six-*", lambda route: held.append(route))
    page.goto(address)
    until(page, lambda: held)
    page.locator("#start").click()
    says(page, "Then “00 · Start here” opens.")
    page.locator("nav a").nth(2).click()
    says(page, "Then “02 · Append” opens.")
    held[0].continue_()

    page.wait_for_url(f"**/lab/index.html?path={LESSONS[2].name}")


def test_jupyterlab_names_the_part_that_is_missing(page, address: str) -> None:
    loaded(page)
    page.route("**/build/981.*.js", lambda route: route.abort())
    page.goto(address + FIRST)

    says(page, "JupyterLab did not start")
    says(page, "/build/981.1e14a7f.js did not arrive")


def test_after_a_minute_it_names_what_it_waits_for(page, address: str) -> None:
    loaded(page)
    held: list[Route] = []
    page.route("**/build/jlab_core.*.js", lambda route: held.append(route))
    page.add_init_script(SILENT)
    page.clock.install()
    page.goto(address + FIRST, wait_until="commit")
    until(page, lambda: held)
    page.clock.run_for(MINUTE)
    says(page, "waiting for a minute for JupyterLab.")

    held[0].continue_()
    page.wait_for_selector(".jp-NotebookPanel")
    page.wait_for_selector("#trouble", state="detached")
    page.clock.run_for(MINUTE)
    says(page, "waiting for a minute for Python,")


def test_the_script_of_python_that_does_not_arrive_is_named_for_good(page, address: str) -> None:
    loaded(page)
    page.route("**/comlink.worker.*.js", lambda route: route.abort())
    page.route("**/coincident.worker.*.js", lambda route: route.abort())
    page.add_init_script(SECONDS_BY_HAND)
    page.goto(address + FIRST)

    says(page, ".js did not arrive). Reload this page.")
    page.evaluate("seconds.forEach(pass => pass())")
    assert "Python did not start" in page.inner_text("#trouble")


SWAP_THE_PROGRAM = """async () => {
  const name = (await caches.keys()).find(name => name.startsWith('lessons'));
  const cache = await caches.open(name);
  const asked = (await cache.keys()).find(({url}) => url.endsWith('.wasm'));
  const {size} = await (await cache.match(asked)).blob();
  await cache.put(asked, new Response('no program'));
  return size;
}"""


def test_python_that_cannot_start_says_why_and_the_first_page_repairs_it(learner: Learner) -> None:
    page = learner.page.context.new_page()
    page.goto(learner.address)
    says(page, "Python and its packages are here")
    size = page.evaluate(SWAP_THE_PROGRAM)
    page.goto(learner.address + FIRST)
    says(page, "Python did not start (WebAssembly")

    page.get_by_role("link", name="First page").click()
    says(page, "Python and its packages are here")

    assert page.evaluate(SWAP_THE_PROGRAM) == size > 5e6
    page.reload()  # for those who come after
    says(page, "Python and its packages are here")
    page.close()


def test_an_error_in_a_python_that_runs_is_not_taken_for_one_that_cannot_start(
    learner: Learner,
) -> None:
    with learner.lesson(LESSONS[0].stem):
        (python,) = learner.page.workers
        python.evaluate("void setTimeout(() => { throw new Error('by the way'); })")
        until(learner.page, lambda: learner.complaints)
        learner.page.wait_for_timeout(500)
        assert "by the way" in learner.complaints.pop()
        assert learner.complaints == []
        assert not learner.page.query_selector("#trouble")


def test_no_file_looks_years_old(learner: Learner) -> None:
    names = learner.page.locator(".jp-DirListing-itemName")
    names.first.wait_for()

    assert learner.page.locator(".jp-DirListing-itemModified:visible").count() == 0
