"""A picture as matplotlib has it before it becomes pixels."""

from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from classroom.display.plots import Picture


def drawn(picture: Picture) -> Any:
    """Return the axes, with all places known."""
    figure = Figure(figsize=(6.5, 3.2))
    with mpl.rc_context({"text.parse_math": False}):
        picture._draw(figure)
        figure.draw_without_rendering()
    return figure.axes[0]


def ticks(axis: Any) -> list[Any]:
    """Return the texts of the ticks that can be seen."""
    low, high = axis.get_view_interval()
    return [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]


def words(axes: Any) -> list[Any]:
    """Return the texts that can be read."""
    scales = [axes.xaxis.label, axes.yaxis.label, *ticks(axes.xaxis), *ticks(axes.yaxis)]
    return [text for text in (*axes.texts, *(scales if axes.axison else ())) if text.get_text()]


def word(axes: Any, beginning: str) -> Any:
    """Return the one text that begins like this."""
    [found] = [text for text in words(axes) if text.get_text().startswith(beginning)]
    return found


def box(text: Any) -> Any:
    """Return where the letters are, in pixels, without the frame around them."""
    return text.get_window_extent()


def middle(text: Any) -> float:
    return (box(text).x0 + box(text).x1) / 2
