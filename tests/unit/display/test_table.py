import sys
from dataclasses import dataclass

import pytest

from classroom import bars, show
from eventstore import Event

FIGHT = [
    Event("a", 0, "cpustejovsky", 8, "Init"),
    Event("a", 1, "cpustejovsky", -2, "<b>goblin</b>"),
    Event("a", 2, "cpustejovsky", -3, "bugbear"),
]


@dataclass(frozen=True)
class Parcel:
    id: str
    version: int
    grams: object


@pytest.fixture
def without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.delitem(sys.modules, "eventstore.frames", raising=False)


def test_show_is_the_frame() -> None:
    assert list(show(iter(FIGHT)).index) == [0, 1, 2]


@pytest.mark.usefixtures("without_pandas")
def test_show_without_pandas_is_a_plain_table() -> None:
    table = show(FIGHT[:2])

    assert repr(table) == (
        "version  id  character_name  character_hit_points  note\n"
        "0        a   cpustejovsky    8                     Init\n"
        "1        a   cpustejovsky    -2                    <b>goblin</b>"
    )
    assert table._repr_html_().count("<tr>") == 3
    assert "&lt;b&gt;goblin" in table._repr_html_()


def test_bars_are_drawn_in_characters_too() -> None:
    assert repr(bars(FIGHT)) == (
        "version  id  character_name  character_hit_points  note\n"
        "0        a   cpustejovsky    +8    │████████       Init\n"
        "1        a   cpustejovsky    -2  ██│               <b>goblin</b>\n"
        "2        a   cpustejovsky    -3 ███│               bugbear"
    )


def test_bars_in_the_frame_point_left_for_red_and_right_for_green_and_carry_signs() -> None:
    html = bars(FIGHT)._repr_html_()

    assert "#9fd3b0 50.0%, #9fd3b0 100.0%" in html
    assert "#e8a0a4 37.5%, #e8a0a4 50.0%" in html
    assert [sign in html for sign in (">+8<", ">-2<", ">-3<")] == [True] * 3
    assert "&lt;b&gt;goblin" in html


def test_the_html_is_the_same_each_time_and_two_pictures_never_share_their_style() -> None:
    assert bars(FIGHT)._repr_html_() == bars(FIGHT)._repr_html_()
    assert bars(FIGHT).html.split("_row0")[0] != bars(FIGHT[:2]).html.split("_row0")[0]


@pytest.mark.usefixtures("without_pandas")
def test_bars_without_pandas_are_the_same_characters_in_html() -> None:
    assert "-3 ███│" in bars(FIGHT)._repr_html_()


def test_long_bars_are_scaled_and_small_changes_stay_visible() -> None:
    lines = repr(bars([Parcel("a", 0, 1200), Parcel("a", 1, -1), Parcel("a", 2, 0)], "grams"))

    assert lines.splitlines()[1:] == [
        "0        a   +1200  │████████████",
        "1        a      -1 █│",
        "2        a      +0  │",
    ]


def test_a_column_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match="no column 'hp'; choose one of version, id, grams"):
        bars([Parcel("a", 0, 1)], "hp")


@pytest.mark.parametrize("value", ["8", None, True])
def test_bars_need_numbers(value) -> None:
    with pytest.raises(ValueError, match="bars need whole numbers"):
        bars([Parcel("a", 0, value)], "grams")


def test_no_events_are_an_empty_table() -> None:
    assert repr(bars([])) == "version"
    assert len(show([])) == 0
