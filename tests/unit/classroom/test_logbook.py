"""The learner's progress is a small file that may be missing, damaged or read-only."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest

from classroom import files, logbook


@pytest.fixture
def my(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "my"))
    monkeypatch.setattr(logbook, "_memory", {})
    return tmp_path / "my"


def test_an_untouched_exercise_is_open(my: Path) -> None:
    assert logbook.record("one") == {"state": "open", "tries": 0, "hints": 0}
    assert not my.exists()


def test_the_next_kernel_finds_what_was_kept(my: Path) -> None:
    logbook.keep("one", state="tried", tries=2)
    logbook.keep("one", hints=1)
    logbook.keep("two", state="right")

    assert logbook.record("one") == {"state": "tried", "tries": 2, "hints": 1}
    assert list(my.iterdir()) == [my / "progress.json"]
    assert set(json.loads((my / "progress.json").read_text())) == {"one", "two"}


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "[1]", '{"one": 3}', '{"one": {"state": "?"}}', "\xff\xfe"]
)
def test_a_damaged_file_is_set_aside_and_never_fatal(my: Path, damage: str) -> None:
    my.mkdir()
    (my / "progress.json").write_text(damage, encoding="latin-1")

    logbook.keep("one", state="right")

    assert logbook.record("one")["state"] == "right"
    (aside,) = my.glob("progress.damaged-*.json")
    assert aside.read_text(encoding="latin-1") == damage


def test_every_damaged_file_is_kept(my: Path) -> None:
    my.mkdir()
    for damage in ("{", "}"):
        (my / "progress.json").write_text(damage)
        logbook.record("one")

    assert [path.read_text() for path in sorted(my.glob("*damaged*"))] == ["{", "}"]


def test_without_a_writable_file_the_progress_is_kept_in_memory(my: Path) -> None:
    my.write_text("a file where the folder should be")

    logbook.keep("one", state="right")

    assert logbook.record("one")["state"] == "right"


def no_room(*_: object) -> None:
    raise OSError("No space left on device")


@pytest.mark.usefixtures("my")
def test_what_cannot_be_written_overrides_the_file() -> None:
    logbook.keep("one", state="tried", tries=1)
    logbook.keep("two", state="right")

    with patch.object(files, "write", no_room):
        for hints in (1, 2):
            logbook.keep("one", hints=hints)

            assert logbook.record("one") == {"state": "tried", "tries": 1, "hints": hints}
    assert logbook.record("two")["state"] == "right"


def test_what_could_not_be_written_is_written_as_soon_as_there_is_space(my: Path) -> None:
    with patch.object(files, "write", no_room):
        logbook.keep("one", state="right")
    logbook.keep("two", hints=1)
    (my / "progress.json").write_text((my / "progress.json").read_text().replace("right", "tried"))

    assert logbook.record("two")["hints"] == 1
    assert logbook.record("one")["state"] == "tried"  # by another kernel: the file counts again


def test_a_damaged_file_that_cannot_be_set_aside_is_not_fatal_either(my: Path) -> None:
    my.mkdir()
    (my / "progress.json").write_text("{")

    with patch.object(files, "write", no_room), patch.object(files, "set_aside", no_room):
        logbook.keep("one", state="right")

        assert logbook.record("one")["state"] == "right"
    assert (my / "progress.json").read_text() == "{"


def test_progress_can_be_reset_and_nothing_is_lost(my: Path) -> None:
    progress_before = []
    for state in ("right", "tried"):
        logbook.keep("one", state=state)
        progress_before.append((my / "progress.json").read_text())
        logbook.forget()
        assert logbook.record("one")["state"] == "open"

    logbook.forget()  # there is nothing any more, and that is no error

    assert [path.read_text() for path in sorted(my.iterdir())] == progress_before
