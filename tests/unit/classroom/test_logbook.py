"""The learner's progress is a small file that may be missing, damaged, read-only or in use."""

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from classroom import exercises, files, logbook

from ...plain import plain_variables

KEEPS = """
import sys
from classroom import files, logbook
files.MOST_SECONDS = 60  # a slow disk may keep one of ten kernels waiting longer than a learner's
me = sys.argv[1]
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    logbook.keep(f"{me}-{number}", state="right")
    logbook.change("shared", lambda known: {"tries": known["tries"] + 1})
"""
NAMES_OF_1_0 = """
write-the-fourth-event add-up-the-changes count-something-of-your-own
give-the-store-its-client freeze-the-past tell-two-histories bring-your-own-history
spell-out-an-item keep-the-first-sheet catch-one-error tell-an-outage-from-a-clash
bring-your-own-cabinet
read-a-stream-back ask-for-the-next-page write-the-test-first refuse-an-empty-stream
store-a-type-of-your-own bring-your-own-story
apply-the-rules notice-a-gap bring-your-own-projection
keep-the-state-apart begin-at-the-newest let-a-new-rule-begin-anew bring-your-own-snapshot
look-again give-up-aloud never-overdrawn bring-your-own-rule
know-your-own-sheet repeat-with-the-same-mark send-from-an-outbox bring-your-own-outbox
both-or-neither name-the-clash know-a-turn-of-your-own bring-your-own-turn
"""


@pytest.fixture
def my(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "my"))
    monkeypatch.setattr(logbook, "_memory", {})
    return tmp_path / "my"


def test_an_untouched_exercise_is_open(my: Path) -> None:
    assert logbook.record("one") == {"state": "open", "tries": 0, "tried": ""}
    assert not my.exists()


def test_the_next_kernel_finds_what_was_kept(my: Path) -> None:
    logbook.keep("one", state="tried", tries=2)
    logbook.keep("one", tried="x = 1")
    logbook.keep("two", state="right")

    assert logbook.record("one") == {"state": "tried", "tries": 2, "tried": "x = 1"}
    assert list(my.iterdir()) == [my / "progress.json"]
    assert set(json.loads((my / "progress.json").read_text())) == {"one", "two"}


def test_an_exercise_that_was_renamed_keeps_its_state(my: Path) -> None:
    my.mkdir()
    (my / "progress.json").write_text('{"keep-the-first-sheet": {"state": "right", "hints": 2}}')

    assert logbook.record("keep-the-first-card")["state"] == "right"
    logbook.keep("add-up-the-changes", state="tried")
    assert set(json.loads((my / "progress.json").read_text())) == {
        "keep-the-first-card",
        "add-up-the-changes",
    }


def test_an_exercise_of_version_1_0_has_its_name_or_a_new_one_or_is_gone() -> None:
    known = {name for names in exercises.LESSONS.values() for name in names}
    names = {logbook.RENAMED.get(old, old) for old in NAMES_OF_1_0.split()}

    assert names - known == {"freeze-the-past"}


@pytest.mark.parametrize("old", logbook.RENAMED)
def test_a_renamed_exercise_exists_and_its_old_name_does_not(old: str) -> None:
    known = [*exercises.names()]

    assert logbook.RENAMED[old] in known
    assert old not in known


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "[1]",
        '{"one": 3}',
        '{"one": {"state": "open", "tries": "2"}}',
        '{"one": {"state": "?"}}',
        "\xff\xfe",
    ],
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


def no_room(*_: object, **__: object) -> None:
    raise OSError("No space left on device")


@pytest.mark.usefixtures("my")
def test_what_cannot_be_written_overrides_the_file() -> None:
    logbook.keep("one", state="tried", tries=1)
    logbook.keep("two", state="right")

    with patch.object(files, "write", no_room):
        for tried in ("x", "y"):
            logbook.keep("one", tried=tried)

            assert logbook.record("one") == {"state": "tried", "tries": 1, "tried": tried}
    assert logbook.record("two")["state"] == "right"


def test_what_could_not_be_written_is_written_as_soon_as_there_is_space(my: Path) -> None:
    with patch.object(files, "write", no_room):
        logbook.keep("one", state="right")
    logbook.keep("two", tries=1)
    (my / "progress.json").write_text((my / "progress.json").read_text().replace("right", "tried"))

    assert logbook.record("two")["tries"] == 1
    assert logbook.record("one")["state"] == "tried"  # by another kernel: the file counts again


def test_a_damaged_file_that_cannot_be_set_aside_is_not_fatal_either(my: Path) -> None:
    my.mkdir()
    (my / "progress.json").write_text("{")

    with patch.object(files, "write", no_room), patch.object(files, "set_aside", no_room):
        logbook.keep("one", state="right")

        assert logbook.record("one")["state"] == "right"
    assert (my / "progress.json").read_text() == "{"


@pytest.mark.usefixtures("my")
def test_the_museum_has_one_row_and_no_lesson_counts_its_rooms() -> None:
    (room, *_), *_ = exercises.ROOMS.values()
    logbook.keep(room, state="right")

    rows = repr(logbook.progress()).splitlines()

    (of_the_museum,) = [row for row in rows if "museum" in row]
    assert f"bug museum (optional) 1 of {len(exercises.ROOMS)} ✔" in " ".join(of_the_museum.split())
    assert len(rows) == 1 + len(exercises.LESSONS) + 1 + 1  # the heading, the museum, the legend


def test_progress_can_be_reset_and_nothing_is_lost(my: Path) -> None:
    progress_before = []
    for state in ("right", "tried"):
        logbook.keep("one", state=state)
        progress_before.append((my / "progress.json").read_text())
        logbook.forget()
        assert logbook.record("one")["state"] == "open"

    logbook.forget()  # nothing is there anymore, and that isn't an error

    assert [path.read_text() for path in sorted(my.iterdir())] == progress_before


def test_what_many_kernels_write_at_once_is_all_kept(my: Path) -> None:
    command = [sys.executable, "-c", KEEPS]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    env = plain_variables() | {"EVENTSTORE_MY": str(my)}
    kernels = [subprocess.Popen([*command, f"k{n}"], env=env, **pipes) for n in range(10)]
    for kernel in kernels:
        assert kernel.stdout.readline() == "ready\n"
    for kernel in kernels:
        kernel.stdin.write("\n")
        kernel.stdin.flush()
    for kernel in kernels:
        kernel.communicate(timeout=60)

    lacking = [
        name
        for name in (f"k{n}-{number}" for n in range(10) for number in range(10))
        if logbook.record(name)["state"] != "right"
    ]
    assert lacking == []
    assert logbook.record("shared")["tries"] == 100
    assert list(my.iterdir()) == [my / "progress.json"]


def test_threads_of_one_kernel_lose_nothing_either(my: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: logbook.keep(f"e{n}", state="right"), range(80)))

    assert len(json.loads((my / "progress.json").read_text())) == 80


def test_a_file_that_cannot_be_read_just_now_is_never_replaced(my: Path) -> None:
    logbook.keep("one", state="right")
    before = (my / "progress.json").read_text()

    with patch.object(Path, "read_text", no_room):
        logbook.keep("two", state="right")

        assert logbook.record("two")["state"] == "right"  # remembered
    assert (my / "progress.json").read_text() == before
    logbook.keep("three", state="tried")
    assert {"one", "two", "three"} == set(json.loads((my / "progress.json").read_text()))


def test_a_crash_in_the_middle_of_writing_loses_nothing(my: Path) -> None:
    logbook.keep("one", state="right")
    program = (
        "import os\nfrom pathlib import Path\nfrom classroom import logbook\n"
        "Path.replace = lambda *_: os._exit(9)\nlogbook.keep('two', state='right')"
    )
    crashed = subprocess.run(
        [sys.executable, "-c", program], env=plain_variables() | {"EVENTSTORE_MY": str(my)}
    )

    assert crashed.returncode == 9
    assert logbook.record("one")["state"] == "right"
    logbook.keep("two", state="tried")  # nobody holds the lock any more
    assert logbook.record("two")["state"] == "tried"


def test_a_damaged_file_is_set_aside_once_though_two_kernels_see_it(
    my: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    my.mkdir()
    file = my / "progress.json"
    file.write_text("{")
    plain = files.alone

    def another_was_faster(path: Path):
        if file.read_text() == "{":
            file.rename(my / "progress.damaged-1.json")
            file.write_text('{"one": {"state": "right"}}')
        return plain(path)

    monkeypatch.setattr(files, "alone", another_was_faster)

    assert logbook.record("one")["state"] == "right"
    assert sorted(path.name for path in my.iterdir()) == [
        "progress.damaged-1.json",
        "progress.json",
    ]


def test_a_kernel_that_never_lets_go_stops_nobody(
    my: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_SECONDS", 0.1)
    with files.alone(my / "progress.json"):
        logbook.keep("one", state="right")
        assert logbook.record("one")["state"] == "right"
        assert not (my / "progress.json").exists()
    logbook.keep("two", state="right")

    assert set(json.loads((my / "progress.json").read_text())) == {"one", "two"}


def test_where_files_cannot_be_locked_the_progress_is_kept_all_the_same(
    my: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(files, "_lock", locked)
    logbook.keep("one", state="right")

    assert set(json.loads((my / "progress.json").read_text())) == {"one"}


def test_in_a_browser_tab_nothing_is_locked(my: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_lock", None)
    monkeypatch.setattr(sys, "platform", "emscripten")
    logbook.keep("one", state="right")
    logbook.keep("two", state="right")

    assert set(json.loads((my / "progress.json").read_text())) == {"one", "two"}


def test_on_windows_a_lock_is_waited_for_and_a_file_in_use_is_replaced_later(
    my: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, refused, plain = [], [], Path.replace

    def locking(_descriptor: int, mode: int, size: int) -> None:
        asked.append((mode, size))
        if len(asked) < 3:
            raise PermissionError(13, "Permission denied")

    def replace(path: Path, target: Path) -> Path:
        if len(refused) < 3:
            refused.append(path)
            raise PermissionError(13, "Permission denied")
        return plain(path, target)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(Path, "replace", replace)
    logbook.keep("one", state="right")

    assert asked == [(2, 1)] * 3
    assert len(refused) == 3
    assert set(json.loads((my / "progress.json").read_text())) == {"one"}


def test_a_file_that_we_write_can_be_read_by_others_as_usual(my: Path) -> None:
    umask = os.umask(0o022)
    try:
        logbook.keep("one", state="right")
    finally:
        os.umask(umask)

    assert (my / "progress.json").stat().st_mode & 0o777 == 0o644
