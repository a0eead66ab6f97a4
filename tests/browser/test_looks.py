"""What a lesson looks like beside its contents: the styles of start.py have reached the page."""

from collections.abc import Iterator
from typing import Any

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

from ..notebooks.lessons import LESSONS, magic, read
from .learner import Learner

STYLE = "([css, name]) => getComputedStyle(document.querySelector(css))[name]"
PREDICTION = ".jp-RenderedHTMLCommon .alert-info"
TEXT = ".jp-Notebook .jp-MarkdownOutput"
LINES = """() => {
  const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
  return [...panel.querySelectorAll(".jp-CodeCell .cm-content")].map(
    (code) => [...code.querySelectorAll(".cm-line")].map((line) => line.innerHTML),
  );
}"""


@pytest.fixture(scope="module")
def lesson(arrival: Learner) -> Iterator[Learner]:
    with arrival.lesson("01_why_an_event_store"):
        arrival.page.evaluate("notebook.unroll()")  # all cells are in the page then
        yield arrival
    complaints, arrival.complaints = arrival.complaints, []
    assert complaints == []


def style(learner: Learner, css: str, name: str) -> Any:
    return learner.page.evaluate(STYLE, [css, name])


@pytest.mark.parametrize("ink", ["rgb(20, 20, 20)", "rgb(240, 240, 240)"])
def test_a_prediction_has_the_colour_of_the_text_around_it_whatever_it_is(
    lesson: Learner, ink: str
) -> None:
    # A theme sets this variable. (A real change of theme, just here, makes JupyterLab stumble.)
    lesson.page.evaluate(
        "ink => document.body.style.setProperty('--jp-content-font-color1', ink)", ink
    )

    assert style(lesson, PREDICTION, "color") == style(lesson, TEXT, "color") == ink
    assert style(lesson, PREDICTION, "borderLeftWidth") == "4px"
    assert ", 0.12)" in style(lesson, PREDICTION, "backgroundColor")
    lesson.page.evaluate("document.body.style.removeProperty('--jp-content-font-color1')")


def test_a_line_of_text_has_at_most_about_ninety_letters(lesson: Learner) -> None:
    letters = lesson.page.evaluate(
        """css => {
            const text = document.querySelector(css);
            const ruler = document.createElement("span");
            ruler.textContent = "0".repeat(90);
            ruler.style.position = "absolute";
            text.append(ruler);
            const width = ruler.getBoundingClientRect().width;
            ruler.remove();
            return 90 * text.getBoundingClientRect().width / width;
        }""",
        TEXT,
    )

    assert letters <= 91


def test_the_first_line_of_a_cell_leaves_the_colours_of_the_code_below_it_alone(
    learner: Learner,
) -> None:
    """To JupyterLab, what follows `%%red 3a` is Python: an open quote would run on."""
    reds = [cell.source for path in LESSONS for cell in read(path).cells if magic(cell) == "red"]
    bare = ["#\n" + source.partition("\n")[2] for source in reds]
    cells = [new_code_cell(source) for pair in zip(reds, bare, strict=True) for source in pair]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    write(new_notebook(cells=cells, metadata=kernel), learner.my / "colours.ipynb")

    with learner.lesson("colours"):
        learner.page.evaluate("notebook.unroll()")
        learner.page.wait_for_function(
            f"count => ({LINES})().flat().filter((line) => line.includes('<span')).length > count",
            arg=len(cells),
        )
        shown = learner.page.evaluate(LINES)

    assert len(shown) == len(cells) > 20
    for red, with_magic, without in zip(reds, shown[::2], shown[1::2], strict=True):
        assert with_magic[1:] == without[1:], red
