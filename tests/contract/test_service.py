"""A service stays right although its processes are killed and its messages come in any order.

The service is tests/service/service.py. One process carries out commands, and two follow the
events: one asks DynamoDB Streams itself, and the other is given records, as a Lambda function is.
"""

import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from ..servers.proxy import proxy_before
from ..servers.worker import Worker, waiting
from ..service import service
from ..service.programs import follow, messages, records
from .backends import streams_client
from .strategies import SCALE

BACKENDS = ["ministack"]
BOOKS, READERS = [f"book-{n}" for n in range(4)], ["anna", "ben", "carla"]
SECONDS = 120  # a round that takes longer hangs
PROCESSES: dict[str, Any] = {"messages": messages, "records": records, "follow": follow}


@pytest.fixture
def library(raw: Any) -> Iterator[service.Library]:
    """A library of its own, without faults."""
    service.create_tables(raw)
    yield service.Library(raw)
    raw.update_table(TableName=service.EVENTS, DeletionProtectionEnabled=False)
    for table in (service.EVENTS, service.CHECKPOINTS, service.SHELVES, service.READERS):
        raw.delete_table(TableName=table)


@pytest.fixture
def streams(raw: Any) -> Any:
    return streams_client(raw.meta.endpoint_url)


def commands(number: int, chance: random.Random) -> list[dict[str, Any]]:
    """Some commands, each with an id of its own. Many will be refused."""
    made: list[dict[str, Any]] = [
        {"id": f"buy {book}", "command": "buy", "book": book, "copies": 2} for book in BOOKS
    ]
    for n in range(number):
        name = chance.choice(["lend", "lend", "lend", "return", "return", "buy"])
        book, reader = chance.choice(BOOKS), chance.choice(READERS)
        made.append({"id": f"{n}", "command": name, "book": book, "reader": reader, "copies": 1})
    return made


class Queue:
    """Delivers each message at least once: some twice, or late, and all out of order."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.messages: list[Any] = []
        self.old: list[Any] = []

    def put(self, messages: list[Any]) -> None:
        self.old += messages
        for message in messages:
            self.messages += [message] * self.chance.choice([1, 1, 2])

    def repeat(self) -> None:
        """Deliver one of the old messages again."""
        if self.old:
            self.messages.append(self.chance.choice(self.old))

    def take(self) -> list[Any]:
        """Return up to three of the oldest twenty, in any order."""
        among = range(min(20, len(self.messages)))
        places = self.chance.sample(among, min(3, len(among)))
        taken = [self.messages[place] for place in places]
        for place in sorted(places, reverse=True):
            del self.messages[place]
        return taken


class Records:
    """Reads the stream of a table, as Lambda does."""

    def __init__(self, client: Any, table: Any):
        self.client = client
        arn = table["LatestStreamArn"]
        (shard,) = client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        self.iterator = client.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]

    def new(self) -> list[Any]:
        page = self.client.get_records(ShardIterator=self.iterator)
        self.iterator = page["NextShardIterator"]
        found: list[Any] = page["Records"]
        return json.loads(json.dumps(found, default=str))  # type: ignore[no-any-return]


@contextlib.contextmanager
def running(url: str, chance: random.Random, kills: int) -> Iterator[dict[str, Worker]]:
    """The three processes, each behind a proxy of its own."""
    with contextlib.ExitStack() as stack:
        workers = {}
        for name, run in PROCESSES.items():
            proxy = stack.enter_context(proxy_before(url))
            workers[name] = Worker(name, proxy, chance, run, kills=kills, faults=0.03)
            stack.callback(workers[name].end)
        yield workers


def play(
    library: service.Library, streams: Any, seed: int, number: int, kills: int
) -> list[dict[str, Any]]:
    """Send this number of commands, kill each process so often, and return the commands.

    It ends when all commands are carried out, and both read models have every event.
    """
    chance = random.Random(seed)
    sent = commands(number, chance)
    client = library.store.client
    records = Records(streams, client.describe_table(TableName=service.EVENTS)["Table"])
    queues = {"messages": Queue(chance), "records": Queue(chance)}
    queues["messages"].put([{"body": json.dumps(command)} for command in sent])
    deadline = time.monotonic() + SECONDS
    with running(client.meta.endpoint_url, chance, kills) as workers:
        while True:
            assert time.monotonic() < deadline, "the service hangs"
            queues["records"].put(records.new())
            for name, queue in queues.items():
                if not queue.messages and workers[name].killed < kills:
                    queue.repeat()  # so that there's something to do
                if not workers[name].message and queue.messages:
                    workers[name].send({"Records": queue.take()})
            are_idle = not any(worker.message for worker in workers.values())
            if are_idle and workers["follow"].killed == kills and is_settled(library):
                return sent
            for worker in waiting([*workers.values()], 0.02):
                message, worker.message = worker.message, None
                said = worker.answer()
                if message and said != "":  # it wasn't done, so it's delivered again
                    queues[worker.name].messages += message["Records"]


def is_settled(library: service.Library) -> bool:
    """Return whether both read models have every event."""
    assert [read_model.parked() for read_model in library.read_models] == [[], []]
    return not any(model.behind(book) for model in library.read_models for book in BOOKS)


def items_of(client: Any, table: str) -> dict[str, Any]:
    found = client.scan(TableName=table, ConsistentRead=True)["Items"]
    return {item.pop("Id")["S"]: item for item in found}


def check(library: service.Library, sent: list[dict[str, Any]]) -> None:
    """Each command has one effect, and the read models are what a plain fold makes of the events.

    The fold uses nothing of the service.
    """
    effects, shelves = Counter[str](), Counter[str]()
    loans, lent = Counter[str](), set[tuple[str, str]]()
    by_id = {command["id"]: command for command in sent}
    for book in BOOKS:
        for record in library.store.records(book):
            event, command = record.event, by_id[record.metadata["command"]]
            effects[command["id"]] += 1
            assert event.id == command["book"]
            match type(event).__name__, command["command"]:
                case "CopiesBought", "buy":
                    shelves[book] += event.copies
                case "CopyLent", "lend":
                    assert (event.reader, book) not in lent
                    lent.add((event.reader, book))
                    shelves[book] -= 1
                    loans[event.reader] += 1
                case "CopyReturned", "return":
                    lent.remove((event.reader, book))
                    shelves[book] += 1
                case strange:
                    raise AssertionError(strange)
            assert shelves[book] >= 0
    assert set(effects.values()) == {1}
    assert {id for id, each in by_id.items() if each["command"] == "buy"} <= effects.keys()
    for command in sent:  # each has been decided on, even if the answer was no
        library.store.execute(command["book"], service.BOOK, surprise, command_id=command["id"])

    client = library.store.client
    expected = {book: {"Copies": {"N": str(shelves[book])}} for book in BOOKS}
    assert items_of(client, service.SHELVES) == expected
    readers = items_of(client, service.READERS)
    assert {reader: int(item["Loans"]["N"]) for reader, item in readers.items()} == loans
    has = {reader: set(item.get("Books", {"SS": []})["SS"]) for reader, item in readers.items()}
    assert has == {reader: {book for name, book in lent if name == reader} for reader in loans}


def surprise(*_: object) -> list[Any]:
    raise AssertionError("this command wasn't carried out")


def test_whatever_is_killed_and_however_messages_arrive_everything_is_right(
    library: service.Library, streams: Any
) -> None:
    check(library, play(library, streams, seed=0, number=20, kills=2))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(1, 1 + 2 * SCALE))
def test_so_it_is_in_every_round(library: service.Library, streams: Any, seed: int) -> None:
    check(library, play(library, streams, seed, number=60, kills=5))
