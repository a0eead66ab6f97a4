"""Find in the cells' source what a lesson has defined, and what each definition needs."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What a lesson's cells find in the notebook, and a file gets as parameters.
GLOBALS = ("client", "table")


@dataclass(frozen=True)
class Definition:
    """One name of the notebook: its lines as they were written, and their syntax tree."""

    name: str
    source: str
    node: ast.stmt

    @property
    def is_import(self) -> bool:
        """Say whether this is an import of one name."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def is_fixture(self) -> bool:
        """Say whether pytest calls this function for a test that asks for it."""
        return "fixture" in self._decorators

    @property
    def is_automatic(self) -> bool:
        """Say whether this is a fixture for every test, asked for or not."""
        return self.is_fixture and "autouse=True" in self._decorators

    @property
    def _decorators(self) -> str:
        found = self.node.decorator_list if isinstance(self.node, FUNCTIONS) else []
        return " ".join(ast.unparse(decorator) for decorator in found)

    @property
    def names(self) -> list[str]:
        """Return the names that the definition uses, parameters included, each once."""
        used = [node.id for node in ast.walk(self.node) if isinstance(node, ast.Name)]
        return list(dict.fromkeys(used + self._parameters))

    @property
    def globals(self) -> list[str]:
        """Return which of the notebook's globals it uses: names that it does not bind itself."""
        names = [node for node in ast.walk(self.node) if isinstance(node, ast.Name)]
        bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        used = {node.id for node in names} - bound - set(self._parameters)
        return [name for name in GLOBALS if name in used]

    @property
    def _parameters(self) -> list[str]:
        return [node.arg for node in ast.walk(self.node) if isinstance(node, ast.arg)]


def definitions(sources: Iterable[str]) -> dict[str, Definition]:
    """Return the latest definition of every name: imports, classes, functions, constants."""
    latest: dict[str, Definition] = {}
    for source in sources:
        for node in ast.parse(source).body:
            for found in _defined(node, source):
                latest[found.name] = found
    return latest


def needed(roots: Iterable[str], known: Mapping[str, Definition]) -> list[Definition]:
    """Return the definitions that the roots use, and those that these use, bases before users."""
    found: dict[str, Definition] = {}
    entered: set[str] = set()

    def visit(name: str) -> None:
        if name in known and name not in entered:
            entered.add(name)
            for used in known[name].names:
                visit(used)
            found[name] = known[name]

    for root in roots:
        visit(root)
    return list(found.values())


def _defined(node: ast.stmt, source: str) -> list[Definition]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [_import(node, alias) for alias in node.names]
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return [Definition(node.name, _lines(node, node.decorator_list, source), node)]
    if isinstance(node, ast.Assign) and not _uses_globals(node.value):
        targets = [target for target in node.targets if isinstance(target, ast.Name)]
        return [Definition(target.id, _lines(node, [], source), node) for target in targets]
    return []


def _import(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Definition:
    """Return the import of one name out of several."""
    if isinstance(node, ast.ImportFrom):
        one: ast.stmt = ast.ImportFrom(node.module, [alias], node.level)
    else:
        one = ast.Import([alias])
    name = (alias.asname or alias.name).partition(".")[0]
    return Definition(name, ast.unparse(ast.fix_missing_locations(one)), one)


def _lines(node: ast.stmt, decorators: list[ast.expr], source: str) -> str:
    """Return the statement's own lines, with the comment right above it."""
    lines = source.splitlines()
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
    while first > 0 and lines[first - 1].startswith("#") and "%%" not in lines[first - 1]:
        first -= 1
    return "\n".join(lines[first : node.end_lineno])


def _uses_globals(value: ast.expr) -> bool:
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return not names.isdisjoint(GLOBALS)
