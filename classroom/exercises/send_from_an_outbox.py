"""Lesson 07: what is sent again and again, and stored once."""

import itertools
from typing import Any

import eventstore
from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import marks_of

ANSWER = """\
@dataclass(frozen=True)
class Scan:
    id: str
    version: int
    place: str


def send(store, outbox):
    for append_id, scan in list(outbox.items()):
        try:
            store.append(scan, append_id=append_id)
        except HTTPClientError:
            break  # stored or not? It stays, and what follows waits
        del outbox[append_id]
"""
OTHER = """\
@dataclass(frozen=True)
class Scan:
    id: str
    version: int
    place: str


def send(store, outbox):
    while outbox:
        name = next(iter(outbox))
        try:
            store.append(outbox[name], append_id=name)
        except HTTPClientError:
            return
        outbox.pop(name)
"""
LINE = "store.append(scan, append_id=append_id)"


def outbox_of(given: Any) -> tuple[Any, str, dict[str, Any]]:
    """The module's store, a stream, and two scans of a parcel that wait to be sent."""
    stream = given.new_id()
    marks = (f"made-up-{n}" for n in itertools.count())
    store = eventstore.EventStore(
        given.client, given.table, given.Scan, new_append_id=lambda: next(marks)
    )
    places = [("scan-1", "Van"), ("scan-2", "Doorstep")]
    scans = {name: given.Scan(stream, n, place) for n, (name, place) in enumerate(places)}
    return store, stream, scans


def each_scan_has_its_own_id(given: Any) -> None:
    """Each scan is appended under the id that it has in the outbox."""
    store, stream, outbox = outbox_of(given)
    try:
        given.send(store, outbox)
    except eventstore.InvalidEventError as error:
        slip = "append takes any number of events; the id goes by its name: append_id=..."
        expect(f"{error}", "no error", slip)
    marks = marks_of(given.client, given.table, stream)
    slip = "is the scan appended at all?"
    if len({*marks}) == 2:
        slip = "the id that the outbox has for this scan is the key; the loop has a name for it"
    if marks == ["made-up-0", "made-up-1"]:
        slip = "without append_id the store makes up a new mark at each sending, and knows none"
    if marks == [stream, stream]:
        slip = "Scan.id is the drawer; all scans of a parcel would share that mark"
    elif len({*marks}) == 1:
        slip = "one mark for both scans: a third one would be called stored, and be lost"
    if marks == ["0", "1"]:
        slip = "the version isn't a name: a rival's scan with that version would pass for ours"
    expect(marks, ["scan-1", "scan-2"], slip)


def what_follows_waits(given: Any) -> None:
    """A scan whose reply is lost stays in the outbox, and what follows waits."""
    store, _, outbox = outbox_of(given)
    with given.lost_replies(given.client, times=3):
        given.send(store, outbox)
    slip = "after a loss, the next scan was sent; had the first been lost, there would be a hole"
    expect(list(outbox), ["scan-1", "scan-2"], slip)


def nothing_is_stored_twice(given: Any) -> None:
    """What is sent again is stored once, and then the outbox is empty."""
    store, stream, outbox = outbox_of(given)
    given.send(store, dict(outbox))
    seen = outcome(given.send, store, outbox), list(outbox)
    expect(seen, ("no error", []), "the store should know its scans again by their ids")
    places = [scan.place for scan in store.query(stream)]
    expect(places, ["Van", "Doorstep"], "each scan is appended once, in the outbox's order")


def a_rivals_scan_is_no_success(given: Any) -> None:
    """Another scanner's scan with a version that is taken is a clash, and the clash is told."""
    store, stream, outbox = outbox_of(given)
    given.send(store, outbox)
    rival = {"scan-3": given.Scan(stream, 1, "Another doorstep")}
    slip = "a clash isn't a lost reply: let its error through, because somebody must decide again"
    expect(outcome(given.send, store, rival), "EventAlreadyExistsError", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="3b",
    title="stored once, however often it is sent",
    statement="""\
## Exercise · The scanner in the van · 6 min

A van delivers parcels, and in a tunnel its scanner loses replies. It keeps each scan in an outbox until the store says that it has it. Each scan has a name of its own, such as `scan-1`: its key in the outbox. Send it under that name. (`Scan.id` is the parcel, so the drawer.)

The module's store knows `append_id`, too. Fill in the one line.""",
    start=swap(ANSWER, LINE, "...  # append the scan, under its key in the outbox"),
    asks=("send", "Scan"),
    uses={"Do you remember?": "client table dataclass HTTPClientError lost_replies"},
    tests=(
        each_scan_has_its_own_id,
        what_follows_waits,
        nothing_is_stored_twice,
        a_rivals_scan_is_no_success,
    ),
    why="An outbox that keeps the ids makes every retry harmless, even after a restart.",
    hints=(
        "Which of the names in the loop is the same each time this scan is sent?",
        "The store's append takes the event, and by its name the append_id.",
        "The id is the key in the outbox, and not a field of the scan. The loop has a name for it.",
    ),
    answer=ANSWER,
    remark="Without `append_id`, the second round would meet the scan of the first, and the van would report a rival that does not exist. With an id that two scans share, the last one would be called stored, and be lost.",
    other=OTHER,
    wrong={
        swap(ANSWER, LINE, "store.append(scan)"): "makes up a new mark at each sending",
        swap(ANSWER, LINE, "store.append(scan, append_id)"): "the id goes by its name",
        swap(ANSWER, "append_id=append_id", "append_id=scan.id"): "Scan.id is the drawer",
        swap(ANSWER, "append_id=append_id", "append_id=str(scan.version)"): "isn't a name",
        swap(ANSWER, "append_id=append_id", "append_id=f'{scan.id}-{scan.version}'"): "is the key",
        swap(ANSWER, "append_id=append_id", 'append_id="van"'): "one mark for both",
        swap(ANSWER, "break ", "continue "): "after a loss, the next scan was sent",
        swap(ANSWER, "except HTTPClientError", "except Exception"): "a clash isn't a lost reply",
    },
)
