"""Lesson 07: what is sent again and again, and stored once."""

import itertools
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError

import eventstore
from classroom.exercises.exercise import EndlessError, Exercise, expect, outcome, swap

SCAN = """\
@dataclass(frozen=True)
class Scan:
    id: str
    version: int
    place: str


"""
ANSWER = f"""\
{SCAN}def send(store, queue):
    for append_id, scan in list(queue.items()):
        try:
            store.append(scan, append_id=append_id)
        except (BotoCoreError, ClientError):
            return
        del queue[append_id]
"""
OLDEST = f"""\
{SCAN}def send(store, queue):
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
SUPPRESSED = f"""\
{SCAN}def send(store, queue):
    with suppress(ClientError, BotoCoreError):
        for append_id in tuple(queue):
            try:
                store.append(queue[append_id], append_id=append_id)
            except eventstore.EventAlreadyExistsError as clash:
                raise clash
            else:
                queue.pop(append_id)
"""
APPEND, ERRORS, THEN = (
    "store.append(scan, append_id=append_id)",
    "(BotoCoreError, ClientError)",
    "            return\n        del queue[append_id]\n",
)
DELETE = "        del queue[append_id]\n"
ANEW = f"""\
{SCAN}def send(store, queue):
    waiting = dict(queue)
    for append_id, scan in queue.items():
        try:
            store.append(scan, append_id=append_id)
        except (BotoCoreError, ClientError):
            return
        del waiting[append_id]
    queue = waiting
"""
AT_THE_END = f"""\
{SCAN}def send(store, queue):
    for append_id, scan in queue.items():
        try:
            store.append(scan, append_id=append_id)
        except (BotoCoreError, ClientError):
            return
    queue.clear()
"""
FIRST_OUT = f"""\
{SCAN}def send(store, queue):
    while queue:
        append_id = next(iter(queue))
        scan = queue.pop(append_id)
        try:
            store.append(scan, append_id=append_id)
        except (BotoCoreError, ClientError):
            return
"""
PAGES_ERROR = """\
        except EventAlreadyExistsError:
            raise
        except Exception:
"""


class Noting(eventstore.EventStore[Any]):
    """The module's store, which notes the append ids, and fails at one of them if it's told to."""

    def __init__(self, given: Any):
        made = (f"made-up-{n}" for n in itertools.count())
        super().__init__(given.client, given.table, given.Scan, new_append_id=lambda: next(made))
        self.noted: list[str | None] = []
        self.fails_at: str | None = None
        self.error: Exception = RuntimeError()
        self.is_stored = False

    def append(
        self,
        *events: Any,
        append_id: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """Note the id, and append or fail, or both."""
        self.noted.append(append_id)
        if len(self.noted) > 40:
            raise EndlessError("append was called more than 40 times: does the loop ever end?")
        fails = self.fails_at is not None and append_id == self.fails_at
        if self.is_stored or not fails:
            super().append(*events, append_id=append_id, metadata=metadata)
        if fails:
            raise self.error


def queue_of(given: Any) -> tuple[Noting, dict[str, Any]]:
    """Return a store, and five scans of two parcels, whose ids say nothing about their order."""
    van, other = given.new_id(), given.new_id()
    scans = (
        ("scan-9", van, 0, "Van"),
        ("scan-10", van, 1, "Doorstep"),
        ("scan-7", other, 0, "Van"),
        ("scan-12", van, 2, "Neighbour"),
        ("scan-11", other, 1, "Doorstep"),
    )
    return Noting(given), {name: given.Scan(*scan) for name, *scan in scans}


def stored(store: Any, scans: dict[str, Any]) -> list[str]:
    """Return the places of the scans' parcels, as they're stored."""
    drawers = dict.fromkeys(scan.id for scan in scans.values())
    return [scan.place for drawer in drawers for scan in events_of(store, drawer)]


def events_of(store: Any, drawer: str) -> list[Any]:
    """Return the events of a drawer, which may be empty."""
    try:
        return list(store.query(drawer))
    except eventstore.NoEventFoundError:
        return []


def each_scan_is_appended_under_its_id(given: Any) -> None:
    """Each scan is appended once, under its id in the queue, in the queue's order."""
    store, queue = queue_of(given)
    scans = dict(queue)
    try:
        given.send(store, queue)
    except eventstore.InvalidEventError as error:
        slip = "append takes any number of events, so pass the id by its name: append_id=..."
        expect(f"InvalidEventError: {error}", "no error", slip if len(store.noted) == 1 else "")
    slip = ""
    if store.noted and not any(store.noted):
        slip = "without append_id the store makes a new mark each time, and can't know its own"
    elif store.noted == [scan.id for scan in scans.values()]:
        slip = "Scan.id is the drawer: all scans of a parcel would share that mark"
    elif store.noted[:1] == ["scan-10"]:
        slip = "scan-9 is the oldest: a dictionary keeps its order, and the ids don't say it"
    expect(f"append ids: {store.noted}", f"append ids: {list(scans)}", slip)
    places = ["Van", "Doorstep", "Neighbour", "Van", "Doorstep"]
    expect(f"stored: {stored(store, scans)}", f"stored: {places}", "")


def what_is_stored_leaves_the_queue(given: Any) -> None:
    """What is stored leaves the caller's queue."""
    store, queue = queue_of(given)
    given.send(store, queue)
    expect(f"in the queue: {list(queue)}", "in the queue: []", "")
    seen = outcome(given.send, store, queue)
    expect(f"with an empty queue: {seen}", "with an empty queue: no error", "")


def what_is_open_waits(given: Any) -> None:
    """If it's open whether a scan is stored, send returns; that scan and those behind it wait."""
    address = {"endpoint_url": "https://dynamodb.eu-central-1.amazonaws.com"}
    broken = {"Error": {"Code": "InternalServerError", "Message": ""}}
    busy = {"Error": {"Code": "ThrottlingException", "Message": ""}}
    for why, error, is_stored in (
        ("a lost reply", ConnectionClosedError(**address), True),
        ("a lost request", EndpointConnectionError(**address), False),
        ("HTTP 500", ClientError(broken, "PutItem"), True),
        ("too much traffic", ClientError(busy, "PutItem"), False),
    ):
        store, queue = queue_of(given)
        scans, waiting = dict(queue), list(queue)[2:]
        store.fails_at, store.error, store.is_stored = waiting[0], error, is_stored
        seen = outcome(given.send, store, queue)
        expect(f"after {why}: {seen}", f"after {why}: no error", "")
        slip = ""
        if waiting[0] not in queue:
            slip = f"nobody knows whether {waiting[0]} is stored, so it has to stay"
        elif len(queue) == len(scans):
            slip = "the two before it are stored: a scan may leave as soon as append has returned"
        expect(f"waiting after {why}: {list(queue)}", f"waiting after {why}: {waiting}", slip)
        expect(f"sent after {why}: {store.noted[3:]}", f"sent after {why}: []", "")
        store.fails_at = None
        seen = outcome(given.send, store, queue)
        places = stored(store, scans)
        expect(f"called again: {seen}, {len(places)} cards", "called again: no error, 5 cards", "")


def what_is_certain_reaches_the_caller(given: Any) -> None:
    """A clash, or another mistake, reaches the caller; that scan and those behind it stay."""
    for why, expected in (
        ("a rival's scan with this version", "EventAlreadyExistsError"),
        ("a rival's equal scan", "EventAlreadyExistsError"),
        ("a scan with version -1", "InvalidEventError"),
    ):
        store, queue = queue_of(given)
        waiting = list(queue)[2:]
        third = queue[waiting[0]]
        if why == "a scan with version -1":
            queue[waiting[0]] = given.Scan(third.id, -1, third.place)
        else:
            place = third.place if "equal" in why else "Elsewhere"
            store.append(given.Scan(third.id, third.version, place), append_id="a rival's")
        seen = outcome(given.send, store, queue)
        slip = ""
        if seen == "no error" and expected == "EventAlreadyExistsError":
            slip = "a clash is certain: it isn't stored, and somebody must decide again"
        expect(f"{why}: {seen}", f"{why}: {expected}", slip)
        expect(f"waiting after it: {list(queue)}", f"waiting after it: {waiting}", "")


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="4b",
    title="stored once, however often it is sent",
    statement="""\
## Exercise · The scanner in the van · optional, 10 min

A van delivers parcels, and in a tunnel its scanner loses replies. So the scanner keeps its scans in a queue, a dictionary: each key is an append id, such as `scan-1`, and each value a scan. (`Scan.id` is the parcel, so the drawer.) The queue is the client's own. A *transactional outbox*, if you know that word, is something else: it's in the database.

Write `send(store, queue)`, all of it. It empties the queue into the module's store, the oldest scan first, one append for each:

```python
send(store, {"scan-1": Scan("parcel 7", 0, "Van"), "scan-2": Scan("parcel 7", 1, "Doorstep")})
```

- A scan leaves the queue, the caller's own dictionary, as soon as we know that it's stored.
- If it's open whether a scan is stored, `send` returns. This scan stays in the queue, and so does everything behind it: somebody calls `send` again later. Which errors leave it open? The table in step 3 says it.
- Any other error reaches the caller, such as the module's error for a clash. That scan stays in the queue, too.""",
    start=SCAN + "___  # send, all of it\n",
    asks=("send", "Scan"),
    uses={
        "Do you remember?": "client table dataclass suppress eventstore BotoCoreError ClientError"
    },
    tests=(
        each_scan_is_appended_under_its_id,
        what_is_stored_leaves_the_queue,
        what_is_open_waits,
        what_is_certain_reaches_the_caller,
    ),
    why="With its id, a scan may be sent again after any open outcome. A clash still needs a decision.",
    hints=(
        "The table in step 3 has three rows. Which of them means: we don't know? And where in your loop do you know that a scan is stored?",
        "A dictionary keeps the order in which its keys were added. You can't delete from it while you loop over it, but you can loop over `list(queue.items())`. One `except` takes several types as a tuple.",
        "The skeleton: `def send(store, queue):`, a `for` over the pairs, in it `try:` with the append (pass the id by its name), `except (BotoCoreError, ClientError):` with a `return`, and below that `del queue[append_id]`.",
    ),
    answer=ANSWER,
    remark="Two things are still missing for real life. A `ClientError` such as a denied access won't go away by itself, so a real program also reports it. And a rival's scan at the head blocks the queue: every `send` raises the same clash, until somebody reads the stream and decides again. What comes out of that is a new append, with a new id.",
    others=(OLDEST, SUPPRESSED),
    wrong={
        swap(ANSWER, APPEND, "store.append(scan)"): "makes a new mark each time",
        swap(ANSWER, APPEND, "store.append(scan, append_id)"): "InvalidEventError: ",
        swap(ANSWER, "append_id=append_id", "append_id=scan.id"): "Scan.id is the drawer",
        swap(ANSWER, "append_id=append_id", "append_id=f'{scan.version}'"): "append ids: ['0', '1'",
        swap(
            ANSWER, "list(queue.items())", "sorted(queue.items())"
        ): "a dictionary keeps its order",
        swap(ANSWER, "list(queue.items())", "queue.items()"): "changed size during iteration",
        swap(ANSWER, DELETE, f"{DELETE}        return\n"): "Seen:         append ids: ['scan-9']",
        swap(ANSWER, DELETE, ""): "Expected:     in the queue: []",
        ANEW: "in the queue: ['scan-9', 'scan-10', 'scan-7', 'scan-12', 'scan-11']",
        swap(ANSWER, ERRORS, "ClientError"): "after a lost reply: ConnectionClosedError",
        swap(ANSWER, ERRORS, "BotoCoreError"): "after HTTP 500: ClientError",
        swap(
            ANSWER, "            return\n", "            continue\n"
        ): "waiting after a lost reply: ['scan-7']",
        swap(
            ANSWER, "            return\n", "            pass\n"
        ): "waiting after a lost reply: []",
        swap(ANSWER, "            return\n", f"            {APPEND}\n"): "after a lost reply: Conn",
        swap(
            ANSWER, "            return\n", "            return send(store, queue)\n"
        ): "does the loop ever",
        swap(
            ANSWER, THEN, "            return\n        finally:\n            del queue[append_id]\n"
        ): "nobody knows whether",
        FIRST_OUT: "scan-7 is stored, so it has to stay",
        AT_THE_END: "the two before it are stored",
        swap(ANSWER, ERRORS, "Exception"): "a clash is certain",
        swap(ANSWER, "        except (BotoCoreError, ClientError):\n", PAGES_ERROR): (
            "a rival's scan with this version: no error"
        ),
        swap(
            ANSWER,
            "        except (BotoCoreError, ClientError):\n",
            swap(PAGES_ERROR, "EventAlready", "eventstore.EventAlready"),
        ): "a scan with version -1: no error",
    },
)
