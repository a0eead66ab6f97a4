"""A learner's domain that nobody here has thought of: a chess game, lesson by lesson.

Its events have a base class and a field that is a dataclass itself, a Decimal, and an optional
field. Its state is a plain dict, and most orders of its events are impossible.
"""

OPENING = """
from dataclasses import asdict, dataclass, replace

import pytest
from botocore.exceptions import BotoCoreError, ClientError

import eventstore
from classroom import check, connect, lesson_table, own_domain, take_home

client = connect()
table = lesson_table(client, "02")


class EventAlreadyExistsError(Exception):
    def __init__(self, id, version):
        super().__init__(f"event already exists for id {id!r} and version {version}")
        self.id = id
        self.version = version
"""
ANSWERS = {
    1: """
from decimal import Decimal


@dataclass(frozen=True)
class Square:
    file: str
    rank: int


@dataclass(frozen=True)
class Turn:
    id: str
    version: int


@dataclass(frozen=True)
class Moved(Turn):
    piece: str
    start: Square
    end: Square
    minutes: Decimal = Decimal("1.5")
    note: str | None = None


@dataclass(frozen=True)
class Resigned(Turn):
    player: str


def state_after(turns):
    for turn in turns:
        if isinstance(turn, Resigned):
            return f"{turn.player} has lost"
    return "it goes on"


one_story = [
    Moved("game", 0, "white pawn", Square("f", 2), Square("f", 3)),
    Moved("game", 1, "black pawn", Square("e", 7), Square("e", 5), note="hm"),
    Moved("game", 2, "white pawn", Square("g", 2), Square("g", 4), Decimal("0.25")),
    Resigned("game", 3, "white"),
]
another_story = [
    Moved("game 2", 0, "white pawn", Square("e", 2), Square("e", 4)),
    Moved("game 2", 1, "black pawn", Square("e", 7), Square("e", 5)),
    Resigned("game 2", 2, "white"),
]
the_same_end = "white has lost"
""",
    2: """
def to_item(turn):
    item = {"Id": {"S": turn.id}, "Version": {"N": str(turn.version)}}
    if isinstance(turn, Resigned):
        return item | {"Player": {"S": turn.player}}
    item["Piece"] = {"S": turn.piece}
    item["Start"] = {"M": {"f": {"S": turn.start.file}, "r": {"N": str(turn.start.rank)}}}
    item["End"] = {"M": {"f": {"S": turn.end.file}, "r": {"N": str(turn.end.rank)}}}
    item["Minutes"] = {"S": str(turn.minutes)}
    if turn.note is not None:
        item["Note"] = {"S": turn.note}
    return item


def append(client, table, turn):
    attributes = {k: v for k, v in to_item(turn).items() if k not in ("Id", "Version")}
    try:
        client.update_item(
            TableName=table,
            Key={"Id": {"S": turn.id}, "Version": {"N": str(turn.version)}},
            UpdateExpression="SET " + ", ".join(f"#{k} = :{k}" for k in attributes),
            ExpressionAttributeNames={f"#{k}": k for k in attributes},
            ExpressionAttributeValues={f":{k}": v for k, v in attributes.items()},
            ConditionExpression="attribute_not_exists(Id)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise EventAlreadyExistsError(turn.id, turn.version) from error
        raise
""",
    3: """
def square(stored):
    return Square(stored["M"]["f"]["S"], int(stored["M"]["r"]["N"]))


def from_item(item):
    keys = {"id": item["Id"]["S"], "version": int(item["Version"]["N"])}
    if "Player" in item:
        return Resigned(**keys, player=item["Player"]["S"])
    return Moved(
        **keys,
        piece=item["Piece"]["S"],
        start=square(item["Start"]),
        end=square(item["End"]),
        minutes=Decimal(item["Minutes"]["S"]),
        note=item.get("Note", {}).get("S"),
    )


def read(client, table, stream):
    pages = client.get_paginator("query").paginate(
        TableName=table,
        ConsistentRead=True,
        KeyConditionExpression="#i = :i",
        ExpressionAttributeNames={"#i": "Id"},
        ExpressionAttributeValues={":i": {"S": stream}},
    )
    return list(map(from_item, pages.search("Items[]")))
""",
    4: """
START = {
    "board": {"e2": "white pawn", "f2": "white pawn", "g2": "white pawn", "e7": "black pawn"},
    "turn": "white",
    "lost": None,
    "time": Decimal(0),
}


def at(square):
    return f"{square.file}{square.rank}"


def apply(game, turn):
    if isinstance(turn, Resigned):
        return {**game, "lost": turn.player}
    board = dict(game["board"])
    board[at(turn.end)] = board.pop(at(turn.start))
    other = {"white": "black", "black": "white"}[game["turn"]]
    return {**game, "board": board, "turn": other, "time": game["time"] + turn.minutes}


BY_HAND = {
    "board": {"e2": "white pawn", "f3": "white pawn", "g4": "white pawn", "e5": "black pawn"},
    "turn": "black",
    "lost": "white",
    "time": Decimal("3.25"),
}
""",
    5: """
def encode(game):
    return {**game, "time": str(game["time"])}


def decode(kept):
    return {**kept, "time": Decimal(kept["time"])}


def new_apply(game, turn):
    after = apply(game, turn)
    return {**after, "turn": None} if after["lost"] else after


REVISION = 2
""",
    6: """
@dataclass(frozen=True)
class Wish:
    player: str
    start: Square
    end: Square


def holds(game):
    return sum(place[1] in "34" for place in game["board"]) < 2 or game["turn"] == "black" \
        or game["board"].get("e5") is not None or game["turn"] is None


class NotYourTurn(Exception):
    pass


def decide(game, stream, next_version, wish):
    if game["turn"] != wish.player:
        raise NotYourTurn(wish.player)
    if at(wish.start) not in game["board"]:
        return []
    piece = game["board"][at(wish.start)]
    return [Moved(stream, next_version, piece, wish.start, wish.end)]


one_wish = Wish("white", Square("e", 2), Square("e", 4))
another_wish = Wish("white", Square("g", 2), Square("g", 4))
""",
    7: """
import hashlib


def queue(sender, turns):
    def name(turn):
        return hashlib.sha256(f"{sender}|{turn.id}|{turn.version}".encode()).hexdigest()

    return {name(turn): turn for turn in turns}


def send(store, waiting):
    for name in [*waiting]:
        for attempt in range(2):
            try:
                store.append(waiting[name], append_id=name)
                break
            except (BotoCoreError, ClientError):
                if attempt == 1:
                    return
        del waiting[name]
""",
    8: """
@dataclass(frozen=True)
class Rated(Turn):
    points: int


def begin(white, black):
    return [Rated(white, 0, 1200), Rated(black, 0, 1180)]


def points(events):
    return sum(event.points for event in events)


def fits(white, black):
    return points(white) + points(black) == 2380 and min(points(white), points(black)) >= 1100


class TooWeak(Exception):
    pass


def move(store, white, black):
    for _ in range(4):
        one, other = store.query(white), store.query(black)
        if points(one) < 1125:
            raise TooWeak(white)
        try:
            return store.append(
                Rated(white, one[-1].version + 1, -25), Rated(black, other[-1].version + 1, +25)
            )
        except eventstore.EventAlreadyExistsError:
            pass
    raise RuntimeError("busy")
""",
}
