"""What a learner takes home from a lesson passes anywhere, and notices a store that is broken."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from classroom.lessons import line_to

from .homes import outcomes
from .lessons import store_of

TESTS = {1: 4, 2: 7, 3: 10, 4: 20, 5: 26, 6: 27, 7: 14, 8: 18, 9: 40, 10: 25, 11: 6}
# A store that has forgotten what an earlier lesson taught, and whose tests are to notice.
FORGETFUL = {
    "the condition": (3, 2, 'ConditionExpression="attribute_not_exists(Version)",', ""),
    "the next page": (8, 3, "for page in pages for item", "for page in list(pages)[:1] for item"),
    "the dead": (6, 4, "if character.is_alive else 0", ""),
    "the mark": (8, 7, "if by != mark", ""),
    "all or nothing": (9, 8, "if len(taken) < len(events):", "if False:"),
}
ELSEWHERE = """import importlib
import os
from pathlib import Path

import boto3
import pytest

BLOCKED = ["classroom", "eventstore", "IPython", "ipytest", "pandas", "start"]

@pytest.mark.parametrize("name", BLOCKED)
def test_it_is_not_there(name):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)

def test_this_is_an_empty_folder():
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["test_elsewhere.py"]
"""


def copy_of(number: int, folder: Path) -> Path:
    """An empty folder with what is taken home from a lesson in it, outside of the checkout."""
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(
        shutil.copytree(store_of(number).parent, folder / f"lesson-{number}", ignore=ignore)
    )


@pytest.fixture(scope="module")
def homes(tmp_path_factory) -> dict[object, Counter[str]]:
    """What comes out in each folder, with nothing installed but what README.md names."""
    folders: dict[object, Path] = {}
    for number in TESTS:
        folders[number] = copy_of(number, tmp_path_factory.mktemp("home"))
    for name, (number, tests_of, careful, careless) in FORGETFUL.items():
        folders[name] = copy_of(number, tmp_path_factory.mktemp("home"))
        source = (folders[name] / "store.py").read_text()
        assert careful in source
        (folders[name] / "store.py").write_text(source.replace(careful, careless))
        for path in folders[name].glob("test_*.py"):
            if not path.name.startswith(f"test_{tests_of:02}_"):
                path.unlink()
    folders["elsewhere"] = tmp_path_factory.mktemp("elsewhere")
    (folders["elsewhere"] / "test_elsewhere.py").write_text(ELSEWHERE)
    return dict(zip(folders, outcomes(folders.values()), strict=True))


@pytest.mark.parametrize("number", TESTS)
def test_what_is_taken_home_passes_where_only_what_its_readme_names_is_installed(number, homes):
    assert homes[number] == Counter(passed=TESTS[number])


def test_nothing_else_is_there(homes):
    assert homes["elsewhere"] == Counter(passed=7)


@pytest.mark.parametrize("number", TESTS)
def test_the_tests_of_every_lesson_before_are_there(number):
    files = sorted(path.name[:7] for path in store_of(number).parent.glob("test_*.py"))

    assert files == [f"test_{before:02}" for before in line_to(number)]


@pytest.mark.parametrize("name", FORGETFUL)
def test_the_tests_of_an_earlier_lesson_notice_a_store_that_has_forgotten_it(name, homes):
    assert homes[name]["failed"]
    assert not homes[name]["error"]


def test_what_is_taken_home_passes_by_the_command_that_the_lesson_names(tmp_path):
    home = copy_of(4, tmp_path / "my").rename(tmp_path / "my" / "store")
    settings = {"EVENTSTORE_MY": str(home.parent), "PATH": "/usr/bin:/bin"}
    root = Path(__file__).parents[2]

    result = subprocess.run(
        [sys.executable, root / "tools" / "test_home.py", "-q", "my/store"],
        capture_output=True,
        text=True,
        cwd=root,
        env=settings,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{TESTS[4]} passed" in result.stdout
