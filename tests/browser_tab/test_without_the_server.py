"""Once all is here, the server may go away: lessons still open, and run."""

from pathlib import Path

from playwright.sync_api import Browser

from ..browser import learner as pictures
from ..notebooks.lessons import LESSONS, read
from . import servers
from .comparing import differences
from .tab import HERE, SECONDS, Learner

# Like an old one: it doesn't know .wasm, and stock ones don't know .mjs.
FEW_TYPES = """
server {
    listen 80;
    root /srv/workshop;
    types { text/html html; text/css css; application/javascript js; }
}
"""


def test_another_lesson_opens_and_runs(browser: Browser, tmp_path: Path) -> None:
    path = LESSONS[1]
    context = browser.new_context(viewport=pictures.SCREEN)
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    with servers.nginx(tmp_path, FEW_TYPES) as address:
        learner = Learner(page, address, HERE)
        learner.asked = []
        learner.arrive()
        learner.close()
        page.goto(address)
        page.wait_for_function("said.textContent.includes('are here')")
        promised = page.inner_text("#said")

    page.goto(f"{address}/?path={path.name}")
    learner.wait_for_the_lab()
    page.evaluate("path => notebook.ready(path)", path.name)
    learner.command("run-all-cells")
    shown = learner.cells()
    context.close()

    assert promised.endswith("the lessons open in this browser without the server, too.")
    assert list(differences(read(path).cells, shown)) == []
