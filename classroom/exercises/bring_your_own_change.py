"""Lesson 10, at home: an event of the learner's gets a new form, and the state as of a time."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import changing
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 10), answer(PARCEL, 10)
LOOP = ANSWER[ANSWER.index("    known = []") :]
CHOSEN = "    return [event for recorded_at, event in records if recorded_at <= time]\n"
POPPED = """\
    known = []
    while records and records[0][0] <= time:
        known.append(records.pop(0)[1])
    return known
"""
TWICE = """\
    if isinstance(event, LentOnCard):
        return new_apply(title, Lent(event.id, event.version, event.card))
"""

EXERCISE = Exercise(
    lesson="10_changing_events",
    after="5b",
    title="a new form, and every old card still says what it said",
    statement="""\
## At home · A change of your own

The first line brings your domain. (You have none, or left a lesson out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) Choose one of your event types, and a change that it will need one day: a better name for a field, another unit, or something that nobody wrote down until now.

Write a class for the new form. `THEN` has a name for each of your event types, as they were. `NOW` has the new class instead of the old one, under a new name, and an upcast. Both are `eventstore.EventTypes`, so a field can be what the module can store: text, whole numbers, dates, lists and more, but no floats and no sets. `newest_apply(state, event)` is your rule (the one of lesson 05 or, if you have none, that of 04) for the events that `NOW` reads: they make the same states as before.

Then somebody asks: what did we know at ten o'clock? `known_at(time, records)` gets pairs in the order of the versions, each with the time when an event was stored, and the event. It returns the events that make the state as of that time. But several machines write, and their clocks differ: version 7 may have an earlier time than version 6. There must never be a hole, so the first event that's too late ends it. (The module does it like this: `store.project(stream, projection, as_of=time)`.)

`check` takes your events in any order, and any clocks. Thirty minutes or more.""",
    start=OPEN
    + """\
___  # the class of the new form, and a function that makes its attributes from the old ones


THEN = eventstore.EventTypes({___: ___})
NOW = eventstore.EventTypes({___: ___}, upcasts={___: (___, ___)})


def newest_apply(state, event):
    return ___


def known_at(time, records):
    ___  # the events before the first that was stored later
""",
    asks=("THEN", "NOW", "newest_apply", "known_at"),
    takes=("one_story", "another_story", "START", "apply"),
    uses={"Do you remember?": "own_domain eventstore"},
    tests=(
        changing.then_holds_every_event,
        changing.now_reads_every_old_card,
        changing.the_form_and_its_name_are_new,
        changing.nothing_gets_lost,
        changing.the_states_stay_as_they_were,
        changing.what_was_known_is_the_beginning_of_the_story,
    ),
    why=f"The old cards stay as they are, and both your programs can go on.{still_missing(10)}",
    hints=(
        "Which of your fields would a new colleague misunderstand? And what did the old events never say?",
        "The upcast gets a dict such as `{'Id': ..., 'Version': ..., 'Reader': ...}`. Every key but `Id` and `Version` may change. If nobody wrote it down, `None` is honest.",
        "`newest_apply` can make the old event of the new one, and call the rule that you have. `known_at` is a `for` loop with a `break`, or `itertools.takewhile`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    remark="The times are those of the machines that wrote, so they're good for a question such as this one. The order of the events is that of their versions, never that of the clocks.",
    wrong={
        swap(ANSWER, '"lent": Lent, "returned"', '"returned"'): "it needs a name, too",
        swap(
            ANSWER, '    upcasts={"lent": ("lent.2", on_card)},\n', ""
        ): "the old name needs an upcast",
        swap(ANSWER, '"Card": old["Reader"]', '"Reader": old["Reader"]'): "Card is missing",
        swap(
            ANSWER, '"Card": old["Reader"]', '"Card": "unknown"'
        ): "something on the old card got lost",
        swap(
            ANSWER, '"Version": old["Version"]', '"Version": old["Version"] + 1'
        ): "must keep Id and Version",
        swap(
            ANSWER,
            '"lent.2": LentOnCard',
            '"lent": LentOnCard',
            '    upcasts={"lent": ("lent.2", on_card)},\n',
            "",
            "card: str  #",
            'card: str = ""  #',
        ): "a new form gets a new name",
        swap(
            ANSWER, '"lent.2": LentOnCard', '"lent.2": Lent', "on_card)", "lambda old: old)"
        ): "is there a new class",
        swap(ANSWER, "NOW = eventstore", "NOW = THEN\nNEXT = eventstore"): "makes of every card",
        swap(ANSWER, TWICE, ""): "AttributeError",
        swap(
            ANSWER, "new_apply(title, Lent(event.id, event.version, event.card))", "title"
        ): "do the same for it as before",
        swap(ANSWER, LOOP, CHOSEN): "leaves a hole if a clock is slow",
        swap(ANSWER, "recorded_at > time", "recorded_at >= time"): "at that very time",
        swap(
            ANSWER, "known.append(event)", "known.append((recorded_at, event))"
        ): "without their times",
        swap(ANSWER, "    return known\n", ""): "Expected:     a list of events",
        swap(ANSWER, LOOP, POPPED): "only look at it",
        swap(ANSWER, "            break\n", "            continue\n"): "choosing by time",
        swap(
            ANSWER,
            LOOP,
            "    return [event for recorded_at, event in sorted(records, key=lambda r: r[0]) if recorded_at <= time]\n",
        ): "as of 12:0",
    },
    at_home=True,
    of_the_domain=True,
)
