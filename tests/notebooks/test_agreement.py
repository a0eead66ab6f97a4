"""The lessons and the module say the same, and each check is shown to notice a difference.

The lessons' tests hold for the module, here. The module's contract holds for the lessons' stores,
in tests/contract. And a lesson opens with what the one before it has built, here.
"""

import ast
import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import eventstore

from ..contract.namespaces import load
from .lessons import ROOT, code_cells, definitions, lesson, read, store_of

# How many tests a lesson takes home. A test that vanished would prove nothing, in silence.
TESTS = {1: 4, 2: 3, 3: 3, 4: 9, 5: 5, 6: 6, 7: 3, 8: 4}
PYTEST = [sys.executable, "-m", "pytest", "-q"]
QUICK = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # nbval takes seconds to import
REBOUND = """from eventstore import *
from eventstore.character import apply
from eventstore.projection import fold
"""
# Whose code a lesson opens with.
BUILDS_ON = {2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 3, 8: 7}

SPOILED = {
    1: "class Event(Event): __setattr__ = object.__setattr__",
    2: "class EventAlreadyExistsError(Exception): pass",
    3: "EventStore.query = lambda self, id: list(self.stream(id))[:2]",
    4: "EventStore.project = lambda self, id, projection: Projected(projection.initial)",
    5: "EventStore.snapshot = lambda *_: None",
    6: "EventStore.execute = lambda *_, **__: None",
    7: "old = EventStore.append\nEventStore.append = lambda s, e, append_id=None: old(s, e)",
    8: "old = EventStore.append\nEventStore.append = lambda s, *es, **_: [old(s, e) for e in es]",
}


def run_against_the_module(
    number: int, folder: Path, spoiled: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run the tests that a lesson takes home, with the module's names in the place of its store."""
    shutil.copytree(store_of(number).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "store.py").write_text(REBOUND + spoiled)
    command = [*PYTEST, "-c", ROOT / "pyproject.toml", folder]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=QUICK)


@pytest.mark.parametrize("number", TESTS)
def test_the_tests_of_a_lesson_hold_for_the_module(number, tmp_path):
    result = run_against_the_module(number, tmp_path / "store")

    assert f"{TESTS[number]} passed" in result.stdout.splitlines()[-1], result.stdout


@pytest.mark.parametrize("number", TESTS)
def test_a_module_that_differs_from_a_lesson_is_noticed(number, tmp_path):
    result = run_against_the_module(number, tmp_path / "store", SPOILED[number])

    assert result.returncode == 1, result.stdout
    assert "failed" in result.stdout.splitlines()[-1]


@pytest.mark.parametrize("number", TESTS)
def test_the_event_of_a_lesson_is_the_event_of_the_module(number):
    lesson = load("lesson_store", store_of(number))

    assert shape(lesson.Event) == shape(eventstore.Event)


def shape(event_type: type) -> list[object]:
    return [(field.name, field.type, field.default) for field in dataclasses.fields(event_type)]


CARELESS = {
    2: ("append", 'ConditionExpression="attribute_not_exists(Version)",', ""),
    3: ("query", "for page in pages for item", "for page in list(pages)[:1] for item"),
    4: ("project", "if event.version != now.version + 1:", "if False:"),
    5: ("snapshots", 'f"snapshot#{projection.name}#{projection.revision}#{stream}"', "stream"),
    6: ("execute", "store.backoff.wait(attempt)", "pass"),
    7: ("append_again", "if stored_by(error) != mark:", "if True:"),
    8: ("append_again", "for event, by in taken if by != mark", "for event, by in taken"),
}


@pytest.mark.parametrize("number", CARELESS)
def test_a_lesson_that_differs_from_the_contract_is_noticed(number, tmp_path):
    judge, careful, careless = CARELESS[number]
    source = store_of(number).read_text()
    assert careful in source
    (tmp_path / "store.py").write_text(source.replace(careful, careless))

    result = subprocess.run(
        [*PYTEST, "-x", f"tests/contract/test_{judge}.py", "-k", f"lesson_{number:02}"],
        env=QUICK
        | {"EVENTSTORE_TEST_BACKENDS": "moto"}
        | {"EVENTSTORE_TEST_STORES": f"{number}={tmp_path / 'store.py'}"},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert result.returncode == 1, result.stdout
    assert "1 failed" in result.stdout


@pytest.mark.parametrize(("number", "before"), BUILDS_ON.items())
def test_a_lesson_opens_with_what_an_earlier_one_has_built(number, before):
    carried, drifted = handed_over(read(lesson(before)), read(lesson(number)))

    assert {"Event", "EventStore"} <= carried
    assert drifted == set()


def test_a_lesson_that_opens_with_something_else_is_noticed():
    second = read(lesson(2))
    for cell in code_cells(second):
        cell.source = cell.source.replace("self.table = table", "self.table = client")

    assert handed_over(read(lesson(1)), second)[1] == {"EventStore"}


def handed_over(before, after) -> tuple[set[str], set[str]]:
    """Which names a lesson takes over, and which of them it has changed on the way."""
    ended = dict(definitions(before))
    opening = dict(reversed(list(definitions(after))))  # the first of each name
    carried = set(ended) & set(opening) - {"stream"}  # that fixture loses a mark
    return carried, {name for name in carried if ast.dump(ended[name]) != ast.dump(opening[name])}
