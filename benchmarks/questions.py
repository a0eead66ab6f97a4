"""The questions that a rival can answer, too: append one, append a hundred, query a stream."""

from functools import partial
from typing import Any

from benchmarks.answer import Answer
from benchmarks.field import Field, entered, priced
from benchmarks.goals import goal
from benchmarks.history import story
from benchmarks.rivals import FAST, NAMES, Rival
from benchmarks.sizes import Sizes
from benchmarks.timing import Act, interleaved


def append_one(url: str, sizes: Sizes) -> Answer:
    """Append one event to a new stream, under the condition that its version is free."""

    def task(rival: Rival, id: str) -> Act:
        return partial(rival.append, story(id, 0, 1)[0])

    answer = Answer("Append one", "One event of about 200 bytes, if its version is free.")
    with entered(url, task) as field:
        times = interleaved(field.acts, sizes.append)
        answer.rows = field.rows("dynalite", times)
        answer.notes = [priced_one(field)]
    ratio = times["eventstore"].median / times["boto3 client"].median
    answer.goals = [goal("append one, eventstore / boto3 client", ratio)]
    return answer


def append_hundred(url: str, sizes: Sizes) -> Answer:
    """Append a hundred events, all or nothing, and the same one at a time."""

    def task(rival: Rival, id: str) -> Act:
        return partial(rival.append_together, story(id, 0, sizes.batch))

    def one_at_a_time(rival: Rival, id: str) -> Act:
        events = story(id, 0, sizes.batch)

        def act() -> None:
            for event in events:
                rival.append(event)

        return act

    answer = Answer("Append 100 in one", "A transaction of 100 events; and 100 single appends.")
    with (
        entered(url, task) as field,
        entered(url, one_at_a_time, ("store", "client"), suffix=", one at a time") as singly,
    ):
        times = interleaved(field.acts | singly.acts, sizes.together)
        answer.rows = field.rows("MiniStack", times) + singly.rows("MiniStack", times)
        answer.notes = [priced_one(field)]
    ratio = times["eventstore, one at a time"].median / times["eventstore"].median
    answer.goals = [goal("append 100, one at a time / in one", ratio)]
    return answer


def query(url: str, sizes: Sizes) -> Answer:
    """Query a whole stream, as events or as whatever a rival makes of them."""

    def task(rival: Rival, id: str) -> Act:
        return partial(rival.query, id)

    text = f"A stream of {sizes.events:,} small events, read consistently where a rival can."
    answer = Answer(f"Query {sizes.events:,} events", text)
    with entered(url, task, (*NAMES, *FAST), seeded=sizes.events) as field:
        check(field)
        times = interleaved(field.acts, sizes.query)
        answer.rows = field.rows("dynalite", times)
        answer.notes = [priced_one(field)]
        answer.drawn = {name: times[name].median for name in field.rivals}
    fast = times["eventstore, fast reads"].median
    for name in ("the floor", "boto3 client"):
        answer.goals.append(goal(f"query, fast reads / {name}", fast / times[name].median))
    for name in ("aiodynamo", "boto3 resource", "pynamodb"):
        ratio = times[name].median / fast if name in times else None
        answer.goals.append(goal(f"query, {name} / fast reads", ratio))
    return answer


def check(field: Field) -> None:
    """Demand that everybody has read the same story."""
    points = sum(event.character_hit_points for event in story(field.stream, 0, field.seeded))
    for name, rival in field.rivals.items():
        found = rival.query(field.stream)
        if (len(found), sum(map(rival.points, found))) != (field.seeded, points):
            raise RuntimeError(f"{name} has read another story")


def priced_one(field: Field) -> str:
    """Say what the store's requests cost by our own arithmetic."""
    rival: Any = field.rivals["eventstore"]
    return priced(rival.client, field.acts["eventstore"](), field.calls["eventstore"])
