"""A page in any engine: what a person does with it, in terms of the few things that all can do."""

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

SECONDS = 240  # that a busy machine may take for anything
CENTRE = """(() => {
  const found = [...document.querySelectorAll(%s)].find(
    (each) => each.textContent.includes(%s) && each.getClientRects().length
  );
  if (!found) return null;
  found.scrollIntoView({block: "center"});
  const box = found.getBoundingClientRect();
  return [box.x + Math.min(box.width, 100) / 2, box.y + box.height / 2];
})()"""


class Page(ABC):
    """A window of an engine, driven from outside."""

    @abstractmethod
    def goto(self, address: str) -> None:
        """Open an address."""

    @abstractmethod
    def run(self, script: str) -> str | None:
        """Run an expression that gives a promise of a text, and return the text."""

    @abstractmethod
    def tap(self, x: int, y: int) -> None:
        """Click at a place of the window, as a mouse does."""

    @abstractmethod
    def screenshot(self, file: Path) -> None:
        """Keep a picture of what is in the window."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Make the window as wide and as high as this."""

    def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression gives, or what its promise does."""
        told = self.run(f"(async () => JSON.stringify((await ({expression})) ?? null))()")
        return json.loads(told or "null")

    def until(self, expression: str, what: str) -> Any:
        """Wait until an expression gives something true, and return it."""
        began = time.monotonic()
        while not (given := self._try(expression)):
            if time.monotonic() - began > SECONDS:
                raise TimeoutError(f"{what}: still not after {SECONDS} s")
            time.sleep(0.1)
        return given

    def click(self, selector: str, text: str) -> None:
        """Click on the first of these elements that can be seen and has this text."""
        where = CENTRE % (json.dumps(selector), json.dumps(text))
        place, before = self.until(where, f"{selector} with {text!r}"), None
        while place != before:  # until it has come to rest
            time.sleep(0.2)
            place, before = self.until(where, f"{selector} with {text!r}"), place
        self.tap(*map(round, place))

    def _try(self, expression: str) -> Any:
        """Return what an expression gives; None while the page is being left for the next."""
        try:
            return self.evaluate(f"(() => {{ try {{ return {expression} }} catch {{ }} }})()")
        except Leaving:
            return None


class Leaving(Exception):  # noqa: N818
    """The page went away while it was asked."""
