"""A green cell that changes a class shows it whole, with its new lines marked."""

import re

from .kernel import Lesson

FIRST = """%%green 1a
class Store:
    def __init__(self, client):
        self.client = client

    def append(self, event):
        self.client.put(event)


def test_it():
    assert 1 == 1"""
CHANGED = """%%green 1b
class Store:
    def __init__(self, client):
        self.client = client

    def append(self, event):
        check(event)
        self.client.put(event)


def check(event):
    assert event < 3"""


def marked(html: str) -> list[str]:
    return [line.strip() for line in re.findall(r"<ins [^>]*>(.*?)</ins>", html)]


def test_the_lines_that_are_new_are_marked_and_the_others_are_there(lesson: Lesson) -> None:
    first, changed = lesson.run(FIRST, CHANGED)

    assert "<pre" not in first.html
    assert marked(changed.html) == ["check(event)", "def check(event):", "assert event &lt; 3"]
    assert "<span" in changed.html
    assert "self.client.put(event)</span>" in changed.html


def test_the_text_of_the_cell_stays_short(lesson: Lesson) -> None:
    _, changed = lesson.run(FIRST, CHANGED)

    assert changed.text == "✔ green: 1 passed"


def test_an_earlier_cell_that_runs_again_is_compared_with_what_stands_above_it(
    lesson: Lesson,
) -> None:
    first, _, again = lesson.run(FIRST, CHANGED, FIRST)

    assert again.html == first.html


def test_a_definition_that_only_moves_is_not_shown(lesson: Lesson) -> None:
    _, same = lesson.run(FIRST, FIRST.replace("1a", "1b"))

    assert "<pre" not in same.html


def test_a_decorator_that_changes_is_marked(lesson: Lesson) -> None:
    plain = "%%green 1a\nimport dataclasses\n\n@dataclasses.dataclass\nclass A:\n    x: int\n\n"
    plain += "def test_it():\n    A(1)"
    frozen = plain.replace("1a", "1b").replace("dataclass\n", "dataclass(frozen=True)\n")

    _, changed = lesson.run(plain, frozen)

    assert marked(changed.html) == ["@dataclasses.dataclass(frozen=True)"]
