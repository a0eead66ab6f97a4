"""What a lesson looks like beside its contents: the styles of start.py have reached the page."""

from collections.abc import Iterator
from typing import Any

import pytest

from .learner import Learner

STYLE = "([css, name]) => getComputedStyle(document.querySelector(css))[name]"
PREDICTION = ".jp-RenderedHTMLCommon .alert-info"
TEXT = ".jp-Notebook .jp-MarkdownOutput"


@pytest.fixture(scope="module")
def lesson(arrival: Learner) -> Iterator[Learner]:
    with arrival.lesson("01_why_an_event_store"):
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
