"""The lessons executed for real: twice, on a real server, and without what a browser lacks.

That a plain execution gives the stored outputs, nbval compares, cell by cell.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell

from .lessons import ANSWER, LESSONS, code_cells, execute, lesson, magic, read, text_of

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
BLOCKED = Path(__file__).with_name("blocked.py")


@EACH
def test_every_cell_runs_twice_in_a_row(path, tmp_path):
    notebook = read(path)
    notebook.cells = [
        again
        for cell in notebook.cells
        for again in (cell, new_code_cell(cell.source))
        if cell.cell_type == "code"
    ]

    execute(notebook, tmp_path / "my")

    for once, again in zip(notebook.cells[::2], notebook.cells[1::2], strict=True):
        assert state(once) == state(again)


def state(cell):
    """What a magic says first: red, green, or not attempted."""
    return text_of(cell)[:12] if magic(cell) else ""


@EACH
def test_a_lesson_says_the_same_on_a_real_server_both_times(path, tmp_path, ministack):
    settings = {
        "EVENTSTORE_BACKEND": "local",
        "EVENTSTORE_PREFIX": "ada",
        "AWS_ENDPOINT_URL_DYNAMODB": ministack,
    }
    stored = [text_of(cell) for cell in code_cells(read(path))]

    for _ in range(2):
        executed = execute(read(path), tmp_path / "my", **settings)
        assert [text_of(cell) for cell in code_cells(executed)] == stored


@EACH
def test_a_lesson_needs_no_pandas_thread_socket_or_process(path, tmp_path):
    notebook = read(path)
    stored = [state(cell) for cell in code_cells(notebook)]
    notebook.cells.insert(0, new_code_cell(BLOCKED.read_text()))

    execute(notebook, tmp_path / "my")

    assert [state(cell) for cell in code_cells(notebook)[1:]] == stored


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
def test_our_answers_are_green_where_the_learner_writes_them(path, tmp_path):
    notebook = read(path)
    turns = []
    for place, cell in enumerate(notebook.cells):
        if magic(cell) == "your_turn":
            opening = cell.source.splitlines()[0]
            cell.source = f"{opening}\n" + ANSWER.search(notebook.cells[place + 1].source)[1]
            turns.append(cell)

    execute(notebook, tmp_path / "my")

    for cell in turns:
        wanted = "✘ red, as it should be" if "your_turn red" in cell.source else "✔ green"
        assert text_of(cell).startswith(wanted), cell.source


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_is_taken_home_passes_there(number, tmp_path):
    my = tmp_path / "my"
    execute(read(lesson(number)), my)

    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", my / "store"], capture_output=True, text=True
    )

    assert result.returncode == 0, result.stdout + result.stderr
