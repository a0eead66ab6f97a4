"""Lesson 05, at home: snapshots of the learner's own states, and a rule that changes."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import snapshots
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 5), answer(PARCEL, 5)
IN_PLACE = """\
own_domain("library loans")

START = {"copies": 0}


def apply(state, event):
    return {"copies": state["copies"] + getattr(event, "copies", -1)}


def encode(state):
    return state


def decode(kept):
    return kept


def new_apply(state, event):
    state["copies"] = apply(state, event)["copies"] % 2
    return state


REVISION = 2
"""
LAST = swap(
    ANSWER,
    "def encode(title):\n",
    "def encode(title):\n    global last\n    last = title\n",
    'return Title(kept["copies"], frozenset(kept["readers"]))',
    "return last",
)

EXERCISE = Exercise(
    lesson="05_snapshots",
    after="5b",
    title="a snapshot of your own, and a new rule",
    statement="""\
## At home · A snapshot of your state

The first line brings your domain, with the `START` and `apply` of lesson 04. (You have none, or left that out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) Suppose that its history gets long. What would a snapshot of it hold?

`encode(state)` turns a state into what JSON has (dict, list, str, int, bool, None), and `decode(kept)` turns it back, exactly. Then a rule changes: `new_apply(state, event)` is your `apply` with one difference that shows in your stories. From lesson 06 on, this is the rule. Snapshots by the old rule have revision 1. Which `REVISION` do those by the new rule have?

`check` takes snapshots by both rules, after any number of your events in any order, saves them as JSON, and begins at the newest of the revision that you give. It must never make a difference. Twenty minutes or more.""",
    start=OPEN
    + """\
def encode(state):
    return ___


def decode(kept):
    return ___


def new_apply(state, event):
    return ___  # one rule differs


REVISION = ___  # of snapshots by the new rule
""",
    asks=("encode", "decode", "new_apply", "REVISION"),
    takes=("one_story", "another_story", "START", "apply"),
    uses={"Do you remember?": "own_domain"},
    tests=(
        snapshots.a_state_comes_back_as_it_was,
        snapshots.the_rules_differ,
        snapshots.the_new_rule_looks_at_the_events,
        snapshots.the_new_rule_makes_new_states,
        snapshots.a_snapshot_changes_nothing,
    ),
    why=f"If a state came back slightly different, you'd notice weeks later, far from the snapshot.{still_missing(5)}",
    hints=(
        "If you wrote the state into a letter, how would the reader get it back?",
        "For each field that JSON doesn't have, `encode` makes a list or text, and `decode` undoes that.",
        "`sorted(a_set)` and `frozenset(a_list)` are a pair; so are `day.isoformat()` and `date.fromisoformat(text)`. `new_apply` may call `apply`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "sorted(title.readers)", "title.readers"): "must turn a set into a list",
        swap(ANSWER, 'frozenset(kept["readers"])', 'kept["readers"]'): "returns a list where",
        swap(ANSWER, 'Title(kept["copies"], ', "Title(0, "): "decode leaves out a field",
        swap(ANSWER, "reader.casefold()", "reader"): "make the same states",
        swap(
            ANSWER, "title = apply(title, event)", "title = replace(title, copies=title.copies + 1)"
        ): "new_apply only counts events",
        IN_PLACE: "changes a list or a dict of the old state",
        LAST: "Title(copies=0, readers=frozenset())\nExpected:     Title(copies=2",
        swap(ANSWER, "REVISION = 2", "REVISION = 1"): "give it a new REVISION",
        swap(ANSWER, "REVISION = 2", 'REVISION = "2"'): "a revision is a whole number",
        swap(OTHER, "tuple(vans)", "vans"): "'vans': []",
        swap(OTHER, '"since": since}', '"since": kept[3]}'): "datetime.date",
    },
    remark="A set has no order. `sorted` gives it one, so that equal states make equal text.",
    at_home=True,
    of_the_domain=True,
)
