"""Pictures, each with a text that says the same; matplotlib is imported only for drawing."""

import io
import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any

# Okabe and Ito's, which colour-blind people can tell apart.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_STYLE = {"font.family": "DejaVu Sans", "font.size": 10, "text.parse_math": False}
_PAGE = {"facecolor": "white", "bbox_inches": "tight", "pad_inches": 0.2}


class Picture:
    """Jupyter shows the PNG; without Jupyter or matplotlib, there is the text."""

    def __init__(self, text: str, draw: Callable[[Any], None]) -> None:
        self.text, self._draw = text, draw

    def __repr__(self) -> str:
        missing = "(a picture would be here: matplotlib is not installed)"
        return self.text if _matplotlib() else f"{self.text}\n{missing}"

    def _repr_png_(self) -> bytes | None:
        if (matplotlib := _matplotlib()) is None:
            return None
        png = io.BytesIO()
        with matplotlib.rc_context(_STYLE):
            figure = matplotlib.figure.Figure(figsize=(6.5, 3.2))
            self._draw(figure)
            figure.savefig(png, format="png", dpi=110, metadata={"Software": None}, **_PAGE)
        return png.getvalue()


def _matplotlib() -> Any:
    # On a new machine it reports fonts and settings on stderr; no lesson should depend on that.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        import matplotlib.figure
    except ImportError:
        return None
    return matplotlib


def lines(
    series: Mapping[str, Sequence[tuple[float, float]]],
    *,
    x: str,
    y: str,
    text: str,
    steps: bool = False,
) -> Picture:
    """Return named lines through their (x, y) points; `x` and `y` are the titles of the axes.

    With `steps`, a value holds until the next point, and is written beside its own.
    """
    if not series:
        raise ValueError("a picture needs at least one line, got none")
    if empty := [name for name, points in series.items() if not points]:
        raise ValueError(f"a line needs at least one point, but {empty} have none")

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#e5e5e5")
        axes.set(xlabel=x, ylabel=y)
        looks = zip(cycle(COLOURS), cycle("os^D"), cycle(("-", "--", "-.", ":")), strict=True)
        written: set[tuple[float, float]] = set()
        names: list[tuple[float, str, str]] = []
        for (name, points), (colour, marker, dash) in zip(series.items(), looks, strict=False):
            look = {"color": colour, "marker": marker, "linestyle": dash, "clip_on": False}
            axes.plot(*zip(*points, strict=True), drawstyle="steps-post" if steps else None, **look)
            beside = (6, -13 if names else 5)  # above the first line, below the others
            for point in points if steps else ():
                if point not in written:
                    _write(axes, f"{point[1]:,.10g}", point, "data", beside, colour)
            written |= set(points)
            names.append((points[-1][1], name, colour))
        _scale(axes, [*zip(*written, strict=True)], room=0.1 if steps else 0)
        _name(axes, [] if list(series) == [y] else sorted(names), beside=24 if steps else 6)

    return Picture(text, draw)


def _write(axes: Any, text: str, at: Any, of: Any, beside: tuple[int, int], colour: str) -> None:
    place = {"xy": at, "xycoords": of, "xytext": beside, "textcoords": "offset points"}
    axes.annotate(text, color=colour, **place)


def _scale(axes: Any, values: Sequence[Sequence[float]], room: float) -> None:
    """Start the axis at 0 or below, with room for labels; whole numbers get whole ticks."""
    from matplotlib.ticker import MaxNLocator

    for axis, numbers in zip((axes.xaxis, axes.yaxis), values, strict=True):
        whole = all(float(number).is_integer() for number in numbers)
        if whole:  # or a single point would get ticks of hundredths
            axis.set_view_interval(min(numbers), min(numbers) + 1)
        axis.set_major_locator(MaxNLocator(7, integer=whole, steps=[1, 2, 5, 10]))
        axis.set_major_formatter("{x:,.10g}")
    axes.set_ylim(bottom=min(0, *values[1]) - room * axes.get_ylim()[1])


def _name(axes: Any, ends: Sequence[tuple[float, str, str]], beside: int) -> None:
    """Write the names to the right of their lines' ends, without overlaps."""
    low, high = axes.get_ylim()
    height = -1.0
    for end, name, colour in ends:
        height = max((end - low) / (high - low), height + 0.08)
        _write(axes, name, (1, height), "axes fraction", (beside, -4), colour)
