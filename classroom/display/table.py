"""Show events as a table, or with one column as bars."""

import dataclasses
import hashlib
from collections.abc import Iterable
from typing import Any

from classroom.display.html import element

_DOWN, _UP = (
    "#e8a0a4",
    "#9fd3b0",
)  # behind black digits with a sign, so colour is never the only hint
_WIDEST = 12


class Table:
    """Rows below headings, shown as plain text and as an HTML table, without pandas."""

    def __init__(self, headings: list[str], rows: list[list[str]], html: str = "") -> None:
        self.headings, self.rows, self.html = headings, rows, html

    def __repr__(self) -> str:
        lines = [self.headings, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        if self.html:
            return self.html
        head = "".join(element("th", cell, style="text-align:left") for cell in self.headings)
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _cell(self, text: str) -> str:
        return element("td", text, style="white-space:pre;font-family:monospace;text-align:left")


def show(events: Iterable[Any]) -> Any:
    """Return the events as a table, version first: a DataFrame if pandas is installed."""
    events = list(events)
    frame = _frame(events)
    return _plain(events) if frame is None else frame


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
    if events:
        place = table.headings.index(column)
        for row, bar in zip(table.rows, _drawn(changes), strict=True):
            row[place] = bar
        frame = _frame(events)
        table.html = "" if frame is None else _styled(frame, column)
    return table


def _frame(events: list[Any]) -> Any:
    """Return the DataFrame, or None if pandas isn't installed, as in a browser tab."""
    try:
        from eventstore.frames import to_frame
    except ImportError:
        return None
    return to_frame(events)


def _plain(events: list[Any]) -> Table:
    """Return the table that works without pandas."""
    names = [field.name for field in dataclasses.fields(events[0])] if events else ["version"]
    names.sort(key=lambda name: name != "version")
    rows = [[str(getattr(event, name)) for name in names] for event in events]
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


def _styled(frame: Any, column: str) -> str:
    """Return the DataFrame's own HTML with bars in its cells, the same on every run."""
    # Two tables in one notebook must not share the id that their styles refer to.
    name = hashlib.sha256(f"{column}{frame.to_csv()}".encode()).hexdigest()[:8]
    style = frame.style.set_uuid(name).format({column: "{:+d}"}, escape="html")
    style = style.bar(subset=[column], align="zero", color=[_DOWN, _UP])
    # The digits stay dark on light, also in JupyterLab's dark theme.
    light = {"color": "#111111", "background-color": "#ffffff"}
    html: str = style.set_properties(subset=[column], **light).to_html()
    return html
