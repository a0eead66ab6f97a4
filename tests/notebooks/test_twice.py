"""Every cell of every lesson can be run again, as a learner will."""

import pytest
from nbformat.v4 import new_code_cell

from .lessons import LESSONS, execute, read, state

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


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
