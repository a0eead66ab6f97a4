"""A program that uses the module, as `mypy --strict` sees it: `python3 start.py lint` checks it.

Nothing here is ever run. A comment `type: ignore` marks what mypy must refuse: if it stops doing
so, the comment itself is an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, assert_type

from mypy_boto3_dynamodb import DynamoDBClient

from eventstore import (
    CHARACTER,
    Character,
    Effect,
    Event,
    EventStore,
    EventTypes,
    Parked,
    Projected,
    Projection,
    Record,
    Subscription,
    create_table,
    every_stream,
    given,
    protect,
)


@dataclass(frozen=True)
class Struck:
    id: str
    version: int
    points: int


@dataclass(frozen=True)
class Healed:
    id: str
    version: int
    points: int
    at: datetime


@dataclass(frozen=True)
class Unrelated:
    note: str


client: DynamoDBClient = ...  # type: ignore[assignment]
create_table(client, "events", stream=True)
protect(client, "events")

# A single type, by default the one of the article.
default = EventStore(client, "events")
assert_type(default.query("hero"), list[Event])
assert_type(default.project("hero", CHARACTER), Projected[Character])
single = EventStore(client, "events", Struck, fast_reads=True)
assert_type(single.query("hero"), list[Struck])
single.append(Struck("hero", 0, 3), metadata={"actor": "anna"})
single.append(Healed("hero", 0, 3, datetime.now(UTC)))  # type: ignore[arg-type]
EventStore(client, "events", Unrelated)  # type: ignore[type-var]
EventStore(client, "events", Struck | Healed)  # type: ignore[arg-type]

# Several types.
HERO = EventTypes[Struck | Healed](
    {"struck.2": Struck, "healed": Healed},
    upcasts={"struck": ("struck.2", lambda old: old | {"Points": 0})},
)
store = EventStore(client, "events", HERO)
assert_type(store.query("hero"), list[Struck | Healed])
assert_type(store.records("hero"), Iterator[Record[Struck | Healed]])
store.append(Struck("hero", 0, 3), Healed("hero", 1, 3, datetime.now(UTC)))
store.append(Event("hero", 0))  # type: ignore[arg-type]
EventTypes[Struck]({"struck": Struck, "healed": Healed})  # type: ignore[dict-item]


def apply(points: int, event: Struck | Healed) -> int:
    match event:
        case Struck():
            return points - event.points
        case Healed():
            return points + event.points


POINTS = Projection("points", 8, apply, state_type=int)
assert_type(store.project("hero", POINTS, as_of=datetime.now(UTC)), Projected[int])
store.project("hero", CHARACTER)  # type: ignore[arg-type]


def strike(points: int, version: int) -> list[Struck | Healed]:
    return [Struck("hero", version, points)]


assert_type(store.execute("hero", POINTS, strike), Projected[int])
assert_type(given(POINTS, Struck("hero", 0, 3)).when(strike), list[Struck | Healed])


assert_type(store.execute("hero", POINTS, strike, command_id="c"), Projected[int])


def effects(event: Struck | Healed) -> list[Effect] | None:
    return [{"Put": {"TableName": "board", "Item": {"Id": {"S": event.id}}}}]


board = Subscription(store, "board", effects, checkpoints="board")
board.catch_up(every_stream(store))
assert_type(board.parked(), list[Parked])
Subscription(default, "board", effects, checkpoints="board")  # type: ignore[arg-type]


def metadata_of(records: Iterator[Record[Struck | Healed]]) -> list[dict[str, Any]]:
    return [record.metadata for record in records]
