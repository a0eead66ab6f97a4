"""A lesson says what is stored on MiniStack, a real server, and runs there beside what it left."""

import pytest

from .lessons import NOTEBOOKS, code_cells, lived_through, read, state, text_of

EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@EACH
def test_a_lesson_says_what_is_stored_on_a_real_server(path):
    executed = read(lived_through(path) / "once.ipynb")

    stored = [text_of(cell) for cell in code_cells(read(path))]
    assert [text_of(cell) for cell in code_cells(executed)] == stored


@pytest.mark.thorough
@EACH
def test_every_cell_runs_twice_in_a_row_beside_what_an_earlier_run_has_left(path):
    cells = code_cells(read(lived_through(path) / "twice.ipynb"))

    stored = [state(cell) for cell in code_cells(read(path))]
    assert [state(cell) for cell in cells[::2]] == stored
    assert [state(cell) for cell in cells[1::2]] == stored
