"""Lesson 07, at home: the learner's own events, sent over a network that loses messages."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import sending
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 7), answer(PARCEL, 7)
NAMED = 'f"{sender}/{event.id}/{event.version}"'
DONE = "        del waiting[append_id]\n"

EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="4b",
    title="what must not happen twice happens once",
    statement="""\
## At home · What may arrive twice

The first line brings your domain. (You have none, or left a lesson out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) Now your events come from somewhere else, such as a scanner, a phone or another office, over a network that loses messages.

`queue(sender, events)` is what this sender wants to append: a dictionary with an append id of your choice for each event, in order. Which id is the same after a restart, and never that of another sender, stream or event? `send(store, waiting)` empties such a dictionary into the store, with `store.append(event, append_id=...)`. What is stored leaves `waiting` at once. If something gets lost, `send` gives up for now and returns: it will be called again. A clash isn't lost, so its error goes on to the caller.

`check` loses requests and replies in any order, answers with HTTP 500, forgets how far it was, and sends a rival. Twenty minutes or more.""",
    start=OPEN
    + """\
def queue(sender, events):
    return {___: event for event in events}


def send(store, waiting):
    for append_id, event in list(waiting.items()):
        ___  # append it; keep it while nobody knows; delete it once it's stored
""",
    asks=("queue", "send"),
    takes=("one_story", "another_story"),
    uses={"Do you remember?": "own_domain BotoCoreError ClientError"},
    tests=(
        sending.the_queue_has_a_name_for_each_event,
        sending.nobody_else_has_the_same_ids,
        sending.the_ids_are_the_same_after_a_restart,
        sending.a_good_day_empties_the_queue,
        sending.a_rival_is_told_of,
        sending.an_outage_keeps_everything,
        sending.each_event_has_one_effect,
        sending.what_is_stored_does_not_wait,
    ),
    why=f"Choose the id before the first try, and keep it with the event: then you can repeat.{still_missing(7)}",
    hints=(
        "Think of a form on paper. Which numbers on it say which form it is, and whose?",
        "The sender, the event's id and its version make an append id. For `send`, look at the scanner in the van.",
        "`try` the append with `append_id=append_id`; on `(BotoCoreError, ClientError)`, `return`; after it, `del waiting[append_id]`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, NAMED, "event.version"): "a non-empty string",
        swap(
            ANSWER, NAMED, "str(id(object()))", "from botocore", "import uuid\nfrom botocore"
        ).replace("str(id(object()))", "uuid.uuid4().hex"): "an id that's new each time",
        swap(ANSWER, "/{event.version}", ""): "one event under each append_id",
        swap(ANSWER, "{sender}/", "order/"): "let the id say who sends it",
        swap(ANSWER, "/{event.id}", ""): "let the id say which one",
        swap(ANSWER, "{sender}/{event.id}/", "{sender}{event.id}"): "run together",
        swap(
            ANSWER,
            NAMED,
            'f"{sender}/{event.id}/{number}"',
            "event in events",
            "number, event in enumerate(events)",
        ): "where an event stands among those that wait",
        swap(ANSWER, NAMED, "str(hash((sender, event.id, event.version)))"): "hash(...) of a text",
        swap(
            ANSWER, DONE, "", "            return\n", "            return\n    waiting.clear()\n"
        ): ("as soon as append has returned"),
        swap(ANSWER, ", append_id=append_id", ""): "the append_id by its name",
        swap(ANSWER, DONE, ""): "sent forever",
        swap(ANSWER, "            return", "            continue"): "a gap in the stream",
        swap(
            ANSWER, "            return\n" + DONE, "            pass\n" + DONE
        ): "delete only what is stored",
        swap(
            ANSWER, "except (BotoCoreError, ClientError)", "except Exception"
        ): "a clash is certain",
        swap(ANSWER, "(BotoCoreError, ClientError)", "BotoCoreError"): "HTTP 500 is a ClientError",
    },
    remark="In real life the queue is in a file or a small database, ids included, before the first try. Then it survives a restart.",
    at_home=True,
    of_the_domain=True,
)
