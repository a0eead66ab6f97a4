"""A library's loans: a title, its copies, and who has them."""

# %% Lesson 01

from dataclasses import dataclass


@dataclass(frozen=True)
class Bought:
    id: str  # the title
    version: int
    copies: int


@dataclass(frozen=True)
class Lent:
    id: str
    version: int
    reader: str


@dataclass(frozen=True)
class Returned:
    id: str
    version: int
    reader: str


def state_after(events):
    on_the_shelf = 0
    for event in events:
        if isinstance(event, Bought):
            on_the_shelf += event.copies
        elif isinstance(event, Lent):
            on_the_shelf -= 1
        else:
            on_the_shelf += 1
    return on_the_shelf


one_story = [
    Bought("emma", 0, 2),
    Lent("emma", 1, "Ada"),
    Lent("emma", 2, "Bob"),
    Returned("emma", 3, "Ada"),
]
another_story = [
    Bought("ulysses", 0, 1),
    Lent("ulysses", 1, "Bob"),
    Returned("ulysses", 2, "Bob"),
]
the_same_end = 1

# %% Lesson 02


class EventAlreadyExistsError(Exception):
    def __init__(self, id, version):
        super().__init__(f"event already exists for id {id!r} and version {version}")
        self.id = id
        self.version = version


def to_item(event):
    item = {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        "Kind": {"S": type(event).__name__},
    }
    if isinstance(event, Bought):
        item["Copies"] = {"N": str(event.copies)}
    else:
        item["Reader"] = {"S": event.reader}
    return item


def append(client, table, event):
    try:
        client.put_item(
            TableName=table,
            Item=to_item(event),
            ConditionExpression="attribute_not_exists(Version)",
        )
    except client.exceptions.ConditionalCheckFailedException as error:
        raise EventAlreadyExistsError(event.id, event.version) from error


# %% Lesson 03


def from_item(item):
    title, version = item["Id"]["S"], int(item["Version"]["N"])
    if item["Kind"]["S"] == "Bought":
        return Bought(title, version, int(item["Copies"]["N"]))
    if item["Kind"]["S"] == "Lent":
        return Lent(title, version, item["Reader"]["S"])
    return Returned(title, version, item["Reader"]["S"])


def read(client, table, stream):
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )
    return [from_item(item) for page in pages for item in page["Items"]]


# %% Lesson 04


@dataclass(frozen=True)
class Title:
    copies: int = 0  # that stand on the shelf
    readers: frozenset = frozenset()  # who have one


START = Title()


def apply(title, event):
    if isinstance(event, Bought):
        return Title(title.copies + event.copies, title.readers)
    if isinstance(event, Lent):
        return Title(title.copies - 1, title.readers | {event.reader})
    return Title(title.copies + 1, title.readers - {event.reader})


BY_HAND = Title(copies=1, readers=frozenset({"Bob"}))

# %% Lesson 05


def encode(title):
    return {"copies": title.copies, "readers": sorted(title.readers)}


def decode(kept):
    return Title(kept["copies"], frozenset(kept["readers"]))


def new_apply(title, event):
    title = apply(title, event)  # but "Ada" and "ada" are one reader
    return Title(title.copies, frozenset(reader.casefold() for reader in title.readers))


REVISION = 2

# %% Lesson 06


class NotOnTheShelfError(Exception):
    pass


def holds(title):
    return title.copies >= 0


def decide(title, stream, next_version, wish):
    if title.copies == 0:
        raise NotOnTheShelfError(f"no copy of {stream} is left for {wish}")
    return [Lent(stream, next_version, wish)]


one_wish = "Ada"
another_wish = "Bob"

# %% Lesson 07

from botocore.exceptions import BotoCoreError, ClientError


def queue(sender, events):
    return {f"{sender}/{event.id}/{event.version}": event for event in events}


def send(store, waiting):
    for append_id, event in list(waiting.items()):
        try:
            store.append(event, append_id=append_id)
        except (BotoCoreError, ClientError):
            return
        del waiting[append_id]


# %% Lesson 08


@dataclass(frozen=True)
class Moved:
    id: str  # the title in one of our branches
    version: int
    copies: int  # less than 0 if they leave


def copies_in(events):
    return sum(event.copies for event in events)


def begin(here, there):
    return [Bought(here, 0, 2), Bought(there, 0, 1)]


def fits(here_events, there_events):
    here, there = copies_in(here_events), copies_in(there_events)
    return here + there == 3 and here >= 0 and there >= 0


def move(store, here, there):
    left, arrived = store.query(here), store.query(there)
    if copies_in(left) == 0:
        raise NotOnTheShelfError(f"no copy is left in {here}")
    store.append(Moved(here, len(left), -1), Moved(there, len(arrived), +1))


# %% Lesson 09


def message(sender, number, stream, wish):
    return {"id": f"{sender}/{number}", "stream": stream, "wish": wish}


def handle(store, projection, message):
    def decision(title, next_version):
        return decide(title, message["stream"], next_version, message["wish"])

    return store.execute(message["stream"], projection, decision, command_id=message["id"])


# %% Lesson 10

import eventstore


@dataclass(frozen=True)
class LentOnCard:
    id: str  # the title
    version: int
    card: str  # what we called reader: it was always the name on a library card


def on_card(old):
    return {"Id": old["Id"], "Version": old["Version"], "Card": old["Reader"]}


THEN = eventstore.EventTypes({"bought": Bought, "lent": Lent, "returned": Returned})
NOW = eventstore.EventTypes(
    {"bought": Bought, "lent.2": LentOnCard, "returned": Returned},
    upcasts={"lent": ("lent.2", on_card)},
)


def newest_apply(title, event):
    if isinstance(event, LentOnCard):
        return new_apply(title, Lent(event.id, event.version, event.card))
    return new_apply(title, event)


def known_at(time, records):
    known = []
    for recorded_at, event in records:
        if recorded_at > time:
            break
        known.append(event)
    return known


# %% Lesson 11


def changes(event):
    """How many of our books each reader has at home."""
    if isinstance(event, Lent):
        return {event.reader: +1}
    if isinstance(event, Returned):
        return {event.reader: -1}
    return {}


def catch_up(store, board, stream):
    position = board.position(stream)
    for event in store.query(stream):
        if event.version > position:
            board.save(stream, event.version, changes(event))
