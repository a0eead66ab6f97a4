"""Take along what a lesson's tests use of ours, as modules of the learner's own project.

Of each module only what is needed comes along, word for word, so that there is no second copy to
keep up. Imports lead to the other modules that come along.
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
INSTALLED = {"boto3", "botocore", "moto", "pytest"}
# IPython adds names to these, which are missing everywhere else.
BUILTINS = {*dir(builtins), "__file__"} - {"get_ipython", "display"}
# Of these two the project has its own: no settings choose a backend there.
_TABLES = {("classroom.backend.connect", "connect"), ("classroom.backend.tables", "lesson_table")}
_TABLES_MODULE = "project.helpers.tables"


class NotAvailableError(Exception):
    """Something cannot come along; the message is the name of what is missing."""


def root_of(module: str) -> str:
    """Return `a` of `a.b.c`."""
    return module.partition(".")[0]


def is_installed(module: str) -> bool:
    """Say whether a project of a learner's own can import this."""
    return root_of(module) in INSTALLED | sys.stdlib_module_names


class Borrowed:
    """What has been taken along so far: names, by the modules that they are from."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}

    def take(self, module: str, name: str) -> None:
        """Have a name of a module of ours come along, with all that it needs."""
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
                continue  # it comes along as it is, and never runs
            for other in statement.modules():
                if statement.is_import and root_of(other) in OURS:
                    self.take(other, _imported(statement))
                elif not is_installed(other):
                    raise NotAvailableError(root_of(other))

    def import_of(self, module: str, name: str, bound: str = "") -> str:
        """Return the line that imports this name from where it is in the learner's project."""
        known_as = f" as {bound}" if bound not in ("", name) else ""
        return f"from helpers.{self._file(_home_of(module, name))} import {name}{known_as}"

    def files(self) -> dict[str, str]:
        """Return the text of each module that comes along."""
        texts = {
            f"helpers/{self._file(module)}.py": self._text(module) for module in sorted(self._names)
        }
        about = '"""What the tests use and what is no part of the store."""\n'
        return {"helpers/__init__.py": about, **texts} if texts else {}

    def _file(self, module: str) -> str:
        """Return the name of a module in the project: its last part, if no other has the same."""
        last = module.rpartition(".")[2]
        alike = [other for other in self._names if other.rpartition(".")[2] == last]
        return last if len(alike) < 2 else f"{root_of(module)}_{last}"

    def _text(self, module: str) -> str:
        if module == _TABLES_MODULE:
            return originals.text_of("classroom/taking_home/project/helpers/tables.py")
        statements = _definitions_of(module).needed(self._names[module]).statements
        text = _text_of(module)
        about = ast.get_docstring(ast.parse(text), clean=False)
        # No name of theirs is used, but annotations may need them.
        futures = [line for line in text.splitlines() if line.startswith("from __future__ ")]
        imports = futures + [
            self.import_of(each.module, _imported(each), *each.binds)
            if root_of(each.module) in OURS
            else each.source
            for each in statements
            if each.is_import
        ]
        return module_text(f'"""{about}"""', imports, [s for s in statements if not s.is_import])


def _is_for_type_checkers(statement: Statement) -> bool:
    """Say whether this is an `if TYPE_CHECKING:`."""
    return isinstance(statement.node, ast.If) and _is_name(statement.node.test, "TYPE_CHECKING")


def _imported(statement: Statement) -> str:
    """Return the name that an import of one name takes."""
    assert isinstance(statement.node, ast.Import | ast.ImportFrom)  # noqa: S101 - as above
    if isinstance(statement.node, ast.Import):
        raise NotAvailableError(root_of(statement.module))
    return statement.node.names[0].name


def _home_of(module: str, name: str) -> str:
    """Return the module that defines a name which a package of ours offers."""
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
    """Return what is used of a module that was imported whole: `b` for each `alias.b`."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        parts = list(ast.walk(statement.node))
        inside = [part for part in parts if isinstance(part, ast.Attribute)]
        used = [part for part in inside if _is_name(part.value, alias)]
        if sum(_is_name(part, alias) for part in parts) > len(used):
            raise NotAvailableError(alias)  # it is passed on, or bound again
        for part in used:
            found.setdefault(part.attr, []).append(statement)
    return found


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
