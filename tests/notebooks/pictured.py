"""The cells in README.md's picture, and a digest of what they say, which is in its name."""

import hashlib
import json

from nbformat import NotebookNode

from .lessons import lesson, read

LESSON = lesson(2)
# A test fails as it should, and then it's the reader's turn: no prediction is given away.
FIRST, LAST = "%%red 3a ", "spell-out-an-item"


def pictured(cells: list[NotebookNode]) -> range:
    """Return where the cells of the picture are: from the text above the first one."""
    first = next(at for at, cell in enumerate(cells) if cell.source.startswith(FIRST))
    last = next(at for at, cell in enumerate(cells) if cell.id == f"{LAST}-cell")
    return range(first - 1, last + 1)


def digest() -> str:
    """Return eight hex digits that stand for all that these cells say."""
    cells = read(LESSON).cells
    said = [[cells[at].source, cells[at].get("outputs", [])] for at in pictured(cells)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]
