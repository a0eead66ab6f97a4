"""Turn what the lessons have built into a project: the store, each lesson's tests, helpers."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from classroom.cells.definitions import OURS, Definitions, Statement
from classroom.taking_home import originals
from classroom.taking_home.borrowed import (
    BUILTINS,
    Borrowed,
    NotAvailableError,
    is_installed,
    names_used_of,
    root_of,
)
from classroom.taking_home.own_domain import OwnDomain
from classroom.taking_home.text import module_text, renamed

_STORE = '"""Your event store, as the lesson left it."""'


@dataclass(frozen=True)
class Suite:
    """The tests of one lesson (its number), or of a notebook that isn't a lesson (None)."""

    number: int | None
    definitions: Definitions
    tests: Sequence[str]

    @property
    def file(self) -> str:
        """Return the name of its file, such as `test_02_append.py`."""
        name = None if self.number is None else originals.lesson_name(self.number)
        return f"test_{name or 'store'}.py"

    @property
    def title(self) -> str:
        """Say where the tests are from."""
        return "your notebook" if self.number is None else f"lesson {self.number:02}"


@dataclass(frozen=True)
class Project:
    """The files of a project, and what is left out of them: its name, and why."""

    files: dict[str, str]
    suites: list[Suite]
    left_out: dict[str, str] = field(default_factory=dict)


def project_of(
    suites: Sequence[Suite], bound: Iterable[str] = (), domains: Iterable[OwnDomain] = ()
) -> Project:
    """Return the project: the last suite's store, the tests of all of them, and the domains.

    `bound` are the notebook's names. A test is left out if it needs one of them that no cell shows
    how to make. A test that needs a name which doesn't exist at all is included, and fails there.
    """
    left_out: dict[str, str] = {}
    kept, unmade = list[Suite](), {*bound}
    for suite in suites:
        tests = [*suite.tests, *suite.definitions.unasked]
        why = {test: _why_not(suite.definitions, test, unmade) for test in tests}
        left_out |= {test: missing for test, missing in why.items() if missing}
        kept.append(replace(suite, tests=[test for test in tests if not why[test]]))
    kept = [suite for suite in kept if suite.tests]
    if not kept:
        return Project({}, [], left_out)
    store = _Store(suites[-1].definitions, kept)
    borrowed = Borrowed()
    files = [_File(suite, store.names, borrowed) for suite in kept]
    texts = {"store.py": store.text(), **{each.suite.file: each.text() for each in files}}
    for domain in domains:
        try:
            texts |= domain.files(borrowed)
        except NotAvailableError as missing:
            left_out[f"{domain.name}.py"] = str(missing)
    for name in ("conftest.py", "pyproject.toml"):
        texts[name] = originals.text_of(f"classroom/taking_home/project/{name}")
    return Project(texts | borrowed.files(), kept, left_out)


def _why_not(definitions: Definitions, test: str, unmade: set[str]) -> str:
    """Return the name that keeps a test out of the project; "" if the test can be included."""
    needed = definitions.needed([test])
    try:
        _borrow(needed.statements, Borrowed())
    except NotAvailableError as missing:
        return str(missing)
    missing_names = (needed.unknown - BUILTINS) & unmade
    return min(missing_names, default="")


def _borrow(statements: Sequence[Statement], borrowed: Borrowed) -> None:
    """Copy what the statements need of our modules; NotAvailableError for any other module."""
    for statement in statements:
        for module in statement.modules():
            if root_of(module) not in OURS:
                if not is_installed(module):
                    raise NotAvailableError(root_of(module))
            elif isinstance(statement.node, ast.ImportFrom):
                borrowed.take(module, statement.node.names[0].name)
            elif statement.is_import and module in OURS:
                for name in names_used_of(statements, *statement.binds):
                    borrowed.take(module, name)
            else:
                raise NotAvailableError(root_of(module))


class _Store:
    """What goes into store.py: the classes that tests use, their instances, what both need."""

    def __init__(self, definitions: Definitions, suites: Sequence[Suite]) -> None:
        self._definitions = definitions
        wanted = {
            name
            for suite in suites
            for statement in suite.definitions.needed(suite.tests).statements
            for name in statement.binds
        }
        last = {name: definitions.parts(name)[-1] for name in definitions.names if name in wanted}
        tests = {*definitions.tests, *definitions.unasked}
        classes = {
            name
            for name, part in last.items()
            if isinstance(part.node, ast.ClassDef) and name not in tests and self._fits(name)
        }
        made = {
            name
            for name, part in last.items()
            if isinstance(part.node, ast.Assign | ast.AnnAssign)
            if part.now & classes and self._fits(name)
        }
        self.statements = definitions.needed(classes | made).statements
        self.names = {
            name
            for statement in self.statements
            if not statement.is_import
            for name in statement.binds
            if definitions.parts(name)[-1:] == (statement,) or statement in definitions.parts(name)
        }

    def text(self) -> str:
        """Return the text of store.py."""
        imports = [each.source for each in self.statements if each.is_import]
        body = [each for each in self.statements if not each.is_import]
        return module_text(_STORE, [*self._definitions.future, *imports], body)

    def _fits(self, name: str) -> bool:
        """Say whether the store can have everything that this needs, without pytest or moto."""
        needed = self._definitions.needed([name])
        modules = {root_of(module) for each in needed.statements for module in each.modules()}
        return (
            all(is_installed(each) for each in modules - {"moto", "pytest"})
            and not modules & {"moto", "pytest"}
            and not needed.unknown - BUILTINS
            and not any(each.is_fixture for each in needed.statements)
        )


class _File:
    """The file of one lesson's tests."""

    def __init__(self, suite: Suite, in_store: set[str], borrowed: Borrowed) -> None:
        self.suite, self._borrowed = suite, borrowed
        needed = suite.definitions.needed(suite.tests, stops=in_store)
        self._statements, self._of_store = needed.statements, needed.stopped_at
        _borrow(self._statements, borrowed)

    def text(self) -> str:
        """Return the text of the file."""
        imports, body = list(self.suite.definitions.future), list[Statement]()
        imports += [f"from store import {name}" for name in self._of_store]
        whole = dict[str, str]()  # our modules that were imported as a whole, by their names here
        for statement in self._statements:
            if not statement.is_import:
                body.append(statement)
            elif root_of(statement.module) not in OURS:
                imports.append(statement.source)
            elif isinstance(statement.node, ast.ImportFrom):
                name = statement.node.names[0].name
                imports.append(self._borrowed.import_of(statement.module, name, *statement.binds))
            else:
                whole |= dict.fromkeys(statement.binds, statement.module)
        for alias, module in whole.items():
            names = {name: name for name in names_used_of(body, alias)}
            imports += [self._borrowed.import_of(module, name) for name in names]
            body = [replace(each, source=renamed(each.source, alias, names)) for each in body]
        about = f'"""The tests of {self.suite.title}, and what they need."""'
        return module_text(about, imports, body)
