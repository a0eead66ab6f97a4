"""Whose store is judged: the module's, and that of every lesson that has one.

A namespace has the names Event, EventStore, EventAlreadyExistsError and NoEventFoundError, and what
else its lesson brings. A test marked `lesson(n)` is about what lesson n teaches: the stores of
lesson n and of those that build on it must pass it. The module must pass them all.

EVENTSTORE_TEST_STORES  stores to judge as those of lessons, such as 2=path/to/store.py, comma
                        separated; without it, the lessons are executed, and theirs are judged
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

from classroom.originals import BUILDS_ON, line_to

MODULE = "eventstore"
READING = frozenset(["corrupt_pages", "pages", "project", "query", "ranges", "values", "wire"])
NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
# The lessons that end with a store that can append, each with those that its store has behind it.
BUILT_ON = {number: tuple(line_to(number)) for number in BUILDS_ON}


@dataclass(frozen=True)
class Namespace:
    """`load` gives the module; it is called when the first test wants it, and once."""

    name: str
    lesson: int | None
    load: Callable[[], ModuleType]
    files: frozenset[str] | None = None  # of which tests: `query` is test_query.py; None is all

    def must_pass(self, lesson: int | None) -> bool:
        """Whether a test of this lesson, or of no lesson, is about this store."""
        return self.lesson is None or lesson in BUILT_ON[self.lesson]

    def is_judged_by(self, file: str) -> bool:
        """Whether the tests of this file, `test_query` say, are about this store."""
        return self.files is None or file.removeprefix("test_") in self.files


def namespaces(environment: Mapping[str, str] = os.environ) -> list[Namespace]:
    """Every store that is judged: the module's, and those of the lessons, or the given ones."""
    stores = [
        Namespace(MODULE, None, lambda: importlib.import_module(MODULE)),
        Namespace(f"{MODULE} without fast reads", None, without_fast_reads, READING),
    ]
    given = environment.get("EVENTSTORE_TEST_STORES", "")
    for number in () if given else BUILT_ON:
        if any(NOTEBOOKS.glob(f"{number:02}_*.ipynb")):  # a copy of the tests may be without
            stores.append(lesson_store(number, functools.partial(fresh_store_of, number)))
    for setting in filter(None, given.split(",")):
        number, _, path = setting.partition("=")
        if number.strip() not in map(str, BUILT_ON) or not path:
            raise pytest.UsageError(f"EVENTSTORE_TEST_STORES: {setting!r} is not LESSON=PATH")
        stores.append(lesson_store(int(number), functools.partial(Path, path)))
    return stores


@functools.cache
def without_fast_reads() -> ModuleType:
    """The module, whose house rules it must keep, with a store that reads by botocore's parser."""
    module, copy = importlib.import_module(MODULE), ModuleType(MODULE)
    vars(copy).update(vars(module))
    copy.EventStore = functools.partial(module.EventStore, fast_reads=False)
    return copy


def lesson_store(lesson: int, find: Callable[[], Path]) -> Namespace:
    """The store.py of a lesson; `find` gives its path, and may execute the lesson to have one."""
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
