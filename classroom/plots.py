"""Pictures for people who would rather look than read, each with a line of text that says the same.

matplotlib is needed only when a picture is drawn, and where it is missing the text stands alone.
"""

import io
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which colour-blind people tell apart; the second one says that it failed.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_INK, _FAILED, _PALE = "#333333", _COLOURS[1], "#999999"
_MARKERS, _DASHES = "os^D", ("-", "--", "-.", ":")
_LETTER, _LINE = 0.085, 0.19  # inches: the usual width of a letter, the height of a line of text


class Picture:
    """What Jupyter shows as a PNG, and everything else as its text."""

    def __init__(self, text: str, draw: "Callable[[], Figure]") -> None:
        self.text, self._draw = text, draw

    def __repr__(self) -> str:
        if not _can_draw():
            return f"{self.text}\n(a picture would be here: matplotlib is not installed)"
        return self.text

    def _repr_png_(self) -> bytes | None:
        if not _can_draw():
            return None
        png = io.BytesIO()
        look: dict[str, Any] = {"facecolor": "white", "bbox_inches": "tight", "pad_inches": 0.2}
        with _plain_style():
            self._draw().savefig(png, format="png", dpi=110, metadata={"Software": None}, **look)
        return png.getvalue()


def _can_draw() -> bool:
    try:
        import_module("matplotlib")
    except ImportError:
        return False
    return True


@contextmanager
def _plain_style() -> Iterator[None]:
    import matplotlib as mpl

    style: dict[Any, Any] = {
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "text.parse_math": False,
    }
    with mpl.rc_context({**style, "text.color": _INK, "axes.labelcolor": _INK}):
        yield


def lines(
    series: Mapping[str, Sequence[tuple[float, float]]],
    *,
    x: str,
    y: str,
    text: str,
    steps: bool = False,
) -> Picture:
    """Return named lines of (x, y) points; `x` and `y` are the titles of the axes.

    With `steps` each value holds until the next point and is written at its point, as a running
    line of hit points wants it. `text` is the line that says the same in words.
    """

    def draw() -> "Figure":
        figure, axes = _axes(x, y, series)
        for number, points in enumerate(series.values()):
            look: dict[str, Any] = {"color": _COLOURS[number % 4], "clip_on": False}
            look |= {"marker": _MARKERS[number % 4], "linestyle": _DASHES[number % 4]}
            axes.plot(*zip(*points, strict=True), drawstyle="steps-post" if steps else None, **look)
            for point in points if steps else ():
                above = {"xytext": (6, -13 if number % 2 else 5), "textcoords": "offset points"}
                axes.annotate(f"{point[1]:,g}", point, color=look["color"], **above)
        _name_the_ends(axes, {name: points[-1] for name, points in series.items() if name != y})
        return figure

    return Picture(text, draw)


def _axes(
    x: str, y: str, series: Mapping[str, Sequence[tuple[float, float]]]
) -> "tuple[Figure, Any]":
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    figure = Figure(figsize=(6.5, 3.2))
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set(xlabel=x, ylabel=y)
    axes.grid(axis="y", color="#e5e5e5")
    values = zip(*(point for points in series.values() for point in points), strict=True)
    for axis, numbers in zip((axes.xaxis, axes.yaxis), values, strict=True):
        if all(number == int(number) for number in numbers):
            axis.set_major_locator(MaxNLocator(integer=True))
        axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    return figure, axes


def _name_the_ends(axes: Any, ends: Mapping[str, tuple[float, float]]) -> None:
    """Write each name at the end of its line, none over another."""
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0] if axes.dataLim.y0 < 0 else 0))
    low, high = axes.get_ylim()
    height = -1.0
    for name, (_, end) in sorted(ends.items(), key=lambda item: item[1][1]):
        height = max((end - low) / (high - low), height + 0.08)
        colour = axes.lines[0].get_color()
        axes.text(1.02, height, name, transform=axes.transAxes, va="center", color=colour)


def sequence(
    actors: Sequence[str],
    messages: Sequence[tuple[str, str, str]],
    *,
    text: str,
    notes: Sequence[str] = (),
) -> Picture:
    """Return a sequence diagram: a line a actor, time downwards, an arrow a message.

    A message is (from, to, label). From one to the same is a note at that line. ("a", "✘ b", label)
    is lost on its way from a to b. A label that begins with ✘ is drawn as a failure. `notes` are
    lines below the diagram.
    """
    return Picture(text, lambda: _Diagram(actors, messages, notes).figure)


class _Diagram:
    """Draws in inches from the upper left corner."""

    def __init__(
        self,
        actors: Sequence[str],
        messages: Sequence[tuple[str, str, str]],
        notes: Sequence[str],
    ) -> None:
        from matplotlib.figure import Figure

        self.gap = max(2.0, min(3.4, 8 / len(actors)))
        self.places = {actor: self.gap * (n + 0.5) for n, actor in enumerate(actors)}
        self.down = 0.45
        self.figure = Figure()
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        for message in messages:
            self._message(*message)
        for actor, place in self.places.items():
            box = {"boxstyle": "round,pad=0.4", "facecolor": "#e8f1f8", "edgecolor": _COLOURS[0]}
            self.axes.text(place, 0, actor, ha="center", va="center", weight="bold", bbox=box)
            self.axes.plot([place] * 2, [0, self.down + 0.2], ":", color=_PALE, zorder=0)
        for note in notes:
            self.down += _LINE * 1.3
            self.axes.text(0.1, self.down + 0.2, note, va="center", color=_INK)
        width, height = self.gap * len(actors), self.down + 0.3
        self.axes.set(xlim=(0, width), ylim=(height, -0.3))
        self.axes.set_axis_off()
        self.figure.set_size_inches(width, height + 0.3)

    def _message(self, sender: str, to: str, label: str) -> None:
        lost, to = to.startswith("✘"), to.removeprefix("✘").strip()
        for actor in (sender, to):
            if actor not in self.places:
                raise ValueError(f"there is no actor {actor!r}; we have {', '.join(self.places)}")
        start, end = self.places[sender], self.places[to]
        span = max(abs(end - start), self.gap) * 0.9
        wrapped = textwrap.wrap(label, int(span / _LETTER))
        failed = lost or label.startswith("✘")
        look: dict[str, Any] = {"color": _FAILED if failed else _INK}
        look["lw"] = 2.4 if failed else 1.3
        self.down += 0.3 + _LINE * len(wrapped)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        if start == end:
            box |= {"boxstyle": "round,pad=0.3", "edgecolor": look["color"], "lw": look["lw"] / 2}
        words: dict[str, Any] = {"ha": "center", "va": "bottom", "color": look["color"]}
        self.axes.text((start + end) / 2, self.down - 0.07, "\n".join(wrapped), bbox=box, **words)
        if start == end:
            return
        if lost:
            end = start + (end - start) * 0.6
            self.axes.plot(end, self.down, "x", color=_FAILED, ms=10, mew=2.6)
        arrow = {"arrowstyle": "-" if lost else "-|>", "shrinkA": 0, "shrinkB": 0, **look}
        self.axes.annotate("", (end, self.down), (start, self.down), arrowprops=arrow)
