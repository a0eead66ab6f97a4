"""What the lessons step through, in the lessons' words: a hero, players, stores, subscriptions."""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import eventstore
from classroom import (
    connect,
    crash_anywhere,
    fold_stepper,
    lesson_table,
    lost_message,
    two_writers,
)
from classroom.display.stepper import Stepper


@dataclass(frozen=True)
class Event:
    id: str
    version: int
    character_name: str = ""
    character_hit_points: int = 0
    note: str = ""


@dataclass(frozen=True)
class Character:
    hit_points: int = 0
    is_alive: bool = True


@dataclass(frozen=True)
class Projection:
    name: str
    initial: Any
    apply: Callable[[Any, Event], Any]


class EventAlreadyExistsError(Exception):
    """A clash."""


def apply(character: Character, event: Event) -> Character:
    change = event.character_hit_points
    left = max(0, character.hit_points + change) if character.is_alive else 0
    return Character(left, character.is_alive and (left > 0 or change >= 0))


CHARACTER = Projection("character", Character(), apply)
TOTAL = Projection("total", 0, lambda total, event: total + event.character_hit_points)
STORY = [
    Event("story", 0, "hero", +8, "enters the inn"),
    Event("story", 1, "hero", -2, "a goblin"),
    Event("story", 2, "hero", -3, "a bugbear"),
    Event("story", 3, "hero", +5, "a healing potion"),
    Event("story", 4, "hero", -6, "falls off the roof"),
]


def fold(projection: Projection, events: Sequence[Event]) -> Any:
    state = projection.initial
    for event in events:
        state = projection.apply(state, event)
    return state


def to_item(event: Event) -> dict[str, Any]:
    return {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        "CharacterHitPoints": {"N": str(event.character_hit_points)},
        "Note": {"S": event.note},
    }


class EventStore:
    """The store that doesn't look at the card in its way."""

    condition = True

    def __init__(self, client: Any, table: str) -> None:
        self.client, self.table = client, table

    def is_ours(self, _error: Any, _item: dict[str, Any]) -> bool:
        return False

    def to_item(self, event: Event) -> dict[str, Any]:
        return to_item(event)

    def append(self, event: Event) -> None:
        item = self.to_item(event)
        given = {"ConditionExpression": "attribute_not_exists(Version)"} if self.condition else {}
        if given:
            given["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        try:
            self.client.put_item(TableName=self.table, Item=item, **given)
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if not self.is_ours(error, item):
                raise EventAlreadyExistsError(f"event exists in {event.id!r}") from error

    def versions(self, stream: str) -> list[int]:
        items = self.client.query(
            TableName=self.table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
        )["Items"]
        return [int(item["Version"]["N"]) for item in items]


class Equality(EventStore):
    def is_ours(self, error: Any, item: dict[str, Any]) -> bool:
        return bool(error.response.get("Item") == item)


class Marks(Equality):
    numbers = itertools.count()

    def to_item(self, event: Event) -> dict[str, Any]:
        return to_item(event) | {"AppendId": {"S": f"append-{next(self.numbers)}"}}


class Careless(EventStore):
    condition = False


def player(name: str, store: EventStore, stream: str) -> Iterator[str]:
    """Reads again after a loss, and then finds nothing left to do."""
    while True:
        versions = store.versions(stream)
        if len(versions) > 1:
            yield "reads: no potion is left, does nothing"
            return
        yield f"reads: 1 potion, version {len(versions)} is free"
        event = Event(stream, len(versions), "hero", +5, f"Healing potion from {name}")
        try:
            store.append(event)
        except EventAlreadyExistsError:
            yield f"✘ version {event.version} is taken"
        else:
            yield f"writes version {event.version}"
            return


def beginning(of: type[EventStore], client: Any, table: str) -> Callable[[str], EventStore]:
    def begin(stream: str) -> EventStore:
        store = of(client, table)
        store.append(Event(stream, 0, "hero", +8, "enters the inn"))
        return store

    return begin


def fold_of(cards: Sequence[Event] = STORY) -> Stepper:
    return fold_stepper(fold, CHARACTER, cards)


def writers_of(client: Any, table: str, store: type[EventStore] = EventStore) -> Stepper:
    return two_writers(client, table, player, beginning(store, client, table))


def messages_of(client: Any, table: str, *classes: type[EventStore]) -> Stepper:
    named = {"nothing": EventStore, "the whole card": Equality, "the mark": Marks}
    named = {name: of for name, of in named.items() if not classes or of in classes}
    named |= {of.__name__: of for of in classes if of not in named.values()}
    blow = Event("any", 1, "hero", -2, "a goblin's blow")
    return lost_message(
        client, table, blow, {name: of(client, table) for name, of in named.items()}
    )


@dataclass(frozen=True)
class Struck:
    id: str
    version: int
    by: str
    points: int


class Board:
    """How much damage each monster has done."""

    def __init__(self, client: Any, table: str, name: str) -> None:
        self.client, self.table, self.name = client, table, name

    def row(self, monster: str) -> dict[str, Any]:
        return {"Id": {"S": f"{self.name}/{monster}"}, "Version": {"N": "0"}}

    def effects(self, event: Struck) -> list[dict[str, Any]]:
        update = {
            "TableName": self.table,
            "Key": self.row(event.by),
            "UpdateExpression": "ADD Damage :points",
            "ExpressionAttributeValues": {":points": {"N": str(event.points)}},
        }
        return [{"Update": update}]

    def read(self) -> dict[str, int]:
        rows = {}
        for monster in ("goblin", "bugbear"):
            item = self.client.get_item(TableName=self.table, Key=self.row(monster)).get("Item")
            rows |= {monster: int(item["Damage"]["N"])} if item else {}
        return rows


class Follower:
    """A subscription that saves the effects first, and then the checkpoint."""

    def __init__(self, board: Board, store: Any) -> None:
        self.board, self.store = board, store

    def position(self, id: str) -> int:
        found = self.board.client.get_item(TableName=self.board.table, Key=self.board.row(id))
        return int(found["Item"]["Position"]["N"]) if "Item" in found else -1

    def catch_up(self, ids: list[str]) -> None:
        for id in ids:
            for event in self.store.stream(id, after=self.position(id)):
                item = self.board.row(id) | {"Position": {"N": str(event.version)}}
                checkpoint = {"Put": {"TableName": self.board.table, "Item": item}}
                self.save(self.board.effects(event), checkpoint)

    def save(self, effects: list[Any], checkpoint: Any) -> None:
        self.carry_out(*effects)
        self.carry_out(checkpoint)

    def carry_out(self, *actions: Any) -> None:
        self.board.client.transact_write_items(TransactItems=list(actions))


class CheckpointFirst(Follower):
    def save(self, effects: list[Any], checkpoint: Any) -> None:
        self.carry_out(checkpoint)
        self.carry_out(*effects)


class Together(Follower):
    def save(self, effects: list[Any], checkpoint: Any) -> None:
        self.carry_out(*effects, checkpoint)


def modules_own(board: Board, store: Any) -> Any:
    return eventstore.Subscription(store, board.name, board.effects, checkpoints=board.table)


ORDERS = {"the effect": Follower, "the checkpoint": CheckpointFirst, "both at once": Together}


def crashes_of(client: Any, tables: Sequence[str], kinds: Any = None) -> Stepper:
    events, boards = tables
    store = eventstore.EventStore(client, events, Struck)

    def begin(stream: str) -> Board:
        store.append(Struck(stream, 0, "goblin", 2), Struck(stream, 1, "bugbear", 3))
        return Board(client, boards, stream)

    return crash_anywhere(
        client, tables, begin, lambda board, kind: kind(board, store), kinds or ORDERS
    )


def embedded(stepper: Stepper) -> dict[str, Any]:
    """Return the data in the HTML, as the script gets it."""
    line = stepper._repr_html_().partition("states } = ")[2].partition(";\n")[0]
    data: dict[str, Any] = json.loads(line)
    return data


@dataclass(frozen=True)
class Seen:
    """What a reader sees in the end who presses these buttons, and which lead on from there."""

    pressed: tuple[str, ...]
    picture: str
    words: str
    found: bool
    leads_on: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub("<.*?>", " ", self.picture)).split())


def every_state(stepper: Stepper) -> list[Seen]:
    """Press every button in every state, as the script would; return each state once."""
    data = embedded(stepper)
    labels = [label for _, group in data["groups"] for label in group]
    seen, waiting = dict[int, Seen](), [(data["start"], ())]
    for number, pressed in waiting:
        if number not in seen:
            picture, words, actions, found = data["states"][number]
            named = {labels[int(button)]: to for button, to in actions.items()}
            html = "\n".join(data["lines"][line] for line in picture)
            seen[number] = Seen(pressed, html, words, bool(found), tuple(named))
            waiting += [(to, (*pressed, label)) for label, to in named.items()]
    return list(seen.values())


def all_of_them() -> dict[str, Stepper]:
    client = connect()
    table = lesson_table(client, "steps")
    return {
        "fold": fold_of(),
        "writers": writers_of(client, table),
        "messages": messages_of(client, table),
        "crashes": crashes_of(client, (table, lesson_table(client, "boards"))),
    }
