"""Say where one is in a lesson: number its beats or steps, and its red, green and test cells.

A heading says how many there are: `## Step 2 of 5`. A cell has its place, such as `4b`, in its
first line. Its number is the one in the nearest heading above the cell. If the next heading has no
number, or the same number, the letters continue.
"""

import re
import string
from collections.abc import Iterable, MutableMapping
from itertools import count
from typing import Any

_NUMBERED = re.compile(r"^## (Beat|Step) (\d+)(?: of \d+)?\b", re.MULTILINE)
_MAGIC = re.compile(r"%%(red|green|test)\b(?: +\d+[a-z]\b)?")

AnyCell = MutableMapping[str, Any]


def number_headings(cells: Iterable[AnyCell]) -> None:
    """Write into each heading of a beat or step the number of the lesson's last one."""
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    found = [each for cell in prose for each in _NUMBERED.findall("".join(cell["source"]))]
    last = max((int(number) for _, number in found), default=0)
    for cell in prose:
        cell["source"] = _NUMBERED.sub(rf"## \1 \2 of {last}", "".join(cell["source"]))


def add_places(cells: Iterable[AnyCell]) -> None:
    """Write each cell's place into its first line, replacing an old one."""
    number, letters = 0, count()
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for _, found in _NUMBERED.findall(source):
                if int(found) != number:
                    number, letters = int(found), count()
        elif _MAGIC.match(source):
            place = f"{number}{string.ascii_lowercase[next(letters)]}"
            cell["source"] = _MAGIC.sub(rf"%%\1 {place}", source, count=1)
