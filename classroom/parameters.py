"""Give functions the notebook's globals as parameters, so that they work in files, too."""

import ast
from collections.abc import Iterable

from classroom.definitions import FUNCTIONS, GLOBALS, Definition


def wanted_globals(definition: Definition, helpers: Iterable[Definition]) -> list[str]:
    """Return which of the notebook's globals the definition uses, itself or through a helper."""
    by_name = {helper.name: helper for helper in helpers}
    reached, waiting, used = {definition.name}, [definition], set[str]()
    while waiting:
        current = waiting.pop()
        used |= set(current.globals)
        called = set(current.names) & set(by_name) - reached
        reached |= called
        waiting += [by_name[name] for name in called]
    return [name for name in GLOBALS if name in used]


def with_parameters(definition: Definition, helpers: list[Definition]) -> str:
    """Return the source with parameters added to its functions, and passed on to its helpers."""
    tree = ast.parse(definition.source)
    edits: list[tuple[int, int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS) and _is_entry(node, tree):
            one = Definition(node.name, "", node)
            edits.append(_edit_signature(node, definition.source, wanted_globals(one, helpers)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for helper in helpers:
                if helper.name == node.func.id:
                    edits.append(_edit_call(node, wanted_globals(helper, helpers)))
    lines = definition.source.splitlines()
    for line, column, text in sorted(edits, reverse=True):
        lines[line - 1] = lines[line - 1][:column] + text + lines[line - 1][column:]
    return "\n".join(lines)


def _is_entry(node: ast.stmt, tree: ast.Module) -> bool:
    """Say whether pytest or a test calls this function: no helper within a function."""
    outer = tree.body[0]
    return node is outer or (
        isinstance(outer, ast.ClassDef) and outer.name.startswith("Test") and node in outer.body
    )


def _edit_signature(
    node: ast.FunctionDef | ast.AsyncFunctionDef, source: str, names: list[str]
) -> tuple[int, int, str]:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    names = [name for name in names if name not in {parameter.arg for parameter in given}]
    if given and given[0].arg == "self":
        return (
            given[0].end_lineno or 0,
            given[0].end_col_offset or 0,
            "".join(f", {name}" for name in names),
        )
    opening = source.splitlines()[node.lineno - 1].index("(", node.col_offset) + 1
    more = given or node.args.vararg or node.args.kwarg
    return node.lineno, opening, ", ".join(names) + (", " if names and more else "")


def _edit_call(node: ast.Call, names: list[str]) -> tuple[int, int, str]:
    more = ", " if names and (node.args or node.keywords) else ""
    opening = (node.func.end_col_offset or 0) + 1
    return node.func.end_lineno or 0, opening, ", ".join(names) + more
