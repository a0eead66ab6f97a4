"""Lesson 11, at home: a board over the learner's own streams, which follows them through crashes."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import following
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 11), answer(PARCEL, 11)
SAVE = "            board.save(stream, event.version, changes(event))\n"
TWO = """\
            board.add(changes(event))
            board.move(stream, event.version)
"""
TWO_BACKWARDS = """\
            board.move(stream, event.version)
            board.add(changes(event))
"""
AT_THE_END = """\
            board.add(changes(event))
    board.move(stream, event.version)
"""
ONLY_WITH_CHANGES = """\
            if changes(event):
                board.save(stream, event.version, changes(event))
"""
NEW = "        if event.version > position:\n"

EXERCISE = Exercise(
    lesson="11_following_the_store",
    after="6b",
    title="a board that's right, wherever it crashes",
    statement="""\
## At home · A board for everybody

The first line brings your domain. (You have none, or left a lesson out? Write `own_domain("library loans")` or `own_domain("a parcel's journey")`.) What would somebody like to see on a wall, that no single stream can say? How many books each reader has, over all titles; how many parcels went through each van; how often each opening was played.

`changes(event)` says what an event changes on the board: a dictionary from the name of a row to the whole number that's added to it, or `{}`. At least one row gets something from both of your stories. `catch_up(store, board, stream)` brings the board up to date with one stream, and the checkpoint to its last event. It takes the events from `store.query(stream)`. The board is in memory, and each of these is one request:

- `board.position(stream)`: the version of the last event that was handled, or -1
- `board.add(changes)`: adds to the rows
- `board.move(stream, version)`: moves the checkpoint
- `board.save(stream, version, changes)`: both at once

`check` tells both stories, names streams again and again, and crashes anywhere. Twenty minutes.""",
    start=OPEN
    + """\
def changes(event):
    return {___: ___}  # or {}


def catch_up(store, board, stream):
    ___
""",
    asks=("changes", "catch_up"),
    takes=("one_story", "another_story"),
    uses={"Do you remember?": "own_domain"},
    tests=(
        following.changes_are_numbers_by_row,
        following.the_board_is_about_several_streams,
        following.it_catches_up,
        following.it_catches_up_once_however_often_it_is_told,
        following.a_crash_anywhere_does_no_harm_to_the_board,
        following.the_checkpoint_is_behind_the_last_event,
    ),
    why=f"And if you need another board next year, it begins with the first event.{still_missing(11)}",
    hints=(
        "Who asks questions in your domain that are about all streams? What would be the rows of the answer?",
        "`catch_up`: ask for the position, go through the events, and leave out those up to the position.",
        "For each event after the position: `board.save(stream, event.version, changes(event))`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, SAVE, TWO): "is there one that does both?",
        swap(ANSWER, SAVE, TWO_BACKWARDS): "wherever it crashes",
        swap(ANSWER, SAVE, AT_THE_END): "Whatever happens",
        swap(ANSWER, SAVE, ONLY_WITH_CHANGES): "is handled, too: move the checkpoint",
        swap(ANSWER, NEW, "        if True:\n"): "begin behind the checkpoint",
        swap(ANSWER, "event.version > position", "event.version > position + 1"): "handled once?",
        swap(ANSWER, "event.version > position", "event.version >= position"): "named again",
        swap(
            ANSWER,
            "event.version > position",
            "event.version >= position",
            "{event.reader: -1}",
            "{}",
        ): "Likely:       is every event handled once?",
        swap(ANSWER, SAVE, "            board.add(changes(event))\n"): "the version of the last",
        swap(ANSWER, "event.version, changes(event)", "event.version + 1, changes(event)"): (
            "Expected:     checkpoint 3"
        ),
        swap(ANSWER, "{event.reader: +1}", "event.reader"): "Lent(reader='Ada'): str",
        swap(ANSWER, "{event.reader: +1}", "{event.reader: '1'}"): "Ada: str",
        swap(ANSWER, "    return {}\n", ""): "Bought(copies=2): NoneType",
        swap(ANSWER, "{event.reader: +1}", "{event.id: +1}", "{event.reader: -1}", "{}"): (
            "what do several share?"
        ),
        swap(ANSWER, "{event.reader: +1}", "{}", "{event.reader: -1}", "{}"): "changes no row",
    },
    at_home=True,
    of_the_domain=True,
)
