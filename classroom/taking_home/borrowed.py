"""Copy what a lesson's tests use of our modules into the learner's own project.

We copy only the needed parts of each module, word for word, so there's no second version to
maintain. Imports refer to the other modules that are copied.
"""

import ast
import builtins
import functools
import sys
from collections.abc import Iterable

from classroom.cells.definitions import OURS, Definitions, Statement
from classroom.taking_home import originals
from classroom.taking_home.text import module_text

# What is installed where the tests run.
INSTALLED = {"boto3", "botocore", "hypothesis", "moto", "pytest"}
# Our modules that need an extra. They stay behind, and what asks for them says what is missing.
EXTRAS = {"eventstore.fast", "eventstore.frames"}
# IPython adds names to these that don't exist anywhere else.
BUILTINS = {*dir(builtins), "__file__"} - {"get_ipython", "display"}
BUILTINS.add("__conditional_annotations__")  # Python 3.14's compiler looks this up itself
# The project has its own versions of these two, because it has no settings for a backend.
_TABLES = {("classroom.backend.connect", "connect"), ("classroom.backend.tables", "lesson_table")}
_TABLES_MODULE = "project.helpers.tables"


class NotAvailableError(Exception):
    """Something can't be copied; the message is the name of what is missing."""


def root_of(module: str) -> str:
    """Return `a` of `a.b.c`."""
    return module.partition(".")[0]


def is_installed(module: str) -> bool:
    """Say whether the learner's project can import this."""
    return root_of(module) in INSTALLED | sys.stdlib_module_names


class Borrowed:
    """What has been copied so far: names, by their modules."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}

    def take(self, module: str, name: str) -> None:
        """Copy a name from one of our modules, with everything that it needs."""
        module = _home_of(module, name)
        if name in self._names.setdefault(module, set()):
            return
        self._names[module].add(name)
        if module == _TABLES_MODULE:
            return
        needed = _definitions_of(module).needed([name])
        if missing := needed.unknown - BUILTINS:
            raise NotAvailableError(min(missing))
        for statement in needed.statements:
            if _is_for_type_checkers(statement):
                continue  # it's copied as it is, and never runs
            for other in statement.modules():
                if statement.is_import and root_of(other) in OURS:
                    self._take_import(other, statement, needed.statements)
                elif not is_installed(other) and other not in EXTRAS:
                    raise NotAvailableError(root_of(other))

    def _take_import(self, module: str, statement: Statement, used_by: list[Statement]) -> None:
        """Copy the name that a statement imports or, of a whole module, what is used of it."""
        name = _imported(statement)
        whole = _submodule(module, name)
        for used in names_used_of(used_by, *statement.binds) if whole else ():
            self.take(whole, used)
        if not whole:
            self.take(module, name)

    def import_of(self, module: str, name: str, bound: str = "") -> str:
        """Return the line that imports this name in the learner's project."""
        if whole := _submodule(module, name):
            file = self._file(whole)
            known_as = f" as {bound or name}" if file != (bound or name) else ""
            return f"from helpers import {file}{known_as}"
        known_as = f" as {bound}" if bound not in ("", name) else ""
        return f"from helpers.{self._file(_home_of(module, name))} import {name}{known_as}"

    def files(self) -> dict[str, str]:
        """Return the text of each copied module."""
        texts = {
            f"helpers/{self._file(module)}.py": self._text(module) for module in sorted(self._names)
        }
        about = '"""What the tests use besides the store."""\n'
        return {"helpers/__init__.py": about, **texts} if texts else {}

    def _file(self, module: str) -> str:
        """Return the name of a module in the project: its last part, if that is unique."""
        last = module.rpartition(".")[2]
        alike = [other for other in self._names if other.rpartition(".")[2] == last]
        return last if len(alike) < 2 else f"{root_of(module)}_{last}"

    def _text(self, module: str) -> str:
        if module == _TABLES_MODULE:
            return originals.text_of("classroom/taking_home/project/helpers/tables.py")
        statements = _definitions_of(module).needed(self._names[module]).statements
        text = _text_of(module)
        about = ast.get_docstring(ast.parse(text), clean=False)
        # No statement uses their names, but annotations may need them.
        futures = [line for line in text.splitlines() if line.startswith("from __future__ ")]
        imports = futures + [
            self.import_of(each.module, _imported(each), *each.binds)
            if root_of(each.module) in OURS
            else each.source
            for each in statements
            if each.is_import
        ]
        return module_text(f'"""{about}"""', imports, [s for s in statements if not s.is_import])


def _submodule(package: str, name: str) -> str:
    """Return the full name of a module of a package of ours; empty if it's anything else."""
    path = f"{package}.{name}".replace(".", "/")
    is_one = any(originals.has(file) for file in (f"{path}.py", f"{path}/__init__.py"))
    return f"{package}.{name}" if is_one else ""


def _is_for_type_checkers(statement: Statement) -> bool:
    """Say whether this is an `if TYPE_CHECKING:`."""
    return isinstance(statement.node, ast.If) and _is_name(statement.node.test, "TYPE_CHECKING")


def _imported(statement: Statement) -> str:
    """Return the name that an import statement of one name imports."""
    assert isinstance(statement.node, ast.Import | ast.ImportFrom)  # noqa: S101 - as above
    if isinstance(statement.node, ast.Import):
        raise NotAvailableError(root_of(statement.module))
    return statement.node.names[0].name


def _home_of(module: str, name: str) -> str:
    """Return the module that defines a name, also if one of our packages re-exports it."""
    while module in OURS:
        parts = _definitions_of(module).parts(name)
        if not parts or not parts[-1].is_import:
            raise NotAvailableError(module)
        module = parts[-1].module
    return _TABLES_MODULE if (module, name) in _TABLES else module


@functools.cache
def _definitions_of(module: str) -> Definitions:
    return Definitions([_text_of(module)])


def _text_of(module: str) -> str:
    path = module.replace(".", "/")
    for file in (f"{path}.py", f"{path}/__init__.py"):
        if originals.has(file):
            return originals.text_of(file)
    raise NotAvailableError(root_of(module))


def names_used_of(statements: Iterable[Statement], alias: str) -> dict[str, list[Statement]]:
    """Return the names used from a module imported as a whole: `b` for each `alias.b`."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        parts = list(ast.walk(statement.node))
        inside = [part for part in parts if isinstance(part, ast.Attribute)]
        used = [part for part in inside if _is_name(part.value, alias)]
        if sum(_is_name(part, alias) for part in parts) > len(used):
            raise NotAvailableError(alias)  # it's passed on, or assigned again
        for part in used:
            found.setdefault(part.attr, []).append(statement)
    return found


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
