"""Find in the cells' source what a lesson has defined, and what each definition needs."""

import ast
import symtable
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What a lesson's first cell binds, and a file binds anew.
GLOBALS = ("client", "table")


@dataclass(frozen=True)
class Definition:
    """One name of the notebook: its lines as they were written, and their syntax tree."""

    name: str
    source: str
    node: ast.stmt

    def upon(self, before: "Definition") -> "Definition":
        """Return this definition, with the earlier one in front if it is a class built on that."""
        bases = self.node.bases if isinstance(self.node, ast.ClassDef) else []
        if any(isinstance(base, ast.Name) and base.id == self.name for base in bases):
            return replace(self, source=f"{before.source}\n\n\n{self.source}")
        return self

    @property
    def is_import(self) -> bool:
        """Say whether this is an import of one name."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def names(self) -> set[str]:
        """Return the names of the notebook that it uses; what pytest fills in is a fixture's."""
        used = _free(symtable.symtable(self.source, self.name, "exec"))
        if self.name.lower().startswith("test") or "@pytest.fixture" in self.source:
            used |= {node.arg for node in ast.walk(self.node) if isinstance(node, ast.arg)}
        return used


def definitions(sources: Iterable[str]) -> dict[str, Definition]:
    """Return the latest definition of every name: imports, classes, functions, values."""
    latest: dict[str, Definition] = {}
    for source in sources:
        for node in ast.parse(source).body:
            for found in _defined(node, source):
                before = latest.pop(found.name, None)  # so that the latest comes last
                latest[found.name] = found.upon(before) if before else found
    return latest


def needed(roots: Iterable[str], known: Mapping[str, Definition]) -> list[Definition]:
    """Return the definitions of the roots and of all that these use, in the notebook's order."""
    found, waiting = set[str](), set(roots)
    while waiting := (waiting & known.keys()) - found:
        found |= waiting
        waiting = set().union(*(known[name].names for name in waiting))
    return [definition for name, definition in known.items() if name in found]


def _free(table: symtable.SymbolTable, outermost: bool = True) -> set[str]:
    """Return the names that the code looks up outside of its own functions and classes."""
    used = [symbol for symbol in table.get_symbols() if symbol.is_referenced()]
    names = {symbol.get_name() for symbol in used if outermost or symbol.is_global()}
    return names.union(*(_free(child, False) for child in table.get_children()))


def _defined(node: ast.stmt, source: str) -> list[Definition]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [_import(node, alias) for alias in node.names]
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return [Definition(node.name, _lines(node, source), node)]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        names = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
        bound = [name.id for name in names if isinstance(name.ctx, ast.Store)]
        text = _lines(node, source)
        return [Definition(name, text, node) for name in bound if name not in GLOBALS]
    return []


def _import(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Definition:
    """Return the import of one name out of several."""
    if isinstance(node, ast.ImportFrom):
        one: ast.stmt = ast.ImportFrom(node.module, [alias], node.level)
    else:
        one = ast.Import([alias])
    name = (alias.asname or alias.name).partition(".")[0]
    return Definition(name, ast.unparse(ast.fix_missing_locations(one)), one)


def _lines(node: ast.stmt, source: str) -> str:
    """Return the statement's own lines, decorators and all, with the comment right above it."""
    lines = source.splitlines()
    first = min(part.lineno for part in (node, *getattr(node, "decorator_list", ()))) - 1
    while first > 0 and lines[first - 1].startswith("#") and "%%" not in lines[first - 1]:
        first -= 1
    return "\n".join(lines[first : node.end_lineno])
