"""The stores that are tested: the module's, and that of every lesson that has one.

A namespace has the names Event, EventStore, EventAlreadyExistsError and NoEventFoundError, and
whatever else its lesson adds. A test marked `lesson(n)` is about what lesson n teaches: the store
of lesson n must pass it, and so must those that build on it. The module must pass every test.

EVENTSTORE_TEST_STORES  stores to test as those of lessons, such as 2=path/to/store.py, separated by
                        commas; by default, the lessons are executed and their stores are tested
"""

import functools
import importlib
import importlib.util
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from classroom.lessons import BUILDS_ON, lessons, line_to

MODULE = "eventstore"
READING = frozenset(
    ["as_of", "corrupt_pages", "pages", "project", "query", "ranges", "records", "values", "wire"]
)
# What a store with fast reads has to pass: everything where CI is set, as in .ci/run.
FAST = None if os.environ.get("CI") else READING
# The lessons that end with a store that can append, each with the lessons that its store builds on.
BUILT_ON = {number: tuple(line_to(number)) for number in BUILDS_ON}


@dataclass(frozen=True)
class Namespace:
    """`load` returns the module. It's called once, when the first test needs it."""

    name: str
    lesson: int | None
    load: Callable[[], ModuleType]
    files: frozenset[str] | None = None  # the tests: `query` is test_query.py; None is all

    def must_pass(self, lesson: int | None) -> bool:
        """Return whether this store must pass the tests of this lesson (None: of no lesson)."""
        return self.lesson is None or lesson in BUILT_ON[self.lesson]

    def is_judged_by(self, file: str) -> bool:
        """Return whether this store runs the tests of a file, such as `test_query`."""
        return self.files is None or file.removeprefix("test_") in self.files


def namespaces(variables: Mapping[str, str] = os.environ) -> list[Namespace]:
    """Return every store to test: the module's, and those of the lessons or the given ones."""
    stores = [
        Namespace(MODULE, None, lambda: importlib.import_module(MODULE)),
        Namespace(f"{MODULE} with fast reads", None, with_fast_reads, FAST),
    ]
    given = variables.get("EVENTSTORE_TEST_STORES", "")
    there = {lesson.number for lesson in lessons()}  # none in the copies that tests/mutate.py makes
    for number in () if given else BUILT_ON:
        if f"{number:02}" in there:
            stores.append(lesson_store(number, functools.partial(fresh_store_of, number)))
    for setting in filter(None, given.split(",")):
        number, _, path = setting.partition("=")
        if number.strip() not in map(str, BUILT_ON) or not path:
            raise pytest.UsageError(f"EVENTSTORE_TEST_STORES: {setting!r} is not LESSON=PATH")
        stores.append(lesson_store(int(number), functools.partial(Path, path)))
    return stores


@functools.cache
def with_fast_reads() -> ModuleType:
    """Return the module with a store that reads fast. The house rules apply."""
    module, copy = importlib.import_module(MODULE), ModuleType(MODULE)
    vars(copy).update(vars(module))
    copy.EventStore = functools.partial(module.EventStore, fast_reads=True)
    return copy


def lesson_store(lesson: int, find: Callable[[], Path]) -> Namespace:
    """Return a lesson's store. `find` returns its path, and may execute the lesson first."""
    name = f"lesson_{lesson:02}"
    return Namespace(name, lesson, functools.cache(lambda: load(f"{name}_store", find())))


def fresh_store_of(lesson: int) -> Path:
    from ..notebooks.lessons import store_of  # nbformat takes more than a second to import

    return store_of(lesson)


def load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
