import io
import logging
import sys
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import image

from classroom import lines
from classroom.display.plots import Picture

from .drawing import box, drawn, ticks, word, words
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


def costs() -> Picture:
    return lines(COSTS, x="events", y="read units", text="it rises, they do not")


PICTURES = {
    "a running line": running,
    "two running lines": lambda: lines(TWO_ORDERS, x="version", y="hp", text="", steps=True),
    "costs": costs,
    "one point": lambda: lines({"hp": [(0, 0)]}, x="version", y="hp", text="", steps=True),
    "below zero": lambda: lines({"a": [(0, -5), (1, 1300)]}, x="x", y="y", text="", steps=True),
    "fractions": lambda: lines({"$x^$": [(0, 0.1 + 0.2), (0.5, 0.25)]}, x="$", y="$", text=""),
    **SEQUENCES,
}
EACH = pytest.mark.parametrize("make", PICTURES.values(), ids=list(PICTURES))


@EACH
def test_a_picture_is_drawn_on_white_with_a_margin(make) -> None:
    pixels = image.imread(io.BytesIO(make()._repr_png_()))
    height, width = pixels.shape[:2]
    edge = np.concatenate([*pixels[:20], *pixels[-20:], *pixels[:, :20], *pixels[:, -20:]])

    assert (pixels[..., 3] == 1).all()
    assert (edge == 1).all()
    assert 0.005 < (pixels[..., :3].min(axis=2) < 0.7).mean() < 0.3
    assert 100 < height < 800
    assert 200 < width < 1000


@EACH
def test_labels_do_not_overlap(make) -> None:
    for one, other in combinations(words(drawn(make())), 2):
        assert not box(one).overlaps(box(other)), (one, other)


@EACH
def test_it_is_the_same_under_the_readers_own_style_which_it_leaves_alone(make) -> None:
    png = make()._repr_png_()

    with mpl.rc_context({"font.size": 20, "font.family": "serif"}):
        before = dict(mpl.rcParams)
        assert make()._repr_png_() == png
        assert dict(mpl.rcParams) == before
    assert b"Software" not in png


def test_the_text_stands_for_the_picture() -> None:
    assert repr(running()) == "8, 6, 3, 0"


def test_without_matplotlib_the_text_stands_alone(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    assert running()._repr_png_() is None
    assert repr(running()) == ("8, 6, 3, 0\n(a picture would be here: matplotlib is not installed)")


def test_matplotlibs_messages_about_a_new_machines_fonts_do_not_reach_a_lesson(caplog) -> None:
    running()._repr_png_()

    logging.getLogger("matplotlib.font_manager").warning("building the font cache")

    assert caplog.messages == []


def test_a_running_line_holds_each_value_and_says_it() -> None:
    axes = drawn(running())

    assert axes.lines[0].get_drawstyle() == "steps-post"
    assert axes.lines[0].get_xydata().tolist() == [[0, 8], [1, 6], [2, 3], [3, 0]]
    assert [text.get_text() for text in axes.texts] == ["8", "6", "3", "0"]


def test_two_running_lines_say_a_common_value_once() -> None:
    axes = drawn(PICTURES["two running lines"]())

    assert [text.get_text() for text in axes.texts[:4]] == ["30", "10", "5", "41"]


def test_a_value_below_its_line_stays_above_the_scale() -> None:
    axes = drawn(PICTURES["two running lines"]())

    assert min(box(text).y0 for text in axes.texts) > axes.bbox.y0


def test_other_lines_run_straight_and_say_no_values() -> None:
    axes = drawn(costs())

    assert {line.get_drawstyle() for line in axes.lines} == {"default"}
    assert {text.get_text() for text in axes.texts} == set(COSTS)


def test_lines_differ_in_more_than_colour() -> None:
    found = drawn(costs()).lines

    assert len({line.get_marker() for line in found}) == 3
    assert len({line.get_linestyle() for line in found}) == 3


@pytest.mark.parametrize(("number", "beginning"), [(0, "without"), (2, "by guessing")])
def test_a_name_stands_in_the_colour_of_its_line_at_the_height_of_its_end(
    number, beginning
) -> None:
    axes = drawn(costs())
    line, name = axes.lines[number], word(axes, beginning)
    x, y = axes.transData.transform(line.get_xydata()[-1])

    assert name.get_color() == line.get_color()
    assert box(name).y0 < y < box(name).y1
    assert box(name).x0 > x


def test_whole_numbers_have_whole_ticks_from_zero_on() -> None:
    numbers = [text.get_text() for text in ticks(drawn(running()).xaxis)]
    points = [text.get_text() for text in ticks(drawn(running()).yaxis)]
    many = [text.get_text() for text in ticks(drawn(costs()).xaxis)]

    assert numbers == ["0", "1", "2", "3"]
    assert points == ["0", "2", "4", "6", "8"]
    assert many[1:3] == ["20,000", "40,000"]


def test_a_single_point_has_whole_ticks_too() -> None:
    axes = drawn(PICTURES["one point"]())

    assert [text.get_text() for text in (*ticks(axes.xaxis), *ticks(axes.yaxis))] == [*"0101"]


def test_values_below_zero_are_within_the_scale() -> None:
    assert drawn(lines({"a": [(0, -5), (1, 3)]}, x="x", y="y", text="")).get_ylim()[0] <= -5


def test_a_value_is_written_without_binary_rounding_errors() -> None:
    axes = drawn(lines({"y": [(0, 0.1 + 0.2)]}, x="x", y="y", text="", steps=True))

    assert axes.texts[0].get_text() == "0.3"


def test_a_line_without_a_point_is_refused_at_once() -> None:
    with pytest.raises(
        ValueError, match=r"a line needs at least one point, but \['hp'\] have none"
    ):
        lines({"hp": []}, x="version", y="hp", text="")


def test_a_picture_without_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="a picture needs at least one line, got none"):
        lines({}, x="x", y="y", text="")
