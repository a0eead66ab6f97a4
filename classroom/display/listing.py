"""Show code with the lines marked that are new since its definitions were last written."""

import ast
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from html import escape

# Visible in the light theme and in the dark one; the border tells it without colours, too.
_NEW = "text-decoration:none;background:rgba(46,160,67,0.18)"
_LINE = "display:block;min-height:1.3em;padding-left:0.6em;border-left:3px solid "
_CODE = "margin-top:6px;overflow-x:auto;line-height:1.4"


def definitions_in(python: str) -> dict[str, str]:
    """Return the source of each function and class that the code defines at its top level."""
    return {
        node.name: "\n".join(python.splitlines()[_first_line(node) - 1 : node.end_lineno])
        for node in ast.parse(python).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }


def listing(code: str, before: Mapping[str, str]) -> str:
    """Return the code as HTML with its new lines marked; empty unless it changes a definition.

    `before` has the last source of each function and class that was defined earlier.
    """
    now = definitions_in(code)
    if all(before.get(name, source) == source for name, source in now.items()):
        return ""
    new = set(_new_lines(code, before))
    marked = "".join(
        line_of_code(escape(line), is_new=number in new)
        for number, line in enumerate(code.strip("\n").splitlines(), 1)
    )
    return f'<pre style="{_CODE}">{marked}</pre>'


def line_of_code(line: str, *, is_new: bool) -> str:
    """Return a line of escaped code as HTML for a `<pre>`, marked if it's new."""
    if is_new:
        return f'<ins style="{_LINE}#2ea043;{_NEW}">{line}</ins>'
    return f'<span style="{_LINE}transparent">{line}</span>'


def _new_lines(code: str, before: Mapping[str, str]) -> Iterator[int]:
    """Yield the numbers of the lines that are new, counted from the first that isn't empty."""
    python = code.strip("\n")
    for node in ast.parse(python).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            first = _first_line(node)
            lines = python.splitlines()[first - 1 : node.end_lineno]
            old = before.get(node.name, "").splitlines()
            matcher = SequenceMatcher(None, old, lines, autojunk=False)
            for _, _, _, begin, end in (o for o in matcher.get_opcodes() if o[0] != "equal"):
                yield from (first + at for at in range(begin, end) if lines[at].strip())


def _first_line(node: ast.ClassDef | ast.FunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
