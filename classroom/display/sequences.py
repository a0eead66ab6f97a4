"""Sequence diagrams: who sends what to whom, with time running downwards."""

import textwrap
from collections.abc import Sequence
from typing import Any

from classroom.display.plots import COLOURS, Picture

_INK, _FAILED, _PALE = "#333333", COLOURS[1], "#999999"
_LETTER, _LINE = (
    0.08,
    0.18,
)  # in inches, like everything here: a letter's usual width, a line's height


def sequence(
    actors: Sequence[str],
    messages: Sequence[tuple[str, str, str]],
    *,
    text: str,
    notes: Sequence[str] = (),
) -> Picture:
    """Return a diagram with a line for each actor and an arrow for each (from, to, label).

    A message from an actor to itself is a note at its line. ("ann", "✘ bob", label) gets lost
    between ann and bob. A label that begins with ✘ is drawn as a failure. `notes` go at the end.
    """
    if not actors:
        raise ValueError("a sequence needs at least one actor, got none")
    named = {name for sender, to, _ in messages for name in (sender, _receiver(to))}
    if strangers := named - set(actors):
        raise ValueError(f"{sorted(strangers)} are not among the actors: {', '.join(actors)}")

    def draw(figure: Any) -> None:
        longest = max(len(words) for words in [*actors, *(label for *_, label in messages)])
        gap = max(1.6, min(8.4 / len(actors), longest * _LETTER + 0.4))
        places = {actor: gap * (number + 0.5) for number, actor in enumerate(actors)}
        axes = figure.add_axes((0, 0, 1, 1))
        down = 0.1
        for sender, to, label in messages:
            ends = places[sender], places[_receiver(to)]
            room = max(abs(ends[1] - ends[0]), gap) - 0.2
            label = label.replace("✘ ", "✘\N{NO-BREAK SPACE}")
            label = textwrap.fill(label, int(room / _LETTER), break_long_words=False)
            down += 0.27 + _LINE * (label.count("\n") + 1)
            _message(axes, *ends, down, label, lost=to != _receiver(to))
        down += 0.3
        for actor, place in places.items():
            box = {"boxstyle": "round,pad=0.4", "facecolor": "#e8f1f8", "edgecolor": COLOURS[0]}
            axes.text(place, 0, actor, ha="center", va="center", weight="bold", bbox=box)
            axes.plot([place] * 2, [0, down], ":v", color=_PALE, zorder=0)
        for note in notes:
            down += 1.4 * _LINE
            axes.text(0.1, down, note, va="center", color=_INK)
        axes.set(xlim=(0, gap * len(actors)), ylim=(down + 0.1, -0.2))
        axes.set_axis_off()
        figure.set_size_inches(gap * len(actors), down + 0.3)

    return Picture(text, draw)


def _receiver(to: str) -> str:
    return to.removeprefix("✘").strip()


def _message(axes: Any, start: float, end: float, down: float, label: str, *, lost: bool) -> None:
    colour, width = (_FAILED, 2.4) if lost or label.startswith("✘") else (_INK, 1.3)
    edge = colour if start == end else "none"
    box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": edge}
    words = {"ha": "center", "va": "bottom", "color": colour, "bbox": box}
    axes.text((start + end) / 2, down - 0.09, label, zorder=1, **words)
    if lost:
        end = start + 0.6 * (end - start)
        axes.plot(end, down, "x", color=colour, markersize=10, markeredgewidth=2.6)
    if start != end:
        arrow = {"arrowstyle": "-" if lost else "-|>", "color": colour, "lw": width}
        arrow |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", (end, down), (start, down), arrowprops=arrow)
