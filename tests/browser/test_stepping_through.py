"""A picture to step through, in JupyterLab.

JupyterLab adds its own styles. It runs the script only in a cell that the reader has run, and takes
styles and scripts out of what somebody else has stored.
"""

from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook, new_output

from ..unit.display.stepped import fold_of
from .learner import Learner


def test_in_jupyterlab_a_cell_that_was_run_can_be_stepped_through_and_others_are_read(
    learner: Learner,
) -> None:
    html = fold_of()._repr_html_()
    (learner.my / "fold.html").write_text(html, encoding="utf-8")
    run = "from IPython.display import HTML\n\nHTML(filename='fold.html')"
    shown = new_output("execute_result", {"text/html": html}, execution_count=1)
    stored = new_code_cell("'stored by somebody else'", execution_count=1, outputs=[shown])
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = new_notebook(cells=[stored, new_code_cell(run)], metadata=kernel)
    write(notebook, learner.my / "steps.ipynb")

    with learner.lesson("steps"):
        page = learner.page
        captions = page.locator(".jp-OutputArea figcaption")
        captions.first.wait_for()
        assert page.locator(".jp-OutputArea button:visible").count() == 0
        assert captions.count() == 2
        learner.run(1)
        button = page.get_by_role("button", name="Read the next card")
        button.focus()
        for key in ["Enter", "Space"]:
            page.keyboard.press(key)
        words = page.locator(".stepper-words").inner_text()
        assert words.startswith("Card 2, −2 a goblin: 6 hit points, alive.")
        cards = page.locator(".stepper-row:visible .stepper-card")
        boxes = [cards.nth(number).bounding_box() for number in range(5)]
        row = page.locator(".stepper-words").bounding_box()
        assert abs(boxes[0]["x"] - row["x"]) < 3  # and not moved in, as a list of JupyterLab's
        learner.photograph("steps-in-jupyterlab")
