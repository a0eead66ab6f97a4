"""Three looks for three things: an expected red, a failure, and an answer that isn't right yet."""

import re

import pytest

from .adding import WRONG
from .kernel import Lesson

AMBER, RED, GREY, GREEN = "#8a4b00", "#a4262c", "#56606b", "#1b6e3c"


@pytest.mark.parametrize(
    ("cell", "colour"),
    [
        ("%%red 1a AssertionError\ndef test_it():\n    assert 1 == 2", AMBER),
        ("%%red 1a KeyError\ndef test_it():\n    assert 1 == 2", RED),
        ("%%green 1a\ndef test_it():\n    assert 1 == 2", RED),
        ("%%green 1a\ndef test_it():\n    assert 1 == 1", GREEN),
        (WRONG, GREY),
    ],
)
def test_each_has_a_colour_of_its_own(adding: Lesson, cell: str, colour: str) -> None:
    (shown,) = adding.run(cell)

    assert re.search(r"background:(#\w+)", shown.html)[1] == colour


@pytest.mark.parametrize("colour", [AMBER, RED, GREY, GREEN])
def test_white_words_on_it_have_enough_contrast(colour: str) -> None:
    assert contrast_with_white(colour) >= 6


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = sum(by * c for by, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def test_a_tests_name_may_break_after_an_underscore_only(adding: Lesson) -> None:
    (shown,) = adding.run("%%green 1a\ndef test_it_adds():\n    assert 1 == 1")

    assert "test_it_adds" in shown.text
    assert "(new: test_<wbr>it_<wbr>adds)" in shown.html


def test_the_lines_that_say_what_went_wrong_are_marked(adding: Lesson) -> None:
    (shown,) = adding.run("%%red 1a AssertionError\ndef test_it():\n    assert '<b>' == '<i>'")

    said = re.findall('<span class="pytest-says">(.*?)</span>', shown.html)
    assert said[0].startswith("E       AssertionError: assert &#x27;&lt;b&gt;")
    assert all(line.startswith("E  ") for line in said)
