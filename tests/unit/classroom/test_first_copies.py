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


def write_lesson(path: Path, *cells: dict[str, Any], **metadata: str) -> None:
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one lesson and the contents."""
    monkeypatch.setattr(lessons, "project_root", lambda: tmp_path)
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "my"))
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


def answered(name: str, source: str) -> dict[str, Any]:
    return {**CODE, "id": f"{name}-cell", "metadata": {"exercise": name}, "source": source}


@pytest.fixture
def earlier_copy(checkout: Path) -> Path:
    """A copy of an earlier edition, with two answers and a cell of the learner's own."""
    original = checkout / "notebooks" / "00_start_here.ipynb"
    start = (
        answered("add", 'add = ___\n\ncheck("add")'),
        answered("sub", 'sub = ___\n\ncheck("sub")'),
    )
    write_lesson(original, TEXT, CODE, *start, edition="9.0")
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    added = answered("add", 'add = sum\n\ncheck("add")')
    gone = answered("gone", 'gone = 1\n\ncheck("gone")')
    write_lesson(mine, TEXT, added, start[1], gone, {**CODE, "source": "print('my own')"})
    return mine


def test_a_copy_of_an_earlier_edition_is_replaced_and_kept(earlier_copy: Path) -> None:
    before = earlier_copy.read_text(encoding="utf-8")

    lessons.make_copies()

    kept = earlier_copy.with_name("00_start_here.kept-1.ipynb")
    assert kept.read_text(encoding="utf-8") == before
    copy = json.loads(earlier_copy.read_text(encoding="utf-8"))
    assert copy["metadata"]["edition"] == "9.0"
    assert "".join(copy["cells"][1]["source"]) == CODE["source"][0]


def test_the_answers_move_into_the_new_copy(earlier_copy: Path) -> None:
    lessons.logbook.keep("add", state="right")

    lessons.make_copies()

    cells = json.loads(earlier_copy.read_text(encoding="utf-8"))["cells"]
    assert cells[2]["source"] == 'add = sum\n\ncheck("add")'
    assert cells[3]["source"] == 'sub = ___\n\ncheck("sub")'


def test_the_command_says_where_the_old_copies_are(
    earlier_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["copies"]) == 0

    assert earlier_copy.exists()
    assert capsys.readouterr().out == (
        "This is a new edition of the lessons, with your answers. Your old copies are kept:\n"
        "  my/00_start_here.kept-1.ipynb\n"
    )


def test_a_copy_of_this_edition_stays_as_it_is(earlier_copy: Path) -> None:
    lessons.make_copies()
    assert "sub = 3" not in earlier_copy.read_text()
    earlier_copy.write_text(earlier_copy.read_text().replace("sub = ___", "sub = 3"))

    lessons.make_copies()

    assert "sub = 3" in earlier_copy.read_text()
    assert len(lessons.lessons_in(earlier_copy.parent)) == 2


@pytest.mark.parametrize("text", ["an hour of work", "[]", '{"cells": [{}]}', '{"cells": 7}'])
def test_a_copy_that_cannot_be_read_stays_as_it_is(checkout: Path, text: str) -> None:
    mine = checkout / "my" / "00_start_here.ipynb"
    mine.parent.mkdir()
    mine.write_text(text)

    lessons.make_copies()

    assert mine.read_text() == text


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
