"""How long it takes to fill a read model, with `Subscription` and with a consumer by hand."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import partial

from benchmarks import board
from benchmarks.answer import COUNTED, Answer, counted_row
from benchmarks.followers import FOLLOWERS, Follower
from benchmarks.history import new_id, seed, story
from benchmarks.servers import connect, make_table
from benchmarks.sizes import Sizes
from benchmarks.timing import Act, interleaved
from eventstore import Event, capacity
from tests.servers.proxy import proxy_before

TEXT = """{events:,} events in {streams} streams, into an empty read model: the points of each
stream. Both followers learn what is new from DynamoDB Streams, from the oldest change on. They
store each effect in one transaction with how far they have come. The subscription takes only the
keys from DynamoDB Streams, and reads the events from the store. The consumer written by hand takes
the whole items. After the runs we check every board."""
NOTES = [
    """Units are those of `eventstore.capacity`. They and the requests were counted once, before the
timing. *To Streams* says how many of the requests went to DynamoDB Streams. These have a price of
their own, which the units leave out. The units also leave out the *unpriced* requests, whose reply
doesn't tell what they cost: each transaction, because of its Update, and the consumer's GetItem.
By AWS's rules each transaction costs 4 write units on either side: it writes two items of less than
1 KB.""",
    """MiniStack has one shard for each table. On AWS a table can have many. Both followers read one
after another.""",
]
HEADER = (*COUNTED[:-1], "to Streams", COUNTED[-1])


def catching_up(url: str, sizes: Sizes) -> Answer:
    """Catch up with all events, from nothing: a new board in each run."""
    ids = [new_id() for _ in range(sizes.streams)]
    # As programs write them: the first event of every stream, then the second of every stream.
    stories = [story(id, 0, sizes.each) for id in ids]
    events = [event for together in zip(*stories, strict=True) for event in together]
    text = TEXT.format(events=len(events), streams=len(ids))
    answer = Answer(f"Catch up with {len(events):,} events", text, HEADER, notes=NOTES)
    tables = tables_of(url, events)
    boards: dict[str, list[str]] = {kind.name: [] for kind in FOLLOWERS}

    def prepare(follower: Follower) -> Act:
        table = make_table(url)
        boards[follower.name].append(table)
        return partial(follower.catch_up, table)

    with ExitStack() as opened:
        counted, acts = {}, {}
        for kind in FOLLOWERS:
            with proxy_before(url) as proxy, closing(kind(proxy.url, *tables[kind.view])) as seen:
                act = prepare(seen)
                with capacity(seen.client) as used:
                    act()
                counted[kind] = used, len(proxy.seen)
            follower = opened.enter_context(closing(kind(url, *tables[kind.view])))
            acts[kind.name] = partial(prepare, follower)
        times = interleaved(acts, sizes.follow)
    for name, filled in boards.items():
        check(url, name, filled, events)
    for kind, (used, requests) in counted.items():
        row = counted_row(kind.name, "MiniStack", times, used, requests)
        answer.rows.append((*row, str(requests - used.requests), kind.remark))
    return answer


def tables_of(url: str, events: Sequence[Event]) -> dict[str, tuple[str, str]]:
    """Return a table with these events for each follower, and its stream, by what that shows."""
    tables = {}
    for view in (kind.view for kind in FOLLOWERS):
        table = make_table(url, view=view)
        seed(url, table, events)
        tables[view] = table, connect(url).describe_table(TableName=table)["Table"]
    return {view: (table, told["LatestStreamArn"]) for view, (table, told) in tables.items()}


def check(url: str, name: str, tables: Sequence[str], events: Sequence[Event]) -> None:
    """Demand that somebody's boards show all events, each of them once."""
    right = board.expected(events)
    if any(board.read(url, table) != right for table in tables):
        raise RuntimeError(f"{name} has another board")
