"""Room B: versions that are text have the order of text."""

from typing import Any

from classroom.exercises import museum
from classroom.exercises.exercise import MANY_REQUESTS, Exercise, expect, swap

NAME = "test_events_come_in_the_order_of_their_versions"
ANSWER = f"""\
def {NAME}(stream):
    store = EventStore(client, table)
    for version in (9, 10, 99, 100):
        store.append(Event(stream, version))

    assert [event.version for event in store.query(stream)] == [9, 10, 99, 100]
    assert store.latest(stream).version == 100
"""
QUERY = "    assert [event.version for event in store.query(stream)] == [9, 10, 99, 100]\n"
LATEST = "    assert store.latest(stream).version == 100\n"


def in_memory(given: Any, form: str, *sorted_by_version: str) -> Any:
    """A store in memory, so that a test may append many events; the keys have this form.

    The methods that are named sort the events by their versions, and the others leave them in the
    order of their keys.
    """
    cards: dict[tuple[str, str], Any] = {}

    def append(_: Any, event: Any) -> None:
        place = event.id, format(event.version, form)
        if place in cards:
            raise given.EventAlreadyExistsError(event.id, event.version)
        cards[place] = event

    def events_of(id: str, method: str) -> list[Any]:
        found = [card for (stream, _), card in sorted(cards.items()) if stream == id]
        by_version = method in sorted_by_version
        return sorted(found, key=lambda event: int(event.version)) if by_version else found

    return museum.changed(
        given.EventStore,
        append=append,
        query=lambda _, id: events_of(id, "query"),
        latest=lambda _, id: (events_of(id, "latest") or [None])[-1],
    )


def that_turns_it_round(given: Any) -> Any:
    """A store with right keys that reads a stream from its end to its beginning."""
    right = in_memory(given, "016")
    return museum.changed(right, query=lambda self, id: right.query(self, id)[::-1])


def it_takes_the_fixture(given: Any) -> None:
    """The test takes `stream`, the fixture, as its only argument."""
    museum.it_takes_the_fixture(given, NAME)


def it_is_red_here(given: Any) -> None:
    """Your test fails for the store of this room."""
    versions: list[int] = []

    def append(self: Any, event: Any) -> None:
        versions.append(event.version)
        given.EventStore.append(self, event)

    said = museum.said_of(given, NAME, museum.changed(given.EventStore, append=append))
    slip = ""
    if versions and max(versions) < 10:
        slip = f"the last version that you append is {max(versions)}"
    elif versions and sorted(versions, key=str) == sorted(versions):
        slip = "as text, your versions have the same order as they have as numbers"
    expect(said.partition(",")[0], "red", slip)


def right_stores_make_it_green(given: Any) -> None:
    """Your test passes for stores that keep the promise."""
    museum.makes_it_green(given, NAME, in_memory(given, "016"))
    museum.makes_it_green(given, NAME, in_memory(given, "", "query", "latest"))


def a_wrong_query_makes_it_red(given: Any) -> None:
    """Your test fails for a store in which only `latest` is right."""
    museum.makes_it_red(given, NAME, in_memory(given, "", "latest"))


def a_wrong_latest_makes_it_red(given: Any) -> None:
    """Your test fails for a store in which only `query` is right."""
    museum.makes_it_red(given, NAME, in_memory(given, "", "query"))


def the_end_first_makes_it_red(given: Any) -> None:
    """Your test fails for a store that reads a stream from its end to its beginning."""
    museum.makes_it_red(given, NAME, that_turns_it_round(given))


def the_same_again_makes_it_red(given: Any) -> None:
    """Your test fails for a store that has the same trouble a little later, at version 100."""
    museum.makes_it_red(given, NAME, in_memory(given, "02"))


EXERCISE = Exercise(
    lesson="B_stuck_at_nine",
    after="0a",
    title="a test that goes past the place where it breaks",
    statement=f"""\
## Write the red · 4 min

Write the test `{NAME}(stream)`. It appends some events and demands two things: `store.query(stream)` returns them in the order of their versions, and `store.latest(stream)` returns the one with the highest version. It has to fail for the store above, and to pass for a store that keeps both promises. We also try it on stores that only look right.

A store is made by `EventStore(client, table)`. The versions needn't begin at 0, and there may be gaps: `store.append(Event(stream, 7))` is fine.""",
    start="",
    asks=(NAME,),
    uses={
        "What somebody saw": "client table pytest Event EventAlreadyExistsError",
        "The code": "EventStore",
    },
    tests=(
        it_takes_the_fixture,
        it_is_red_here,
        right_stores_make_it_green,
        a_wrong_query_makes_it_red,
        a_wrong_latest_makes_it_red,
        the_end_first_makes_it_red,
        the_same_again_makes_it_red,
    ),
    most_requests=MANY_REQUESTS,
    why="Three events are enough for many tests. For an order, cross every place where it may break.",
    hints=(
        "What is the first version that nobody sees as the latest? What is new about it?",
        "The keys are text. Which text comes first, `'10'` or `'9'`? And `'100'` or `'99'`?",
        "Append the versions 9, 10, 99 and 100. Compare `[event.version for event in ...]` with"
        " a list, and `store.latest(stream).version` with 100.",
    ),
    answer=ANSWER,
    others=(
        f"""\
def {NAME}(stream):
    store = EventStore(client=client, table=table)
    given = [Event(stream, version, f"page {{version}}") for version in (0, 5, 11, 98, 104, 1000)]
    for event in reversed(given):
        store.append(event)

    assert store.query(stream) == given
    assert store.latest(stream) == given[-1]
""",
        f"""\
def {NAME}(stream):
    store = EventStore(client, table)
    for day in range(101):
        write(store, stream, f"day {{day}}")
    assert store.latest(stream).version == 100
    assert [int(event.note[4:]) for event in store.query(stream)] == list(range(101))
""",
        f"""\
def {NAME}(stream):
    store, seen = EventStore(client, table), []
    for version in [2, 10, 30, 200]:
        store.append(Event(stream, version))
        seen.append(store.latest(stream).version)
    assert seen == [2, 10, 30, 200]
    told = [event.version for event in store.query(stream)]
    assert told == sorted(told) and len(told) == 4
""",
        f"""\
def {NAME}(stream):
    diary = EventStore(client, table)
    for power in range(6):
        diary.append(Event(stream, 5**power))
        assert diary.latest(stream) == Event(stream, 5**power), power
    told = diary.query(stream)
    for earlier, later in zip(told, told[1:]):
        assert earlier.version < later.version
""",
        f"""\
import random


def {NAME}(stream):
    store = EventStore(client, table)
    versions = list(range(120))
    random.shuffle(versions)
    for version in versions:
        store.append(Event(stream, version, note=f"page {{version}}"))
    seen = [(event.version, event.note) for event in store.query(stream)]
    if seen != [(version, f"page {{version}}") for version in range(120)]:
        pytest.fail(f"the order is {{seen}}")
    if store.latest(stream).note != "page 119":
        pytest.fail("an old page is the latest")
""",
    ),
    wrong={
        swap(ANSWER, "9, 10, 99, 100", "0, 1, 2, 3", "= 100", "= 3"): "you append is 3",
        f"""\
def {NAME}(stream):
    store = EventStore(client, table)
    for version in range(10):
        store.append(Event(stream, version))
    assert [event.version for event in store.query(stream)] == [*range(10)]
    assert store.latest(stream).version == 9
""": "you append is 9",
        swap(ANSWER, "9, 10, 99, 100", "1, 10, 100, 1000", "= 100", "= 1000"): (
            "as text, your versions have the same order"
        ),
        swap(ANSWER, "9, 10, 99, 100", "9, 10", "= 100", "= 10"): "at version 100",
        swap(ANSWER, LATEST, ""): "in which only `query` is right",
        swap(ANSWER, QUERY, ""): "in which only `latest` is right",
        swap(ANSWER, QUERY, QUERY.replace("[event", "sorted(event").replace("m)] =", "m)) =")): (
            "Your test fails for a store in which only `latest` is right"
        ),
        swap(ANSWER, "== [9, 10, 99, 100]", "== [10, 100, 9, 99]", "= 100", "= 99"): (
            "Your test fails for the store of this room.\nSeen:         green\nExpected:     red\n\n"
        ),
        swap(ANSWER, "latest(stream).version", "latest(stream)"): "red, by AssertionError",
        swap(ANSWER, "(stream):\n", "():\n    stream = 'diary'\n"): "Seen:         no argument",
        f"""\
def {NAME}(stream):
    store = EventStore(client, table)
    for version in (9, 10, 99, 100):
        store.append(Event(stream, version))
    told = [event.version for event in store.query(stream)]
    assert told[0] < told[1] or told[0] > told[1]
    assert store.latest(stream).version == 100
""": "which only `latest` is right.\nSeen:         green",
        f"""\
def {NAME}(stream):
    store = EventStore(client, table)
    for version in (100, 99, 10, 9):
        store.append(Event(stream, version))
    assert [event.version for event in store.query(stream)] == [100, 99, 10, 9]
    assert store.latest(stream).version == 100
""": "Expected:     green",
    },
)
