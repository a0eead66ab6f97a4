"""Lesson 07: what is sent again and again, and stored once."""

import itertools
from typing import Any

import eventstore
from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import internal_server_error, marks_of

ANSWER = """\
@dataclass(frozen=True)
class Scan:
    id: str
    version: int
    place: str


def send(store, queue):
    for append_id, scan in list(queue.items()):
        try:
            store.append(scan, append_id=append_id)
        except (BotoCoreError, ClientError):
            return
        del queue[append_id]
"""
OTHER = """\
@dataclass(frozen=True)
class Scan:
    id: str
    version: int
    place: str


def send(store, queue):
    while queue:
        name = next(iter(queue))
        try:
            store.append(queue[name], append_id=name)
        except BotoCoreError:
            break
        except ClientError:
            break
        queue.pop(name)
"""
APPEND, ERRORS, THEN = (
    "store.append(scan, append_id=append_id)",
    "(BotoCoreError, ClientError)",
    "            return\n        del queue[append_id]\n",
)
START = swap(
    ANSWER,
    APPEND,
    "___  # send the scan",
    ERRORS,
    "___",
    THEN,
    "            ___  # nobody knows whether it's stored\n        ___  # it's stored\n",
)


def queue_of(given: Any) -> tuple[Any, str, dict[str, Any]]:
    """Return the module's store, a stream, and two scans of a parcel that wait to be sent."""
    stream = given.new_id()
    marks = (f"made-up-{n}" for n in itertools.count())
    store = eventstore.EventStore(
        given.client, given.table, given.Scan, new_append_id=lambda: next(marks)
    )
    places = [("scan-1", "Van"), ("scan-2", "Doorstep")]
    scans = {name: given.Scan(stream, n, place) for n, (name, place) in enumerate(places)}
    return store, stream, scans


def each_scan_has_its_own_id(given: Any) -> None:
    """Each scan is appended under the id that it has in the queue."""
    store, stream, queue = queue_of(given)
    try:
        given.send(store, queue)
    except eventstore.InvalidEventError as error:
        slip = "append takes any number of events, so pass the id by its name: append_id=..."
        expect(f"{error}", "no error", slip)
    marks = marks_of(given.client, given.table, stream)
    slip = "is the scan appended at all?"
    if len({*marks}) == 2:
        slip = "the id of this scan is its key in the queue; the loop has a name for it"
    if marks == ["made-up-0", "made-up-1"]:
        slip = "without append_id the store makes a new mark each time, and can't know its own"
    if marks == [stream, stream]:
        slip = "Scan.id is the drawer: all scans of a parcel would share that mark"
    elif len({*marks}) == 1:
        slip = "one mark for both scans: a third one would be called stored, and be lost"
    if marks == ["0", "1"]:
        slip = "the version isn't an id: a rival's scan with that version would pass for ours"
    expect(marks, ["scan-1", "scan-2"], slip)


def what_follows_waits(given: Any) -> None:
    """If no reply comes, the scan stays in the queue, and those behind it wait."""
    store, _, queue = queue_of(given)
    with given.lost_replies(given.client, times=3) as seen:
        told = outcome(given.send, store, queue)
    slip = "a lost reply is one of boto3's own errors, a BotoCoreError: catch it, and stop quietly"
    if told != "ConnectionClosedError":
        slip = "if nobody knows whether it's stored, return at once: a later call does the rest"
    expect(told, "no error", slip)
    slip = "nobody knows whether scan-1 is stored, so it has to stay in the queue"
    if list(queue) == ["scan-1"]:
        slip = "the next scan was sent all the same: if the first is lost, there's a gap"
    if any("refused" in attempt for attempt in seen[3:]):  # scan-1, once more
        slip = "don't repeat it at once: return, and a later call of send repeats it"
    expect(list(queue), ["scan-1", "scan-2"], slip)


def an_error_of_the_server_is_open_too(given: Any) -> None:
    """After an HTTP 500, too, the scan stays in the queue."""
    store, _, queue = queue_of(given)
    with internal_server_error(given.client):
        told = outcome(given.send, store, queue)
    slip = "HTTP 500 is a ClientError, and the scan may be stored: catch both kinds, as a tuple"
    expect(told, "no error", slip)
    expect(list(queue), ["scan-1", "scan-2"], "after an HTTP 500, too, both scans wait")


def nothing_is_stored_twice(given: Any) -> None:
    """A scan that is sent again is stored once, and then the queue is empty."""
    store, stream, queue = queue_of(given)
    given.send(store, dict(queue))
    seen = outcome(given.send, store, queue), list(queue)
    slip = "append has returned, so the scan is stored: now it may leave the queue"
    expect(seen, ("no error", []), slip)
    places = [scan.place for scan in store.query(stream)]
    expect(places, ["Van", "Doorstep"], "each scan is appended once, in the queue's order")


def a_rivals_scan_is_no_success(given: Any) -> None:
    """If another scanner has taken the version, the caller hears of the clash."""
    store, stream, queue = queue_of(given)
    given.send(store, queue)
    rival = {"scan-3": given.Scan(stream, 1, "Another doorstep")}
    told = outcome(given.send, store, rival)
    slip = "a clash is certain: it isn't stored. Let its error through: somebody must decide again"
    expect(told, "EventAlreadyExistsError", slip)
    slip = "it isn't stored, and yet it has left the queue: delete it only after append returns"
    expect(list(rival), ["scan-3"], slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="4b",
    title="stored once, however often it is sent",
    statement="""\
## Exercise · The scanner in the van · optional, 8 min

A van delivers parcels, and in a tunnel its scanner loses replies. So the scanner keeps its scans in a queue, a dictionary: each key is an append id, such as `scan-1`, and each value a scan. (`Scan.id` is the parcel, so the drawer.) The queue is the client's own. A *transactional outbox*, if you know that word, is something else: it's in the database.

Write `send`, which empties the queue into the module's store, the oldest scan first. For each of the four places, ask what the scanner *knows* there. Which errors leave open whether the scan is stored? Then it stays in the queue, and so does everything behind it: `send` returns, and somebody calls it again later. A clash has to reach the caller. And when may a scan leave the queue?""",
    start=START,
    asks=("send", "Scan"),
    uses={"Do you remember?": "client table dataclass BotoCoreError ClientError lost_replies"},
    tests=(
        each_scan_has_its_own_id,
        what_follows_waits,
        an_error_of_the_server_is_open_too,
        nothing_is_stored_twice,
        a_rivals_scan_is_no_success,
    ),
    why="With its id, a scan may be sent again after any open outcome. A clash still needs a decision.",
    hints=(
        "The table in step 3 has three rows. Which of them means: we don't know?",
        "The id is the scan's key in the queue; pass it by its name. One `except` takes several types as a tuple.",
        "On (BotoCoreError, ClientError), return. Only after append has returned, del queue[append_id].",
    ),
    answer=ANSWER,
    remark="Two things are still missing for real life. A `ClientError` such as a denied access won't go away by itself, so a real program also reports it. And a rival's scan at the head blocks the queue: every `send` raises the same clash, until somebody reads the stream and decides again. What comes out of that is a new append, with a new id.",
    others=(OTHER,),
    wrong={
        swap(ANSWER, APPEND, "store.append(scan)"): "makes a new mark each time",
        swap(ANSWER, APPEND, "store.append(scan, append_id)"): "pass the id by its name",
        swap(ANSWER, "append_id=append_id", "append_id=scan.id"): "Scan.id is the drawer",
        swap(ANSWER, "append_id=append_id", "append_id=str(scan.version)"): "isn't an id",
        swap(ANSWER, "append_id=append_id", "append_id=f'{scan.id}-{scan.version}'"): "is its key",
        swap(ANSWER, "append_id=append_id", 'append_id="van"'): "one mark for both",
        swap(ANSWER, ERRORS, "ClientError"): "one of boto3's own errors",
        swap(ANSWER, ERRORS, "BotoCoreError"): "HTTP 500 is a ClientError",
        swap(ANSWER, ERRORS, "Exception"): "a clash is certain",
        swap(ANSWER, "            return", "            continue"): "sent all the same",
        swap(ANSWER, "            return", "            pass"): "nobody knows whether scan-1",
        swap(ANSWER, "        del queue[append_id]\n", ""): "now it may leave the queue",
        swap(
            ANSWER,
            THEN,
            "            return\n        finally:\n            del queue[append_id]\n",
        ): "it has to stay in the queue",
        swap(ANSWER, "            return", f"            {APPEND}"): "don't repeat it at once",
        swap(ANSWER, "            return", "            send(store, queue)"): "return at once",
    },
)
