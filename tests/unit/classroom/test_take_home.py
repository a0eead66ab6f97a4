"""What the learner has built, as a project that pytest runs anywhere."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import classroom
from classroom.backend import settings
from classroom.taking_home import taking
from classroom.taking_home.project.helpers.tables import connect

from .kernel import RESET, START, Lesson, Shown
from .store_lesson import LESSON

RUN = "In a terminal: python3 start.py test my/store (on Windows: py start.py test my/store)\n"
SAID = f"my/store: your store, and the tests of your notebook.\nWe ran them: 5 passed.\n{RUN}"
OPENING = "import pytest\nfrom classroom import connect, lesson_table, lost_replies, take_home\n"
OPENING += 'client = connect()\ntable = lesson_table(client, "inn")'
STORE = "class Store:\n    def first(self):\n        return 1"

Take = Callable[..., Shown]


def taken_by(lesson: Lesson, my: Path, *cells: str) -> Shown:
    """Run these cells, then take everything home; return what was shown."""
    here = f"import os; os.environ['EVENTSTORE_MY'] = {str(my)!r}"
    return lesson.run(here, OPENING, *cells, "take_home()")[-1]


@pytest.fixture
def take(lesson: Lesson, tmp_path: Path) -> Take:
    return functools.partial(taken_by, lesson, tmp_path / "my")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where it is taken to."""
    return tmp_path / "my" / "store"


@pytest.fixture
def taken(take: Take, store: Path) -> Path:
    """The folder, after a lesson that took everything home, and whose kernel still runs."""
    assert take(*LESSON).text == SAID
    return store


@pytest.fixture(scope="module")
def project(running_kernel: Lesson, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a folder, only to be read, because it's the same for all tests."""
    my = tmp_path_factory.mktemp("home") / "my"
    running_kernel.run(RESET, START)
    assert taken_by(running_kernel, my, *LESSON).text == SAID
    return my / "store"


@pytest.fixture
def copy(project: Path, store: Path) -> Path:
    """Such a folder of the test's own."""
    return Path(shutil.copytree(project, store, ignore=shutil.ignore_patterns("__pycache__")))


def pytest_in_a_terminal(folder: Path, **variables: str) -> str:
    """Run pytest on the folder, from another one and without any setting of ours."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    env |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | variables  # nbval takes seconds to import
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=settings.project_root(),
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


def test_the_files_pass_in_a_terminal_and_break_when_the_store_breaks(copy: Path) -> None:
    right = pytest_in_a_terminal(copy)
    store = copy / "store.py"
    store.write_text(store.read_text().replace("attribute_not_exists", "attribute_exists"))
    wrong = pytest_in_a_terminal(copy)

    assert "5 passed" in right
    assert "failed" in wrong


NOBODY = "http://127.0.0.1:1"  # where nobody answers
HOSTILE = {
    "AWS_ENDPOINT_URL": NOBODY,
    "AWS_ENDPOINT_URL_DYNAMODB": NOBODY,
    "AWS_PROFILE": "nobody",
    "AWS_ACCESS_KEY_ID": "real",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "TEST_SERVER_MODE": "true",
    "TEST_SERVER_MODE_ENDPOINT": NOBODY,
    "TEST_PROXY_MODE": "true",
    "INITIAL_NO_AUTH_ACTION_COUNT": "0",
    "HTTPS_PROXY": NOBODY,
}
PRYING = """
import boto3
import os
import pytest

def test_a_learners_own_client_is_an_imitation_without_real_keys():
    client = boto3.client("dynamodb")
    assert "workshop-inn" in client.list_tables()["TableNames"]
    assert os.environ["AWS_ACCESS_KEY_ID"] != "real"

def test_what_moto_does_not_answer_is_stopped():
    from moto.core.models import botocore_stubber
    botocore_stubber.enabled = False
    try:
        with pytest.raises(RuntimeError, match="stopped a request to https://dynamodb"):
            boto3.client("dynamodb").list_tables()
    finally:
        botocore_stubber.enabled = True
"""


def test_no_setting_of_a_machine_lets_a_test_reach_a_server(copy: Path) -> None:
    (copy / "test_zz.py").write_text(PRYING)

    assert "7 passed" in pytest_in_a_terminal(copy, **HOSTILE)


def test_the_projects_client_gives_up_as_early_as_that_of_a_lesson() -> None:
    limits = ("connect_timeout", "read_timeout", "retries", "proxies")
    ours, theirs = classroom.connect().meta.config, connect().meta.config

    assert [getattr(ours, name) for name in limits] == [getattr(theirs, name) for name in limits]


def test_the_command_works_in_the_learners_folder_too(tmp_path: Path) -> None:
    (tmp_path / "my").mkdir()
    (tmp_path / "start.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(7)")
    (tmp_path / "my" / "start.py").write_text(taking._START)
    (tmp_path / "my" / "pathlib.py").write_text("my own")

    command = [sys.executable, "start.py", "test", "my/store"]
    done = subprocess.run(command, cwd=tmp_path / "my", capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("['test', 'my/store']\n", 7), done.stderr


def test_the_project_is_whole_and_imports_nothing_of_ours(project: Path) -> None:
    texts = {
        path.relative_to(project).as_posix(): path.read_text()
        for path in project.rglob("*")
        if path.is_file()
    }

    assert sorted(texts) == [
        "README.md",
        "conftest.py",
        "helpers/__init__.py",
        "helpers/tables.py",
        "pyproject.toml",
        "store.py",
        "test_store.py",
    ]
    lines = [
        line for name, text in texts.items() if name[-3:] == ".py" for line in text.split("\n")
    ]
    imports = [line for line in lines if line.startswith(("from ", "import "))]
    assert imports
    assert not [line for line in imports if "classroom" in line or "eventstore" in line]


def test_the_store_is_the_latest_as_it_was_written_and_nothing_else(project: Path) -> None:
    text = (project / "store.py").read_text()

    assert "# An event is a fact.\n@dataclass(frozen=True)\nclass Event:" in text
    assert "    id: str  # the stream\n" in text
    assert 'ConditionExpression="attribute_not_exists(Version)",\n' in text
    assert "There already." in text
    assert text.startswith(
        '"""Your event store, as the lesson left it."""\n\nfrom dataclasses import dataclass\n\n'
    )
    assert not [name for name in ("unused", "uuid", "%%", "Wrong", "pytest") if name in text]


def test_the_tests_and_what_they_need_are_as_they_were_in_the_notebook(project: Path) -> None:
    text = (project / "test_store.py").read_text()

    assert 'client = connect()\ntable = lesson_table(client, "inn")\n' in text
    assert "from store import AlreadyExistsError, Event, EventStore\n" in text
    assert "@pytest.fixture\ndef store():\n    yield EventStore(client, table)\n" in text
    assert "def test_append_stores_the_event(store):\n    # look at the table itself\n" in text
    assert "import uuid\n\nimport pytest\n" in text
    assert not [name for name in ("test_old", "test_wrong", "unused", "%%") if name in text]


def test_taking_home_again_changes_nothing(taken: Path, lesson: Lesson) -> None:
    (shown,) = lesson.run("take_home()")

    assert shown.text == SAID
    assert [path.name for path in taken.parent.glob("store*")] == ["store"]


def test_what_the_learner_changed_is_kept_beside(taken: Path, lesson: Lesson) -> None:
    my = taken.parent
    for number in (1, 2):
        (taken / "store.py").write_text(f"mine = {number}\n")
        lesson.run("take_home()")

    assert sorted(path.name for path in my.glob("store*")) == ["store", "store-1", "store-2"]
    assert (my / "store-1" / "store.py").read_text() == "mine = 1\n"
    assert (my / "store-2" / "store.py").read_text() == "mine = 2\n"
    assert "class EventStore" in (taken / "store.py").read_text()


def test_nothing_to_take_home_is_said_kindly(lesson: Lesson) -> None:
    (shown,) = lesson.run("from classroom import take_home\ntake_home()")

    assert shown.error == "LessonError"
    assert "nothing to take home yet" in shown.text


def test_a_test_that_does_not_pass_is_named_and_the_older_project_stays(
    taken: Path, take: Take
) -> None:
    shown = take(STORE, "def test_first():\n    assert Store().first() == 2")

    assert shown.text == (
        "my/store-failing: your store, and the tests of your notebook.\n"
        "We ran them: 5 passed, and these failed:\n"
        "  test_store.py::test_first\n"
        "my/store is as it was. Run the cells above from the top, and take_home() again.\n"
    )
    assert "test_first" not in (taken / "test_store.py").read_text()
    assert "test_store.py::test_first" in (taken.parent / "store-failing/README.md").read_text()


def test_a_file_that_does_not_run_elsewhere_is_named(take: Take) -> None:
    shown = take("HERE = 1 / (__name__ == '__main__')", "def test_it():\n    assert HERE")

    assert "0 passed, and these failed:\n  test_store.py\n" in shown.text


def test_a_lessons_own_fixture_called_table_takes_the_place_of_ours(take: Take) -> None:
    shown = take(
        '%%green\n@pytest.fixture\ndef table():\n    return lesson_table(client, "mine")\n'
        'def test_name(table):\n    assert table == "workshop-mine"',
    )

    assert "1 passed" in shown.text


def test_what_a_class_builds_on_comes_along(take: Take) -> None:
    shown = take(
        STORE,
        "%%green\nclass Store(Store):\n    def second(self):\n        return 2\n\n"
        "low: int = 1\nhigh, higher = 2, 3\n\n"
        "def test_both():\n    assert (Store().first(), Store().second()) == (low, high)",
    )

    assert "1 passed" in shown.text


ODD_CELLS = [
    "from math import *",
    "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None",
    "X = 1",
    "X += 1",
    "if X > 1:\n    LIMIT = 3\nelse:\n    LIMIT = 4",
    "for SIZE in (7, 8):\n    pass",
    "while True:\n    TURNS = 2\n    break",
    'NAMES = {"a": 0}',
    'NAMES["k"] = 1',
    "NAMES.update(z=9)",
    "def count():\n    global N\n    N += 1",
    "N = 0\ncount()",
    "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def both(*a):\n"
    "        return 2 * f(*a)\n    return both",
    "%%time\n@twice\ndef one():\n    return 1",
    'TEXT = "a  # new"\nquiet = 1  # new: quiet\nloud = """\n  # new\n"""',
    "gone, kept = 1, 2\ndel gone",
    "seen = []\n@pytest.fixture(autouse=True)\ndef watch():\n    seen.append(1)\n    yield",
    "@pytest.fixture(name='given')\ndef make_given():\n    return 5",
    "%%green\ndef test_watched():\n    assert seen == [1]",
    """%%green
def test_all_of_it(given):
    assert (cos(0), tomllib.__name__, X, LIMIT, SIZE, TURNS) == (1, "tomllib", 2, 3, 8, 2)
    assert NAMES == {"a": 0, "k": 1, "z": 9}
    assert (N, one(), quiet, kept, given) == (1, 2, 1, 2, 5)
    assert (TEXT, loud) == ("a  # new", "\\n  # new\\n")
    assert "gone" not in globals()""",
    "def test_in_an_ordinary_cell():\n    count()\n    assert N == 2",
]


def test_whatever_a_cell_looks_like_its_names_are_kept(take: Take, store: Path) -> None:
    shown = take(*ODD_CELLS)

    assert shown.text == SAID.replace("5 passed", "3 passed")
    assert "quiet = 1\n" in (store / "test_store.py").read_text()


def test_what_cannot_come_along_is_left_out_by_name(take: Take, store: Path) -> None:
    shown = take(
        "import nbformat\nfrom IPython.display import HTML",
        "%%green\ndef test_format():\n    assert nbformat.__name__",
        "%%green\ndef test_shown():\n    assert HTML('a') and display and eventless",
        "%%green\ndef test_inside():\n    import classroom\n    assert classroom",
        "def test_it():\n    assert True",
        "get_ipython().user_ns['hidden'] = 1",
        "%%green\ndef test_hidden():\n    assert hidden",
        "get_ipython().user_ns['test_secret'] = lambda: None",
    )

    left_out = [
        "Left out: test_format, which needs nbformat.",
        "Left out: test_shown, which needs IPython.",
        "Left out: test_inside, which needs classroom.",
        "Left out: test_hidden, which needs hidden.",
        "Left out: test_secret, which needs a cell of plain Python.",
    ]
    assert shown.text.splitlines()[3:] == left_out
    assert all(line in (store / "README.md").read_text() for line in left_out)
    assert "test_it" in (store / "test_store.py").read_text()


def test_what_a_test_uses_of_ours_comes_along(take: Take, store: Path) -> None:
    shown = take(
        "import eventstore\nfrom classroom import take_turns as turns",
        "%%green\ndef test_cost():\n    with eventstore.capacity(client) as used:\n"
        '        client.query(TableName=table, KeyConditionExpression="Id = :id",\n'
        '                     ExpressionAttributeValues={":id": {"S": "a"}})\n'
        "    assert used.read_units == 0.5",
        "%%green\ndef test_turns():\n    assert turns('a', a=iter_()).rows == [['1', 'x']]",
        "def iter_():\n    yield 'x'",
        "%%green\ndef test_lost():\n    with lost_replies(client) as seen:\n"
        "        client.put_item(TableName=table, Item={'Id': {'S': 'a'}, 'Version': {'N': '0'}})\n"
        "    assert seen == ['PutItem: stored, reply lost', 'PutItem: stored']",
    )

    assert "3 passed" in shown.text
    assert "with capacity(client) as used:" in (store / "test_store.py").read_text()


def test_a_lesson_brings_the_tests_of_those_that_it_builds_on(take: Take, store: Path) -> None:
    shown = take(
        'table = lesson_table(client, "02")',
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Event:\n    id: str\n"
        "    version: int\n    character_name: str = ''\n    character_hit_points: int = 0\n"
        "    note: str = ''",
        "class EventStore:\n    def __init__(self, client, table):\n"
        "        self.client, self.table = client, table",
        "%%green\ndef test_it():\n    assert EventStore(client, table) and Event('a', 0)",
    )

    assert shown.text.startswith(
        "my/store: your store, and the tests of lessons 01 and 02.\nWe ran them: 5 passed.\n"
    )
    assert sorted(path.name for path in store.glob("test_*.py")) == [
        "test_01_why_an_event_store.py",
        "test_02_append.py",
    ]


ASKING = """\
from classroom import check, exercises
from classroom.exercises.exercise import Exercise

def it_counts(given):
    given.Store().first()

STORE = Exercise(
    lesson="03_query", title="counting", statement="", start="# yours", asks=("Store",), uses={},
    tests=(it_counts,), why="", hints=("", "", ""), answer="", others=(), wrong={},
)
exercises.find = lambda name: STORE
"""
TESTED = f"%%green\n{STORE}\n\ndef test_first():\n    assert Store().first() == 1"
OWN = "from math import floor\nclass Store:\n    def first(self):\n        return floor({})\n"


def test_a_learners_own_class_is_taken_if_all_tests_pass_with_it(take: Take, store: Path) -> None:
    shown = take(ASKING, OWN.format("1.5") + 'check("counting")', TESTED)

    assert "Your own Store is in it: all tests pass with it, too." in shown.text
    assert "We ran them: 1 passed." in shown.text
    assert "return floor(1.5)" in (store / "store.py").read_text()
    assert "from math import floor" in (store / "store.py").read_text()


def test_ours_is_taken_if_a_test_fails_with_the_learners_own(take: Take, store: Path) -> None:
    shown = take(ASKING, OWN.format("2.5") + 'check("counting")', TESTED)

    assert "Ours of Store is in it: with yours, test_first fails." in shown.text
    assert "We ran them: 1 passed." in shown.text
    assert "return 1" in (store / "store.py").read_text()


def test_an_answer_that_says_the_same_as_ours_is_not_mentioned(take: Take) -> None:
    shown = take(ASKING, f'{STORE}\ncheck("counting")', TESTED)

    assert "Your own" not in shown.text


def test_taking_an_own_class_home_again_changes_nothing(take: Take, store: Path) -> None:
    shown = take(ASKING, OWN.format("1.5") + 'check("counting")', TESTED, "take_home()")

    assert "Your own Store is in it" in shown.text
    assert sorted(each.name for each in store.parent.iterdir() if "kept" in each.name) == []


def test_a_module_that_ours_imports_as_a_whole_comes_along(take: Take, store: Path) -> None:
    shown = take(
        "import eventstore",
        "store = eventstore.EventStore(client, table)",
        "def test_it_stores():\n"
        '    store.append(eventstore.Event("inn", 0))\n'
        '    assert [event.version for event in store.stream("inn")] == [0]',
    )

    assert shown.text == SAID.replace("5 passed", "1 passed")
    assert "from helpers import deciding, records" in (store / "helpers" / "store.py").read_text()
    assert "1 passed" in pytest_in_a_terminal(store)
