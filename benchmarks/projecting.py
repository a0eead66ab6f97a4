"""How long it takes to get the state of a stream, by snapshots and by replays of all events."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from statistics import median
from typing import NamedTuple

from benchmarks.answer import Answer, row, server_of
from benchmarks.field import entered, priced
from benchmarks.goals import goal
from benchmarks.growing import EVERY, Growing, Store, project, replay
from benchmarks.history import new_id, seed, story
from benchmarks.rivals import Rival, fast, store
from benchmarks.sizes import Sizes
from benchmarks.timing import Act, interleaved
from benchmarks.wire import metered, recorded
from eventstore import CHARACTER

RIVALS = ("client", "resource", "pynamodb", "aiodynamo", "eventsourcing")
TEXT = """The state of a stream of {events:,} events. The store has a snapshot every {every} events;
the others have none, so they read every event and add up the hit points, less than the store's
character is."""
NO_SNAPSHOTS = """eventsourcing has snapshots, but its DynamoDB extension keeps them in the table of
the events and takes the newest event for one: with snapshots on, no aggregate could be read."""


class Way(NamedTuple):
    """One of the store's own ways, on a stream with so many events since its snapshot."""

    since: int
    read: Callable[[Store, str], object]
    kind: type[store.Contender] = store.Contender


WAYS = {
    "eventstore, best head": Way(0, project),
    "eventstore": Way(EVERY // 2, project),
    "eventstore, worst head": Way(EVERY - 1, project),
    "eventstore, every event": Way(0, replay),
    "eventstore, fast reads": Way(EVERY // 2, project, fast.Contender),
    "eventstore, fast reads, every event": Way(0, replay, fast.Contender),
}


def task(rival: Rival, id: str) -> Act:
    """Replay, as a rival's user writes it: the hit points alone, added up."""
    return lambda: sum(map(rival.points, rival.query(id)))


def states(url: str, sizes: Sizes) -> Answer:
    """Three heads of the store's own, its replay, its fast reads, and everybody else's replay."""
    grown = Growing(url, sizes)
    answer = told(grown, sizes)
    with (
        entered(url, task, RIVALS, seeded=sizes.events) as field,
        metered(url) as meter,
        ExitStack() as opened,
    ):
        acts, calls, remarks = dict(field.acts), {}, {}
        for way, (since, read, kind) in WAYS.items():
            id = new_id()
            seed(url, grown.table, story(id, 0, sizes.events + since))
            mine, seen = (
                opened.enter_context(closing(kind(each, grown.table))) for each in (url, meter.url)
            )
            mine.store.snapshot(id, CHARACTER, until=sizes.events - 1)
            calls[way] = recorded(meter, partial(read, seen.store, id))
            acts[way] = partial(partial, read, mine.store, id)
            acts[server_of(way)] = partial(field.wire.again, calls[way], id, id)
            remarks[way] = f"{since} events since the snapshot" if read is project else "a replay"
            if way == "eventstore":
                answer.notes.append(priced(mine.client, acts[way](), calls[way]))
        times = interleaved(acts, sizes.project)
        answer.rows = [row(way, "dynalite", times, calls[way], remarks[way]) for way in WAYS]
        answer.rows += field.rows("dynalite", times)
    return answer


def told(grown: Growing, sizes: Sizes) -> Answer:
    """Tell the figures that are counted, not timed."""
    text = TEXT.format(events=sizes.events, every=EVERY)
    answer = Answer(f"Project a stream of {sizes.events:,} events", text)
    heads = [grown.kept[length].units for length in grown.heads]
    requests = max(grown.kept[length].requests for length in grown.heads)
    every = grown.full[sizes.events].units
    share = 100 * max(heads) / every
    answer.drawn = grown.chart()
    answer.goals = [
        goal("project, requests at any head", requests),
        goal("project, units, worst head / full replay", share),
    ]
    answer.notes = [
        f"Read units by position of the head, of {len(heads)}: {min(heads):g} at best, "
        f"{median(heads):g} in the middle, {max(heads):g} at worst; a replay: {every:g}.",
        f"For this and the picture a stream grew to {grown.length:,} events. Seeding them by "
        f"BatchWriteItem took {grown.seeding:.0f} s, its {grown.length // EVERY:,} snapshots "
        f"{grown.keeping:.0f} s. {agreement(grown)}",
        NO_SNAPSHOTS,
    ]
    return answer


def agreement(grown: Growing) -> str:
    """Say whether the server's count of every read is ours."""
    both = [*grown.full.items(), *grown.kept.items()]
    other = [length for length, cost in both if cost.units != cost.by_server]
    told = f"**but others at the lengths {other}**" if other else "and the server's as well"
    return f"The units are `eventstore.capacity`'s, of {len(both)} reads, {told}."
