"""Lesson 08, at home: what happens in two of the learner's streams happens in both, or in neither."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import turns
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 8), answer(PARCEL, 8)
BOTH = "    store.append(Moved(here, len(left), -1), Moved(there, len(arrived), +1))\n"
TWO = """\
    store.append(Moved(here, len(left), -1))
    store.append(Moved(there, len(arrived), +1))
"""
QUIET = f"    try:\n    {BOTH}    except eventstore.EventAlreadyExistsError:\n        pass\n"
CHECK = ANSWER[ANSWER.index("    if copies_in(left) == 0") : ANSWER.index("    store.append")]
READ = "    left, arrived = store.query(here), store.query(there)\n"
ONCE = f"""\
{READ}{CHECK}    for _ in range(3):
        left, arrived = store.query(here), store.query(there)
        try:
            return store.append(Moved(here, len(left), -1), Moved(there, len(arrived), +1))
        except eventstore.EventAlreadyExistsError:
            pass
    raise RuntimeError("somebody was faster three times")
"""

EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="3c",
    title="what leaves one place arrives at the other",
    statement="""\
## At home · Two streams, all or nothing

The first line brings your domain. (You have none, or left a lesson out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) What happens in it that concerns two streams at once? A book moves between branches, a parcel is loaded into a van, a patient changes wards, a player's rating changes with the game.

`begin(here, there)` makes the first event of each of the two streams. Take your event types, or add some. `fits(here_events, there_events)` says what must be true of both together, and of neither alone, such as "as many as before in all, and nowhere less than 0". `move(store, here, there)` reads both streams with `store.query`, and appends what belongs together with `store.append`. If it may not happen, it raises an error of your choice; begin with so little that this is so after 50 moves at most. If there's a clash, let it through, or read again and decide again: then in your loop, it's *the whole decision*. (The error is `eventstore.EventAlreadyExistsError`; the class of this page is another one.)

`check` moves again and again, lets a rival move in between, and loses requests and replies. After each append, both streams must fit. Twenty minutes or more.""",
    start=OPEN
    + """\
def begin(here, there):
    return [___, ___]  # the first event of each of the two streams


def fits(here_events, there_events):
    return ___


def move(store, here, there):
    ___  # read both; may it happen? then append what happens here, and what happens there
""",
    asks=("begin", "fits", "move"),
    takes=("one_story",),
    uses={"Do you remember?": "own_domain eventstore"},
    tests=(
        turns.both_streams_begin,
        turns.a_move_is_two_events_in_one_append,
        turns.half_a_move_does_not_fit,
        turns.each_stream_has_its_own_versions,
        turns.each_move_is_an_append_of_its_own,
        turns.all_or_nothing_with_any_rival,
        turns.something_stops_it,
    ),
    why=f"No clash and no crash can leave half of it behind.{still_missing(8)}",
    hints=(
        "What must be true of the two places together, before and after? And what must be true of the first one?",
        "Two events: one for each stream. The next version of a stream is the number of its events.",
        "`store.query` for both, look whether it may happen, then one `store.append` with both events.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(
            ANSWER, "Bought(there, 0, 1)", "Bought(there, 1, 1)"
        ): "the first of a stream is number 0",
        swap(ANSWER, "here + there == 3", "here + there == 2"): "fit from the beginning",
        swap(ANSWER, "here + there == 3 and", ""): "half a move, only",
        swap(ANSWER, BOTH, TWO): "make it a single append",
        swap(ANSWER, ", Moved(there, len(arrived), +1)", ""): "should happen in both streams",
        swap(ANSWER, "+1))", "+2))"): "what leaves one place arrives",
        swap(ANSWER, "len(arrived), +1", "1, +1"): "Seen:         a clash",
        swap(ANSWER, "len(arrived), +1", "len(left), +1"): "the number of its own events",
        swap(ANSWER, " and here >= 0 and there >= 0", "", CHECK, ""): "what would be too much?",
        swap(ANSWER, "+1))", '+1), append_id="move")'): "an append_id belongs to one append",
        swap(ANSWER, BOTH, QUIET): "nobody hears of it",
        swap(ANSWER, CHECK, ""): "do you look first?",
        swap(ANSWER, READ + CHECK + BOTH, ONCE): "or too much",
        swap(
            ANSWER,
            READ + CHECK + BOTH,
            ONCE,
            "Bought(here, 0, 2)",
            "Bought(here, 0, 20)",
            "== 3",
            "== 21",
        ): "Moved(copies=-1), Moved(copies=-1), Moved(copies=-1), Moved(copies=-1)",
    },
    at_home=True,
    of_the_domain=True,
)
