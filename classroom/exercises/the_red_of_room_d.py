"""Room D: code that reads an event which only newer code understands."""

from typing import Any

from classroom.exercises import museum
from classroom.exercises.exercise import MANY_REQUESTS, Exercise, expect, swap

NAME = "test_an_event_of_a_newer_program"
ANSWER = f"""\
def {NAME}(stream):
    store, earlier = EventStore(client, table), f"{{stream}}-earlier"
    stored_by(1, earlier, 0, points=2)
    stored_by(2, earlier, 1, points=3)
    stored_by(3, stream, 0, points=20)

    assert [event.points for event in store.query(earlier)] == [2, 3]
    with pytest.raises(UnreadableEventError):
        store.query(stream)
"""
RAISES = "    with pytest.raises(UnreadableEventError):\n        store.query(stream)\n"
EARLIER = "    assert [event.points for event in store.query(earlier)] == [2, 3]\n"


def that_refuses(given: Any, refused: Any, error: type[Exception]) -> Any:
    """The room's store, which raises this error for the revisions that `refused` says."""

    def read(self: Any, item: Any) -> Any:
        revision = int(item["Revision"]["N"])
        if refused(revision, self.revision):
            raise error(f"revision {revision}")
        return given.EventStore.read(self, item)

    return museum.changed(given.EventStore, read=read)


def right(given: Any) -> Any:
    """A store that refuses each revision that is newer than its own."""
    return that_refuses(given, lambda its, own: its > own, given.UnreadableEventError)


def with_a_list(given: Any) -> Any:
    """Another right store: it knows its own revision, and those that it has an upcast for."""

    def read(self: Any, item: Any) -> Any:
        if int(item["Revision"]["N"]) not in {*self.upcasts, self.revision}:
            raise given.UnreadableEventError("an unknown revision")
        return given.EventStore.read(self, item)

    return museum.changed(given.EventStore, read=read)


def that_leaves_it_out(given: Any) -> Any:
    """A store that passes over what it doesn't know, without a word."""

    def query(self: Any, id: str) -> list[Any]:
        found = []
        for item in self.items(id):
            if int(item["Revision"]["N"]) <= self.revision:
                found.append(self.read(item))
        return found

    return museum.changed(given.EventStore, query=query)


def it_takes_the_fixture(given: Any) -> None:
    """The test takes `stream`, the fixture, as its only argument."""
    museum.it_takes_the_fixture(given, NAME)


def it_is_red_here(given: Any) -> None:
    """Your test fails for the store of this room."""
    read: list[int] = []

    def noted(self: Any, item: Any) -> Any:
        read.append(int(item["Revision"]["N"]))
        return given.EventStore.read(self, item)

    said = museum.said_of(given, NAME, museum.changed(given.EventStore, read=noted))
    slip = ""
    if not read:
        slip = "your test reads no event"
    elif max(read) <= given.EventStore.revision:
        slip = "no event that your test reads is of a revision that this code doesn't know"
    expect(said.partition(",")[0], "red", slip)


def right_stores_make_it_green(given: Any) -> None:
    """Your test passes for stores that refuse what they don't know, and read what they know."""
    for store in (right, with_a_list):
        museum.makes_it_green(given, NAME, store(given))


def leaving_it_out_makes_it_red(given: Any) -> None:
    """Your test fails for a store that leaves out what it doesn't know."""
    museum.makes_it_red(given, NAME, that_leaves_it_out(given))


def refusing_the_past_makes_it_red(given: Any) -> None:
    """Your test fails for a store that refuses an event of revision 1, too."""
    store = that_refuses(given, lambda its, own: its != own, given.UnreadableEventError)
    museum.makes_it_red(given, NAME, store)


def refusing_the_present_makes_it_red(given: Any) -> None:
    """Your test fails for a store that refuses an event of revision 2, too."""
    store = that_refuses(given, lambda its, own: its >= own, given.UnreadableEventError)
    museum.makes_it_red(given, NAME, store)


def refusing_everything_makes_it_red(given: Any) -> None:
    """Your test fails for a store that refuses every event."""
    store = that_refuses(given, lambda _its, _own: True, given.UnreadableEventError)
    museum.makes_it_red(given, NAME, store)


def another_error_makes_it_red(given: Any) -> None:
    """Your test fails for a store that breaks with another error."""
    code = vars(given)[NAME].__code__
    slip = "Exception means any error at all; name the one that we want"
    slip = slip if "Exception" in code.co_names else ""
    store = that_refuses(given, lambda its, own: its > own, KeyError)
    museum.makes_it_red(given, NAME, store, slip)


EXERCISE = Exercise(
    lesson="D_without_a_word",
    after="0a",
    title="a test that comes from the future",
    statement=f"""\
## Write the red · 4 min

Write the test `{NAME}(stream)`. It demands two things of `EventStore(client, table).query(id)`: an event that this code can't know raises `UnreadableEventError`, and events of the revisions 1 and 2 can still be read. It has to fail for the store above, and to pass for a store that keeps both promises. We also try it on stores that only look right.

`stored_by(3, stream, 0, points=20)` stores what a program of revision 3 would store. A second stream can have the id `f"{{stream}}-earlier"`.""",
    start="",
    asks=(NAME,),
    uses={
        "What somebody saw": "client table pytest Struck UnreadableEventError stored_by",
        "The code": "EventStore",
    },
    tests=(
        it_takes_the_fixture,
        it_is_red_here,
        right_stores_make_it_green,
        leaving_it_out_makes_it_red,
        refusing_the_past_makes_it_red,
        refusing_the_present_makes_it_red,
        refusing_everything_makes_it_red,
        another_error_makes_it_red,
    ),
    most_requests=MANY_REQUESTS,
    why="Code is tested with the past. While programs are being replaced, it also meets the future.",
    hints=(
        "Which revision does the code on Tuesday's servers know, and which one did they meet?",
        "The event of revision 3 is in a stream of its own, and its query is inside a `with`."
        " Those of revisions 1 and 2 are read without one.",
        "`stored_by(...)` three times, the first two for another stream. Then `assert"
        " [event.points for event in ...] == [...]`, and `with"
        " pytest.raises(UnreadableEventError):` and, inside of it, `EventStore(client,"
        " table).query(stream)`.",
    ),
    answer=ANSWER,
    others=(
        f"""\
def {NAME}(stream):
    for revision in (1, 2):
        stored_by(revision, stream, revision - 1, points=revision)
    told = EventStore(client, table).query(stream)
    assert [(event.points, event.weapon) for event in told] == [(1, "unknown"), (2, "a sword")]

    stored_by(4, stream, 2, points=5)
    pytest.raises(UnreadableEventError, EventStore(client, table).query, stream)
""",
        f"""\
def read(id):
    return EventStore(client=client, table=table).query(id)


def {NAME}(stream):
    stored_by(1, f"{{stream}}-one", 0, 7)
    stored_by(2, f"{{stream}}-two", 0, 8)
    stored_by(3, stream, 0, 90)
    assert len(read(f"{{stream}}-one")) == len(read(f"{{stream}}-two")) == 1
    try:
        read(stream)
    except UnreadableEventError:
        return
    raise AssertionError("90 of what?")
""",
        f"""\
def {NAME}(stream):
    store = EventStore(client, table)
    stored_by(1, stream, 0, points=4)
    stored_by(2, stream, 1, points=5)
    assert store.query(stream) == [
        Struck(stream, 0, 4, "unknown"),
        Struck(stream, 1, 5, "a sword"),
    ]
    stored_by(3, stream, 2, points=60)
    with pytest.raises(UnreadableEventError) as refused:
        store.query(stream)
    assert isinstance(refused.value, UnreadableEventError)
""",
        f"""\
def {NAME}(stream):
    def told(revision):
        id = f"{{stream}}-by-{{revision}}"
        stored_by(revision, id, 0, points=1)
        try:
            return [event.points for event in EventStore(client, table).query(id)]
        except UnreadableEventError:
            return "unreadable"

    assert [told(revision) for revision in (1, 2, 3)] == [[1], [1], "unreadable"]
""",
        f"""\
from contextlib import suppress


def {NAME}(stream):
    store = EventStore(client, table)
    for revision in 1, 2:
        stored_by(revision, f"{{stream}}-earlier", revision, 2)
    stored_by(9, stream, 0, 2)
    assert sum(event.points for event in store.query(f"{{stream}}-earlier")) == 4
    with suppress(UnreadableEventError):
        found = store.query(stream)
        pytest.fail(f"read as {{found}}")
""",
    ),
    wrong={
        swap(ANSWER, "stored_by(3", "stored_by(2"): "Seen:         red, by Failed",
        swap(
            ANSWER, RAISES, ""
        ): "Seen:         green\nExpected:     red\nLikely:       no event that",
        swap(ANSWER, RAISES, "    assert store.query(stream)[0].points == 20\n"): (
            "Your test fails for the store of this room.\nSeen:         green"
        ),
        swap(ANSWER, RAISES, "    assert store.query(stream)[0].points == 2\n"): (
            "Seen:         red, by UnreadableEventError"
        ),
        swap(ANSWER, RAISES, "    assert store.query(stream) == []\n"): ("Expected:     green"),
        swap(ANSWER, EARLIER, ""): "refuses an event of revision 1, too",
        swap(ANSWER, EARLIER, "", "stored_by(1, earlier, 0, points=2)\n", "pass\n"): (
            "too.\nSeen:         green"
        ),
        swap(ANSWER, "    stored_by(2, earlier, 1, points=3)\n", "", "[2, 3]", "[2]"): (
            "refuses an event of revision 2, too"
        ),
        swap(ANSWER, "raises(UnreadableEventError)", "raises(Exception)"): "any error at all",
        swap(ANSWER, "raises(UnreadableEventError)", "raises(KeyError)"): (
            "refuse what they don't know"
        ),
        swap(ANSWER, "(stream):\n", "():\n    stream = 'hero'\n"): "Seen:         no argument",
    },
)
