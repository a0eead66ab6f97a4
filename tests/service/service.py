"""A library that lends books: a small service that keeps its events with `eventstore`.

Commands come from a queue, and read models follow the events. The queue may deliver a message
twice, late or out of order, and any process may end at any moment.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import boto3

import eventstore

# ---- The events: what can happen to a book ----


@dataclass(frozen=True)
class CopiesBought:
    id: str  # of the book
    version: int
    copies: int


@dataclass(frozen=True)
class CopyLent:
    id: str
    version: int
    reader: str


@dataclass(frozen=True)
class CopyReturned:
    id: str
    version: int
    reader: str


BookEvent = CopiesBought | CopyLent | CopyReturned
BOOK_EVENTS = eventstore.EventTypes[BookEvent](
    {"copies-bought": CopiesBought, "copy-lent": CopyLent, "copy-returned": CopyReturned}
)

# ---- The decisions: what a command does ----


@dataclass(frozen=True)
class Book:
    on_shelf: int = 0
    readers: frozenset[str] = frozenset()  # who has a copy


def apply(book: Book, event: BookEvent) -> Book:
    match event:
        case CopiesBought():
            return replace(book, on_shelf=book.on_shelf + event.copies)
        case CopyLent():
            return Book(book.on_shelf - 1, book.readers | {event.reader})
        case CopyReturned():
            return Book(book.on_shelf + 1, book.readers - {event.reader})


BOOK = eventstore.Projection("book", Book(), apply)


def decide(message: dict[str, Any], book: Book, version: int) -> list[BookEvent]:
    """Return what happens to the book. It may be nothing: then the answer is no."""
    id, reader = message["book"], message.get("reader", "")
    match message["command"]:
        case "buy":
            return [CopiesBought(id, version, message["copies"])]
        case "lend":
            is_possible = book.on_shelf > 0 and reader not in book.readers
            return [CopyLent(id, version, reader)] if is_possible else []
        case "return":
            return [CopyReturned(id, version, reader)] if reader in book.readers else []
        case other:
            raise ValueError(f"there's no command {other!r}")


# ---- The read models: what an event changes in other tables ----

EVENTS, CHECKPOINTS = "library-events", "library-checkpoints"
SHELVES, READERS = "library-shelves", "library-readers"  # the read models


def shelves(event: BookEvent) -> list[eventstore.Effect]:
    """Count the copies of each book that are on the shelf."""
    match event:
        case CopiesBought():
            change = event.copies
        case CopyLent():
            change = -1
        case CopyReturned():
            change = +1
    return [update(SHELVES, event.id, "ADD Copies :change", change={"N": str(change)})]


def readers(event: BookEvent) -> list[eventstore.Effect]:
    """List the books that each reader has, and count how many there have been."""
    book = {"SS": [event.id]}
    match event:
        case CopiesBought():
            return []
        case CopyLent():
            change = "ADD Books :book, Loans :one"
            return [update(READERS, event.reader, change, book=book, one={"N": "1"})]
        case CopyReturned():
            return [update(READERS, event.reader, "DELETE Books :book", book=book)]


def update(table: str, id: str, expression: str, **values: Any) -> eventstore.Effect:
    return {
        "Update": {
            "TableName": table,
            "Key": {"Id": {"S": id}},
            "UpdateExpression": expression,
            "ExpressionAttributeValues": {f":{name}": value for name, value in values.items()},
        }
    }


# ---- The service: a store, and a subscription for each read model ----


class Library:
    def __init__(self, client: Any):
        self.store = eventstore.EventStore(client, EVENTS, BOOK_EVENTS)
        self.read_models = [
            eventstore.Subscription(self.store, "shelves", shelves, checkpoints=CHECKPOINTS),
            eventstore.Subscription(self.store, "readers", readers, checkpoints=CHECKPOINTS),
        ]

    def carry_out(self, message: dict[str, Any]) -> Book:
        """Carry out a command, and return the book after it. A second time changes nothing."""
        id, command_id = message["book"], message["id"]
        decision = partial(decide, message)
        metadata = {"command": command_id}
        return self.store.execute(
            id, BOOK, decision, command_id=command_id, metadata=metadata
        ).state

    def catch_up(self, ids: Iterable[str]) -> None:
        ids = list(ids)
        for read_model in self.read_models:
            read_model.catch_up(ids)


# ---- The processes: each may end at any moment, and be started again ----


@cache
def library() -> Library:
    return Library(boto3.client("dynamodb"))


def handle_messages(event: dict[str, Any], _context: object) -> None:
    """A Lambda function for messages from SQS. If it fails, they're delivered again."""
    for record in event["Records"]:
        library().carry_out(json.loads(record["body"]))


def handler(event: dict[str, Any], _context: object) -> None:
    """A Lambda function for records from DynamoDB Streams. If it fails, they're delivered again."""
    library().catch_up(eventstore.changed_streams(event["Records"]))


def follow(pause: float = 1.0) -> None:
    """Do the same without Lambda, in a process that's started again whenever it ends."""
    store = library().store
    table = store.client.describe_table(TableName=EVENTS)["Table"]
    changes = eventstore.Changes(boto3.client("dynamodbstreams"), table["LatestStreamArn"])
    while True:
        ids, sweep_is_due = changes.poll()
        library().catch_up(eventstore.every_stream(store) if sweep_is_due else ids)
        time.sleep(0 if ids else pause)


def create_tables(client: Any) -> None:
    """Create the tables, once, before anything else runs."""
    eventstore.create_table(client, EVENTS, stream=True)
    eventstore.protect(client, EVENTS)
    eventstore.create_table(client, CHECKPOINTS)
    for table in (SHELVES, READERS):
        client.create_table(
            TableName=table,
            KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        client.get_waiter("table_exists").wait(TableName=table)
