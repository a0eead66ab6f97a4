"""Lesson 07, at home: something of the learner's own that must not happen twice."""

from typing import Any

import eventstore
from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import marks_of
from classroom.exercises.own_events import MY_EVENT, expect_a_story

ANSWER = """\
@dataclass(frozen=True)
class Order:
    id: str
    version: int
    dish: str
    plates: int = 1


def box(sender, stream):
    return {
        f"{sender}-1": Order(stream, 0, "soup", 2),
        f"{sender}-2": Order(stream, 1, "bread"),
        f"{sender}-3": Order(stream, 2, "pie", 2),
    }


def send(store, waiting):
    for append_id, order in list(waiting.items()):
        try:
            store.append(order, append_id=append_id)
        except HTTPClientError:
            break
        del waiting[append_id]
"""
OTHER = """\
@dataclass(frozen=True)
class Transfer:
    id: str
    version: int
    cents: int


def box(bank, account):
    amounts = enumerate([+5000, -1200, -800])
    return {f"slip {n} of {bank}": Transfer(account, n, cents) for n, cents in amounts}


def send(store, slips):
    try:
        while slips:
            number, slip = next(iter(slips.items()))
            store.append(slip, append_id=number)
            slips.pop(number)
    except HTTPClientError:
        pass
"""
START = """\
def box(sender, stream):
    return {
        ...: ...,  # an append_id, and the event that waits under it; three of them or more
    }


def send(store, waiting):
    for append_id, event in list(waiting.items()):
        ...  # append it; keep it while nobody knows; strike it out when it is stored
"""


def filled(given: Any) -> tuple[Any, str, dict[str, Any]]:
    """A store, a stream, and the box of Ann, who wants to append to it."""
    stream = given.new_id()
    waiting = given.box("ann", stream)
    kind = type(next(iter(waiting.values())))
    return eventstore.EventStore(given.client, given.table, event_type=kind), stream, waiting


def the_box_holds_a_story(given: Any) -> None:
    """box(sender, stream) holds three frozen events or more of that stream, versions 0, 1, 2 ..."""
    stream = given.new_id()
    waiting = given.box("ann", stream)
    expect(type(waiting).__name__, "dict", "box returns a dictionary: from append_ids to events")
    expect_a_story(list(waiting.values()), stream, "box")
    slip = "an append_id is a text, and not an empty one"
    for append_id in waiting:
        seen = "a text" if isinstance(append_id, str) and append_id else repr(append_id)
        expect(seen, "a text", slip)


def the_ids_stay_the_same(given: Any) -> None:
    """Asked again, the box has the same ids."""
    slip = "an id that is new each time doesn't identify anything: a repeat wouldn't know its own"
    expect(list(given.box("ann", "s")), list(given.box("ann", "s")), slip)


def two_senders_have_different_ids(given: Any) -> None:
    """No two senders have an id in common."""
    shared = given.box("ann", "s").keys() & given.box("bob", "s").keys()
    slip = "each would take the other's event for its own; let the id say who sends it"
    expect(sorted(shared), [], slip)


def what_is_sent_is_stored_under_its_id(given: Any) -> None:
    """On a good day all is stored, each event under its id, and the box is empty."""
    store, stream, waiting = filled(given)
    names = list(waiting)
    given.send(store, waiting)
    marks = marks_of(given.client, given.table, stream) or ["nothing stored"]
    slip = "append takes the event, and by its name the append_id: append_id=..."
    expect(marks[0], names[0], slip)
    expect(list(waiting), [], "strike out what is stored, or it will be sent forever")
    events = list(given.box("ann", stream).values())
    expect(f"{store.query(stream)}", f"{events}", "each event is appended once, in its order")


def what_follows_waits(given: Any) -> None:
    """When the first request gets lost, all events stay in the box, and nothing is stored."""
    store, stream, waiting = filled(given)
    names = list(waiting)
    with given.lost_requests(given.client, times=3):
        given.send(store, waiting)
    slip = "strike out only what is stored; nobody knows about what got lost"
    expect(list(waiting)[:1], names[:1], slip)
    slip = "the first was lost, and the next were sent all the same: a hole in the stream. Stop!"
    expect(list(waiting), names, slip)
    expect(outcome(store.query, stream), "NoEventFoundError", slip)


def nothing_is_stored_twice(given: Any) -> None:
    """When a reply gets lost and all is sent again, each event is stored once."""
    store, stream, waiting = filled(given)
    with given.lost_replies(given.client, times=3):
        given.send(store, waiting)
    given.send(store, waiting)
    seen = f"{len(store.query(stream))} stored, {len(waiting)} waiting"
    expected = f"{len(given.box('ann', stream))} stored, 0 waiting"
    expect(seen, expected, "what is not known to be stored stays in the box, under the same id")


def a_rival_is_told_of(given: Any) -> None:
    """When another sender was faster, the clash is told, and not taken for a loss."""
    store, stream, waiting = filled(given)
    given.send(store, waiting)
    told = outcome(given.send, store, given.box("bob", stream))
    slip = "a clash isn't a loss: let its error through, because somebody must decide again"
    expect(told, "EventAlreadyExistsError", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="3b",
    title="what must not happen twice happens once",
    statement="""\
## At home · Bring your own outbox

This one is for later: twenty minutes or more, and there is not one right answer. Choose something that must not happen twice: a payment, an order in a kitchen, a letter that is sent, a dose of a medicine.

Write the events and `box(sender, stream)`: what this sender wants to append to that stream, each event under an append_id that you choose. Which id stays the same after a restart, and is never another sender's? Then write `send`, which empties the box into the module's store. `check` loses a request and a reply, and sends a rival. Rename `MyEvent` as you like.""",
    start=MY_EVENT + START,
    asks=("box", "send"),
    uses={"Do you remember?": "client table dataclass HTTPClientError lost_replies lost_requests"},
    tests=(
        the_box_holds_a_story,
        the_ids_stay_the_same,
        two_senders_have_different_ids,
        what_is_sent_is_stored_under_its_id,
        a_rival_is_told_of,
        what_follows_waits,
        nothing_is_stored_twice,
    ),
    why="An id that is chosen before the first try, and kept, is all that a safe repeat needs.",
    hints=(
        "Think of a form on paper: which number on it says which form it is, and whose?",
        "The sender's name and a running number make an id. For send, look at the van's scanner.",
        "try the append with append_id=append_id; on HTTPClientError break; else del waiting[append_id].",
    ),
    at_home=True,
    answer=ANSWER,
    remark="A program that loses the whole network catches the errors of connecting, too, as step 3 says. In life the ids of a box are kept with it, in a file or a small database, from before the first try.",
    other=OTHER,
    wrong={
        swap(ANSWER, 'f"{sender}-1"', "1"): "an append_id is a text",
        swap(ANSWER, 'f"{sender}-1"', "uuid.uuid4().hex"): "an id that is new each time",
        swap(ANSWER, "{sender}-", "order-", 'f"', '"'): "let the id say who sends it",
        swap(ANSWER, ", append_id=append_id", ""): "by its name the append_id",
        swap(ANSWER, "        del waiting[append_id]\n", ""): "sent forever",
        swap(ANSWER, "            break", "            continue"): "a hole in the stream",
        swap(ANSWER, "            break", "            pass"): "strike out only what is stored",
        swap(ANSWER, "except HTTPClientError", "except Exception"): "a clash isn't a loss",
    },
)
