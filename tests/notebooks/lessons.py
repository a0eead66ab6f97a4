"""The lessons as the tests see them: their cells, and executing them in a real kernel."""

import ast
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from classroom.lessons import lessons, rooms

from ..servers.fixtures import a_ministack

SECONDS = 600  # that another worker may take for a lesson on a slow machine
ROOT = Path(__file__).parent.parent.parent
LESSONS = [lesson.path for lesson in lessons()]
ROOMS = [room.path for room in rooms()]
NOTEBOOKS = [*LESSONS, *ROOMS]
RECORD = """
from botocore.session import Session
_plain = Session.create_client
def _note(params, model, **_):
    with open(FILE, "a") as sent:
        parts = [part for each in params.get("TransactItems", ()) for part in each]
        print(model.name, *parts, file=sent)
def _recording(self, *args, **kwargs):
    made = _plain(self, *args, **kwargs)
    made.meta.events.register("before-parameter-build.dynamodb", _note)
    return made
Session.create_client = _recording
"""


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def lesson(number: int) -> Path:
    return next(path for path in LESSONS if path.name.startswith(f"{number:02}_"))


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def magic(cell: NotebookNode) -> str:
    """The cell's magic without its percent signs: red, green, or nothing."""
    found = re.match(r"%%(\w+)", cell.source)
    return found[1] if cell.cell_type == "code" and found else ""


def is_answer(cell: NotebookNode) -> bool:
    """Whether a learner fills this cell in."""
    return bool(cell.get("id") == f"{cell.metadata.get('exercise')}-cell")


def python(cell: NotebookNode) -> str:
    """The cell's code, its lines of magic left empty."""
    return re.sub(r"^%.*$", "", cell.source, flags=re.MULTILINE)


def definitions(notebook: NotebookNode) -> Iterator[tuple[str, ast.stmt]]:
    """Every class and function that a lesson defines, in order; what a learner fills in is not."""
    for cell in code_cells(notebook):
        if "exercise" not in cell.metadata:
            for node in ast.parse(python(cell)).body:
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    yield node.name, node


def text_of(cell: NotebookNode) -> str:
    """What a cell printed, returned and displayed, as plain text."""
    texts = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs]
    return "\n".join(texts)


def state(cell: NotebookNode) -> str:
    """What a magic says first: red, green, or not attempted."""
    return text_of(cell)[:12] if magic(cell) else ""


def execute(notebook: NotebookNode, my: Path, **settings: str) -> NotebookNode:
    """Run every cell in a new kernel; an error in a cell is an error here."""
    variables = os.environ | {"EVENTSTORE_MY": str(my)} | settings
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources=resources, coalesce_streams=True
    )
    client.execute(env=variables)
    return notebook


def every_cell_twice(notebook: NotebookNode) -> NotebookNode:
    notebook.cells = [
        again for cell in code_cells(notebook) for again in (cell, new_code_cell(cell.source))
    ]
    return notebook


def lived_through(path: Path) -> Path:
    """The folder of what becomes of a lesson on a real server: once.ipynb, my/, and twice.ipynb.

    For the thorough tests of test_real_server.py, every cell is then run twice in a row, in a new
    kernel: the tables are there now, with what the cells have left in them. This takes long, and is
    done once for all tests and workers.
    """
    folder = Path(os.environ["EVENTSTORE_TEST_SHARED"], path.stem)
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(SECONDS * 10):
            if (folder / "done").exists():
                break
            time.sleep(0.1)
        return folder
    try:
        with a_ministack(folder) as url:
            settings = {"EVENTSTORE_BACKEND": "local", "EVENTSTORE_PREFIX": "ada"}
            settings |= {"AWS_ENDPOINT_URL_DYNAMODB": url}
            once = read(path)
            once.cells.insert(0, new_code_cell(f"FILE = {str(folder / 'sent')!r}\n{RECORD}"))
            execute(once, folder / "my", **settings)
            del once.cells[0]
            nbformat.write(once, folder / "once.ipynb")
            asked = os.environ.get("EVENTSTORE_TEST_NAMED", "").split()
            if os.environ.get("CI") or "test_real_server.py" in asked:
                twice = execute(every_cell_twice(read(path)), folder / "my", **settings)
                nbformat.write(twice, folder / "twice.ipynb")
    finally:
        (folder / "done").touch()
    return folder


def store_of(number: int) -> Path:
    """The store.py that a lesson's learner takes home."""
    return lived_through(lesson(number)) / "my" / "store" / "store.py"


def sent_by(path: Path) -> set[str]:
    """Which operations, and parts of transactions, a lesson or a room asks for."""
    return set((lived_through(path) / "sent").read_text().split())
