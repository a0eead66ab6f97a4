"""The lessons and the module say the same, and each check is shown to notice a difference.

The lessons' tests hold for the module, here. The module's contract holds for the lessons' stores,
in tests/contract. And a lesson opens with what the one before it has built, here.
"""

import ast
import dataclasses
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import eventstore
from classroom.cells.definitions import Definitions
from classroom.lessons import BUILDS_ON
from classroom.taking_home.text import module_text

from ..contract.namespaces import load
from .homes import QUICK, outcomes
from .lessons import ROOT, code_cells, definitions, lesson, read, store_of
from .test_home import TESTS

REBOUND = """from eventstore import *
from eventstore.example import apply
from eventstore.projection import fold
"""
STORE = "class EventStore(EventStore): "
SPOILED = {
    1: "class Event(Event): __setattr__ = object.__setattr__",
    2: "class EventAlreadyExistsError(Exception): pass",
    3: STORE + "query = lambda self, id: list(self.stream(id))[:2]",
    4: STORE + "project = lambda self, id, projection: Projected(projection.initial)",
    5: STORE + "snapshot = lambda *_: None",
    6: STORE + "execute = lambda *_, **__: None",
    7: STORE + "append = lambda s, e, append_id=None: super(EventStore, s).append(e)",
    8: STORE + "append = lambda s, *es, **_: [super(EventStore, s).append(e) for e in es]",
    9: STORE + "execute = lambda s, *a, command_id=None: super(EventStore, s).execute(*a)",
    10: "class EventTypes(EventTypes): _upcast = lambda self, name, item: (min(self.codecs), item)",
    11: "class Subscription(Subscription): retry = lambda *_: False",
}


@pytest.fixture(scope="module")
def against_the_module(tmp_path_factory) -> dict[tuple[int, bool], Counter[str]]:
    """What the tests that a lesson takes home say of the module, and of the module spoiled."""
    runs = [(number, is_spoiled) for number in TESTS for is_spoiled in (False, True)]
    folders = []
    for number, is_spoiled in runs:
        folders.append(tmp_path_factory.mktemp("home") / "store")
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(store_of(number).parent, folders[-1], ignore=ignore)
        (folders[-1] / "store.py").write_text(rebound(folders[-1]) + SPOILED[number] * is_spoiled)
        for path in folders[-1].glob("test_*.py"):
            path.write_text(of_the_module(path.read_text()))
    return dict(zip(runs, outcomes(folders, beside=True), strict=True))


def rebound(folder: Path) -> str:
    """A store.py of the module's names, and of what the tests import that the module has not."""
    files = [path.read_text() for path in folder.glob("test_*.py")]
    imports = [
        node
        for text in files
        for node in ast.parse(text).body
        if isinstance(node, ast.ImportFrom) and node.module == "store"
    ]
    asked = {alias.name for node in imports for alias in node.names}
    ours = {*eventstore.__all__, "apply", "fold"}
    lesson = Definitions([(folder / "store.py").read_text()])
    return module_text(REBOUND, [], lesson.needed(asked - ours, stops=ours).statements) + "\n"


def of_the_module(text: str) -> str:
    """The text of some tests, with the module's own in place of what they bring along of it."""
    names, kept = set(), list[ast.stmt]()
    for node in ast.parse(text).body:
        found = {getattr(node, "name", "")}
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            found = {alias.name for alias in node.names}
        if found <= {*eventstore.__all__}:
            names |= found
        else:
            kept.append(node)
    if names:
        kept.insert(1, ast.ImportFrom("store", [ast.alias(name) for name in sorted(names)], 0))
    return ast.unparse(ast.fix_missing_locations(ast.Module(kept, [])))


@pytest.mark.parametrize("number", TESTS)
def test_the_tests_of_a_lesson_hold_for_the_module(number, against_the_module):
    assert against_the_module[number, False] == Counter(passed=TESTS[number])


@pytest.mark.parametrize("number", TESTS)
def test_a_module_that_differs_from_a_lesson_is_noticed(number, against_the_module):
    found = against_the_module[number, True]

    assert found["failed"]
    assert found["failed"] + found["passed"] == TESTS[number]


@pytest.mark.parametrize("number", [number for number in TESTS if number in {1, *BUILDS_ON}])
def test_the_event_of_a_lesson_is_the_event_of_the_module(number):
    lesson = load("lesson_store", store_of(number))

    assert shape(lesson.Event) == shape(eventstore.Event)


def shape(event_type: type) -> list[object]:
    return [(field.name, field.type, field.default) for field in dataclasses.fields(event_type)]


CARELESS = {
    2: ("test_append", 'ConditionExpression="attribute_not_exists(Version)",', ""),
    3: ("test_query", "for page in pages for item", "for page in list(pages)[:1] for item"),
    4: ("test_project", "if event.version != now.version + 1:", "if False:"),
    5: (
        "snapshots/test_taking",
        'f"snapshot#{projection.name}#{projection.revision}#{stream}"',
        "stream",
    ),
    6: ("test_execute", "store.backoff.wait(attempt)", "pass"),
    7: ("test_append_again", "if stored_by(error) != mark:", "if True:"),
    8: ("test_append_again", "for event, by in taken if by != mark", "for event, by in taken"),
    9: ("test_commands", "            if cards:", "            if events:"),
    10: ("test_event_types", "while name in self.upcasts:", "while False:"),
}


@pytest.fixture(scope="module")
def judgement(tmp_path_factory) -> str:
    """What the contract says of a careless store of each lesson."""
    folder, stores = tmp_path_factory.mktemp("careless"), []
    for number, (_, careful, careless) in CARELESS.items():
        source = store_of(number).read_text()
        assert careful in source
        stores.append(f"{number}={folder / f'store_{number}.py'}")
        (folder / f"store_{number}.py").write_text(source.replace(careful, careless))
    judges = {f"tests/contract/{judge}.py" for judge, *_ in CARELESS.values()}
    pairs = [f"{Path(judge).name} and lesson_{n:02}" for n, (judge, *_) in CARELESS.items()]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", *judges, "-k", " or ".join(pairs)],
        env=QUICK
        | {"EVENTSTORE_TEST_BACKENDS": "moto", "EVENTSTORE_TEST_STORES": ",".join(stores)},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert result.returncode == 1, result.stdout
    return result.stdout


@pytest.mark.parametrize("number", CARELESS)
def test_a_lesson_that_differs_from_the_contract_is_noticed(number, judgement):
    judge, *_ = CARELESS[number]
    of_this_store = rf"tests/contract/{judge}\.py::.*\[moto-lesson_{number:02}\b"

    assert re.search(f"^FAILED {of_this_store}", judgement, re.MULTILINE), judgement
    assert not re.search(f"^ERROR {of_this_store}", judgement, re.MULTILINE), judgement


@pytest.mark.parametrize(("number", "before"), BUILDS_ON.items())
def test_a_lesson_opens_with_what_earlier_ones_have_built(number, before):
    carried, drifted = handed_over([read(lesson(each)) for each in before], read(lesson(number)))

    assert {"Event", "EventStore"} <= carried
    assert drifted == set()


def test_a_lesson_that_opens_with_something_else_is_noticed():
    second = read(lesson(2))
    for cell in code_cells(second):
        cell.source = cell.source.replace("self.table = table", "self.table = client")

    assert handed_over([read(lesson(1))], second)[1] == {"EventStore"}


def test_a_lesson_that_builds_on_two_and_has_the_store_of_only_one_is_noticed():
    both = [read(lesson(6)), read(lesson(8))]

    assert "EventStore" in handed_over(both, read(lesson(8)))[1]


def handed_over(before, after) -> tuple[set[str], set[str]]:
    """Which names a lesson takes over, and which of them it has changed on the way.

    The store of a lesson that builds on two is made of both stores, so it has their methods.
    """
    ended: dict[str, list[ast.stmt]] = {}
    for each in before:
        for name, node in dict(definitions(each)).items():
            ended.setdefault(name, []).append(node)
    opening = dict(reversed(list(definitions(after))))  # the first of each name
    carried = set(ended) & set(opening) - {"stream"}  # that fixture loses a mark
    drifted = {name for name in carried if not is_kept(opening[name], ended[name])}
    if len(before) > 1:
        drifted.discard("EventStore")
        both = set().union(*map(methods, ended["EventStore"]))
        drifted |= {"EventStore"} if methods(opening["EventStore"]) != both else set()
    return carried, drifted


def is_kept(opening: ast.stmt, ended: list[ast.stmt]) -> bool:
    return ast.dump(opening) in map(ast.dump, ended)


def methods(store: ast.stmt) -> set[str]:
    return {node.name for node in store.body if isinstance(node, ast.FunctionDef)}
