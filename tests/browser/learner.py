"""What a learner does in the browser, in a JupyterLab that shows one lesson at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from . import chromium
from .lab import copy_lessons

HERE = Path(__file__).parent
PICTURES = HERE / "screenshots"
SCREEN = {"width": 1400, "height": 900}
LONG_SCREEN = {"width": 1400, "height": 2000}
NOT_OURS = (  # but JupyterLab's own: it hurries when a notebook opens or closes, or its kernel ends
    "Cannot read properties of null (reading 'footer')",
    "Could not restore the debugger state: Canceled future",
    "Error while computing the ReactiveToolbar TypeError: Cannot read properties of null",
)


class Learner:
    """`complaints` is what a page should not do: print an error, ask another machine."""

    def __init__(self, page: Page, address: str, home: Path) -> None:
        self.page, self.address, self.my = page, address, home / "my"
        self.complaints: list[str] = []
        self._origin = address.partition("/lab")[0].partition("://")[2]
        page.add_init_script(path=HERE / "notebook.js")
        page.on("console", self._read_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error.stack or error}"))
        page.on("request", self._see_request)

    def arrive(self) -> None:
        """Follow the address that the terminal shows, and wait for the first lesson."""
        self.page.goto(self.address)
        self.page.evaluate("notebook.ready('my/00_start_here.ipynb')")

    def close(self) -> None:
        """Save and close the lesson that is open, and end its kernel."""
        self.page.evaluate("notebook.close()")

    @contextmanager
    def lesson(self, name: str) -> Iterator[None]:
        """Open one's copy of a lesson; close it at the end, kernel and all."""
        try:
            self.page.evaluate("path => notebook.open(path)", f"my/{name}.ipynb")
            yield
        finally:
            self.close()

    def begin_again(self, name: str) -> None:
        """Delete the copy and start again, as start.py says; and forget what was done."""
        (self.my / f"{name}.ipynb").unlink()
        (self.my / "progress.json").unlink(missing_ok=True)
        copy_lessons(self.my.parent)

    def command(self, name: str) -> None:
        """Choose from a menu, and wait for the kernel."""
        self.page.evaluate("name => notebook.command(name)", f"notebook:{name}")

    def restart(self) -> None:
        """Restart the kernel, and say yes when asked."""
        self.page.evaluate("notebook.restart()")

    def cells(self) -> list[NotebookNode]:
        """Return the cells as they would be saved now."""
        contents = self.page.evaluate("notebook.text()")
        cells: list[NotebookNode] = nbformat.reads(contents, as_version=4).cells
        return cells

    def choose(self, index: int) -> None:
        self.page.evaluate("index => notebook.choose(index)", index)

    def run(self, index: int, code: str | None = None) -> str:
        """Run a cell, typed anew if there is code; return what can be read below it."""
        self.choose(index)
        self.command("clear-cell-output")  # so that its number comes with the new output
        self.page.locator(".jp-Cell.jp-mod-active .cm-content:visible").click()
        if code is not None:
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "index => notebook.contents().cells[index].execution_count", arg=index
        )
        self.page.evaluate("notebook.idle()")
        shown: str = self.page.evaluate("index => notebook.shown(index)", index)
        return shown

    def snap(self, name: str) -> None:
        """Keep a picture of the screen as it is."""
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def photograph(self, name: str) -> None:
        """Keep pictures of the whole notebook, light and dark, a long screen each, for people."""
        if os.environ.get("CI"):  # where nobody looks at them
            return
        self.page.set_viewport_size(LONG_SCREEN)
        box = self.page.evaluate_handle("notebook.unroll()")
        for theme in ("Light", "Dark"):
            for old in PICTURES.glob(f"{name}-{theme.lower()}-*.png"):
                old.unlink()
            self.page.evaluate("name => notebook.theme(name)", theme)
            height, step = box.evaluate("box => [notebook.height(), box.clientHeight]")
            for number, top in enumerate(range(0, int(height), step)):
                box.evaluate("(box, top) => box.scrollTo(0, top)", top)
                file = PICTURES / f"{name}-{theme.lower()}-{number}.png"
                box.as_element().screenshot(path=file)
        self.page.evaluate("notebook.theme('Light')")
        self.page.set_viewport_size(SCREEN)

    def _read_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in NOT_OURS):
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _see_request(self, request: Request) -> None:
        if not request.url.startswith((f"http://{self._origin}/", "data:", "blob:")):
            self.complaints.append(f"asked {request.url}")


@contextmanager
def arrived(address: str, home: Path) -> Iterator[Learner]:
    """Start a browser that nobody has used, and open the address in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.QUIET)
        page = browser.new_page(viewport=SCREEN)
        page.set_default_timeout(60_000)
        learner = Learner(page, address, home)
        learner.arrive()
        learner.close()
        yield learner
        browser.close()
