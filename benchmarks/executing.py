"""What a command id costs: the same command, with and without one."""

from collections.abc import Callable
from contextlib import closing
from functools import partial

import boto3

from benchmarks.answer import COUNTED, Answer, counted_row
from benchmarks.history import new_id, story
from benchmarks.servers import make_table
from benchmarks.sizes import Sizes
from benchmarks.timing import Act, interleaved
from eventstore import CHARACTER, Event, EventStore, capacity

TEXT = """One command on a stream of one event, which appends another. With a command id, `execute`
has one more read, and stores the event and the id in a transaction. Requests and units are those of
`eventstore.capacity`, and were counted once, before the timing."""
WITH_ID = "eventstore, with a command id"


def executing(url: str, sizes: Sizes) -> Answer:
    """Execute one command, each time on a new stream and with a new id."""
    answer = Answer("Execute a command, with and without a command id", TEXT, COUNTED)
    with closing(boto3.client("dynamodb", endpoint_url=url)) as client:
        store = EventStore(client, make_table(url))
        ways = {
            "eventstore": partial(command, store, lambda: None),
            WITH_ID: partial(command, store, new_id),
        }
        counted = {}
        for name, prepare in ways.items():
            act = prepare()
            with capacity(client) as counted[name]:
                act()
        times = interleaved(ways, sizes.execute)
    for name, used in counted.items():
        answer.rows.append((*counted_row(name, "MiniStack", times, used, used.requests), ""))
    ratio = times[WITH_ID].median / times["eventstore"].median
    answer.notes = [f"With a command id it takes {ratio:.2f} times as long."]
    return answer


def command(store: EventStore[Event], new_command_id: Callable[[], str | None]) -> Act:
    """Make a stream of one event, and return what executes a command on it."""
    id = new_id()
    store.append(*story(id, 0, 1))

    def decide(_: object, version: int) -> list[Event]:
        return story(id, version, 1)

    return partial(store.execute, id, CHARACTER, decide, command_id=new_command_id())
