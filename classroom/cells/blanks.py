"""Find the `...` that an answer still has to replace. Other `...` mean what they say.

A `...` is finished code in a type (`tuple[int, ...]`), after `is`, and as the whole body of
something that the exercise didn't begin: a protocol, an overload, an exception. Elsewhere it may
be (`UNSET = ...`), so an answer that is right has none left.
"""

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass

_DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Blank:
    """A `...`: what it's inside of, its line, and whether it stands for a value in there."""

    inside: tuple[str, ...]
    line: str
    is_value: bool


@dataclass(frozen=True)
class Blanks:
    """How many are left, and whether the answer can be right with them."""

    count: float
    may_be_right: bool = True


def blanks_left(answer: str, start: str) -> Blanks:
    """Return the blanks that the answer still has of those that its cell had at first.

    There are more than you can count if it has no code. One with a SyntaxError has none.
    """
    try:
        tree, first = ast.parse(answer), ast.parse(start)
    except SyntaxError:
        return Blanks(0)
    if not tree.body:
        return Blanks(math.inf, may_be_right=False)
    begun = {name for node in ast.walk(first) for name in _binds(node)}
    found = list(_blanks(tree, answer, begun))
    untouched = set(_blanks(first, start, begun))
    same = ast.dump(tree) == ast.dump(first)
    loops = any(isinstance(n, ast.While) and _is_dots(n.test) for n in ast.walk(tree))
    unfilled = any(blank.is_value and blank in untouched for blank in found)
    return Blanks(len(found), not (same or loops or unfilled))


def _blanks(tree: ast.Module, source: str, begun: set[str]) -> Iterator[Blank]:
    lines = source.splitlines()

    def walk(node: ast.AST, inside: tuple[str, ...], *, is_value: bool) -> Iterator[Blank]:
        if _is_dots(node):
            yield Blank(inside, lines[node.lineno - 1].strip(), is_value)  # type: ignore[attr-defined]
            return
        if isinstance(node, _DEFINITION):
            if _is_stub(node, begun):
                return
            inside = (*inside, node.name)
        for name, child in _children(node):
            if not _means_itself(node, name, child):
                whole = isinstance(child, ast.Expr) and _is_dots(child.value)
                yield from walk(child, inside, is_value=is_value and not whole)

    return walk(tree, (), is_value=True)


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield name, child


def _means_itself(node: ast.AST, name: str, child: ast.AST) -> bool:
    """Return whether every `...` in this part of the node is finished code."""
    if isinstance(node, ast.Subscript):
        return name == "slice"
    if isinstance(node, ast.Compare):
        compares = all(isinstance(each, ast.Is | ast.IsNot) for each in node.ops)
        return compares and _is_dots(child)
    return False


def _is_stub(node: ast.AST, begun: set[str]) -> bool:
    """Return whether this is a definition without a body that can stay like this."""
    assert isinstance(node, _DEFINITION)  # noqa: S101
    decorators = {_last_name(each) for each in node.decorator_list}
    if isinstance(node, ast.ClassDef):
        if "Protocol" in {_last_name(base) for base in node.bases}:
            return True
    elif decorators & {"overload", "abstractmethod"}:
        return True
    body = [each for each in node.body if not _is_docstring(each)]
    dots = bool(body) and all(isinstance(e, ast.Expr) and _is_dots(e.value) for e in body)
    return dots and node.name not in begun


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, _DEFINITION):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def _last_name(node: ast.AST) -> str:
    """Return the last part of `overload`, `typing.overload` or `Protocol[T]`."""
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_dots(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...
