"""The pages on paper. A lesson is a handout: what is folded comes at its end, on other pages."""

import re

import pytest

from book.lessons import notebooks

from .printed import A4, Printed, squeezed
from .test_browser import NAMES

END = "Hints, our answers, and what happened"
LESSONS = [f"lessons/{lesson.path.stem}" for lesson in notebooks()]
ON_SCREEN_ONLY = ["Skip to content", "Back to top", "Run this lesson", "Download this lesson"]
WIDTH = 670  # pixels between the margins of A4
# What a browser can scroll sideways, paper cuts off.
CUT_OFF = """() => [...document.querySelectorAll("article *")]
  .filter((tag) => getComputedStyle(tag).overflowX != "visible")
  .filter((tag) => tag.scrollWidth > tag.clientWidth + 1 && tag.clientWidth)
  .map((tag) => tag.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="session")
def print_page(chromium, site):
    """Print a page, once."""
    printed = {}

    def print_(name, scheme="light", before="0"):
        if (name, scheme, before) not in printed:
            page = chromium.new_page(color_scheme=scheme)
            page.goto(f"file://{site}/{name}.html")
            page.evaluate(before)
            printed[name, scheme, before] = Printed(page.pdf(**A4))
            page.close()
        return printed[name, scheme, before]

    return print_


@pytest.mark.parametrize("name", [name for name in NAMES if name != "search"])
def test_a_printed_page_is_whole(chromium, site, print_page, name):
    printed = print_page(name)
    last_of_lesson = next((n for n, text in enumerate(printed.texts) if END in text), 0) - 1
    gaps = printed.gaps()

    assert [text for text in ON_SCREEN_ONLY if squeezed(text) in printed.text] == []
    assert [n for n, gap in enumerate(gaps[:-1]) if gap > 0.2 and n != last_of_lesson] == []
    for sheet in printed.ink:
        assert not sheet[:, :15].any(), "to the left of the text"
        assert not sheet[:, -15:].any(), "to the right of the text"
    page = chromium.new_page(viewport={"width": WIDTH, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"file://{site}/{name}.html")
    cut_off = page.evaluate(CUT_OFF)
    page.close()
    assert cut_off == []


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_folded_in_a_lesson_is_printed_at_its_end(chromium, site, print_page, name):
    page = chromium.new_page()
    page.goto(f"file://{site}/{name}.html")
    folds = page.locator("article details:not(.above-input)")
    words, code = (
        folds.locator(tags).evaluate_all("all => all.map(each => each.textContent)")
        for tags in ("p:not(.admonition-title, :has(pre)), li:not(:has(p))", "pre")
    )
    page.close()

    before, heading, end = print_page(name).text.partition(squeezed(END))
    assert heading
    assert len(words) > (12 if re.match(r"lessons/\d", name) else 5)  # rooms are short
    for each in words:
        assert squeezed(each) in end
        assert squeezed(each) not in before
    for each in code:
        assert squeezed(each) in end


def test_what_a_reader_has_opened_is_printed_in_its_place(print_page):
    hint = "Look at the table above: which number does its next row get?"
    first = "document.querySelector('article details:has(+ details + details + details)').open = 1"
    opened = print_page("lessons/00_start_here", before=first)
    before, _, end = opened.text.partition(squeezed(END))

    assert squeezed(hint) in before
    assert squeezed(hint) not in end


def test_the_end_says_where_each_part_belongs_and_its_place_where_to_find_it(print_page):
    before, _, end = print_page("lessons/02_append").text.partition(squeezed(END))

    assert squeezed("No. 1, at the end: Our answers") in before
    assert squeezed("No. 1 · Do you remember?") in end


def test_the_page_is_as_before_once_it_has_been_printed(chromium, site):
    page = chromium.new_page()
    page.goto(f"file://{site}/lessons/02_append.html")
    before = page.locator("article").inner_html()
    page.pdf(**A4)

    assert page.locator("article").inner_html() == before
    page.close()


def test_a_picture_to_step_through_is_printed_at_its_start_and_its_end(print_page):
    printed = print_page("lessons/04_projection").text

    assert squeezed("At the start: No card read yet: 0 hit points, alive.") in printed
    assert squeezed("At the end: Card 5, −6 Falls off the roof: 2 hit points") in printed
    assert squeezed("From the start") not in printed
    assert squeezed("Run the cell to step") not in printed


@pytest.mark.parametrize("name", ["lessons/00_start_here", "lessons/05_snapshots"])
def test_a_dark_page_is_printed_like_a_light_one(print_page, name):
    light, dark = print_page(name).ink, print_page(name, "dark").ink

    assert len(light) == len(dark)
    assert all((a == b).all() for a, b in zip(light, dark, strict=True))


def test_mistakes_in_the_answer_key_are_printed_where_they_belong(print_page):
    printed = print_page("teacher/answers").text

    assert squeezed(END) not in printed
    assert squeezed("place = 4") in printed
