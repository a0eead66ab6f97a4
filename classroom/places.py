"""Give every red, green and test cell of a lesson its place, such as `4b`, in its first line.

The number is the one in the nearest heading above the cell, `## Beat 4` or `## Step 4`. If the
next heading has no number, or the same number, the letters continue.
"""

import re
import string
from collections.abc import Iterable, MutableMapping
from itertools import count
from typing import Any

_NUMBERED = re.compile(r"^## (?:Beat|Step) (\d+)", re.MULTILINE)
_MAGIC = re.compile(r"%%(red|green|test)\b(?: +\d+[a-z]\b)?")

AnyCell = MutableMapping[str, Any]


def add_places(cells: Iterable[AnyCell]) -> None:
    """Write each cell's place into its first line, replacing an old one."""
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
