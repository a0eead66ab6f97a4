"""Lesson 07, at home: something of the learner's own that must not happen twice."""

from typing import Any

import eventstore
from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.marks import internal_server_error, marks_of, unreachable
from classroom.exercises.own_events import MY_EVENT, expect_a_story

ANSWER = """\
@dataclass(frozen=True)
class Order:
    id: str
    version: int
    dish: str
    plates: int = 1


def queue(sender, stream):
    return {
        f"{sender}-{stream}-1": Order(stream, 0, "soup", 2),
        f"{sender}-{stream}-2": Order(stream, 1, "bread"),
        f"{sender}-{stream}-3": Order(stream, 2, "pie", 2),
    }


def send(store, waiting):
    for append_id, order in list(waiting.items()):
        try:
            store.append(order, append_id=append_id)
        except (BotoCoreError, ClientError):
            break
        del waiting[append_id]
"""
OTHER = """\
@dataclass(frozen=True)
class Transfer:
    id: str
    version: int
    cents: int


def queue(bank, account):
    amounts = enumerate([+5000, -1200, -800])
    return {f"slip {n} of {bank} for {account}": Transfer(account, n, cents) for n, cents in amounts}


def send(store, slips):
    try:
        while slips:
            number, slip = next(iter(slips.items()))
            store.append(slip, append_id=number)
            slips.pop(number)
    except (BotoCoreError, ClientError):
        pass
"""
START = """\
def queue(sender, stream):
    return {
        ___: ___,  # an append_id, and the event that waits under it; three of them or more
    }


def send(store, waiting):
    for append_id, event in list(waiting.items()):
        ___  # append it; keep it while nobody knows; delete it once it's stored
"""


def filled(given: Any) -> tuple[Any, str, dict[str, Any]]:
    """Return a store, a stream, and the queue of Ann, who wants to append to it."""
    stream = given.new_id()
    waiting = given.queue("ann", stream)
    kind = type(next(iter(waiting.values())))
    return eventstore.EventStore(given.client, given.table, event_type=kind), stream, waiting


def the_queue_holds_a_story(given: Any) -> None:
    """queue(sender, stream) holds three frozen events or more of that stream, versions 0, 1, 2 ..."""
    stream = given.new_id()
    waiting = given.queue("ann", stream)
    expect(type(waiting).__name__, "dict", "queue returns a dictionary: from append_ids to events")
    events = list(waiting.values())
    if len(events) < 3 and any(getattr(each, "version", n) != n for n, each in enumerate(events)):
        slip = "one event under each append_id: of two under the same, a dictionary keeps the later"
        raise NotYetError(f"events: {len(events)}", "three events or more", slip)
    expect_a_story(events, stream, "queue")
    slip = "an append_id is a non-empty string"
    for append_id in waiting:
        seen = "a string" if isinstance(append_id, str) and append_id else repr(append_id)
        expect(seen, "a string", slip)


def the_ids_stay_the_same(given: Any) -> None:
    """Called again, queue returns the same ids."""
    slip = "an id that's new each time doesn't identify anything: a repeat wouldn't know its own"
    expect(list(given.queue("ann", "s")), list(given.queue("ann", "s")), slip)


def two_senders_have_different_ids(given: Any) -> None:
    """No two senders have an id in common."""
    shared = given.queue("ann", "s").keys() & given.queue("bob", "s").keys()
    slip = "each would take the other's event for its own: let the id say who sends it"
    expect(sorted(shared), [], slip)


def what_is_sent_is_stored_under_its_id(given: Any) -> None:
    """On a good day everything is stored, each event under its id, and the queue is empty."""
    store, stream, waiting = filled(given)
    names = list(waiting)
    given.send(store, waiting)
    marks = marks_of(given.client, given.table, stream) or ["nothing stored"]
    slip = "append takes the event, and the append_id by its name: append_id=..."
    expect(marks[0], names[0], slip)
    expect(list(waiting), [], "delete what is stored, or it will be sent forever")
    events = list(given.queue("ann", stream).values())
    expect(f"{store.query(stream)}", f"{events}", "each event is appended once, in order")


def what_follows_waits(given: Any) -> None:
    """If the first request gets lost, all events stay in the queue, and nothing is stored."""
    store, stream, waiting = filled(given)
    names = list(waiting)
    with unreachable(given.client, times=3):
        given.send(store, waiting)
    slip = "delete only what is stored; nobody knows about what got lost"
    expect(list(waiting)[:1], names[:1], slip)
    slip = "the first was lost, and the next were sent all the same: a gap in the stream"
    expect(list(waiting), names, slip)
    expect(outcome(store.query, stream), "NoEventFoundError", slip)


def an_error_of_the_server_is_open_too(given: Any) -> None:
    """After an HTTP 500, too, everything stays in the queue."""
    store, _, waiting = filled(given)
    names = list(waiting)
    with internal_server_error(given.client):
        told = outcome(given.send, store, waiting)
    slip = "HTTP 500 is a ClientError, and the event may be stored: catch it, and stop"
    expect(told, "no error", slip)
    expect(list(waiting), names, "nobody knows whether it's stored, so everything stays")


def nothing_is_stored_twice(given: Any) -> None:
    """If a reply gets lost and everything is sent again, each event is stored once."""
    store, stream, waiting = filled(given)
    with given.lost_replies(given.client, times=3):
        given.send(store, waiting)
    given.send(store, waiting)
    seen = f"{len(store.query(stream))} stored, {len(waiting)} waiting"
    expected = f"{len(given.queue('ann', stream))} stored, 0 waiting"
    expect(
        seen, expected, "until you know that it's stored, it stays in the queue, under the same id"
    )


def a_rival_is_told_of(given: Any) -> None:
    """If another sender was faster, the caller hears of the clash."""
    store, stream, waiting = filled(given)
    given.send(store, waiting)
    told = outcome(given.send, store, given.queue("bob", stream))
    slip = "a clash is certain: let its error through, because somebody must decide again"
    expect(told, "EventAlreadyExistsError", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="4b",
    title="what must not happen twice happens once",
    statement="""\
## At home · Bring your own queue

This one is for later: it takes twenty minutes or more, and there's more than one right answer. Choose something that must not happen twice: a payment, an order in a kitchen, a letter, a dose of medicine.

Write the events and `queue(sender, stream)`: what this sender wants to append to that stream, each event under an append id that you choose. Which id is the same after a restart, and never another sender's? Then write `send`, which empties the queue into the module's store. `check` loses a request and a reply, lets DynamoDB fail with HTTP 500, and sends a rival. You may rename `MyEvent`.""",
    start=MY_EVENT + START,
    asks=("queue", "send"),
    uses={"Do you remember?": "client table dataclass BotoCoreError ClientError lost_replies"},
    tests=(
        the_queue_holds_a_story,
        the_ids_stay_the_same,
        two_senders_have_different_ids,
        what_is_sent_is_stored_under_its_id,
        a_rival_is_told_of,
        what_follows_waits,
        an_error_of_the_server_is_open_too,
        nothing_is_stored_twice,
    ),
    why="Choose the id before the first try, and keep it with the event: then you can repeat.",
    hints=(
        "Think of a form on paper. Which numbers on it say which form it is, and whose?",
        "The sender, the stream and a running number make an id. For send, look at the scanner in the van.",
        "try the append with append_id=append_id; on (BotoCoreError, ClientError) break; after it, del waiting[append_id].",
    ),
    at_home=True,
    answer=ANSWER,
    remark="In real life the queue is in a file or a small database, ids included, before the first try. Then it survives a restart.",
    others=(OTHER,),
    wrong={
        swap(ANSWER, 'f"{sender}-{stream}-1"', "1"): "a non-empty string",
        swap(ANSWER, 'f"{sender}-{stream}-1"', "uuid.uuid4().hex"): "an id that's new each time",
        swap(ANSWER, "{stream}-2", "{stream}-1"): "one event under each append_id",
        swap(ANSWER, "{sender}-", "order-", 'f"', '"'): "let the id say who sends it",
        swap(ANSWER, ", append_id=append_id", ""): "the append_id by its name",
        swap(ANSWER, "        del waiting[append_id]\n", ""): "sent forever",
        swap(ANSWER, "            break", "            continue"): "a gap in the stream",
        swap(ANSWER, "            break", "            pass"): "delete only what is stored",
        swap(
            ANSWER, "except (BotoCoreError, ClientError)", "except Exception"
        ): "a clash is certain",
        swap(ANSWER, "(BotoCoreError, ClientError)", "BotoCoreError"): "HTTP 500 is a ClientError",
    },
)
