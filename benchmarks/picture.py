"""benchmarks/results.png: the query as bars, and what a state costs as two lines."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#999999"  # told apart by the colour-blind, too
Points = Sequence[tuple[float, float]]


def draw(path: Path, events: int, seconds: Mapping[str, float], costs: Mapping[str, Points]) -> str:
    """Draw both, and return what they say in one line of text."""
    # Not before the timing is over: matplotlib is much for a garbage collector to look through.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.2), dpi=110, layout="constrained")
    left, right = figure.subplots(1, 2)
    bars(left, seconds)
    left.set_title(f"query {events:,} events: milliseconds")
    lines(right, costs)
    figure.savefig(path, metadata={"Software": None})
    mine = seconds["eventstore, fast reads"]
    told = ", ".join(f"{name} {value / mine:.2f}" for name, value in seconds.items())
    ends = "; ".join(
        f"{name}: {points[0][1]:g} at {points[0][0]:,} events, {points[-1][1]:g} at "
        f"{points[-1][0]:,}"
        for name, points in costs.items()
    )
    return (
        f"Left, how many times as long as eventstore with fast reads a query takes: {told}. "
        f"Right, the read units of a state by the length of its stream: {ends}."
    )


def bars(axes: Any, seconds: Mapping[str, float]) -> None:
    """One bar a rival, the shortest on top, its value written at it."""
    names = sorted(seconds, key=lambda name: -seconds[name])
    values = [1000 * seconds[name] for name in names]
    colours = [BLUE if name.startswith("eventstore") else GREY for name in names]
    shown = axes.barh(names, values, color=colours)
    axes.bar_label(shown, fmt="%.0f", padding=3)
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)


def lines(axes: Any, costs: Mapping[str, Points]) -> None:
    """One line a way, named at its end."""
    for (name, points), colour, marker in zip(costs.items(), (ORANGE, BLUE), "os", strict=True):
        axes.plot(*zip(*points, strict=True), color=colour, marker=marker)
        axes.annotate(
            name, points[-1], (-6, 8), textcoords="offset points", ha="right", color=colour
        )
    axes.set(xscale="log", yscale="log", xlabel="events in the stream")
    axes.set_title("the state of a stream: read units")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,.0f}")
        axis.minorticks_off()
    axes.margins(y=0.12)
    axes.grid(color="#eeeeee")
    axes.spines[["top", "right"]].set_visible(False)
