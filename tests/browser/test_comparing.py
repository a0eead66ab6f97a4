"""What is compared would be noticed: a small lesson in the browser, and then it is spoilt."""

import copy

import pytest
from nbformat import NotebookNode, write
from nbformat.v4 import new_code_cell, new_notebook

from .comparing import differences
from .learner import Learner

DRAW = "from classroom import lines\n\nlines({'hp': [(0, 8), (1, 6)]}, x='x', y='y', text='8, 6')"
SOURCES = ["print('eight')", "8 - 2 - 3", DRAW, "raise KeyError('nine')"]


@pytest.fixture(scope="module")
def shown(arrival: Learner) -> list[NotebookNode]:
    """The cells of the small lesson after Run All. It ends in an error."""
    cells = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(SOURCES)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    write(new_notebook(cells=cells, metadata=kernel), arrival.my / "small.ipynb")
    with arrival.lesson("small"):
        arrival.command("run-all-cells")
        return arrival.cells()


def test_a_cell_that_raises_is_noticed_whatever_is_stored(shown) -> None:
    assert list(differences(shown, shown)) == ["cell cell-3 ends in an error: KeyError: 'nine'"]


def print_something_else(cells):
    cells[0].outputs[0].text = "seven\n"


def return_something_else(cells):
    cells[1].outputs[0].data["text/plain"] = "4"


def show_nothing(cells):
    cells[1].outputs = []


def draw_nothing(cells):
    del cells[2].outputs[0].data["text/html"]


def be_stored_unexecuted(cells):
    cells[0].execution_count = None


def have_another_cell(cells):
    cells.append(new_code_cell("1"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (print_something_else, "cell cell-0 shows\n[('stdout', 'eight\\n')]\nand not"),
        (return_something_else, "cell cell-1 shows\n[('text/plain', '3')]\nand not"),
        (show_nothing, "cell cell-1 shows\n[('text/plain', '3')]\nand not\n[]"),
        (draw_nothing, "cell cell-2 shows\n[('text/html', '<div"),
        (be_stored_unexecuted, "cell cell-0 ran as number 1, not None"),
        (have_another_cell, "the cells are not those of the lesson"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_difference_is_noticed(shown, spoil, said) -> None:
    stored = copy.deepcopy(shown)
    spoil(stored)

    assert said in "\n".join(differences(stored, shown))


def test_an_error_in_the_page_and_a_request_to_another_machine_are_noticed(
    arrival: Learner,
) -> None:
    arrival.page.evaluate("console.error('out of paper')")
    arrival.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")

    complaints, arrival.complaints = arrival.complaints, []
    assert "console: out of paper" in "\n".join(complaints)
    assert "asked http://127.0.0.1:9/" in complaints
