"""What the learner has built, as files that pytest runs in a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from classroom.backend import settings

from .kernel import Lesson
from .store_lesson import LESSON

SAID = (
    "my/store: store.py, conftest.py, test_store.py with 4 tests\n"
    "Open a terminal and run: pytest my/store\n"
)


@pytest.fixture
def my(lesson: Lesson, tmp_path: Path) -> Path:
    """The learner's folder after a lesson that took everything home."""
    lesson.run(f"import os; os.environ['EVENTSTORE_MY'] = {str(tmp_path / 'my')!r}", *LESSON)
    (shown,) = lesson.run("take_home()")
    assert shown.text == SAID
    return tmp_path / "my"


def pytest_in_a_terminal(folder: Path) -> str:
    """Run pytest as a learner does, at the project's root and with its settings."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    env["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # tests/notebooks/test_home.py has them all
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", str(folder)],
        cwd=settings.project_root(),
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


def test_the_files_pass_in_a_terminal_and_break_when_the_store_breaks(my: Path) -> None:
    right = pytest_in_a_terminal(my / "store")
    store = my / "store" / "store.py"
    store.write_text(store.read_text().replace("attribute_not_exists", "attribute_exists"))
    wrong = pytest_in_a_terminal(my / "store")

    assert "5 passed" in right
    assert "failed" in wrong


def test_the_store_is_the_latest_as_it_was_written_and_nothing_else(my: Path) -> None:
    text = (my / "store" / "store.py").read_text()

    assert "# An event is a fact.\n@dataclass(frozen=True)\nclass Event:" in text
    assert "    id: str  # the stream\n" in text
    assert 'ConditionExpression="attribute_not_exists(Version)",\n' in text
    assert "There already." in text
    assert text.startswith(
        '"""Your event store, as the lesson left it."""\n\nfrom dataclasses import dataclass\n\n\n'
    )
    assert not [name for name in ("unused", "uuid", "%%", "Wrong", "pytest") if name in text]


def test_the_tests_and_what_they_need_are_as_they_were_in_the_notebook(my: Path) -> None:
    text = (my / "store" / "test_store.py").read_text()

    assert 'client = connect()\ntable = lesson_table(client, "take-home")\n' in text
    assert "from store import AlreadyExistsError, Event, EventStore\n" in text
    assert "@pytest.fixture\ndef store():\n    yield EventStore(client, table)\n" in text
    assert "def test_append_stores_the_event(store):\n    # look at the table itself\n" in text
    assert "import uuid\n\nimport pytest\n" in text
    assert not [name for name in ("test_old", "test_wrong", "unused", "%%") if name in text]


def test_taking_home_again_changes_nothing(my: Path, lesson: Lesson) -> None:
    (shown,) = lesson.run("take_home()")

    assert shown.text == SAID
    assert [path.name for path in my.glob("store*")] == ["store"]


def test_what_the_learner_changed_is_kept_beside(my: Path, lesson: Lesson) -> None:
    for number in (1, 2):
        (my / "store" / "store.py").write_text(f"mine = {number}\n")
        lesson.run("take_home()")

    assert sorted(path.name for path in my.glob("store*")) == ["store", "store-1", "store-2"]
    assert (my / "store-1" / "store.py").read_text() == "mine = 1\n"
    assert (my / "store-2" / "store.py").read_text() == "mine = 2\n"
    assert "class EventStore" in (my / "store" / "store.py").read_text()


def test_nothing_to_take_home_is_said_kindly(lesson: Lesson) -> None:
    (shown,) = lesson.run("from classroom import take_home\ntake_home()")

    assert shown.error == "LessonError"
    assert "nothing to take home yet" in shown.text


def test_a_lessons_own_fixture_called_table_takes_the_place_of_ours(
    lesson: Lesson, tmp_path: Path
) -> None:
    lesson.run(
        f"import os; os.environ['EVENTSTORE_MY'] = {str(tmp_path / 'my')!r}",
        "from classroom import connect, lesson_table, take_home\nclient = connect()",
        '%%green\n@pytest.fixture\ndef table():\n    return lesson_table(client, "mine")\n'
        'def test_name(table):\n    assert table == "workshop-mine"',
        "take_home()",
    )

    assert "1 passed" in pytest_in_a_terminal(tmp_path / "my" / "store")


def test_what_a_class_builds_on_comes_along(lesson: Lesson, tmp_path: Path) -> None:
    lesson.run(
        f"import os; os.environ['EVENTSTORE_MY'] = {str(tmp_path / 'my')!r}",
        LESSON[0],
        "class Store:\n    def first(self):\n        return 1",
        "%%green\nclass Store(Store):\n    def second(self):\n        return 2\n\n"
        "low: int = 1\nhigh, higher = 2, 3\n\n"
        "def test_both():\n    assert (Store().first(), Store().second()) == (low, high)",
        "take_home()",
    )

    assert "1 passed" in pytest_in_a_terminal(tmp_path / "my" / "store")
