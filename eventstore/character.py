"""The state that the article's events add up to: a character of Dungeons & Dragons."""

from dataclasses import asdict, dataclass
from typing import Any

from eventstore.event import Event
from eventstore.projection import Projection


@dataclass(frozen=True, slots=True)
class Character:
    """Who it is, how many hit points are left (a level, not a change), and what happened last."""

    name: str = ""
    hit_points: int = 0
    is_alive: bool = True
    note: str = ""


def apply(character: Character, event: Event) -> Character:
    """Add the event's change. Damage that leaves no hit points kills, and the dead stay dead."""
    change = event.character_hit_points
    hit_points = max(0, character.hit_points + change) if character.is_alive else 0
    is_alive = character.is_alive and (hit_points > 0 or change >= 0)
    return Character(event.character_name or character.name, hit_points, is_alive, event.note)


def _character(kept: dict[str, Any]) -> Character:
    return Character(**kept)


CHARACTER = Projection("character", Character(), apply, encode=asdict, decode=_character)
