"""Lesson 09, at home: the learner's wishes come as messages, which may arrive twice."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import commanding
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 9), answer(PARCEL, 9)
ID, NAMED = 'f"{sender}/{number}"', 'command_id=message["id"]'
RETURN = "    return store.execute"
BY_HAND = """\
own_domain("library loans")


def message(sender, number, stream, wish):
    return {"id": f"{sender}/{number}", "stream": stream, "wish": wish}


def handle(store, projection, message):
    events = store.query(message["stream"])
    state = projection.initial
    for event in events:
        state = projection.apply(state, event)
    decided = decide(state, message["stream"], len(events), message["wish"])
    if decided:
        store.append(*decided, append_id=message["id"])
"""
EXECUTE = 'store.execute(message["stream"], projection, decision, command_id=message["id"])'
HIDDEN = swap(
    ANSWER,
    f"    return {EXECUTE}\n",
    f"    try:\n        return {EXECUTE}\n    except Exception:\n        return None\n",
)
TOO_EARLY = """\
own_domain("library loans")


def message(sender, number, stream, wish):
    return {"id": f"{sender}/{number}", "stream": stream, "wish": wish}


def handle(store, projection, message):
    stream = message["stream"]
    state, version = projection.initial, 0
    if store.has(stream):
        for event in store.query(stream):
            state, version = projection.apply(state, event), event.version + 1
    decided = decide(state, stream, version, message["wish"])
    return store.execute(stream, projection, lambda *_: decided, command_id=message["id"])
"""

AT_ONCE = swap(
    ANSWER,
    f"""\
    def decision(title, next_version):
        return decide(title, message["stream"], next_version, message["wish"])

    return {EXECUTE}
""",
    f"""\
    decision = decide(projection.initial, message["stream"], 0, message["wish"])
    return {EXECUTE}
""",
)

EXERCISE = Exercise(
    lesson="09_the_same_command_twice",
    after="4c",
    title="one message, one effect, in your own domain",
    statement="""\
## At home · A wish that arrives twice

The first line brings your domain, with the wishes and the `decide` of lesson 06. (You have none, or left that out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) Now the wishes come as messages, from a phone or another office, and a message may come again.

`message(sender, number, stream, wish)` makes a message, a dictionary with everything that's needed to carry it out. Each sender numbers its messages, and remembers the number, so a message that's sent again is the same. `handle(store, projection, message)` carries it out with `store.execute(stream, projection, decision, command_id=...)`, and returns what that returns. Your `decide` takes four arguments, and `execute` wants a decision with two: the state and the next version. If something gets lost, let the error through: the queue will deliver the message again.

`check` delivers messages twice, loses requests and replies, and sends a rival. Fifteen minutes or more.""",
    start=OPEN
    + """\
def message(sender, number, stream, wish):
    return {___}


def handle(store, projection, message):
    ___  # your decide, with the message's stream and wish; then execute


""".rstrip("\n")
    + "\n",
    asks=("message", "handle"),
    takes=(
        "one_story",
        "another_story",
        "START",
        "apply",
        "decide",
        "holds",
        "one_wish",
        "another_wish",
    ),
    uses={"Do you remember?": "own_domain"},
    tests=(
        commanding.a_message_carries_its_wish,
        commanding.a_message_is_carried_out,
        commanding.a_message_that_comes_again_has_one_effect,
        commanding.another_message_is_another_command,
        commanding.an_outage_reaches_the_queue,
        commanding.one_effect_whatever_gets_lost,
    ),
    why=f"The sender makes the id, once, and the worker passes it on.{still_missing(9)}",
    hints=(
        "Think of a paper form. Which two things on it say that it's this form, even on a copy?",
        "In `handle`, define a function of a state and a next version that calls your `decide` with all four. Pass it to `store.execute`, with the id from the message.",
        'In the message: `"id": f"{sender}/{number}"`, and the stream and the wish. In `handle`: `return store.execute(message["stream"], projection, decision, command_id=message["id"])`.',
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, f", {NAMED}", ""): "that's in the message, and the same each time",
        swap(ANSWER, ID, 'f"{sender}"'): "the sender and the number together",
        swap(ANSWER, ID, "str(number)"): "('ann', 1) and ('bob', 1) have the id",
        swap(ANSWER, ID, 'f"{sender}{number}"'): "('ann', 11) and ('ann1', 1) have the id 'ann11'",
        swap(ANSWER, ID, 'f"{stream}/{wish}"'): "('ann', 1) and ('ann', 2) have the id",
        swap(ANSWER, ID, "str(hash((sender, number)))"): "hash(...) of a text",
        swap(ANSWER, 'decide(title, message["stream"]', 'decide(message["stream"], title'): (
            '| return decide(message["stream"], title'
        ),
        swap(ANSWER, ID, "number"): "command_id must be a non-empty string",
        swap(ANSWER, ID, "uuid.uuid4().hex", "def message", "import uuid\n\n\ndef message"): (
            "nothing in it may be new each time"
        ),
        swap(ANSWER, RETURN, "    store.execute"): "return what store.execute returns",
        swap(
            ANSWER, 'message["wish"])\n', "one_wish)\n"
        ): "needs the stream and the wish of the message",
        swap(ANSWER, "decision, command", "decide, command"): "missing 2 required",
        BY_HAND: "call store.execute once",
        HIDDEN: "the queue believes that all is well",
        TOO_EARLY: "decide returned an event for",
        AT_ONCE: "decide was called before execute, and refused",
    },
    at_home=True,
    of_the_domain=True,
)
