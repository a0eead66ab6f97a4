"""Events: plain, frozen values. The events of one id, numbered 0, 1, 2 ..., are a stream."""

from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a character in a game of Dungeons & Dragons.

    `character_hit_points` is a **change** (+8, -2, -3), not a level.
    """

    id: str
    version: int
    character_name: str = ""
    character_hit_points: int = 0
    note: str = ""


class _AnyEvent(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


E = TypeVar("E", bound=_AnyEvent)  # whatever dataclass the store was told to keep
