"""Lesson 06, at home: a rule of the learner's own, and two who want the same at once."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import competing
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 6), answer(PARCEL, 6)
REFUSAL = ANSWER[ANSWER.index("    if title.copies == 0") : ANSWER.index("    return [Lent")]
COUNTING = """\
own_domain("a parcel's journey")

given_away = []


def holds(journey):
    return len(journey["vans"]) < 2


def decide(journey, stream, next_version, wish):
    given_away.append(wish)
    if journey["vans"] or len(given_away) % 2:
        return []
    return [Seen(stream, next_version, wish, date.min)]


one_wish, another_wish = "van 7", "van 8"
"""

EXERCISE = Exercise(
    lesson="06_contention",
    after="6d",
    title="your rule holds, however many want it at once",
    statement="""\
## At home · A rule that must hold

The first line brings your domain, with a state from lesson 04, made by the `new_apply` of lesson 05 or, if you have none, by `apply`. (You have no domain, or left that out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) What must never happen in it, even if two people want something at the same moment? One copy lent twice, a seat sold twice, the same player moving twice?

`holds(state)` is your rule: True if all is well. `decide(state, stream, next_version, wish)` grants a wish or refuses it: it returns a list of events, numbered from `next_version` on, or `[]`, or it raises an error of yours. `one_wish` and `another_wish` are two wishes (text, or whatever you like) of which, somewhere in your stories, either one may come true, but not both: after both, `holds` would be False. What `decide` knows, it knows from its arguments.

`check` lets both wish in any order, and lets a rival slip in before the append. As with `execute`, the one who comes second reads and decides again. After each event, your rule must hold. Does your state lack something that `decide` needs? Write the state's class, `START` and `apply` anew in this cell, and what else depends on it. Twenty minutes or more.""",
    start=OPEN
    + """\
def holds(state):
    return ___  # True if all is well


def decide(state, stream, next_version, wish):
    if ___:  # it can't be granted
        return []  # or raise an error of your own
    return [___]


one_wish = ___
another_wish = ___
""",
    asks=("holds", "decide", "one_wish", "another_wish"),
    takes=("one_story", "another_story", "START", "apply"),
    uses={"Do you remember?": "own_domain"},
    tests=(
        competing.the_rule_holds_in_your_stories,
        competing.a_decision_depends_on_what_it_is_told,
        competing.only_one_wish_can_come_true,
        competing.the_rule_holds_with_any_rival,
    ),
    why=f"Whatever can run out: the rule is one pure function, and the store takes care of rivals.{still_missing(6)}",
    hints=(
        "What would you look at to know whether there is one left? Is it in the state?",
        "`holds` is one comparison. `decide` asks whether it would still be true afterwards.",
        "If nothing is left, `decide` returns `[]`. Otherwise, it returns a list with one event: `stream`, `next_version`, and what the wish is about.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "return title.copies >= 0", "title.copies >= 0"): "holds returns a comparison",
        swap(ANSWER, "title.copies >= 0", "title.copies > 1"): "your own story breaks the rule",
        swap(ANSWER, "title.copies >= 0", "True"): "what would be wrong then?",
        swap(ANSWER, REFUSAL, ""): "does decide look at the state",
        swap(ANSWER, "title.copies == 0", "title.copies < 0"): "if there's nothing left",
        swap(ANSWER, "title.copies == 0", "title.copies >= 0"): "is there ever one left?",
        swap(ANSWER, "[Lent(stream, next_version, wish)]", "Lent(stream, next_version, wish)"): (
            "put [ and ] around the events that decide"
        ),
        swap(
            ANSWER, "Lent(stream, next_version", "Lent(stream, 4"
        ): "can't know the version beforehand",
        swap(
            ANSWER, "Lent(stream, next", 'Lent("emma", next'
        ): "belongs to the stream that decide is told",
        COUNTING: "asked again, it decides something else",
    },
    at_home=True,
    of_the_domain=True,
)
