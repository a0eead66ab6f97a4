"""Show two ways to write the same thing beside each other, with the lines that differ marked."""

import ast
from difflib import SequenceMatcher
from html import escape

from classroom.display.listing import line_of_code

_COLUMNS = "display:flex;flex-wrap:wrap;gap:0 2em"
_COLUMN = "flex:1 1 20em;min-width:0"
_CODE = "margin:2px 0 8px;overflow-x:auto;line-height:1.4"


def beside(yours: str, ours: str) -> str:
    """Return both as folded HTML, or nothing if they differ in spaces and comments alone."""
    if _meaning(yours) == _meaning(ours):
        return ""
    left, right = yours.strip("\n").splitlines(), ours.strip("\n").splitlines()
    new_left, new_right = set(range(len(left))), set(range(len(right)))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for block in matcher.get_matching_blocks():
        new_left -= {*range(block.a, block.a + block.size)}
        new_right -= {*range(block.b, block.b + block.size)}
    columns = _column("Yours", left, new_left) + _column("Ours", right, new_right)
    summary = "<summary>What differs from our answer?</summary>"
    return f'<details>{summary}<div style="{_COLUMNS}">{columns}</div></details>'


def _meaning(code: str) -> str:
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:  # it has a line for IPython
        return code


def _column(title: str, lines: list[str], new: set[int]) -> str:
    code = "".join(
        line_of_code(escape(line), is_new=number in new and _says_something(line))
        for number, line in enumerate(lines)
    )
    return f'<div style="{_COLUMN}"><b>{title}</b><pre style="{_CODE}">{code}</pre></div>'


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.strip().startswith("#")
