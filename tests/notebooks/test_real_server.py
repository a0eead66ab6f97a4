"""On MiniStack, a real server, every cell can run twice in a row, and then the lesson once more."""

import pytest

from .lessons import LESSONS, code_cells, lived_through, read, state, text_of

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@EACH
def test_every_cell_runs_again_at_once_and_says_the_same_on_a_real_server(path):
    cells = code_cells(read(lived_through(path) / "twice.ipynb"))

    assert len(cells) == 2 * len(code_cells(read(path)))
    assert [state(cell) for cell in cells[::2]] == [state(again) for again in cells[1::2]]


@EACH
def test_a_lesson_runs_again_on_a_real_server_and_says_what_is_stored(path):
    executed = read(lived_through(path) / "again.ipynb")

    stored = [text_of(cell) for cell in code_cells(read(path))]
    assert [text_of(cell) for cell in code_cells(executed)] == stored
