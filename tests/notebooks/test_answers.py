"""Our answers are right, and a lesson needs nothing that a browser tab lacks."""

from pathlib import Path

import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell

from .lessons import ANSWER, LESSONS, code_cells, execute, lesson, magic, read, state, text_of

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
BLOCKED = Path(__file__).with_name("blocked.py")


@pytest.mark.parametrize(
    "needed",
    [
        "import pandas",
        "import threading; threading.Thread(target=print).start()",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_a_lesson_that_needs_one_of_them_would_be_noticed(needed, tmp_path):
    notebook = read(lesson(0))
    notebook.cells = [new_code_cell(BLOCKED.read_text()), new_code_cell(needed)]

    with pytest.raises(CellExecutionError, match=r"must not need|pandas"):
        execute(notebook, tmp_path / "my")


@EACH
def test_our_answers_are_green_and_a_lesson_needs_no_pandas_thread_socket_or_process(
    path, tmp_path
):
    notebook = read(path)
    wanted = [state(cell) for cell in code_cells(notebook)]
    for place, cell in enumerate(notebook.cells):
        if magic(cell) == "your_turn":
            opening = cell.source.splitlines()[0]
            cell.source = f"{opening}\n" + ANSWER.search(notebook.cells[place + 1].source)[1]
            red = opening.startswith("%%your_turn red")
            wanted[code_cells(notebook).index(cell)] = "✘ red, as it" if red else "✔ green: "
    notebook.cells.insert(0, new_code_cell(BLOCKED.read_text()))

    execute(notebook, tmp_path / "my")

    for cell, start in zip(code_cells(notebook)[1:], wanted, strict=True):
        assert not magic(cell) or text_of(cell).startswith(start), cell.source
