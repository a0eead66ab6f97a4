"""Somebody at the built site, in a browser that cannot reach the Pyodide distribution."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, ConsoleMessage, Error, Request

from browser_tab.pyodide import DISTRIBUTION

from ..browser import learner

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SITE = ROOT / "_site"
SECONDS = 180  # that a busy machine may take to start Python
EXECUTE = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({code}), told = [];
  future.onIOPub = ({content}) =>
    told.push(content.text ?? content.evalue ?? content.data?.['text/plain'] ?? '');
  await future.done;
  return told.join('');
}"""


class Learner(learner.Learner):
    """A visitor of the site's own pages. `asked` is what the distribution was asked for."""

    asked: list[str]

    def arrive(self) -> None:
        """Come by a link to the first lesson, and wait until its Python is there."""
        self.page.goto(f"{self.address}/?path=00_start_here.ipynb")
        self.wait_for_the_lab()
        self.page.evaluate("notebook.ready('00_start_here.ipynb')")

    def crash(self) -> "Learner":
        """Lose this tab, and whatever wasn't kept by then; open another one."""
        context = self.page.context
        with suppress(Error):
            self.page.goto("chrome://crash")
        self.page.close()
        again = Learner(context.new_page(), self.address, self.my.parent)
        again.asked, again.complaints = self.asked, self.complaints
        return again

    def wait_for_the_lab(self) -> None:
        self.page.wait_for_function("window.jupyterapp?.commands.hasCommand('docmanager:open')")

    @contextmanager
    def lesson(self, name: str) -> Iterator[None]:
        """Open a lesson; close it at the end, kernel and all."""
        self.asked.clear()
        self.page.evaluate("path => notebook.open(path)", f"{name}.ipynb")
        try:
            yield
        finally:
            self.close()

    def execute(self, code: str) -> str:
        """Run code in the lesson's kernel, beside its cells; return what it says."""
        told: str = self.page.evaluate(EXECUTE, code)
        return told

    def _read_console(self, message: ConsoleMessage) -> None:
        """Complain of errors, but for two requests that nobody has promised to answer."""
        # Before JupyterLite makes a folder, it asks its server whether there is one.
        unknown_folder = self.address + "/api/contents/"
        if not message.location["url"].startswith((unknown_folder, DISTRIBUTION)):
            super()._read_console(message)

    def _see_request(self, request: Request) -> None:
        if request.url.startswith(DISTRIBUTION):
            self.asked.append(request.url)
        else:
            super()._see_request(request)


class Quiet(SimpleHTTPRequestHandler):
    """What `python3 -m http.server` is, without its log."""

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Not surprised when a page is closed while it is being sent."""

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def served(
    site: Path = SITE, host: str = "127.0.0.1", handler: type[Quiet] = Quiet
) -> Iterator[str]:
    """Serve the site; give its address."""
    with Server((host, 0), partial(handler, directory=site)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{host}:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def arrived(browser: Browser, address: str) -> Iterator[Learner]:
    """Give somebody new, with nothing kept; what is asked of the distribution fails."""
    context = browser.new_context(viewport=learner.SCREEN)
    context.set_default_timeout(SECONDS * 1000)
    context.route(DISTRIBUTION + "**", lambda route: route.abort())
    somebody = Learner(context.new_page(), address, HERE)
    somebody.asked = []
    somebody.arrive()
    somebody.close()
    yield somebody
    context.close()
