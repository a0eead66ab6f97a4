"""A parcel's journey: where it was seen, and when."""

# %% Lesson 01

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Seen:
    id: str  # the parcel
    version: int
    place: str
    day: date


def state_after(events):
    places = [event.place for event in events]
    return places[-1]


one_story = [
    Seen("parcel-1", 0, "the post office", date(2030, 5, 1)),
    Seen("parcel-1", 1, "van 7", date(2030, 5, 2)),
    Seen("parcel-1", 2, "the kitchen table", date(2030, 5, 2)),
]
another_story = [
    Seen("parcel-2", 0, "the post office", date(2030, 5, 1)),
    Seen("parcel-2", 1, "van 8", date(2030, 5, 3)),
    Seen("parcel-2", 2, "the neighbour", date(2030, 5, 3)),
    Seen("parcel-2", 3, "the kitchen table", date(2030, 5, 4)),
]
the_same_end = "the kitchen table"

# %% Lesson 02


class EventAlreadyExistsError(Exception):
    def __init__(self, id, version):
        super().__init__(f"event already exists for id {id!r} and version {version}")
        self.id, self.version = id, version


def to_item(seen):
    keys = {"Id": {"S": seen.id}, "Version": {"N": f"{seen.version}"}}
    return keys | {"Place": {"S": seen.place}, "Day": {"S": seen.day.isoformat()}}


def append(client, table, seen):
    entry = {"TableName": table, "Item": to_item(seen)}
    entry["ConditionExpression"] = "attribute_not_exists(Id)"
    try:
        client.transact_write_items(TransactItems=[{"Put": entry}])
    except client.exceptions.TransactionCanceledException as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
        raise EventAlreadyExistsError(seen.id, seen.version) from None


# %% Lesson 03


def from_item(item):
    day = date.fromisoformat(item["Day"]["S"])
    return Seen(item["Id"]["S"], int(item["Version"]["N"]), item["Place"]["S"], day)


def read(client, table, stream):
    asked = {"TableName": table, "KeyConditionExpression": "Id = :id", "ConsistentRead": True}
    asked["ExpressionAttributeValues"] = {":id": {"S": stream}}
    events = []
    while True:
        page = client.query(**asked)
        events += [from_item(item) for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return events
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


# %% Lesson 04

START = {"place": "", "vans": (), "days": 0, "since": None}


def apply(journey, seen):
    since = journey["since"] or seen.day
    is_in_a_van = seen.place.startswith("van")
    return {
        "place": seen.place,
        "vans": (*journey["vans"], seen.place) if is_in_a_van else (),  # that say they have it
        "days": (seen.day - since).days,
        "since": since,
    }


BY_HAND = {"place": "the kitchen table", "vans": (), "days": 1, "since": date(2030, 5, 1)}

# %% Lesson 05


def encode(journey):
    since = journey["since"] and journey["since"].isoformat()
    return [journey["place"], list(journey["vans"]), journey["days"], since]


def decode(kept):
    place, vans, days, since = kept
    since = since and date.fromisoformat(since)
    return {"place": place, "vans": tuple(vans), "days": days, "since": since}


def new_apply(journey, seen):
    after = apply(journey, seen)
    return {**after, "days": after["days"] + 1}  # the first day counts, too


REVISION = 2

# %% Lesson 06


def holds(journey):
    return len(journey["vans"]) < 2


def decide(journey, stream, next_version, wish):
    if journey["vans"]:
        return []
    return [Seen(stream, next_version, wish, journey["since"] or date.min)]


one_wish, another_wish = "van 7", "van 8"

# %% Lesson 07

from botocore.exceptions import BotoCoreError, ClientError


def queue(sender, events):
    waiting = {}
    for event in events:
        waiting[f"scan {event.version} of {event.id} by {sender}"] = event
    return waiting


def send(store, waiting):
    try:
        while waiting:
            append_id = next(iter(waiting))
            store.append(waiting[append_id], append_id=append_id)
            waiting.pop(append_id)
    except (BotoCoreError, ClientError):
        pass


# %% Lesson 08


@dataclass(frozen=True)
class Loaded:
    id: str  # the van
    version: int
    parcel: str


class LoadedAlreadyError(Exception):
    pass


def begin(parcel, van):
    return [Seen(parcel, 0, "the post office", date(2030, 5, 1)), Loaded(van, 0, "")]


def fits(of_the_parcel, of_the_van):
    is_in_the_van = of_the_parcel[-1].place == of_the_van[-1].id
    return is_in_the_van == (of_the_van[-1].parcel == of_the_parcel[-1].id)


def move(store, parcel, van):
    seen, loaded = store.query(parcel)[-1], store.query(van)[-1]
    if loaded.parcel:
        raise LoadedAlreadyError(loaded.parcel)
    store.append(
        Seen(parcel, seen.version + 1, van, seen.day),
        Loaded(van, loaded.version + 1, parcel),
    )


# %% Lesson 09


def message(sender, number, stream, wish):
    return {"from": sender, "number": number, "parcel": stream, "van": wish}


def handle(store, projection, message):
    parcel, van = message["parcel"], message["van"]
    return store.execute(
        parcel,
        projection,
        lambda journey, next_version: decide(journey, parcel, next_version, van),
        command_id=f"no. {message['number']} of {message['from']}",
    )


# %% Lesson 10

from itertools import takewhile

from eventstore import EventTypes


@dataclass(frozen=True)
class SeenBy:
    id: str
    version: int
    place: str
    day: date
    scanner: str | None  # new in 2031


THEN = EventTypes({"seen": Seen})
NOW = EventTypes({"seen-by": SeenBy}, {"seen": ("seen-by", lambda old: {**old, "Scanner": None})})


def newest_apply(journey, seen):
    return new_apply(journey, seen)  # a SeenBy has a place and a day, too


def known_at(time, records):
    return [seen for _, seen in takewhile(lambda record: record[0] <= time, records)]


# %% Lesson 11


def changes(seen):
    return {seen.place: 1}  # how many parcels have been at each place


def catch_up(store, board, stream):
    events = store.query(stream)
    while (following := board.position(stream) + 1) < len(events):
        board.save(stream, following, changes(events[following]))
