"""Give every red, green and test cell of a lesson its place, such as `4b`, in its first line.

The number is that of the beat or step whose heading stands above the cell, and the letters follow
one another. Cells below another heading go on where the one before left off. It needs the standard
library alone, because it also renews a learner's copies of version 1.0, whose cells had no place.
"""

import re
import string
from collections.abc import Iterable, MutableMapping
from itertools import count
from typing import Any

_NUMBERED = re.compile(r"^## (?:Beat|Step) (\d+)", re.MULTILINE)
_MAGIC = re.compile(r"%%(red|green|test)\b(?: +\d+[a-z]\b)?")

AnyCell = MutableMapping[str, Any]


def add(cells: Iterable[AnyCell]) -> None:
    """Write each cell's place into its first line, in place of the one that may be there."""
    number, letters = 0, count()
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for found in _NUMBERED.findall(source):
                if int(found) != number:
                    number, letters = int(found), count()
        elif _MAGIC.match(source):
            place = f"{number}{string.ascii_lowercase[next(letters)]}"
            cell["source"] = _MAGIC.sub(rf"%%\1 {place}", source, count=1)


def are_missing(cells: Iterable[AnyCell]) -> bool:
    """Say whether no cell has a place, though some have a magic, as in version 1.0."""
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    found = [match[0] for source in sources if (match := _MAGIC.match(source))]
    return bool(found) and not any(re.search(r"\d", magic) for magic in found)
