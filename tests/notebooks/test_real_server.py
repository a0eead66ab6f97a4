"""On MiniStack, a real server, every cell can run twice in a row, and then the lesson once more."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from .lessons import LESSONS, code_cells, execute, read, state, text_of

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@EACH
def test_a_lesson_runs_again_at_any_cell_and_says_the_same_on_a_real_server(
    path, tmp_path, ministack
):
    settings = {
        "EVENTSTORE_BACKEND": "local",
        "EVENTSTORE_PREFIX": "ada",
        "AWS_ENDPOINT_URL_DYNAMODB": ministack,
    }
    cells = execute(every_cell_twice(read(path)), tmp_path / "my", **settings).cells
    assert [state(cell) for cell in cells[::2]] == [state(again) for again in cells[1::2]]

    # The tables are there now, with what the cells have left in them.
    stored = [text_of(cell) for cell in code_cells(read(path))]
    executed = execute(read(path), tmp_path / "my", **settings)
    assert [text_of(cell) for cell in code_cells(executed)] == stored


def every_cell_twice(notebook: NotebookNode) -> NotebookNode:
    notebook.cells = [
        again for cell in code_cells(notebook) for again in (cell, new_code_cell(cell.source))
    ]
    return notebook
