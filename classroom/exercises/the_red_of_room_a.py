"""Room A: two programs append the same version, at different times."""

from contextlib import suppress
from typing import Any

from classroom.exercises import museum
from classroom.exercises.exercise import MANY_REQUESTS, Exercise, expect, swap

NAME = "test_only_one_program_gets_a_version"
ANSWER = f"""\
def {NAME}(stream):
    ann = EventStore(client, table, now=lambda: "20:15:00")
    bob = EventStore(client, table, now=lambda: "20:15:01")
    ann.append(Event(stream, 1, "Ann drinks the potion"))

    with pytest.raises(EventAlreadyExistsError):
        bob.append(Event(stream, 1, "Bob drinks the potion"))
"""
WITH = "    with pytest.raises(EventAlreadyExistsError):\n"
FIRST = '    ann.append(Event(stream, 1, "Ann drinks the potion"))\n'
ONE_STORE = f"""\
def {NAME}(stream):
    times = iter(["20:15:00", "20:15:01"])
    store = EventStore(client, table, now=lambda: next(times))
    store.append(Event(stream, 1))
    with pytest.raises(EventAlreadyExistsError):
        store.append(Event(stream, 1))
"""
CAUGHT = f"""\
def {NAME}(stream):
    ann = EventStore(client, table, now=lambda: "20:15:00")
    bob = EventStore(client, table, now=lambda: "20:15:01")
    ann.append(Event(stream, 1))
    try:
        bob.append(Event(stream, 1))
    except EventAlreadyExistsError as error:
        assert error.version == 1
"""
AFTERWARDS = f"""\
def {NAME}(stream):
    ann = EventStore(client, table, now=lambda: "20:15:00")
    bob = EventStore(client, table, now=lambda: "20:15:01")
    ann.append(Event(stream, 1, "Ann"))
    try:
        bob.append(Event(stream, 1, "Bob"))
    except EventAlreadyExistsError:
        pass
    key = dict(Id=dict(S=stream), Version=dict(S="1"))
    assert client.get_item(TableName=table, Key=key)["Item"]["Note"]["S"] == "Bob"
"""


class Seen:
    """What a learner's test has done with its stores."""

    def __init__(self) -> None:
        self.appended: list[tuple[str, int]] = []
        self.moments: list[object] = []
        self.clocks: list[object] = []

    @property
    def slip(self) -> str:
        """What is missing in the test, if what it has done proves that."""
        if not all(map(callable, self.clocks)):
            return "now is a function that tells the time, such as a lambda"
        if len(self.appended) > 1 and len({*self.appended}) == len(self.appended):
            return "no version is appended twice to one stream"
        if len(self.moments) > 1 and len({*self.moments}) == 1:
            return "all appends happen at the very same moment, as in the test above"
        return ""


def watched(store: Any, seen: Seen) -> Any:
    """The same store, which also notes each append and each time."""

    def begin(self: Any, client: Any, table: str, now: Any) -> None:
        def noted() -> object:
            seen.moments.append(moment := now())
            return moment

        seen.clocks.append(now)
        store.__init__(self, client, table, noted)

    def append(self: Any, event: Any) -> None:
        seen.appended.append((event.id, event.version))
        store.append(self, event)

    return museum.changed(store, __init__=begin, append=append)


def by_version(given: Any) -> Any:
    """A right store: the sort key has the version alone."""
    return _right(given, lambda _, event: f"{event.version}")


def with_a_number_of_digits(given: Any) -> Any:
    """Another right store: all its versions have the same number of digits."""
    return _right(given, lambda _, event: f"{event.version:016}")


def _right(given: Any, key: Any) -> Any:
    """A store with this key, which asks for the time at each append, as ours does."""

    def append(self: Any, event: Any) -> None:
        self.now()
        given.EventStore.append(self, event)

    return museum.changed(given.EventStore, key=key, append=append)


def that_remembers(given: Any) -> Any:
    """A store that only knows what it has appended itself."""

    def append(self: Any, event: Any) -> None:
        mine = vars(self).setdefault("mine", set())
        if (event.id, event.version) in mine:
            raise given.EventAlreadyExistsError(event.id, event.version)
        mine.add((event.id, event.version))
        given.EventStore.append(self, event)

    return museum.changed(given.EventStore, append=append)


def that_refuses_all(given: Any) -> Any:
    """A store that never stores anything."""

    def append(_: Any, event: Any) -> None:
        raise given.EventAlreadyExistsError(event.id, event.version)

    return museum.changed(given.EventStore, append=append)


def that_keeps_quiet(given: Any) -> Any:
    """A store that keeps the first event, and tells nobody that it has dropped the second."""
    right = by_version(given)

    def append(self: Any, event: Any) -> None:
        with suppress(given.EventAlreadyExistsError):
            right.append(self, event)

    return museum.changed(right, append=append)


def that_breaks(given: Any) -> Any:
    """A store that breaks at the second event, for whatever reason."""
    right = by_version(given)

    def append(self: Any, event: Any) -> None:
        try:
            right.append(self, event)
        except given.EventAlreadyExistsError:
            raise ValueError("something else is wrong") from None

    return museum.changed(right, append=append)


def it_takes_the_fixture(given: Any) -> None:
    """The test takes `stream`, the fixture, as its only argument."""
    museum.it_takes_the_fixture(given, NAME)


def it_is_red_here(given: Any) -> None:
    """Your test fails for the store of this room."""
    seen = Seen()
    said = museum.said_of(given, NAME, watched(given.EventStore, seen))
    quiet = "nothing in the test demands the error" if len(seen.appended) > 1 else ""
    expect(said.partition(",")[0], "red", seen.slip or quiet)


def right_stores_make_it_green(given: Any) -> None:
    """Your test passes for stores that keep the promise."""
    for store in (by_version, with_a_number_of_digits):
        seen = Seen()
        said = museum.said_of(given, NAME, watched(store(given), seen))
        seen.moments.clear()  # to these stores, the time makes no difference
        expect(said, "green", "" if "Already" in said else seen.slip)


def a_memory_of_its_own_makes_it_red(given: Any) -> None:
    """Your test fails for a store that only remembers what it has appended itself."""
    slip = "two programs have two stores, and neither knows what the other one does"
    museum.makes_it_red(given, NAME, that_remembers(given), slip)


def a_store_that_refuses_all_makes_it_red(given: Any) -> None:
    """Your test fails for a store that refuses every append."""
    slip = "the first append may not be inside the with: it has to succeed"
    museum.makes_it_red(given, NAME, that_refuses_all(given), slip)


def silence_makes_it_red(given: Any) -> None:
    """Your test fails for a store that drops the second event without an error."""
    museum.makes_it_red(given, NAME, that_keeps_quiet(given))


def another_error_makes_it_red(given: Any) -> None:
    """Your test fails for a store whose second append breaks with another error."""
    code = vars(given)[NAME].__code__
    slip = "Exception means any error at all; name the one that we want"
    slip = slip if "Exception" in code.co_names else ""
    museum.makes_it_red(given, NAME, that_breaks(given), slip)


EXERCISE = Exercise(
    lesson="A_two_winners",
    after="0a",
    title="a test that lets time pass",
    statement=f"""\
## Write the red · 4 min

Write the test `{NAME}(stream)`. Ann's program and Bob's program each have a store of their own, and both append version 1 of `stream`, one after the other. The test demands that the second append raises `EventAlreadyExistsError`. It has to fail for the store above, and to pass for a store that keeps its promise. We also try it on stores that only look right.

A store is made by `EventStore(client, table, now=lambda: "20:15:00")`.""",
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
        a_memory_of_its_own_makes_it_red,
        a_store_that_refuses_all_makes_it_red,
        silence_makes_it_red,
        another_error_makes_it_red,
    ),
    most_requests=MANY_REQUESTS,
    why="In a test, time stands still unless we let it pass. In production, it never stands still.",
    hints=(
        "What is the same for Ann and Bob in the test above, and never in production?",
        "Two stores, with two different times. The first append succeeds, and the second one"
        " is inside a `with`.",
        '`ann = EventStore(..., now=lambda: "20:15:00")`, `bob = EventStore(..., now=lambda:'
        ' "20:15:01")`, `ann.append(Event(stream, 1))`, then `with pytest.raises(...):` and, inside'
        " of it, `bob.append(Event(stream, 1))`.",
    ),
    answer=ANSWER,
    others=(
        f"""\
import itertools

moments = itertools.count()


def program():
    return EventStore(client, table, lambda: f"20:15:{{next(moments) % 60:02}}")


def {NAME}(stream):
    program().append(Event(stream, 0, "a potion"))
    program().append(Event(stream, 1, "Ann"))
    try:
        program().append(Event(stream, 1, "Bob"))
    except EventAlreadyExistsError as error:
        assert (error.id, error.version) == (stream, 1)
    else:
        pytest.fail("both have won")
""",
        f"""\
from datetime import datetime


def {NAME}(stream):
    one, two = (EventStore(client, table, lambda: datetime.now().isoformat()) for _ in "ab")
    one.append(Event(id=stream, version=1, note="Ann"))
    pytest.raises(EventAlreadyExistsError, two.append, Event(stream, 1, "Bob"))
    cards = client.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={{":id": {{"S": stream}}}},
        ConsistentRead=True,
    )
    assert [card["Note"]["S"] for card in cards["Items"]] == ["Ann"]
""",
        f"""\
def {NAME}(stream):
    seconds = iter(range(60))
    stores = [EventStore(client, table, lambda: f"20:15:{{next(seconds):02}}") for _ in range(2)]
    stores[0].append(Event(stream, 1))
    with pytest.raises(EventAlreadyExistsError, match="version 1"):
        stores[1].append(Event(stream, 1))
""",
        f"""\
def store_at(moment):
    return EventStore(client=client, table=table, now=lambda: moment)


def {NAME}(stream):
    store_at("20:15:00").append(Event(stream, 1, "Ann"))
    with pytest.raises(EventAlreadyExistsError) as refused:
        store_at("23:59:59").append(Event(stream, 1, "Bob"))
    assert refused.value.version == 1
""",
        f"""\
def {NAME}(stream):
    winners = []
    for name, time in (("Ann", "08:00:00"), ("Bob", "09:30:00")):
        try:
            EventStore(client, table, now=lambda time=time: time).append(Event(stream, 1, name))
            winners.append(name)
        except EventAlreadyExistsError:
            pass
    assert winners == ["Ann"]
""",
    ),
    wrong={
        swap(ANSWER, "20:15:01", "20:15:00"): "at the very same moment",
        swap(ANSWER, '1, "Bob', '2, "Bob'): "no version is appended twice",
        swap(ANSWER, "        bob.append", "        ann.append"): "as in the test above",
        ONE_STORE: "two programs have two stores",
        swap(ANSWER, FIRST, "", WITH, f"{WITH}    {FIRST}"): "may not be inside the with",
        swap(ANSWER, "raises(EventAlreadyExistsError)", "raises(Exception)"): "any error at all",
        swap(ANSWER, "raises(EventAlreadyExistsError)", "raises(ValueError)"): (
            "Seen:         red, by EventAlreadyExistsError"
        ),
        swap(ANSWER, WITH, "", "        bob", "    bob"): ("nothing in the test demands the error"),
        CAUGHT: "Likely:       nothing in the test demands",
        AFTERWARDS: "Seen:         red, by AssertionError",
        swap(ANSWER, "(stream):", "():\n    stream = 'hero'"): "Seen:         no argument",
        swap(ANSWER, 'stream, 1, "Bob', "'bob', 1, \"Bob"): "Seen:         red, by Failed",
        swap(
            ANSWER, "EventStore(client, table, now", "EventStore(client, now"
        ): "red, by TypeError",
        swap(ANSWER, "lambda: ", ""): "now is a function that tells the time",
    },
)
