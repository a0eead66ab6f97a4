"""The browser tab in three engines, from a stock nginx: two lessons, from link to end."""

import time
from pathlib import Path

import nbformat
import pytest

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
LOADED = "[...document.querySelectorAll('progress')].every((bar) => bar.value === bar.max)"
LAST = f'{CELLS}.cells.filter((cell) => cell.cell_type === "code").at(-1)'
TAKEN = [LESSONS[0], LESSONS[2]]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(SITE, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.mark.parametrize("engine", ENGINES)
def test_lessons_run_to_their_end(engine, address, capsys):
    PICTURES.mkdir(exist_ok=True)
    with ENGINES[engine]() as (page, version):
        page.resize(1400, 900)
        for lesson in TAKEN:
            try:
                seconds = take(page, address, lesson)
            except TimeoutError:
                page.screenshot(PICTURES / f"{engine}-{lesson.stem}-stuck.png")
                raise
            shown = nbformat.reads(page.evaluate(f"JSON.stringify({CELLS})"), as_version=4).cells
            with capsys.disabled():
                told = f"{engine} {version}, {lesson.stem}: {seconds}, {megabytes():.0f} MB"
                print(f"\n{told}", end="")  # noqa: T201
            page.screenshot(PICTURES / f"{engine}-{lesson.stem}.png")
            assert list(differences(read(lesson).cells, shown)) == []
        page.resize(390, 844)
        time.sleep(1)
        page.screenshot(PICTURES / f"{engine}-390.png")


def take(page: Page, address: str, lesson: Path) -> str:
    """Choose a lesson on the first page, and run it; say how long that took."""
    page.goto(address)
    page.until(LOADED, "Python on the first page")
    began = time.monotonic()
    page.click(f'a[href*="{lesson.name}"]', "")
    page.until(f"{OPEN}.context.path === '{lesson.name}'", "the lesson")
    while not page.evaluate("jupyterapp.shell.currentWidget !== null"):
        page.click(".jp-Notebook h1", lesson.stem[:2])
    # Before Python is there, JupyterLab answers Run All Cells by asking for a kernel.
    page.until(f"{OPEN}.sessionContext.session.kernel.status === 'idle'", "Python")
    page.click(".lm-MenuBar-item", "Run")
    page.click(".lm-Menu-item:not(.lm-mod-disabled)", "Run All Cells")
    page.until(f"{OUTPUTS}.includes('✔')", "the first green")
    green = time.monotonic()
    page.until(f"{LAST}.execution_count", "the last cell")
    return f"{green - began:.0f} s to the first green, {time.monotonic() - began:.0f} s to the end"
