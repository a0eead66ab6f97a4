"""Read what cells (or a module of ours) define, and what of it something else needs.

A source is a list of statements in the order in which they run. A name has one version after
another: what binds it anew begins one, and what changes it (`X += 1`, `NAMES["k"] = 1`, a name
bound under `if`) makes the next one out of the one before.
"""

import ast
import importlib
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
# These may not bind a name, or bind it again, so that what it was before counts as well.
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
_HOOK = re.compile(r"(setup|teardown)(_module|_function)?|pytest\w+")
_TEST = re.compile(r"test_\w+|Test\w*")
OURS = ("classroom", "eventstore")


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement: its lines as they were written, and the names that it has to do with.

    It looks up the names in `now` when it runs; those in `later` when a function in it is called.
    """

    source: str
    node: ast.stmt
    at: int
    binds: frozenset[str]
    changes: frozenset[str]
    now: frozenset[str]
    later: frozenset[str]
    sets_later: frozenset[str] = frozenset()  # by `global`, when a function in it is called

    @property
    def is_import(self) -> bool:
        """Say whether this is an import of one name."""
        return isinstance(self.node, _IMPORTS)

    @property
    def is_fixture(self) -> bool:
        """Say whether pytest knows this function as a fixture."""
        return bool(_fixture(self.node))

    @property
    def is_for_pytest(self) -> bool:
        """Say whether pytest itself asks for it, and so fills in its fixtures."""
        asked = (_TEST.fullmatch(name) or name == "pytestmark" for name in self.binds)
        return self.is_fixture or any(asked)

    @property
    def module(self) -> str:
        """Return what an import of one name takes it from: `a.b` for `from a.b import c`."""
        if isinstance(self.node, ast.ImportFrom):
            return "." * self.node.level + (self.node.module or "")
        return self.node.names[0].name if isinstance(self.node, ast.Import) else ""

    def modules(self) -> Iterator[str]:
        """Return every module that it cannot do without; none of `try: import ...`."""
        guarded = {id(part) for each in _guarded(self.node) for part in ast.walk(each)}
        for part in ast.walk(self.node):
            if isinstance(part, ast.Import):
                names = [alias.name for alias in part.names]
            elif isinstance(part, ast.ImportFrom):
                names = ["." * part.level + (part.module or "")]
            else:
                continue
            yield from (name for name in names if id(part) not in guarded or _root(name) in OURS)


@dataclass(frozen=True)
class Needed:
    """What some names need: statements in their order; of other names, who was to be asked."""

    statements: list[Statement]
    stopped_at: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


class Definitions:
    """All that some cells, or the text of one module, define."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.future: list[str] = []  # from __future__ import ...
        self._versions: dict[str, list[tuple[int, tuple[Statement, ...]]]] = {}
        self._deleted: dict[str, Statement] = {}
        self._count = 0
        for source in sources:
            self._add(source)

    @property
    def names(self) -> list[str]:
        """Return the names that are bound at the end, first bound first."""
        return [name for name in self._versions if self.parts(name)]

    @property
    def tests(self) -> list[str]:
        """Return the names that pytest takes for tests, first written first."""
        return [
            name
            for name in self.names
            if _TEST.fullmatch(name) and not any(part.is_import for part in self.parts(name))
        ]

    @property
    def unasked(self) -> list[str]:
        """Return what pytest uses although no test names it: autouse fixtures, hooks, marks."""
        last = {name: self.parts(name)[-1].node for name in self.names}
        return [
            name
            for name, node in last.items()
            if _HOOK.fullmatch(name) and isinstance(node, (*FUNCTIONS, ast.Assign))
            if name not in ("pytest", "pytest_plugins")
        ] + [name for name, node in last.items() if _fixture(node).get("autouse")]

    def parts(self, name: str, at: float = inf) -> tuple[Statement, ...]:
        """Return the statements that make the name what it is before the statement `at`."""
        versions = self._versions.get(name, ())
        return next((parts for begin, parts in reversed(versions) if begin < at), ())

    def needed(self, roots: Iterable[str], stops: Iterable[str] = ()) -> Needed:
        """Return the statements that the roots are made of, and all that these need.

        What the stops need is not followed: they are somewhere else.
        """
        found, seen = dict[int, Statement](), set[tuple[int, float]]()
        stops, result = set(stops), Needed([])
        waiting: list[tuple[str, float]] = [(name, inf) for name in roots]
        while waiting:
            name, at = waiting.pop()
            if name in stops:
                result.stopped_at.add(name)
                continue
            # A function may name what is defined only after a call of it that we see.
            parts = self.parts(name, at) or self.parts(name)
            if not parts:
                result.unknown.add(name)
            for part in parts:
                if (part.at, at) not in seen:
                    seen.add((part.at, at))
                    found[part.at] = part
                    waiting += [(each, part.at) for each in part.now]
                    waiting += [(each, at) for each in part.later | self._fixtures_of(part)]
        for name, deletion in self._deleted.items():  # one of several that a statement binds
            if not self.parts(name) and any(name in part.binds for part in found.values()):
                found[deletion.at] = deletion
        set_later = {name for part in found.values() for name in part.sets_later}
        result.unknown.difference_update(set_later)
        result.statements.extend(found[at] for at in sorted(found))
        return result

    def _fixtures_of(self, statement: Statement) -> set[str]:
        """Return the fixtures that pytest fills in: by argument, or by a name in a string."""
        if not statement.is_for_pytest:
            return set()
        called = dict[str, str]()
        for name in self.names:
            for part in self.parts(name):
                if options := _fixture(part.node):
                    called[str(options.get("name", name))] = name
        words = set[object]()
        for node in ast.walk(statement.node):
            if isinstance(node, ast.arg):
                words.add(node.arg)
            elif isinstance(node, ast.Constant):
                words.add(node.value)
        return {name for word, name in called.items() if word in words}

    def _add(self, source: str) -> None:
        body = ast.parse(source).body
        ends = [(node.lineno, node.end_lineno) for node in body]
        for node, (first, last) in zip(body, ends, strict=True):
            shared = sum(begin <= (last or 0) and (end or 0) >= first for begin, end in ends) > 1
            text = ast.unparse(node) if shared else _lines(node, source)
            if isinstance(node, _IMPORTS):
                for one in _single_imports(node):
                    self._note(one, ast.unparse(one))
            else:
                self._note(node, text)

    def _note(self, node: ast.stmt, text: str) -> None:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            self.future.append(text)
            return
        if isinstance(node, ast.Delete):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._delete(target.id)
        self._count += 1
        changes = frozenset(self._changed(node))
        statement = _statement(node, text, self._count, changes)
        if isinstance(node, ast.Delete) and not changes:
            return
        for name in statement.binds | changes:
            before = self.parts(name)
            goes_on = name in changes or isinstance(node, _COMPOUND) or _is_dotted(node)
            self._begin(name, (*before, statement) if goes_on else (statement,))

    def _delete(self, name: str) -> None:
        self._count += 1
        one = ast.Delete([ast.Name(name, ast.Del())])
        self._begin(name, ())
        self._deleted[name] = _statement(one, f"del {name}", self._count, frozenset())

    def _begin(self, name: str, parts: tuple[Statement, ...]) -> None:
        versions = self._versions.pop(name, [])  # so that the latest comes last
        self._versions[name] = [*versions, (self._count, parts)]

    def _changed(self, node: ast.stmt) -> Iterator[str]:
        """Return the names whose value this statement changes in place, as far as it shows."""
        for part in _runs_now(node):
            targets: list[ast.expr] = []
            if isinstance(part, ast.Assign | ast.Delete):
                targets = part.targets
            elif isinstance(part, ast.AugAssign | ast.AnnAssign | ast.For):
                targets = [part.target]
            elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
                yield from self._changed_by_call(part.value)
            for target in targets:
                for each in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                    if isinstance(each, ast.Subscript | ast.Attribute) and (name := base_of(each)):
                        yield name

    def _changed_by_call(self, call: ast.Call) -> Iterator[str]:
        name = base_of(call.func)
        if isinstance(call.func, ast.Name):  # of a function, perhaps one with `global`
            for part in self.parts(call.func.id):
                yield from part.sets_later
        elif name and not self._is_made_by_us(name):
            yield name

    def _is_made_by_us(self, name: str) -> bool:
        """Say whether it is what connect() and the like return: what cells do with it is not it."""
        for part in self.parts(name):
            value = getattr(part.node, "value", None)
            if isinstance(value, ast.Call) and (maker := base_of(value.func)):
                return any(_root(made.module) in OURS for made in self.parts(maker))
        return False


def _root(module: str) -> str:
    return module.partition(".")[0]


def _statement(node: ast.stmt, text: str, at: int, changes: frozenset[str]) -> Statement:
    table = symtable.symtable(ast.unparse(node), "cell", "exec")
    loops = {
        name.id
        for part in ast.walk(node)
        if isinstance(part, ast.comprehension)
        for name in ast.walk(part.target)
        if isinstance(name, ast.Name)
    }
    symbols = table.get_symbols()
    binds = {each.get_name() for each in symbols if each.is_assigned() or each.is_imported()}
    used, sets_later = _free(table)
    used |= _read_before_bound(node)
    here = {part.id for part in _runs_now(node) if isinstance(part, ast.Name) and _is_read(part)}
    read_and_set = {
        part.target.id
        for part in _runs_now(node)
        if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name)
    }
    # From Python 3.13 on, the variable of a comprehension is listed, too.
    now = (here & used | read_and_set) - loops
    return Statement(
        source=text,
        node=node,
        at=at,
        binds=frozenset(binds - loops),
        changes=changes,
        now=frozenset(now | changes),
        later=frozenset((used | sets_later) - now - loops),
        sets_later=frozenset(sets_later),
    )


def _free(table: symtable.SymbolTable, outermost: bool = True) -> tuple[set[str], set[str]]:
    """Return the names that code looks up outside of its functions, and those it sets there."""
    symbols = [each for each in table.get_symbols() if outermost or each.is_global()]
    used = {each.get_name() for each in symbols if each.is_referenced()}
    sets = {each.get_name() for each in symbols if not outermost and each.is_assigned()}
    for child in table.get_children():
        more, more_sets = _free(child, False)
        used, sets = used | more, sets | more_sets
    return used, sets


def _read_before_bound(node: ast.AST) -> set[str]:
    """Return what a class looks up outside although it binds the name: `random = random.random`."""
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.ClassDef):
            bound: set[str] = set()
            unbound: set[str] = set()
            for statement in each.body:
                names = [part for part in _runs_now(statement) if isinstance(part, ast.Name)]
                unbound |= {name.id for name in names if _is_read(name)} - bound
                bound |= {name.id for name in names if not _is_read(name)}
                bound.add(getattr(statement, "name", ""))
            found |= unbound & bound
    return found


def _runs_now(node: ast.AST) -> Iterator[ast.AST]:
    """Return the parts of a statement, without the bodies of the functions in it."""
    yield node
    bodies = node.body if isinstance(node, (*FUNCTIONS, ast.Lambda)) else []
    later = bodies if isinstance(bodies, list) else [bodies]
    for child in ast.iter_child_nodes(node):
        if not any(child is part for part in later):
            yield from _runs_now(child)


def _is_read(name: ast.Name) -> bool:
    return not isinstance(name.ctx, ast.Store)


def base_of(node: ast.AST) -> str:
    """Return `a` of `a.b["c"].d`; nothing where something else stands in front."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _fixture(node: ast.stmt) -> Mapping[str, object]:
    """Return the options of the decorator that makes a function a fixture, and that it is one."""
    for decorator in getattr(node, "decorator_list", ()):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if ast.unparse(called) in ("pytest.fixture", "fixture"):
            given = decorator.keywords if isinstance(decorator, ast.Call) else []
            values = {each.arg: each.value for each in given if each.arg}
            constants = {
                name: value.value
                for name, value in values.items()
                if isinstance(value, ast.Constant)
            }
            return {"is": True, **constants}
    return {}


def _guarded(node: ast.AST) -> Iterator[ast.stmt]:
    """Return what a `try` tries that knows what to do without a module."""
    for part in ast.walk(node):
        if isinstance(part, ast.Try):
            caught = [ast.unparse(each.type) if each.type else "" for each in part.handlers]
            if any(
                re.search(r"\bImportError|ModuleNotFound|\bException|^$", one) for one in caught
            ):
                yield from part.body


def _is_dotted(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import) and "." in node.names[0].name and not node.names[0].asname


def _single_imports(node: ast.Import | ast.ImportFrom) -> Iterator[ast.stmt]:
    """Return the import of each name on its own, also of those that `*` stands for."""
    names = list(node.names)
    if isinstance(node, ast.ImportFrom) and names[0].name == "*":
        try:
            module = importlib.import_module(node.module or "")
        except ImportError:
            return
        public = getattr(module, "__all__", [each for each in vars(module) if each[0] != "_"])
        names = [ast.alias(name) for name in public]
    for alias in names:
        if isinstance(node, ast.ImportFrom):
            one: ast.stmt = ast.ImportFrom(node.module, [alias], node.level)
        else:
            one = ast.Import([alias])
        yield ast.fix_missing_locations(one)


def _lines(node: ast.stmt, source: str) -> str:
    """Return the statement's own lines, decorators and all, with the comment right above it."""
    lines = source.splitlines()
    first = min(part.lineno for part in (node, *getattr(node, "decorator_list", ()))) - 1
    while first > 0 and lines[first - 1].startswith("#") and "%%" not in lines[first - 1]:
        first -= 1
    return "\n".join(lines[first : node.end_lineno])
