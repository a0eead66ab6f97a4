"""The browser tab in three engines, from a stock nginx: two lessons, from link to end.

On a wide screen and on a phone's, where nothing may be cut off.
"""

import time
from pathlib import Path

import nbformat
import pytest

from ..browser.looks import TOO_WIDE
from ..browser_tab.comparing import differences
from ..browser_tab.tab import SITE
from ..notebooks.lessons import LESSONS, read
from .engines import ENGINES
from .memory import megabytes
from .nginx import served
from .page import Page

PICTURES = Path(__file__).parent / "screenshots"
OPEN = "[...jupyterapp.shell.widgets('main')].find((widget) => widget.isVisible)"
CELLS = f"{OPEN}.context.model.toJSON()"
OUTPUTS = f"JSON.stringify({CELLS}.cells.map((cell) => cell.outputs))"
MENUS = "[...document.querySelectorAll('.lm-MenuBar-item')].map((menu) => menu.textContent)"
LOADED = "[...document.querySelectorAll('progress')].every((bar) => bar.value === bar.max)"
LAST = f'{CELLS}.cells.filter((cell) => cell.cell_type === "code").at(-1)'
# Every cell is in the page then, and not only those that can be seen.
UNROLL = f"""(({{content}}) => {{
  content.notebookConfig = {{...content.notebookConfig, windowingMode: "none"}};
}})({OPEN})"""
LEAST = {"WebKitGTK": 450}  # pixels: its own browser can't have a narrower window
TAKEN = [LESSONS[0], LESSONS[2]]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(SITE, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
@pytest.mark.parametrize("engine", ENGINES)
def test_lessons_run_to_their_end(engine, width, height, address, capsys):
    PICTURES.mkdir(exist_ok=True)
    with ENGINES[engine]() as (page, version):
        page.resize(width, height)
        for lesson in TAKEN:
            picture = f"{engine}-{width}-{lesson.stem}"
            try:
                seconds = take(page, address, lesson)
            except TimeoutError:
                page.screenshot(PICTURES / f"{picture}-stuck.png")
                raise
            shown = nbformat.reads(page.evaluate(f"JSON.stringify({CELLS})"), as_version=4).cells
            with capsys.disabled():
                told = f"{engine} {version}, {width} px, {lesson.stem}: {seconds}"
                print(f"\n{told}, {megabytes():.0f} MB", end="")  # noqa: T201
            page.screenshot(PICTURES / f"{picture}.png")
            asked = "document.querySelector('.jp-Dialog, #trouble')?.innerText"
            assert page.evaluate(asked) is None
            assert list(differences(read(lesson).cells, shown)) == []
            assert page.evaluate("innerWidth") <= max(width, LEAST.get(engine, 0))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            page.evaluate(UNROLL)
            assert page.evaluate(f"({TOO_WIDE})()") == []


def take(page: Page, address: str, lesson: Path) -> str:
    """Choose a lesson on the first page, and run it; say how long that took."""
    page.goto(address)
    page.until(LOADED, "Python on the first page")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    began = time.monotonic()
    page.click(f'a[href*="{lesson.name}"]', "")
    page.until(f"{OPEN}.context.path === '{lesson.name}'", "the lesson")
    while not page.evaluate("jupyterapp.shell.currentWidget !== null"):
        page.click(".jp-Notebook h1", lesson.stem[:2])
    # Before Python is there, JupyterLab answers Run All Cells by asking for a kernel.
    page.until(f"{OPEN}.sessionContext.session.kernel.status === 'idle'", "Python")
    if "Run" in page.evaluate(MENUS):
        page.click(".lm-MenuBar-item", "Run")
    else:  # a narrow page has the rest of its menus in the last one
        page.click(".lm-MenuBar-item", "...")
        page.click(".lm-Menu-item", "Run")
    page.click(".lm-Menu-item:not(.lm-mod-disabled)", "Run All Cells")
    page.until(f"{OUTPUTS}.includes('✔')", "the first green")
    green = time.monotonic()
    page.until(f"{LAST}.execution_count", "the last cell")
    return f"{green - began:.0f} s to the first green, {time.monotonic() - began:.0f} s to the end"
