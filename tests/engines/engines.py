"""Three engines: Chromium by playwright, Firefox by WebDriver BiDi, WebKitGTK by WebDriver."""

import base64
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import playwright.sync_api
from websocket import WebSocket, create_connection

from ..browser import chromium
from .nginx import free_port
from .page import SECONDS, Leaving, Page

MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"


class Chromium(Page):
    """A page that playwright drives."""

    def __init__(self, page: playwright.sync_api.Page) -> None:
        self.page = page

    def goto(self, address: str) -> None:
        self.page.goto(address)

    def run(self, script: str) -> str | None:
        try:
            told: str | None = self.page.evaluate(script)
        except playwright.sync_api.Error as error:
            raise Leaving from error
        return told

    def tap(self, x: int, y: int) -> None:
        self.page.mouse.click(x, y)

    def screenshot(self, file: Path) -> None:
        self.page.screenshot(path=file)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})


class Firefox(Page):
    """A page at the other end of WebDriver BiDi."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.numbers = socket, count()
        self.tell("session.new", capabilities={})
        # A new tab, because the first one never has the focus, and pages notice that.
        self.context = self.tell("browsingContext.create", type="tab")["context"]

    def tell(self, method: str, **params: Any) -> Any:
        """Give a command and return its result; what else is said meanwhile is not for us."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (told := json.loads(self.socket.recv())).get("id") != number:
            pass
        if told["type"] == "error":
            raise Leaving(told["message"])
        return told["result"]

    def goto(self, address: str) -> None:
        self.tell("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, script: str) -> str | None:
        target = {"context": self.context}
        told = self.tell("script.evaluate", expression=script, target=target, awaitPromise=True)
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        text: str | None = told["result"].get("value")
        return text

    def tap(self, x: int, y: int) -> None:
        self.tell("input.performActions", context=self.context, actions=[_mouse(x, y)])

    def screenshot(self, file: Path) -> None:
        taken = self.tell("browsingContext.captureScreenshot", context=self.context)
        file.write_bytes(base64.b64decode(taken["data"]))

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.tell("browsingContext.setViewport", context=self.context, viewport=size)


class WebKit(Page):
    """A page at the other end of WebDriver."""

    def __init__(self, driver: str, browser: str) -> None:
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.session = f"{driver}/session"
        self.session += "/" + self.tell("", capabilities=wanted)["sessionId"]
        self.tell("/timeouts", script=SECONDS * 1000, pageLoad=SECONDS * 1000)

    def tell(self, command: str, **params: Any) -> Any:
        """Give a command and return its result."""
        request = Request(self.session + command, json.dumps(params).encode())
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise Leaving(error.read().decode()) from error

    def goto(self, address: str) -> None:
        self.tell("/url", url=address)

    def run(self, script: str) -> str | None:
        told: str | None = self.tell("/execute/sync", script=f"return {script}", args=[])
        return told

    def tap(self, x: int, y: int) -> None:
        self.tell("/actions", actions=[_mouse(x, y)])

    def screenshot(self, file: Path) -> None:
        with urlopen(f"{self.session}/screenshot", timeout=SECONDS) as answer:
            file.write_bytes(base64.b64decode(json.load(answer)["value"]))

    def resize(self, width: int, height: int) -> None:
        self.tell("/window/rect", width=width, height=height)


def _mouse(x: int, y: int) -> dict[str, Any]:
    actions: list[dict[str, Any]] = [
        {"type": "pointerMove", "x": x, "y": y},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
    return {"type": "pointer", "id": "mouse", "actions": actions}


@contextmanager
def _chromium() -> Iterator[tuple[Page, str]]:
    with playwright.sync_api.sync_playwright() as playing:
        options = ["--no-sandbox", *chromium.QUIET]
        browser = playing.chromium.launch(executable_path=chromium.ensure(), args=options)
        yield Chromium(browser.new_page()), browser.version
        browser.close()


@contextmanager
def _firefox() -> Iterator[tuple[Page, str]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        command = ["firefox-esr", "--headless", "--remote-debugging-port=0", "--profile", home]
        log = Path(home, "log")
        with log.open("w") as said:
            program = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            address = _told(log, r"WebDriver BiDi listening on (ws://\S+)")
            socket = create_connection(f"{address}/session", SECONDS, suppress_origin=True)
            version = subprocess.check_output(["firefox-esr", "--version"], text=True)
            yield Firefox(socket), version.split()[-1]
            socket.close()
        finally:
            program.terminate()
            program.wait()


@contextmanager
def _webkit() -> Iterator[tuple[Page, str]]:
    (browser,) = Path("/").glob(MINI_BROWSER.lstrip("/"))
    port = free_port()
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    display = f":{os.read(read, 10).decode().strip()}"
    environment = os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"}
    command = ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
    driver = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/status")
        page = WebKit(f"http://127.0.0.1:{port}", str(browser))
        version = subprocess.check_output([str(browser), "--version"], text=True, env=environment)
        yield page, version.split()[-1]
        with urlopen(Request(page.session, method="DELETE")):
            pass
    finally:
        for each in (driver, screen):
            each.terminate()
            each.wait()


ENGINES = {"Chromium": _chromium, "Firefox": _firefox, "WebKitGTK": _webkit}


def _told(log: Path, pattern: str) -> str:
    for _ in range(SECONDS * 10):
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(f"{pattern} is not in the log:\n{log.read_text()}")


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.1)
