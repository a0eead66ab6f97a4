"""The first copies of the lessons: each is made once, whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from classroom import lessons
from classroom.__main__ import main

CODE = {
    "cell_type": "code",
    "execution_count": 7,
    "id": "two",
    "metadata": {"tags": ["beat-1"]},
    "outputs": [{"output_type": "stream", "name": "stdout", "text": ["grün\n"]}],
    "source": ["print('grün')"],
}
TEXT = {"cell_type": "markdown", "id": "one", "metadata": {}, "source": ["# 00 · Grüße\n", "\n"]}


def write_lesson(path: Path, *cells: dict[str, Any]) -> None:
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one lesson and the contents."""
    monkeypatch.setattr(lessons, "project_root", lambda: tmp_path)
    (tmp_path / "notebooks").mkdir()
    write_lesson(tmp_path / "notebooks" / "00_start_here.ipynb", TEXT, CODE)
    (tmp_path / "notebooks" / "README.md").write_text("[00 · Start here](00_start_here.ipynb)")
    return tmp_path


def test_a_copy_has_neither_outputs_nor_counts_and_everything_else(checkout: Path) -> None:
    lessons.make_copies()

    copy = json.loads((checkout / "my" / "00_start_here.ipynb").read_text(encoding="utf-8"))
    text, code = copy["cells"]
    assert text == TEXT
    assert (code.pop("outputs"), code.pop("execution_count")) == ([], None)
    assert code.items() <= CODE.items()
    assert copy["nbformat_minor"] == 5


def test_the_original_keeps_its_outputs(checkout: Path) -> None:
    original = checkout / "notebooks" / "00_start_here.ipynb"
    before = original.read_bytes()

    lessons.make_copies()

    assert original.read_bytes() == before


def test_a_copy_is_never_overwritten(checkout: Path) -> None:
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    mine.write_text("an hour of work")

    lessons.make_copies()

    assert mine.read_text() == "an hour of work"


def test_a_new_lesson_is_copied_beside_the_old_ones(checkout: Path) -> None:
    lessons.make_copies()
    write_lesson(checkout / "notebooks" / "01_next.ipynb", TEXT)

    lessons.make_copies()

    names = sorted(path.name for path in (checkout / "my").iterdir())
    assert names == ["00_start_here.ipynb", "01_next.ipynb", "README.md"]


def test_the_contents_link_to_the_copies_beside_them(checkout: Path) -> None:
    lessons.make_copies()

    contents = checkout / "my" / "README.md"
    assert contents.read_text() == (checkout / "notebooks" / "README.md").read_text()


def test_the_contents_list_a_lesson_that_an_update_has_brought(checkout: Path) -> None:
    lessons.make_copies()
    (checkout / "notebooks" / "README.md").write_text("[01 · Next](01_next.ipynb)")

    lessons.make_copies()

    assert (checkout / "my" / "README.md").read_text() == "[01 · Next](01_next.ipynb)"


def test_an_interrupted_copy_is_made_again(checkout: Path) -> None:
    half = checkout / "my" / "00_start_here.half"
    half.parent.mkdir()
    half.write_text('{"cells": [')

    lessons.make_copies()

    assert json.loads((checkout / "my" / "00_start_here.ipynb").read_text(encoding="utf-8"))
    assert not half.exists()


def test_a_copy_of_version_1_gets_its_places_and_keeps_what_the_learner_wrote(
    checkout: Path,
) -> None:
    beat = {**TEXT, "source": ["## Beat 3 · Three events · 8 min\n", "\n", "### The need"]}
    red = {
        **CODE,
        "source": ["%%red NameError: name 'Event'\n", "def test_it():\n", "    Event()"],
    }
    green = {**CODE, "source": "%%green test_it\nEvent = object  # my own"}
    answer = {**CODE, "source": "mine = 7\n\ncheck('add')"}
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    write_lesson(mine, TEXT, beat, red, answer, green)

    lessons.make_copies()

    copy = json.loads(mine.read_text(encoding="utf-8"))
    assert copy["cells"] == [
        TEXT,
        beat,
        {**red, "source": "%%red 3a NameError: name 'Event'\ndef test_it():\n    Event()"},
        answer,
        {**green, "source": "%%green 3b test_it\nEvent = object  # my own"},
    ]


@pytest.mark.parametrize("text", ["an hour of work", "[]", '{"cells": [{}]}', '{"cells": 7}'])
def test_a_copy_that_cannot_be_read_stays_as_it_is(checkout: Path, text: str) -> None:
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    mine.write_text(text)

    lessons.make_copies()

    assert mine.read_text() == text


def test_a_cell_of_the_learners_own_may_lack_a_place(checkout: Path) -> None:
    placed = {**CODE, "source": "%%green 3b\nEvent = object"}
    own = {**CODE, "source": "%%green\ndef test_mine():\n    pass"}
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    write_lesson(mine, placed, own)
    before = mine.read_text()

    lessons.make_copies()

    assert mine.read_text() == before


def test_the_command_makes_the_copies_even_when_a_setting_is_wrong(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "embeded")  # JupyterLab must open all the same

    assert main(["copies"]) == 0

    assert (checkout / "my" / "00_start_here.ipynb").is_file()
    assert capsys.readouterr() == ("", "")


def test_the_command_says_why_it_could_not_write(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "my").write_text("a file where the folder should be")

    assert main(["copies"]) == 1

    assert "my" in capsys.readouterr().err
