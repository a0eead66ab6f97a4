"""Charts of lines, each with a text that says the same."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from math import ceil, floor, log10

from classroom.display.drawing import COLOURS, LINE, PHONE, Drawing, Picture, width_of

_LEFT, _TOP, _HEIGHT, _BELOW = 64.0, 24.0, 230.0, 46.0
_PIECE = 30.0  # of a line, beside its name
_DASHES = ("", "7 4", "2 3", "9 3 2 3")
_MOST_TICKS = 7
_MOST_MARKS = 25  # of one line: more would hide it

Point = tuple[float, float]


def lines(
    series: Mapping[str, Sequence[Point]],
    *,
    x: str,
    y: str,
    text: str,
    steps: bool = False,
) -> Picture:
    """Return named lines through their (x, y) points; `x` and `y` are the titles of the axes.

    The names are above the chart, unless the only one is `y`. With `steps`, a value holds until
    the next point, and is written beside its own.
    """
    if not series:
        raise ValueError("a picture needs at least one line, got none")
    if empty := [name for name, points in series.items() if not points]:
        raise ValueError(f"a line needs at least one point, but {empty} have none")
    drawing = Drawing()
    every = [point for points in series.values() for point in points]
    named = list(series) != [y]
    top = _TOP + (LINE * len(series) if named else 0)
    beyond = [8 + width_of(_written(max(every)[0])) / 2]  # of the last number below the axis
    if steps:
        beyond += [20 + width_of(_written(points[-1][1])) for points in series.values()]
    width = PHONE - _LEFT - max(20, *beyond)
    at = _axes(drawing, every, (x, y), steps=steps, top=top, width=width)
    written: set[Point] = set()
    looks = zip(cycle(COLOURS), cycle(_DASHES), cycle((_dot, _square, _triangle)), strict=False)
    for row, ((name, points), (colour, dash, mark)) in enumerate(
        zip(series.items(), looks, strict=False)
    ):
        if named:
            down = 12 + LINE * row
            drawing.line([(_LEFT, down), (_LEFT + _PIECE, down)], colour, 2, dash)
            mark(drawing, _LEFT + _PIECE / 2, down, colour)
            drawing.words(_LEFT + _PIECE + 10, down + 4, name)
        drawing.line(_stairs(points, at) if steps else map(at, points), colour, 2, dash)
        for point in points if steps or len(points) <= _MOST_MARKS else ():
            mark(drawing, *at(point), colour)
            if steps and point not in written:
                beside, above = at(point)
                down = 18.0 if row else -7.0  # below the other lines, above the first
                drawing.words(beside + 5, above + down, _written(point[1]))
        written |= set(points)
    return Picture(text, drawing.svg(PHONE, top + _HEIGHT + _BELOW, text))


def _axes(
    drawing: Drawing,
    points: Sequence[Point],
    titles: tuple[str, str],
    *,
    steps: bool,
    top: float,
    width: float,
) -> Callable[[Point], Point]:
    """Draw both axes, and return where in the picture a point is."""
    across, up = zip(*points, strict=True)
    left, right = min(across), max(across)
    right = right if right > left else left + 1
    low, high = min(0, *up), max(up)
    high = high if high > low else low + 1
    low -= (high - low) * (0.12 if steps else 0)  # room for the values below a line

    def at(point: Point) -> Point:
        return (
            _LEFT + (point[0] - left) / (right - left) * width,
            top + (high - point[1]) / (high - low) * _HEIGHT,
        )

    bottom = top + _HEIGHT
    for tick in ticks(max(low, min(0, *up)), high, whole=_are_whole(up)):
        height = at((left, tick))[1]
        drawing.line([(_LEFT, height), (_LEFT + width, height)], pale=True)
        drawing.words(_LEFT - 8, height + 4, _written(tick), "end")
    for tick in ticks(left, right, whole=_are_whole(across)):
        place = at((tick, low))[0]
        drawing.line([(place, bottom), (place, bottom + 5)])
        drawing.words(place, bottom + 20, _written(tick), "middle")
    drawing.line([(_LEFT, top), (_LEFT, bottom), (_LEFT + width, bottom)])
    drawing.words(_LEFT + width / 2, bottom + 38, titles[0], "middle")
    drawing.words(14, top + _HEIGHT / 2, titles[1], "middle", turned=True)
    return at


def ticks(low: float, high: float, *, whole: bool) -> list[float]:
    """Return at most seven round numbers from `low` to `high`, evenly spaced."""
    least = (high - low) / (_MOST_TICKS - 1)
    power = 10.0 ** floor(log10(least))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= least * 0.999999)
    step = max(1.0, step) if whole else step
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _written(number: float) -> str:
    return f"{number:,.10g}"


def _are_whole(numbers: Sequence[float]) -> bool:
    return all(float(number).is_integer() for number in numbers)


def _stairs(points: Sequence[Point], at: Callable[[Point], Point]) -> list[Point]:
    """Return the corners of a line that holds each value until the next point."""
    corners = [at(points[0])]
    for point in points[1:]:
        here = at(point)
        corners += [(here[0], corners[-1][1]), here]
    return corners


def _dot(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.dot(x, y, colour)


def _square(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.shape([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], colour)


def _triangle(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.shape([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)], colour)
