"""Show events as a table, or with one column as bars."""

import dataclasses
import sys
from collections.abc import Iterable
from typing import Any

from classroom.display.drawing import COLOURS
from classroom.display.table import CELL, Table

_COLOUR = {False: COLOURS[1], True: COLOURS[2]}  # the sign and the side say the same
_WIDEST = 12


def show(events: Iterable[Any]) -> Any:
    """Return the events as a table, version first: a DataFrame if pandas is installed.

    A column is blank where an event has no value, or is of a type without this field.

    In a browser tab, it's a DataFrame only if pandas was imported: a tab would have to fetch it.
    """
    events = list(events)
    if sys.platform == "emscripten" and "pandas" not in sys.modules:
        return _plain(events)
    try:
        from classroom.display.frame import frame_of
    except ImportError:  # pandas isn't installed
        return _plain(events)
    return frame_of(events)


def bars(events: Iterable[Any], column: str = "character_hit_points") -> Table:
    """Return the table with the changes of one column as bars: losses left, gains right.

    Raise ValueError if the events lack that column, or it contains other than whole numbers.
    """
    events = list(events)
    table = _plain(events)
    if events and column not in table.headings:
        raise ValueError(
            f"there is no column {column!r}; choose one of {', '.join(table.headings)}"
        )
    changes = [getattr(event, column) for event in events]
    if any(isinstance(change, bool) or not isinstance(change, int) for change in changes):
        raise ValueError(f"bars need whole numbers, but {column} contains {changes}")
    if not events:
        return table
    place = table.headings.index(column)
    for row, bar in zip(table.rows, _drawn(changes), strict=True):
        row[place] = bar
    return Bars(table.headings, table.rows, place, changes)


class Bars(Table):
    """A table with the changes in one column drawn as bars."""

    def __init__(
        self, headings: list[str], rows: list[list[str]], place: int, changes: list[int]
    ) -> None:
        super().__init__(headings, rows)
        self._place, self._changes = place, changes

    def _body(self) -> str:
        point = max([_WIDEST, *map(abs, self._changes)]) / _WIDEST
        room = max([0, *(-change / point for change in self._changes)])
        body = ""
        for row, change in zip(self.rows, self._changes, strict=True):
            cells = [self._cell(text) for text in row]
            cells[self._place] = _bar(change, point, room)
            body += f"<tr>{''.join(cells)}</tr>"
        return body


def _plain(events: list[Any]) -> Table:
    """Return the table that works without pandas."""
    fields = [field.name for event in events for field in dataclasses.fields(event)]
    names = list(dict.fromkeys(["version", *fields]))
    values = [[getattr(event, name, None) for name in names] for event in events]
    rows = [["" if value is None else str(value) for value in row] for row in values]
    return Table(names, rows)


def _drawn(changes: list[int]) -> list[str]:
    """Draw each change with its sign, one block per point, or fewer if the bars got too long."""
    point = max([_WIDEST, *map(abs, changes)]) / _WIDEST
    blocks = ["█" * max(round(abs(change) / point), change != 0) for change in changes]
    downs = [bar if change < 0 else "" for bar, change in zip(blocks, changes, strict=True)]
    digits, left = max(len(f"{change:+d}") for change in changes), max(map(len, downs))
    return [
        f"{change:+{digits}d} {down:>{left}}│{bar if change > 0 else ''}"
        for change, bar, down in zip(changes, blocks, downs, strict=True)
    ]


def _bar(change: int, point: float, room: float) -> str:
    """Return a cell with the change and its bar, which begins or ends `room` from the left."""
    length = abs(change) / point
    left = room - length if change < 0 else room
    bar = f"margin-left:{left + 0.5:.4g}em;width:{length:.4g}em;background:{_COLOUR[change > 0]}"
    style = f"display:inline-block;height:0.8em;{bar}"
    return f'<td style="{CELL};white-space:nowrap">{change:+d}<span style="{style}"></span></td>'
