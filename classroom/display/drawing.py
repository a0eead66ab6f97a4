"""A picture as SVG. It has no background, and is in the colour of the text around it.

So it suits a light theme and a dark one, in JupyterLab, in a browser tab and in the book, and needs
no package.
"""

from collections.abc import Iterable, Sequence
from html import escape

from classroom.display.html import scrolling

# Okabe and Ito's, which colour-blind people can tell apart; visible on white and on black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
INK = "currentColor"
# What is behind the picture, to keep a line from running through words: JupyterLab's, the book's.
PAGE = "var(--jp-layout-color0, var(--color-background-primary, Canvas))"
PHONE = 464.0  # pixels: a picture as wide as this can shrink to fit a phone
_SMALLEST = 0.7  # of its size, or its words would be too small to read: then it scrolls
LETTER, LINE = 7.0, 17.0  # a letter's usual width and a line's height, in pixels
_CLEAR = f"paint-order:stroke;stroke:{PAGE};stroke-width:4px"
_FONT = "font-family:system-ui,sans-serif;font-size:13px"


class Picture:
    """What Jupyter shows as SVG, with a text that says the same."""

    def __init__(self, text: str, svg: str) -> None:
        self.text, self._svg = text, svg

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return scrolling(self._svg)


class Drawing:
    """Shapes and words; distances are in pixels, from the left and from the top."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def line(
        self,
        points: Iterable[tuple[float, float]],
        colour: str = INK,
        width: float = 1.3,
        dash: str = "",
        pale: bool = False,
    ) -> None:
        """Draw a line through these points."""
        through = " ".join(f"{x:.5g},{y:.5g}" for x, y in points)
        more = f' stroke-dasharray="{dash}"' if dash else ""
        more += ' stroke-opacity="0.3"' if pale else ""
        self._parts.append(
            f'<polyline points="{through}" fill="none" stroke="{colour}"'
            f' stroke-width="{width:g}"{more}/>'
        )

    def arrow(
        self, points: Sequence[tuple[float, float]], colour: str = INK, width: float = 1.3
    ) -> None:
        """Draw an arrow through these points; it ends to the right, left, down or up."""
        (before, above), (x, y) = points[-2:]
        right, down = (x > before) - (x < before), (y > above) - (y < above)
        back, along = x - 9 * right, y - 9 * down
        aside, up = 5 * abs(down), 5 * abs(right)
        self.shape([(x, y), (back - aside, along - up), (back + aside, along + up)], colour)
        self.line(points, colour, width)

    def shape(self, points: Iterable[tuple[float, float]], colour: str) -> None:
        """Draw a filled shape with these corners."""
        corners = " ".join(f"{x:.5g},{y:.5g}" for x, y in points)
        self._parts.append(f'<polygon points="{corners}" fill="{colour}"/>')

    def dot(self, x: float, y: float, colour: str) -> None:
        """Draw a dot."""
        self._parts.append(f'<circle cx="{x:.5g}" cy="{y:.5g}" r="4" fill="{colour}"/>')

    def box(self, x: float, y: float, width: float, height: float, colour: str = INK) -> None:
        """Draw a box with this corner at its top left; it hides what is behind it."""
        self._parts.append(
            f'<rect x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}" rx="5"'
            f' style="fill:{PAGE}" stroke="{colour}"/>'
        )

    def words(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "start",
        *,
        bold: bool = False,
        turned: bool = False,
    ) -> None:
        """Write one line of text on the line at y; x is its start, middle or end."""
        more = ' font-weight="600"' if bold else ""  # words are in ink: coloured ones are too pale
        more += f' transform="rotate(-90 {x:.5g} {y:.5g})"' if turned else ""
        self._parts.append(
            f'<text x="{x:.5g}" y="{y:.5g}" text-anchor="{anchor}" fill="{INK}" style="{_CLEAR}"'
            f"{more}>{escape(text)}</text>"
        )

    def add(self, other: "Drawing") -> None:
        """Draw all of the other drawing on top of this one."""
        self._parts += other._parts

    def svg(self, width: float, height: float, text: str) -> str:
        """Return the SVG; `text` is read to people who can't see it."""
        size = f'viewBox="0 0 {width:.5g} {height:.5g}" width="{width:.5g}"'
        style = f"{_FONT};max-width:100%;min-width:{_SMALLEST * width:.5g}px;height:auto"
        return (
            f'<svg {size} role="img"'
            f' aria-label="{escape(text)}" style="{style}">{"".join(self._parts)}</svg>'
        )


def width_of(text: str) -> float:
    """Return about how wide a line of text is, in pixels."""
    return len(text) * LETTER
