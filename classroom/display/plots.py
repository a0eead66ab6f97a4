"""Charts of lines, each with a text that says the same."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from math import ceil, floor, log10

from classroom.display.drawing import COLOURS, LINE, Drawing, Picture, width_of

_LEFT, _TOP, _WIDTH, _HEIGHT, _BELOW = 64.0, 24.0, 440.0, 230.0, 46.0
_DASHES = ("", "7 4", "2 3", "9 3 2 3")
_MOST_TICKS = 7
_MOST_MARKS = 25  # of one line: more would hide it

Point = tuple[float, float]
Mark = Callable[[Drawing, float, float, str], None]
End = tuple[float, str, Mark, str]  # a line's height at its end, its name, its mark and its colour


def lines(
    series: Mapping[str, Sequence[Point]],
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
    drawing = Drawing()
    at = _axes(drawing, [point for points in series.values() for point in points], x, y, steps)
    written: set[Point] = set()
    ends: list[End] = []
    looks = zip(cycle(COLOURS), cycle(_DASHES), cycle((_dot, _square, _triangle)), strict=False)
    for (name, points), (colour, dash, mark) in zip(series.items(), looks, strict=False):
        drawing.line(_stairs(points, at) if steps else map(at, points), colour, 2, dash)
        for point in points if steps or len(points) <= _MOST_MARKS else ():
            mark(drawing, *at(point), colour)
            if steps and point not in written:
                beside, above = at(point)
                down = 18.0 if ends else -7.0  # below the other lines, above the first
                drawing.words(beside + 5, above + down, _written(point[1]))
        written |= set(points)
        ends.append((at(points[-1])[1], name, mark, colour))
    lasts = [_written(points[-1][1]) for points in series.values()]
    room = 12 + (max(map(width_of, lasts)) if steps else 0)
    if list(series) != [y]:
        _names(drawing, sorted(ends, key=lambda end: -end[0]), _LEFT + _WIDTH + room)
        room += 10 + 1.1 * max(width_of(name) for name in series)
    return Picture(text, drawing.svg(_LEFT + _WIDTH + room + 8, _TOP + _HEIGHT + _BELOW, text))


def _axes(
    drawing: Drawing, points: Sequence[Point], x: str, y: str, steps: bool
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
            _LEFT + (point[0] - left) / (right - left) * _WIDTH,
            _TOP + (high - point[1]) / (high - low) * _HEIGHT,
        )

    bottom = _TOP + _HEIGHT
    for tick in ticks(max(low, min(0, *up)), high, whole=_are_whole(up)):
        height = at((left, tick))[1]
        drawing.line([(_LEFT, height), (_LEFT + _WIDTH, height)], pale=True)
        drawing.words(_LEFT - 8, height + 4, _written(tick), "end")
    for tick in ticks(left, right, whole=_are_whole(across)):
        place = at((tick, low))[0]
        drawing.line([(place, bottom), (place, bottom + 5)])
        drawing.words(place, bottom + 20, _written(tick), "middle")
    drawing.line([(_LEFT, _TOP), (_LEFT, bottom), (_LEFT + _WIDTH, bottom)])
    drawing.words(_LEFT + _WIDTH / 2, bottom + 38, x, "middle")
    drawing.words(14, _TOP + _HEIGHT / 2, y, "middle", turned=True)
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


def _names(drawing: Drawing, ends: Sequence[End], x: float) -> None:
    """Write each name to the right of its line's end, the lowest first, without overlaps."""
    highest = float("inf")
    for end, name, mark, colour in ends:
        highest = min(end, highest - LINE)
        mark(drawing, x, highest, colour)
        drawing.words(x + 10, highest + 4, name)


def _dot(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.dot(x, y, colour)


def _square(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.shape([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], colour)


def _triangle(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.shape([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)], colour)
