"""Lesson 04, at home: a state of the learner's own events, and the rules that make it."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import folding
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 4), answer(PARCEL, 4)
BOUGHT = "    if isinstance(event, Bought):\n"
REFUSING = """\
    if isinstance(event, Lent) and title.copies < 2:
        raise ValueError("too few copies")
"""
IN_PLACE = """\
own_domain("library loans")

START = {"copies": 0, "readers": []}


def apply(title, event):
    if isinstance(event, Bought):
        title["copies"] += event.copies
    else:
        title["readers"].append(event.reader)
    return title


BY_HAND = {"copies": 2, "readers": ["Ada", "Bob", "Ada"]}
"""
KEPT_OUTSIDE = """\
own_domain("a parcel's journey")

known = set()
START = 0


def apply(new_places, seen):
    is_new = seen.place not in known
    known.add(seen.place)
    return new_places + is_new


BY_HAND = 3
"""

EXERCISE = Exercise(
    lesson="04_projection",
    after="5c",
    title="a projection of your own",
    statement="""\
## At home · A state of your own

The first line brings your domain. (You have none, or left a lesson out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) What would someone want to know about it *now*?

Write `START`, the state before the first event, and `apply(state, event)`, which returns the next state, with a rule or two. What an event says should make a difference. `apply` accepts every event, because it has already happened: a rule says what an event *means*, such as "an account with less than 0 is overdrawn". Whether something *may* happen is decided before it's stored, and that's lesson 06. Leave the old state as it is: later, a snapshot may begin there.

Work out on paper which state `one_story` ends in, and write it into `BY_HAND` before you run the cell. A state can be anything: a number, a tuple, a frozen dataclass. `check` folds your events in a hundred orders; what your `apply` has an error for can't follow, so that's left out. Twenty minutes or more.""",
    start=OPEN
    + """\
START = ___  # the state before anything has happened


def apply(state, event):
    return ___


BY_HAND = ___  # the state after one_story, worked out on paper
""",
    asks=("START", "apply", "BY_HAND"),
    takes=("one_story", "another_story"),
    uses={"Do you remember?": "own_domain"},
    tests=(
        folding.the_same_story_makes_the_same_state,
        folding.apply_makes_a_state_of_every_event,
        folding.step_by_step_or_at_once,
        folding.something_has_happened,
        folding.what_an_event_says_makes_a_difference,
        folding.the_state_is_what_you_say,
    ),
    why=f"The events stay. The next question that someone asks needs one more function, but no new data.{still_missing(4)}",
    hints=(
        "What would you ask about it on the phone? The answer is the state.",
        "In `apply`, write one `if` for each thing that can happen, and end with a `return`.",
        "If the state is a frozen dataclass, a whole rule can be: `return replace(state, count=state.count + 1)`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(
            ANSWER, "BY_HAND = Title(copies=1", "BY_HAND = Title(copies=2"
        ): "or your sum is wrong",
        swap(ANSWER, 'frozenset({"Bob"})', '{"Bob"}'): "some value is of another type",
        swap(
            ANSWER, "        return Title(title.copies - 1", "        Title(title.copies - 1"
        ).replace(
            "    return Title(title.copies + 1", "    Title(title.copies + 1"
        ): "without a return",
        swap(ANSWER, BOUGHT, f"{REFUSING}{BOUGHT}"): "apply can't refuse it",
        'own_domain("library loans")\n\nSTART = 0\n\n\ndef apply(n, event):\n    return n\n\n\nBY_HAND = 0\n': (
            "as if nothing had happened"
        ),
        'own_domain("library loans")\n\nSTART = 0\n\n\ndef apply(n, event):\n    return n + 1\n\n\nBY_HAND = 4\n': (
            "it makes no difference what an event says"
        ),
        swap(ANSWER, "START = Title()", "START = Title"): "write ( and ) behind its name",
        IN_PLACE: "changes a list or a dict of the old state",
        KEPT_OUTSIDE: "let apply look only at the state and the event",
    },
    at_home=True,
    of_the_domain=True,
)
