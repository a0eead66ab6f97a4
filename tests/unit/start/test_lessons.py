"""The learner's own copies of the lessons."""

import json
from pathlib import Path
from types import ModuleType

from .conftest import CODE, TEXT, write_lesson


def test_a_copy_has_neither_outputs_nor_counts_and_all_the_rest(
    start: ModuleType, checkout: Path
) -> None:
    start.copy_lessons()

    copy = json.loads((checkout / "my" / "00_start_here.ipynb").read_text(encoding="utf-8"))
    assert copy["cells"] == [TEXT, CODE | {"outputs": [], "execution_count": None}]
    assert copy["nbformat_minor"] == 5


def test_the_original_keeps_its_outputs(start: ModuleType, checkout: Path) -> None:
    original = checkout / "notebooks" / "00_start_here.ipynb"
    before = original.read_bytes()

    start.copy_lessons()

    assert original.read_bytes() == before


def test_what_the_learner_has_is_never_overwritten(start: ModuleType, checkout: Path) -> None:
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    mine.write_text("an hour of work")

    start.copy_lessons()

    assert mine.read_text() == "an hour of work"


def test_a_new_lesson_comes_to_those_that_are_there(start: ModuleType, checkout: Path) -> None:
    start.copy_lessons()
    write_lesson(checkout / "notebooks" / "01_next.ipynb", [TEXT])

    start.copy_lessons()

    names = sorted(path.name for path in (checkout / "my").iterdir())
    assert names == ["00_start_here.ipynb", "01_next.ipynb", "README.md"]


def test_the_contents_lead_to_the_copies_that_lie_beside_them(
    start: ModuleType, checkout: Path
) -> None:
    start.copy_lessons()
    contents = checkout / "my" / "README.md"

    assert contents.read_text() == (checkout / "notebooks" / "README.md").read_text()


def test_the_contents_name_a_lesson_that_an_update_has_brought(
    start: ModuleType, checkout: Path
) -> None:
    start.copy_lessons()
    (checkout / "notebooks" / "README.md").write_text("[01 · Next](01_next.ipynb)")

    start.copy_lessons()

    assert (checkout / "my" / "README.md").read_text() == "[01 · Next](01_next.ipynb)"


def test_an_interrupted_copy_is_made_again(start: ModuleType, checkout: Path) -> None:
    half = checkout / "my" / "00_start_here.half"
    half.parent.mkdir()
    half.write_text('{"cells": [')

    start.copy_lessons()

    assert json.loads((checkout / "my" / "00_start_here.ipynb").read_text(encoding="utf-8"))
    assert not half.exists()
