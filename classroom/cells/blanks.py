"""Count the blanks, `___`, that an answer still has to replace.

A blank is a name, because a double click in JupyterLab selects a name and nothing beside it.
"""

import io
import re
import tokenize

BLANK = "___"
_BLANK = re.compile(rf"\b{BLANK}\b")
_WITH_COMMENT = re.compile(rf"^(\w+ = ){BLANK}  # (.*)$", re.MULTILINE)


def blanks_in(source: str) -> int:
    """Return how many blanks the code has; those in comments don't count."""
    return len(_BLANK.findall(_without_comments(source)))


def comment_on(line: str, start: str) -> str:
    """Return what the cell has said at its start, in a comment, about this line's only value."""
    for before, comment in _WITH_COMMENT.findall(start):
        if line.strip().startswith(before.strip()):
            return str(comment)
    return ""


def has_code(source: str) -> bool:
    """Return whether there is anything but comments and empty lines."""
    return bool(_without_comments(source).strip())


def _without_comments(source: str) -> str:
    lines = source.splitlines()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column]
    except (tokenize.TokenError, SyntaxError):
        pass  # what comes after the mistake keeps its comments
    return "\n".join(lines)
