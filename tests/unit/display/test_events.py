import re
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from classroom import bars, show
from classroom.display.table import Table
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
    for name in ("eventstore.frames", "classroom.display.frame"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_show_is_the_frame() -> None:
    assert list(show(iter(FIGHT)).index) == [0, 1, 2]


def check_table(shown: Any) -> None:
    assert repr(shown) == (
        "version  id  character_name  character_hit_points  note\n"
        "0        a   cpustejovsky    8                     Init\n"
        "1        a   cpustejovsky    -2                    <b>goblin</b>"
    )
    assert shown._repr_html_().count("<tr>") == 3
    assert "&lt;b&gt;goblin" in shown._repr_html_()


def test_a_frame_is_shown_with_one_row_of_headings_and_text_at_the_left() -> None:
    check_table(show(FIGHT[:2]))


TWO_TYPES = [Parcel("a", 0, 7), Event("a", 1, note="b"), Parcel("a", 2, None)]
IN_ONE_TABLE = (
    "version  id  grams  character_name  character_hit_points  note\n"
    "0        a   7\n"
    "1        a                          0                     b\n"
    "2        a"
)


def test_events_of_several_types_are_one_table_which_is_blank_where_a_field_is_missing() -> None:
    assert repr(show(TWO_TYPES)) == IN_ONE_TABLE


@pytest.mark.usefixtures("without_pandas")
def test_events_of_several_types_are_one_table_without_pandas_too() -> None:
    assert repr(show(TWO_TYPES)) == IN_ONE_TABLE


def test_a_heading_may_break_after_an_underscore() -> None:
    assert ">character_<wbr>hit_<wbr>points</th>" in show(FIGHT)._repr_html_()


@pytest.mark.usefixtures("without_pandas")
def test_show_without_pandas_is_a_plain_table_that_looks_the_same() -> None:
    html = show(FIGHT[:2])._repr_html_()

    check_table(show(FIGHT[:2]))
    assert html.count("text-align:left") == 15


def test_the_two_tables_are_the_same_html(monkeypatch: pytest.MonkeyPatch) -> None:
    with_pandas = show(FIGHT)._repr_html_()
    monkeypatch.setitem(sys.modules, "classroom.display.frame", None)

    assert show(FIGHT)._repr_html_() == with_pandas


def test_a_tab_fetches_no_pandas_for_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.delitem(sys.modules, "pandas", raising=False)

    assert type(show(FIGHT)) is Table


def test_a_frame_shows_what_has_become_of_it() -> None:
    frame = show(FIGHT)
    frame["note"] = "?"

    assert repr(frame).count("?") == 3
    assert type(frame[["note"]]).__module__.startswith("pandas")


def test_a_long_frame_is_shown_in_part() -> None:
    frame = show([Event("a", version) for version in range(1000)])

    assert len(repr(frame).splitlines()) < 100
    assert frame._repr_html_().count("<tr") < 100


def test_bars_are_drawn_in_characters_too() -> None:
    assert repr(bars(FIGHT)) == (
        "version  id  character_name  character_hit_points  note\n"
        "0        a   cpustejovsky    +8    │████████       Init\n"
        "1        a   cpustejovsky    -2  ██│               <b>goblin</b>\n"
        "2        a   cpustejovsky    -3 ███│               bugbear"
    )


def test_a_bar_goes_left_for_a_loss_and_right_for_a_gain_and_has_its_sign() -> None:
    first, second, third = re.findall(
        r">([+-]\d)<span style=\"[^\"]*margin-left:([\d.]+)em;width:([\d.]+)em;", html_of_bars()
    )

    assert first == ("+8", "3.5", "8")
    assert second == ("-2", "1.5", "2")
    assert third == ("-3", "0.5", "3")
    assert "&lt;b&gt;goblin" in html_of_bars()


def test_bars_have_no_background_of_their_own_beside_the_bars() -> None:
    assert re.findall('background:([^";]*)', html_of_bars()) == ["#009e73", "#d55e00", "#d55e00"]


def html_of_bars() -> str:
    return bars(FIGHT)._repr_html_()


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
