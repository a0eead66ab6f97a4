"""An example: a character in a game of Dungeons & Dragons.

It's from the article "Append and Query", by Charles Clinton Pustejovsky III.

Only the default event type of `EventStore` depends on it. Your own events and projections take its
place.
"""

from dataclasses import asdict, dataclass
from typing import Any

from eventstore.projection import Projection


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a character.

    `character_hit_points` is a **change** (+8, -2, -3), not a level.
    """

    id: str
    version: int
    character_name: str = ""
    character_hit_points: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Character:
    """The state that a character's events add up to.

    `hit_points` is a level, not a change. `note` is that of the latest event.
    """

    name: str = ""
    hit_points: int = 0
    is_alive: bool = True
    note: str = ""


def apply(character: Character, event: Event) -> Character:
    """Return the character after the event.

    Damage that leaves no hit points kills the character, and the dead stay dead.
    """
    change = event.character_hit_points
    hit_points = max(0, character.hit_points + change) if character.is_alive else 0
    # A new character has 0 hit points and is alive: only damage kills.
    is_alive = character.is_alive and (hit_points > 0 or change >= 0)
    return Character(event.character_name or character.name, hit_points, is_alive, event.note)


def _decode(fields: dict[str, Any]) -> Character:
    return Character(**fields)


CHARACTER = Projection("character", Character(), apply, encode=asdict, decode=_decode)
