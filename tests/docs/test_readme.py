"""README.md and CONTRIBUTING.md name only what exists, and what they show works."""

import contextlib
import io
import re

import pytest

from classroom.lessons import PARTS, ROOMS, lessons, rooms

from ..contract.namespaces import load
from ..notebooks.lessons import ROOT
from ..notebooks.pictured import digest

PAGES = ["README.md", "CONTRIBUTING.md"]
CONTENTS = "notebooks/README.md"
EACH = pytest.mark.parametrize("page", PAGES)


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md"])
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text_of(page))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@EACH
def test_every_file_and_folder_that_is_named_exists(page):
    made_later = {".env", "my", "my/", "wheelhouse"}
    named = re.findall(r"`([\w./-]*(?:/[\w.-]+|\.\w+))`", text_of(page))

    assert named
    assert [name for name in named if name not in made_later and not (ROOT / name).exists()] == []


def test_where_is_what_names_files_that_have_it():
    table = text_of("CONTRIBUTING.md").partition("\n## Where is what\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| [^`|]+ \| `([\w./]+)` \| `([\w.\[\]]+)` \|$", table, re.M)

    assert len(rows) == len(re.findall(r"^\| ", table, re.M)) - 1 >= 12
    assert [(file, name) for file, name in rows if name not in text_of(file)] == []


@EACH
def test_every_command_of_start_py_exists(page):
    commands = re.findall(r"start\.py +([a-z]+)\b", text_of(page))

    assert commands
    assert set(commands) <= set(load("start", ROOT / "start.py").COMMANDS)


@EACH
def test_every_target_of_make_exists(page):
    targets = re.findall(r"`make ([a-z-]+)\b", text_of(page))

    assert targets
    for target in targets:
        assert re.search(rf"^{target}:", text_of("Makefile"), re.MULTILINE)


def test_the_table_lists_every_lesson_with_its_title_and_minutes():
    rows = re.findall(r"^\| (\d+) \| \[(.+?)\]\((.+?)\) \| (\d+) \|", text_of("README.md"), re.M)

    assert rows == [
        (each.number, each.title, f"notebooks/{each.path.name}", str(each.minutes))
        for each in lessons()
    ]
    assert f"{sum(int(row[3]) for row in rows)} minutes in all" in text_of("README.md")


def test_a_learners_contents_have_the_same_tables_with_a_heading_for_each_part():
    readme, contents = (
        re.findall(r"^(?:###? |\|).*$", text_of(page).partition("\n## The lessons\n")[2], re.M)
        for page in ("README.md", CONTENTS)
    )
    theirs = [line for line in contents if line.startswith("###")]

    assert [line.replace("](notebooks/", "](") for line in readme][: len(contents)] == contents
    assert theirs == [f"### {title}" for title in PARTS.values()]
    for number, title in PARTS.items():
        assert f"### {title}\n" in text_of(CONTENTS).partition(f"| {number:02} |")[0]


def test_the_contents_list_every_room_of_the_museum_behind_its_lesson():
    rows = re.findall(
        r"^\| ([A-Z]) \| \[(.+?)\]\((.+?)\) \| (\d\d) \| (\d+) \|", text_of(CONTENTS), re.M
    )

    assert rows == [
        (each.number, each.title, each.path.name, f"{ROOMS[each.number]:02}", str(each.minutes))
        for each in rooms()
    ]


def test_the_example_runs_and_prints_what_its_comments_say():
    program = re.search(r"```python\n(.*?)```", text_of("README.md"), re.DOTALL)[1]
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(program, {})

    assert printed.getvalue().splitlines() == [
        "event already exists for id 'hero' and version 0",
        "1 -2 Slashing damage from goblin",
        "2 -3 Bludgeoning damage from bugbear",
        "3 as of version 2",
        "8",
        "Used(requests=3, read_units=1.5, write_units=1)",
    ]
    for said in re.findall(r"print\(.*\)  # (.*)", program):
        assert said in printed.getvalue().splitlines()


def test_the_picture_is_of_the_lesson_as_it_is_now():
    pictures = [path.name for path in ROOT.glob("notebooks/*.png")]

    assert pictures == [f"lesson-{digest()}.png"], "make picture"
    assert f"](notebooks/{pictures[0]})" in text_of("README.md")
