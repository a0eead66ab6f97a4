"""Decisions: questions one below the other, and beside each what follows if the answer is yes."""

import textwrap
from collections.abc import Sequence

from classroom.display.drawing import COLOURS, LETTER, LINE, Drawing, Picture

_LEFT, _QUESTION, _GAP, _ANSWER, _BETWEEN = 32.0, 190.0, 46.0, 192.0, 34.0
_PADDING, _TOP, _CENTRE = 10.0, 8.0, _LEFT + 30


def decisions(steps: Sequence[tuple[str, str]], otherwise: str, *, again: str = "") -> Picture:
    """Return the (question, what follows from a yes) as a picture; its text is made from them.

    `otherwise` is what follows if every answer is no. With `again`, an arrow of this name leads
    from there back to the first question.
    """
    if not steps:
        raise ValueError("a decision needs at least one question, got none")
    drawing, above, down = Drawing(), Drawing(), _TOP
    for question, answer in steps:
        asked, told = _wrapped(question, _QUESTION), _wrapped(answer, _ANSWER)
        height = _height(max(asked, told, key=len))
        middle, right = down + height / 2, _LEFT + _QUESTION
        _box(above, _LEFT, down, _QUESTION, height, asked, COLOURS[0])
        _box(above, right + _GAP, down, _ANSWER, height, told, COLOURS[2])
        drawing.arrow([(right, middle), (right + _GAP, middle)])
        drawing.words(right + _GAP / 2, middle - 6, "yes", "middle")
        down += height
        drawing.arrow([(_CENTRE, down), (_CENTRE, down + _BETWEEN)])
        drawing.words(_CENTRE + 18, down + 20, "no", "middle")
        down += _BETWEEN
    last = _wrapped(otherwise, _QUESTION + _GAP + _ANSWER)
    height = _height(last)
    _box(above, _LEFT, down, _QUESTION + _GAP + _ANSWER, height, last, COLOURS[1])
    if again:
        start, end = down + height / 2, _TOP + 16
        way = [(_LEFT, start), (_LEFT - 14, start), (_LEFT - 14, end), (_LEFT, end)]
        drawing.arrow(way)
        drawing.words(_LEFT - 19, (start + end) / 2, again, "middle", turned=True)
    drawing.add(above)
    text = _text(steps, otherwise, again)
    width = _LEFT + _QUESTION + _GAP + _ANSWER + 4
    return Picture(text, drawing.svg(width, down + height + _TOP, text))


def _text(steps: Sequence[tuple[str, str]], otherwise: str, again: str) -> str:
    lines = [f"{question} Yes: {answer}" for question, answer in steps]
    text = "\nIf not: ".join([*lines, otherwise])
    return f"{text}\nThen begin again: {again}." if again else text


def _wrapped(text: str, width: float) -> list[str]:
    letters = int((width - 2 * _PADDING) / LETTER)
    return textwrap.wrap(text.replace("`", ""), letters, break_long_words=False)


def _height(lines: Sequence[str]) -> float:
    return LINE * len(lines) + _PADDING + 4


def _box(
    drawing: Drawing, x: float, y: float, width: float, height: float, lines: list[str], colour: str
) -> None:
    drawing.box(x, y, width, height, colour)
    for number, line in enumerate(lines):
        drawing.words(x + _PADDING, y + _PADDING + 9 + LINE * number, line)
