"""How long somebody waits in the browser tab, and its memory: `make bench-browser-tab`.

Each line is one lesson, from its link until the first ✔ below a cell, with *Run All Cells* as soon
as Python is there. The memory is what the browser has when the last cell has run. Nothing else
should run on the machine meanwhile.
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ..browser import chromium, learner
from ..engines.memory import megabytes
from ..notebooks.lessons import LESSONS
from . import servers
from .tab import SECONDS

GOALS = "The goals: 12 s cold, 8 s warm, also at the ninth lesson, and less than 1,400 MB."
RUN = """async (path) => {
  await notebook.ready(path);
  await jupyterapp.commands.execute("notebook:clear-all-cell-outputs");
  void jupyterapp.commands.execute("notebook:run-all-cells");
}"""
OUTPUTS = "JSON.stringify(notebook.contents().cells.map((cell) => cell.outputs))"
LAST = 'notebook.contents().cells.filter((cell) => cell.cell_type === "code").at(-1)'


def taken(page: Page, address: str, lesson: Path, how: str) -> str:
    """Follow a link to a lesson, and run it to its end; say how long the first ✔ took."""
    began = time.monotonic()
    page.goto(f"{address}?path={lesson.name}")
    page.wait_for_function("window.jupyterapp?.shell")
    page.evaluate(RUN, lesson.name)
    page.wait_for_function(f"{OUTPUTS}.includes('✔')")
    seconds = time.monotonic() - began
    page.wait_for_function(f"{LAST}.execution_count")
    return f"{how}, {lesson.stem}: {seconds:.1f} s, {megabytes():,.0f} MB"


def main() -> None:
    """Measure in a browser that nobody has used: cold, then warm, then lesson after lesson."""
    with (
        tempfile.TemporaryDirectory() as home,
        servers.nginx(Path(home), servers.shown("nginx")) as address,
        sync_playwright() as playwright,
    ):
        for lesson in (LESSONS[2], LESSONS[-1]):
            browser = playwright.chromium.launch(
                executable_path=chromium.ensure(), args=chromium.QUIET
            )
            page = browser.new_page(viewport=learner.SCREEN)
            page.set_default_timeout(SECONDS * 1000)
            page.add_init_script(path=Path(learner.HERE) / "notebook.js")
            say(taken(page, f"{address}/", lesson, "cold"))
            say(taken(page, f"{address}/lab/index.html", lesson, "warm"))
            if lesson == LESSONS[-1]:
                for number, each in enumerate(LESSONS, 1):
                    how = f"warm, lesson {number} in a row"
                    say(taken(page, f"{address}/lab/index.html", each, how))
            browser.close()
    say(GOALS)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
