"""Sequence diagrams: who sends what to whom, with time running downwards."""

import textwrap
from collections.abc import Sequence

from classroom.display.drawing import (
    COLOURS,
    INK,
    LETTER,
    LINE,
    PHONE,
    Drawing,
    Picture,
    width_of,
)

_FAILED = COLOURS[1]
_MARGIN = 10.0
_BOLD = 1.25 * LETTER  # a letter's width in an actor's name


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
    gap = _gap(actors, messages)
    places = {actor: gap * (number + 0.5) for number, actor in enumerate(actors)}
    names = {actor: textwrap.wrap(actor, int((gap - 26) / _BOLD)) for actor in actors}
    head = 9 + LINE * max(map(len, names.values()))
    drawing, above, down = Drawing(), Drawing(), head + 8
    for sender, to, label in messages:
        room = max(abs(places[sender] - places[_receiver(to)]), gap) - 24
        words = textwrap.wrap(
            label.replace("✘ ", "✘\N{NO-BREAK SPACE}"), int(room / LETTER), break_long_words=False
        )
        down += 16 + LINE * len(words)
        _message(
            above, places[sender], places[_receiver(to)], down, words, lost=to != _receiver(to)
        )
    down += 22
    for actor, place in places.items():
        drawing.line([(place, 4 + head), (place, down)], dash="2 4", pale=True)
        width = _BOLD * max(map(len, names[actor])) + 18
        above.box(place - width / 2, 4, width, head, COLOURS[0])
        for number, line in enumerate(names[actor]):
            above.words(place, 21 + LINE * number, line, "middle", bold=True)
    for note in notes:
        down += 1.2 * LINE
        above.words(_MARGIN, down, note)
    drawing.add(above)
    width = max(gap * len(actors), *(width_of(note) + 2 * _MARGIN for note in notes), 0)
    return Picture(text, drawing.svg(width, down + 10, text))


def _gap(actors: Sequence[str], messages: Sequence[tuple[str, str, str]]) -> float:
    """Return the distance between two actors: enough for most labels, and for the longest word."""
    labels = [*actors, *(label for *_, label in messages)]
    word = max(len(word) for label in labels for word in label.split())
    return max(
        PHONE / 4,
        min(PHONE / len(actors), max(map(width_of, labels)) + 26),
        word * LETTER + 40,
    )


def _receiver(to: str) -> str:
    return to.removeprefix("✘").strip()


def _message(
    drawing: Drawing, start: float, end: float, down: float, words: Sequence[str], *, lost: bool
) -> None:
    """Draw an arrow with its words above it; a message to oneself is a box on the line."""
    colour, width = (_FAILED, 2.4) if lost or words[0].startswith("✘") else (INK, 1.3)
    if start == end:
        across = max(map(width_of, words)) + 14
        height = LINE * len(words) + 6
        drawing.box(start - across / 2, down - height + 4, across, height, colour)
    top = down - (11 if lost else 6) - LINE * (len(words) - 1)
    for number, line in enumerate(words):
        drawing.words((start + end) / 2, top + LINE * number, line, "middle")
    if start == end:
        return
    if lost:
        end = start + 0.6 * (end - start)
        for up in (-6, 6):
            drawing.line([(end - 6, down - up), (end + 6, down + up)], colour, 2.6)
        drawing.line([(start, down), (end, down)], colour, width)
    else:
        drawing.arrow([(start, down), (end, down)], colour, width)
