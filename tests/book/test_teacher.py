"""The teacher's pages name what there is, and what they show works."""

import re
import subprocess

import pytest

from book.lessons import ROOT, lessons

PAGES = sorted((ROOT / "book/source/teacher").glob("*.md"))


def text_of(name):
    return (ROOT / "book/source/teacher" / f"{name}.md").read_text(encoding="utf-8")


ALL = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.number)
def test_the_script_names_the_sections_of_the_lesson_and_no_others(lesson):
    parts = re.split(r"^## Lesson ", text_of("script"), flags=re.MULTILINE)
    part = next(part for part in parts if part.startswith(f"{lesson.number} · {lesson.title}\n"))
    named = re.findall(r"^### (.*)$", part, re.MULTILINE)
    titles = [section.title for section in lesson.sections]
    rounds = [title for title in titles if title.startswith(("Beat", "Step"))]

    assert named == [title for title in titles if title in named]
    assert set(rounds) <= set(named)
    assert part.count("**Say**") == len(named)


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.number)
def test_what_the_script_quotes_from_a_lesson_is_there(lesson):
    parts = re.split(r"^## Lesson ", text_of("script"), flags=re.MULTILINE)
    part = next(part for part in parts if part.startswith(f"{lesson.number} · "))
    shown = lesson.path.read_text(encoding="utf-8")

    assert [code for code in re.findall(r"`([^`]+)`", part) if code not in shown] == []


def test_a_room_check_asks_and_says_what_then():
    checks = re.split(r"^## ", text_of("room_checks"), flags=re.MULTILINE)[1:]

    assert [check.split("\n")[0] for check in checks] == [
        f"Room check {after}" for after in (3, 4, 6, "lesson 09", "lesson 10", "lesson 11")
    ]
    assert "There are six questions" in text_of("room_checks")
    for check in checks:
        choices = re.findall(r"^(\d)\. ", check, re.MULTILINE)
        assert choices == ["1", "2", "3"]
        assert re.search(r"^\*\*Ask\*\*: .*\?$", check, re.MULTILINE)
        assert re.search(r"^\*\*Right\*\*: [123]\. ", check, re.MULTILINE)
        assert "**If half is wrong**: " in check


def test_every_command_exists():
    start = (ROOT / "start.py").read_text(encoding="utf-8")
    classroom = (ROOT / "classroom/__main__.py").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for command in re.findall(r"start\.py +([a-z]+)\b", ALL):
        assert f'"{command}"' in start
    for option in re.findall(r"start\.py .*(--[a-z]+)", ALL):
        assert option in start
    asked = re.findall(r"python -m classroom ([a-z]+)", ALL)
    assert {"doctor", "reset", "checkpoint"} <= set(asked)
    for command in asked:
        assert f"python -m classroom {command} " in classroom
    for target in re.findall(r"^make ([a-z-]+)$", ALL, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_what_git_does_not_track_stays_at_home_when_the_project_goes_on_a_stick(tmp_path):
    own, stick = tmp_path / "own", tmp_path / "stick"
    subprocess.run(["git", "init", "--quiet", own], check=True)
    (own / ".env").write_text("AWS_SECRET_ACCESS_KEY=mine")

    shown = re.findall(r"^.* \. STICK.*$", text_of("hosting"), re.MULTILINE)
    for line in shown:
        subprocess.run(line.replace("STICK", str(stick)).split(), cwd=own, check=True)

    (project,) = stick.iterdir()
    assert [path.name for path in project.iterdir()] == [".git"]


def test_what_is_shown_of_beat_nine_runs_at_the_end_of_lesson_02():
    from classroom import connect, lesson_table

    client = connect()
    known = {"client": client, "table": lesson_table(client, "02")}
    code = re.search(r"```python\n(.*?)```", text_of("timetables"), re.DOTALL)[1]
    *lines, last = code.strip().split("\n")

    exec("\n".join(lines), known)
    shown = repr(eval(last, known))

    for words in ("+8", "Init", "-3", "Bludgeoning damage from bugbear"):
        assert words in shown
