"""Charts in SVG: what a reader sees in them, in every theme, and without seeing at all."""

from itertools import combinations

import pytest

from classroom import lines
from classroom.display.drawing import COLOURS, Picture
from classroom.display.plots import ticks

from . import drawing
from .drawing import PHONE, backgrounds, drawn, size, word, words
from .test_sequences import SEQUENCES

RUNNING = {"hit points": [(0, 8), (1, 6), (2, 3), (3, 0)]}
TWO_ORDERS = {
    "as it was": [(0, 30), (1, 10), (2, 5)],
    "healed first": [(0, 30), (1, 41), (2, 4), (3, 0)],
}
COSTS = {
    "without a snapshot": [(10, 0.5), (1_000, 15), (100_000, 1465)],
    "with a snapshot": [(10, 1.5), (1_000, 1.5), (100_000, 1.5)],
    "by guessing": [(10, 1), (1_000, 1), (100_000, 1)],
}


def running() -> Picture:
    return lines(RUNNING, x="version", y="hit points", text="8, 6, 3, 0", steps=True)


def two_orders() -> Picture:
    return lines(TWO_ORDERS, x="version", y="hp", text="", steps=True)


def costs() -> Picture:
    return lines(COSTS, x="events", y="read units", text="it rises, they do not")


CHARTS = {
    "a running line": running,
    "two running lines": two_orders,
    "costs": costs,
    "one point": lambda: lines({"hp": [(0, 0)]}, x="version", y="hp", text="", steps=True),
    "below zero": lambda: lines({"a": [(0, -5), (1, 1300)]}, x="x", y="y", text="", steps=True),
    "fractions": lambda: lines({"<x>": [(0, 0.1 + 0.2), (0.5, 0.25)]}, x="$", y="&", text='"'),
}
PICTURES = CHARTS | SEQUENCES
EACH = pytest.mark.parametrize("make", PICTURES.values(), ids=list(PICTURES))


@EACH
def test_a_picture_has_no_colour_but_those_of_its_lines(make) -> None:
    assert backgrounds(drawn(make())) == []


@EACH
def test_a_picture_shrinks_until_its_letters_are_almost_too_small(make) -> None:
    svg = drawn(make())
    width, height = size(svg)

    assert f"max-width:100%;min-width:{0.7 * width:.5g}px;height:auto" in svg.attrib["style"]
    assert height < 500


@pytest.mark.parametrize("make", CHARTS.values(), ids=list(CHARTS))
def test_a_chart_fits_a_phone(make) -> None:
    assert size(drawn(make()))[0] <= PHONE


@EACH
def test_everything_is_inside_the_picture_and_no_words_overlap(make) -> None:
    svg = drawn(make())
    width, height = size(svg)

    for each in words(svg):
        assert each.left >= 0, each
        assert each.right <= width, each
        assert 0 <= each.top < each.bottom <= height, each
    for _, points in drawing.lines(svg):
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    for one, other in combinations(words(svg), 2):
        assert not one.overlaps(other), (one, other)


@EACH
def test_the_same_picture_is_the_same_text(make) -> None:
    assert make()._repr_html_() == make()._repr_html_()


def test_the_text_stands_for_the_picture() -> None:
    assert repr(running()) == "8, 6, 3, 0"
    assert drawn(running()).attrib["aria-label"] == "8, 6, 3, 0"
    assert drawn(running()).attrib["role"] == "img"


def coloured(picture: Picture) -> list[list[drawing.Point]]:
    """Return the lines, without the piece beside the name of each."""
    found = [at for looks, at in drawing.lines(drawn(picture)) if "#" in looks["stroke"]]
    return found[1::2] if len(found) > 1 else found


def test_a_running_line_holds_each_value_until_the_next_and_says_it() -> None:
    [line] = coloured(running())
    across, down = zip(*line, strict=True)

    assert len(line) == 7
    assert across[1::2] == across[2::2]
    assert down[0:-1:2] == down[1::2]
    assert [each.text for each in words(drawn(running()))][-4:] == ["8", "6", "3", "0"]


def test_two_running_lines_say_a_common_value_once() -> None:
    said = [each.text for each in words(drawn(two_orders())) if each.text in ("30", "41", "5")]

    assert said == ["30", "30", "5", "41"]  # the first is the axis'


def test_other_lines_run_straight_and_say_no_values() -> None:
    assert [len(points) for points in coloured(costs())] == [3, 3, 3]
    assert "1,465" not in [each.text for each in words(drawn(costs()))]


def test_lines_differ_in_more_than_colour() -> None:
    found = [at for at, _ in drawing.lines(drawn(costs())) if at["stroke"] in COLOURS]

    assert len({at.get("stroke-dasharray") for at in found}) == 3
    assert len({at["stroke"] for at in found}) == 3


def test_the_names_are_above_the_lines_each_beside_a_piece_of_its_line() -> None:
    svg = drawn(costs())
    found = [(at, points) for at, points in drawing.lines(svg) if "#" in at["stroke"]]
    pieces, through = found[::2], found[1::2]

    for name, (look, piece), (at, points) in zip(COSTS, pieces, through, strict=True):
        assert piece[-1][0] < word(svg, name).left
        assert abs(word(svg, name).bottom - 4 - piece[-1][1]) < 1
        assert word(svg, name).bottom < min(y for _, y in points)
        assert look | {"points": ""} == at | {"points": ""}


@pytest.mark.parametrize(
    ("low", "high", "whole", "expected"),
    [
        (0, 3, True, [0, 1, 2, 3]),
        (0, 8, True, [0, 2, 4, 6, 8]),
        (0, 1, True, [0, 1]),
        (0, 1465, True, [0, 500, 1000]),
        (10, 100_000, True, [20_000, 40_000, 60_000, 80_000, 100_000]),
        (-5, 3, True, [-4, -2, 0, 2]),
        (0, 0.3, False, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]),
    ],
)
def test_ticks_are_few_and_round(low, high, whole, expected) -> None:
    assert ticks(low, high, whole=whole) == pytest.approx(expected)


def test_a_value_is_written_without_binary_rounding_errors() -> None:
    svg = drawn(lines({"y": [(0, 0.1 + 0.2)]}, x="x", y="y", text="", steps=True))

    assert words(svg)[-1].text == "0.3"


def test_a_line_without_a_point_is_refused_at_once() -> None:
    with pytest.raises(
        ValueError, match=r"a line needs at least one point, but \['hp'\] have none"
    ):
        lines({"hp": []}, x="version", y="hp", text="")


def test_a_picture_without_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="a picture needs at least one line, got none"):
        lines({}, x="x", y="y", text="")


def test_a_line_of_many_points_has_no_marks_that_would_hide_it() -> None:
    few, many = (
        drawn(lines({"a": [(x, x) for x in range(length)]}, x="x", y="y", text=""))
        for length in (25, 26)
    )

    assert len(list(few.iter("circle"))) == 26  # and one beside its name
    assert len(list(many.iter("circle"))) == 1
