"""The mechanism: any graph of states becomes one piece of HTML that needs nothing else."""

import re
from html.parser import HTMLParser

import pytest

from classroom.display.stepper import State, Stepper

from .stepped import embedded, every_state

NASTY = """</script><script>alert("1")</script> & <b> ' \u2028"""


def door(words: str = "It is shut.", *, title: str = "A door", found: bool = True) -> Stepper:
    states = {
        "shut": State("<p>a door</p>\n<p>shut</p>", words, {"open": "ajar", "lock": "shut"}),
        "ajar": State("<p>a door</p>\n<p>ajar</p>", "It is ajar.", {"shut": "shut"}, found=found),
    }
    buttons = {"": ["open", "shut"], "Lock": ["lock"]}
    return Stepper(title, states, "shut", "ajar", buttons, task="Open it.")


class Tags(HTMLParser):
    """All tags outside the script, and the text in them; a script ends where a browser ends it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.text, self.scripts = list[str](), list[str](), 0
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1] not in ("script", "style"):
            self.text.append(data)


def test_without_scripts_there_are_the_first_and_the_last_state_and_no_buttons() -> None:
    seen = Tags(door()._repr_html_())

    assert seen.tags.count("figure") == 2
    assert seen.tags.count("button") == 0
    assert seen.text == [
        *("A door", "Task:", " Open it."),
        *("At the start: It is shut.", "a door", "\n", "shut"),
        *("At the end: It is ajar.", "a door", "\n", "ajar"),
        "These are the first and the last state. Run the cell to step through all of them.",
    ]


def test_the_plain_text_has_the_first_and_the_last_state_in_words() -> None:
    assert (
        repr(door()) == "A door\nTask: Open it.\nAt the start: It is shut.\nAt the end: It is ajar."
    )


def test_every_state_is_embedded_with_where_its_buttons_lead() -> None:
    states = every_state(door())

    assert [(each.pressed, each.words) for each in states] == [
        ((), "It is shut."),
        (("open",), "It is ajar. ✔ You found it."),
    ]
    assert states[0].leads_on == ("open", "lock")
    assert states[1].picture == "<p>a door</p>\n<p>ajar</p>"


def test_a_line_of_several_pictures_is_embedded_once() -> None:
    assert embedded(door())["lines"] == ["<p>a door</p>", "<p>shut</p>", "<p>ajar</p>"]


def test_a_button_that_leads_to_where_it_is_shows_a_choice() -> None:
    assert embedded(door())["choices"] == [2]


def test_a_state_that_solves_the_task_says_so_only_when_it_is_reached() -> None:
    assert "found it" in every_state(door())[1].words
    assert "found it" not in every_state(door(found=False))[1].words
    assert "found it" not in repr(door()) + " ".join(Tags(door()._repr_html_()).text)


def test_no_text_can_end_the_script_or_become_a_tag() -> None:
    html = door(NASTY, title=NASTY)._repr_html_()
    seen = Tags(html)

    assert seen.tags.count("script") == 1
    assert "b" not in seen.tags
    assert f"At the start: {NASTY}" in "".join(seen.text)
    assert every_state(door(NASTY))[0].words == NASTY
    assert html.count("</script>") == 1


def test_a_text_that_looks_like_a_place_to_fill_stays_as_it_is() -> None:
    assert every_state(door('"NAME" "DATA"'))[0].words == '"NAME" "DATA"'


def test_the_html_is_the_same_each_time_and_asks_for_nothing() -> None:
    html = door()._repr_html_()

    assert html == door()._repr_html_()
    assert re.findall(r"https?:|\bsrc=|@import|url\(|fetch|import\(", html) == []


def test_two_outputs_share_a_name_only_if_they_are_equal() -> None:
    names = [
        re.search('data-stepper="(.*?)"', each._repr_html_())[1]
        for each in (door(), door(), door("It is locked."))
    ]

    assert names[0] == names[1] != names[2]
    assert " id=" not in door()._repr_html_()


@pytest.mark.parametrize(
    ("label", "to"), [("open", "nowhere"), ("kick", "shut")], ids=["a state", "a button"]
)
def test_a_button_or_a_state_that_does_not_exist_is_refused(label: str, to: str) -> None:
    with pytest.raises(ValueError, match=f"'{label}' leads from 'shut' to '{to}': unknown"):
        Stepper("A door", {"shut": State("", "", {label: to})}, "shut", "shut", {"": ["open"]})


def test_two_buttons_with_the_same_label_are_refused() -> None:
    with pytest.raises(ValueError, match="same label"):
        Stepper("A door", {"shut": State("", "")}, "shut", "shut", {"": ["a"], "b": ["a"]})
