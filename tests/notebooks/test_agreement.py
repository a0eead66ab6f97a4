"""The lessons and the module say the same: the lessons' tests hold for the module.

The other direction, the module's contract for the lessons' stores, is tests/contract. Each check is
shown to notice when one side is broken.
"""

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import eventstore

from ..contract.namespaces import load
from .lessons import ROOT, store_of

# How many tests a lesson takes home. A test that vanished would prove nothing, in silence.
TESTS = {1: 4, 2: 3, 3: 3}
NAMES = ("Event", "EventStore", "EventAlreadyExistsError", "NoEventFoundError")

SPOILED = {
    1: "class Event(Event): __setattr__ = object.__setattr__",
    2: "class EventAlreadyExistsError(Exception): pass",
    3: "EventStore.query = lambda self, id: list(self.stream(id))[:2]",
}


def run_against_the_module(
    number: int, folder: Path, spoiled: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run the tests that a lesson takes home, with the module's names in the place of its store."""
    shutil.copytree(store_of(number).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    rebound = f"from eventstore import {', '.join(NAMES)}\n{spoiled}\n"
    (folder / "store.py").write_text(rebound)
    command = [sys.executable, "-m", "pytest", "-q", "-c", ROOT / "pyproject.toml", folder]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


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
