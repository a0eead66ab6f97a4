"""Execute cells in a real kernel, as nbclient and JupyterLab do, and look at what they show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

RESET = """
import os
from classroom.cells.history import History, history
os.environ.pop("CI", None)
vars(history).update(vars(History()))
from classroom import exercises  # a test may have replaced them
own = vars(exercises).setdefault("_own", (exercises.find, exercises.LESSONS))
exercises.find, exercises.LESSONS = own
get_ipython().run_line_magic("reset", "-f")
__import__("gc").freeze()  # or the next reset would look for garbage among all that is imported
"""
START = "%load_ext classroom\nimport pytest"


@dataclass(frozen=True)
class Shown:
    """What one cell showed: its text, the HTML of it, and the name of its error, if any."""

    text: str
    html: str
    error: str | None

    @property
    def state(self) -> str:
        """The banner: the first line."""
        return self.text.splitlines()[0] if self.text else ""


class Lesson:
    """A kernel that runs cells one at a time."""

    def __init__(self, client: NotebookClient) -> None:
        self.client = client

    def run(self, *sources: str) -> list[Shown]:
        return [self._run_cell(source) for source in sources]

    def _run_cell(self, source: str) -> Shown:
        cell = new_code_cell(source)
        self.client.nb.cells.append(cell)
        self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        return _shown(cell.outputs)


@contextmanager
def kernel(**env: str) -> Iterator[Lesson]:
    """Start a kernel of its own with these environment variables."""
    client = NotebookClient(
        new_notebook(),
        kernel_name="python3",
        allow_errors=True,
        timeout=60,
        store_widget_state=False,
        coalesce_streams=True,  # on a slow machine one print may come in two parts
    )
    with client.setup_kernel(env=env):
        yield Lesson(client)


def _shown(outputs: list[Any]) -> Shown:
    text, html, error = [], [], None
    for output in outputs:
        data = output.get("data", {})
        text.append(data.get("text/plain") or output.get("text", ""))
        html.append(data.get("text/html", ""))
        if output.output_type == "error":
            error = output.ename
            text.append("\n".join(output.traceback))
    return Shown("\n".join(filter(None, text)), "\n".join(filter(None, html)), error)
