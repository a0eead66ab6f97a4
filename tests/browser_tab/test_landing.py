"""The page that leads to the lessons, and a page that comes over plain http from elsewhere."""

import re
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from ..browser.exercise import EXERCISE, HERE, LESSON, with_check
from ..notebooks.lessons import LESSONS, NOTEBOOKS, read
from . import servers
from .comparing import differences
from .tab import Learner, arrived

SAVE = """([path, content]) => jupyterapp.serviceManager.contents.save(
  path, {type: 'file', format: 'text', content})"""


@pytest.fixture
def page(learner: Learner) -> Iterator[Page]:
    """Another page in the browser of somebody who has been here before."""
    page = learner.page.context.new_page()
    yield page
    page.close()


def test_it_leads_to_every_lesson(page, address: str) -> None:
    page.goto(address)

    links = page.locator("nav a")
    found = [link.get_attribute("href") for link in links.all()]
    assert found == [f"lab/index.html?path={path.name}" for path in NOTEBOOKS]
    assert all(
        re.fullmatch(r"(\d\d|Room [A-Z]) · [\w ]+", title) for title in links.all_inner_texts()
    )


def test_it_counts_what_has_arrived_and_says_when_all_has(page, address: str) -> None:
    page.goto(address)

    page.wait_for_function("said.textContent.startsWith('Python and its packages are here')")
    assert page.evaluate("bar.value === bar.max && bar.max > 15e6")
    assert page.evaluate("notes.textContent") == ""


def test_it_says_when_loading_stops(page, address: str) -> None:
    page.add_init_script("window.fetch = async () => { throw new Error('no network') }")
    page.goto(address)

    page.wait_for_function("said.textContent.startsWith('Loading stopped (no network)')")


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("delete window.WebAssembly", "lacks WebAssembly"),
        ("delete window.Worker", "lacks web workers"),
        ("indexedDB.open = () => { throw new Error('no') }", "lacks storage"),
    ],
)
def test_it_says_what_the_browser_lacks(page, address: str, without: str, told: str) -> None:
    page.add_init_script(without)
    page.goto(address)

    page.wait_for_function(f"notes.textContent.includes('{told}')")
    assert page.locator("#loading").is_hidden()


def own_address() -> str:
    """The address by which others in the room reach this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])


def test_a_lesson_runs_over_plain_http_from_another_machine(browser: Browser, tmp_path) -> None:
    path = LESSONS[1]
    lines = servers.shown("apache")
    with (
        servers.apache(tmp_path, lines, own_address()) as root,
        arrived(browser, f"{root}/workshop") as learner,
    ):
        with learner.lesson(path.stem):
            learner.command("run-all-cells")
            shown = learner.cells()
        learner.page.goto(f"{learner.address}/")
        learner.page.wait_for_function("said.textContent.includes('are here')")
        promised = learner.page.locator("#said").inner_text()

    assert "without the server" not in promised
    assert list(differences(read(path).cells, shown)) == []
    assert learner.complaints == []


MY = "from pathlib import Path\nimport os\nmy = Path(os.environ['EVENTSTORE_MY'])\n"


def test_over_plain_http_what_python_writes_is_kept_as_well(browser: Browser, tmp_path) -> None:
    lines = servers.shown("apache")
    with (
        servers.apache(tmp_path, lines, own_address()) as root,
        arrived(browser, f"{root}/workshop") as learner,
    ):
        with learner.lesson(LESSON):
            learner.choose(HERE)
            learner.command("run-all-above")
            learner.run(HERE, with_check(EXERCISE.answer))
            learner.execute(MY + "(my / 'a/b').mkdir(parents=True)\n(my / 'gone').touch()")
            learner.execute(MY + "(my / 'a/b/c').write_bytes(b'\\xff')\n(my / 'gone').unlink()")
        learner = learner.crash()
        learner.page.goto(f"{learner.address}/lab/index.html")
        learner.wait_for_the_lab()
        with learner.lesson("03_query"):
            progress = learner.execute("progress()")
            told = "print((my / 'a/b/c').read_bytes(), (my / 'gone').exists())"
            kept = learner.execute(MY + told)
            learner.page.evaluate(SAVE, ["my/notes.py", "written beside"])
            beside = learner.execute(MY + "print((my / 'notes.py').read_text())")
        complaints = learner.complaints

    assert re.search("02 append +1 of 5", progress)
    assert kept == "b'\\xff' False\n"
    assert beside == "written beside\n"
    assert complaints == []


def test_a_lesson_leads_to_the_contents_and_they_to_another(learner: Learner) -> None:
    learner.page.evaluate("notebook.open('00_start_here.ipynb')")

    learner.page.get_by_role("link", name="Contents").first.click()
    contents = learner.page.locator(".jp-MarkdownViewer")
    contents.locator("h2", has_text="The lessons").wait_for(timeout=20_000)
    contents.get_by_role("link", name="Append").click()

    learner.page.evaluate("notebook.ready('02_append.ipynb')")
    learner.close()
    learner.page.evaluate("jupyterapp.shell.currentWidget.close()")
