"""benchmarks/results.svg: the query as bars, and what a state costs as two lines."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path

from classroom.display.drawing import COLOURS, INK, Drawing, width_of

BLUE, ORANGE, GREY = COLOURS[0], COLOURS[1], "#999999"
Points = Sequence[tuple[float, float]]
SVG = "http://www.w3.org/2000/svg"  # in a file of its own it has to say what it is
WIDTH, ROW, LEFT, TOP, CHART = 900.0, 24.0, 240.0, 40.0, 260.0


def draw(path: Path, events: int, seconds: Mapping[str, float], costs: Mapping[str, Points]) -> str:
    """Draw both, one below the other, and return what they say in one line of text."""
    mine = seconds["eventstore, fast reads"]
    told = ", ".join(f"{name} {value / mine:.2f}" for name, value in seconds.items())
    ends = "; ".join(
        f"{name}: {points[0][1]:g} at {points[0][0]:,} events, {points[-1][1]:g} at "
        f"{points[-1][0]:,}"
        for name, points in costs.items()
    )
    text = (
        f"Above, how many times as long as eventstore with fast reads a query takes: {told}. "
        f"Below, the read units of a state by the length of its stream: {ends}."
    )
    drawing = Drawing()
    drawing.words(LEFT, 24, f"query {events:,} events: milliseconds", bold=True)
    below = bars(drawing, seconds) + 50
    drawing.words(LEFT, below - 16, "the state of a stream: read units", bold=True)
    lines(drawing, costs, below)
    svg = drawing.svg(WIDTH, below + CHART + 60, text)
    path.write_text(
        svg.replace("<svg", f'<svg xmlns="{SVG}" color="#111111"', 1) + "\n", encoding="utf-8"
    )
    return text


def bars(drawing: Drawing, seconds: Mapping[str, float]) -> float:
    """Draw one bar for each rival, the shortest on top, with its value; return where they end."""
    longest = max(seconds.values())
    down = TOP
    for name in sorted(seconds, key=lambda name: seconds[name]):
        length = seconds[name] / longest * (WIDTH - LEFT - 60)
        colour = BLUE if name.startswith("eventstore") else GREY
        corners = [(LEFT, down + 3), (LEFT + length, down + 3)]
        corners += [(LEFT + length, down + ROW - 3), (LEFT, down + ROW - 3)]
        drawing.shape(corners, colour)
        drawing.words(LEFT - 8, down + 16, name, "end")
        drawing.words(LEFT + length + 6, down + 16, f"{1000 * seconds[name]:,.0f}")
        down += ROW
    return down


def lines(drawing: Drawing, costs: Mapping[str, Points], top: float) -> None:
    """Draw one line for each way, named at its end; both axes are by powers of ten."""
    across, up = zip(*(point for points in costs.values() for point in points), strict=True)
    left, low = floor(log10(min(across))), floor(log10(min(up)))
    right, high = max(left + 1, ceil(log10(max(across)))), max(low + 1, ceil(log10(max(up))))
    width, bottom = WIDTH - LEFT - 60, top + CHART

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return (
            LEFT + (log10(point[0]) - left) / (right - left) * width,
            bottom - (log10(point[1]) - low) / (high - low) * CHART,
        )

    for power in range(low, high + 1):
        height = at((1, 10.0**power))[1]
        drawing.line([(LEFT, height), (LEFT + width, height)], pale=True)
        drawing.words(LEFT - 8, height + 4, f"{10.0**power:,g}", "end")
    for power in range(left, right + 1):
        drawing.words(at((10.0**power, 1))[0], bottom + 20, f"{10**power:,}", "middle")
    drawing.line([(LEFT, top), (LEFT, bottom), (LEFT + width, bottom)], INK)
    drawing.words(LEFT + width / 2, bottom + 42, "events in the stream", "middle")
    for (name, points), colour in zip(costs.items(), (ORANGE, BLUE), strict=True):
        drawing.line(map(at, points), colour, 2)
        for point in points:
            drawing.dot(*at(point), colour)
        end = at(points[-1])
        drawing.words(end[0] - width_of(name) / 2 - 8, end[1] - 12, name, "middle")
