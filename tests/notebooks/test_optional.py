"""What a lesson marks as optional can be left out: everything else runs without it."""

import re

import pytest

from .lessons import NOTEBOOKS, execute, magic, read, state


def without_optional_sections(notebook):
    kept, is_optional = [], False
    for cell in notebook.cells:
        headings = re.findall(r"^## (.*)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and headings:
            is_optional = " · optional, " in headings[-1]
        if not is_optional:
            kept.append(cell)
    notebook.cells = kept
    return notebook


@pytest.mark.thorough
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_runs_without_its_optional_sections(path, tmp_path):
    whole = read(path)
    short = without_optional_sections(read(path))
    if len(short.cells) == len(whole.cells):
        return
    wanted = [state(cell) for cell in short.cells if magic(cell)]

    execute(short, tmp_path / "my")

    assert [state(cell) for cell in short.cells if magic(cell)] == wanted
