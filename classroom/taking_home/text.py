"""Write statements as the text of a module: its docstring, its imports, and the rest."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Mapping, Sequence

from classroom.cells.definitions import FUNCTIONS, Statement

_NEW = re.compile(r"# new(:.*)?")  # what was new in a lesson isn't new at home


def module_text(about: str, imports: Iterable[str], statements: Sequence[Statement]) -> str:
    """Return the text of a module."""
    body, before = "", None
    for statement in statements:
        is_apart = _is_large(statement) or (before is not None and _is_large(before))
        apart = "\n\n\n" if is_apart else "\n" if before else "\n\n"
        body += apart + without_marks(statement.source)
        before = statement
    return f"{about}\n\n{import_lines(imports)}".rstrip() + f"{body}\n"


def _is_large(statement: Statement) -> bool:
    return isinstance(statement.node, (*FUNCTIONS, ast.ClassDef)) or "\n" in statement.source


def import_lines(imports: Iterable[str]) -> str:
    """Return the imports in three blocks: the standard library, other packages, our own."""
    blocks: dict[int, list[str]] = {0: [], 1: [], 2: [], 3: []}
    for line in dict.fromkeys(imports):
        module = line.split()[1].partition(".")[0]
        own = module in ("store", "helpers")
        block = 3 if own else 1 if module in sys.stdlib_module_names else 2
        blocks[0 if module == "__future__" else block].append(line)
    joined = {number: _from_lines(lines) for number, lines in blocks.items()}
    return "\n\n".join("\n".join(lines) for lines in joined.values() if lines)


def _from_lines(lines: list[str]) -> list[str]:
    """Return the lines sorted, with all names from one module on one line."""
    plain = sorted(line for line in lines if line.startswith("import"))
    modules: dict[str, list[str]] = {}
    for line in sorted(line for line in lines if line.startswith("from")):
        module, _, name = line.partition(" import ")
        modules.setdefault(module, []).append(name)
    return plain + [_wrapped(module, names) for module, names in modules.items()]


def _wrapped(module: str, names: list[str]) -> str:
    line = f"{module} import {', '.join(names)}"
    if len(line) <= 100:
        return line
    return f"{module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def without_marks(source: str) -> str:
    """Remove the lesson's `# new` comments at the end of a line, but not inside a string."""
    lines = source.splitlines()
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return source
    for token in tokens:
        row, column = token.start
        is_mark = token.type == tokenize.COMMENT and _NEW.fullmatch(token.string)
        if is_mark and (before := lines[row - 1][:column].rstrip()):
            lines[row - 1] = before
    return "\n".join(lines)


def renamed(source: str, alias: str, names: Mapping[str, str]) -> str:
    """Return the source with `names["b"]` in place of `alias.b`."""
    found = [
        part
        for part in ast.walk(ast.parse(source))
        if isinstance(part, ast.Attribute)
        and isinstance(part.value, ast.Name)
        and part.value.id == alias
    ]
    lines = [line.encode() for line in source.splitlines()]
    for part in sorted(found, key=lambda part: (part.lineno, part.col_offset), reverse=True):
        if part.end_lineno == part.lineno:
            line = lines[part.lineno - 1]
            end = line[part.end_col_offset :]
            lines[part.lineno - 1] = line[: part.col_offset] + names[part.attr].encode() + end
    return b"\n".join(lines).decode()
