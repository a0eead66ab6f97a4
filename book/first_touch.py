"""What the first page lets its reader try: a short story, and the number that it adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from classroom import fold_stepper


@dataclass(frozen=True)
class _Card:
    version: int
    character_hit_points: int
    note: str


_STORY = (
    _Card(0, +8, "A hero enters the inn"),
    _Card(1, -2, "A goblin hits her"),
    _Card(2, -3, "A bugbear hits her, too"),
    _Card(3, +1, "She eats what the innkeeper calls soup"),
)


def first_touch() -> str:
    """Return the story to step through, as HTML."""
    return fold_stepper(_total, None, _STORY)._repr_html_()


def _total(_: Any, cards: Sequence[_Card]) -> int:
    return sum(card.character_hit_points for card in cards)
