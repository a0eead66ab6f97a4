"""A table as plain text and as HTML, without pandas."""

from classroom.display.html import breakable, element

CELL = "font-family:monospace;text-align:left"


class Table:
    """Rows below headings, shown as plain text and as an HTML table, without pandas."""

    def __init__(self, headings: list[str], rows: list[list[str]]) -> None:
        self.headings, self.rows = headings, rows

    def __repr__(self) -> str:
        lines = [self.headings, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th style="text-align:left">{breakable(cell)}</th>' for cell in self.headings
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{self._body()}</tbody></table>"

    def _body(self) -> str:
        return "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in self.rows)

    def _cell(self, text: str) -> str:
        return element("td", text, style=f"white-space:pre-wrap;{CELL}")
