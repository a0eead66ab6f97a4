"""Lesson 03, at home: the learner's own events, read back from the table."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import reading
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 3), answer(PARCEL, 3)
PAGES = ANSWER[ANSWER.index("    pages = ") :]
ONE = """\
    page = client.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )
    return [from_item(item) for item in page["Items"]]
"""
SCAN = """\
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    found = [item for page in pages for item in page["Items"] if item["Id"]["S"] == stream]
    return [from_item(item) for item in sorted(found, key=lambda item: int(item["Version"]["N"]))]
"""
FIFTH = ', int(item["Version"]["N"].replace("20", "21"))'

EXERCISE = Exercise(
    lesson="03_query",
    after="8b",
    title="your own events, read back",
    statement="""\
## At home · Read your story back

The first line brings your domain, with the `to_item` and `append` of lesson 02. (If you have none, or left that out, write `own_domain("library loans")` or `own_domain("a parcel's journey")`.)

Write the way back: `from_item(item)` makes the event again, and `read(client, table, stream)` returns all events of one stream as a list, in order. Someone who has just appended must find it there, and a stream may be longer than a page. If a stream has no events, return an empty list or raise an error, as you like. `check` tries it with any of your events, and with small pages. Fifteen minutes will do.""",
    start=OPEN
    + """\
def from_item(item):
    return ___


def read(client, table, stream):
    return ___
""",
    asks=("from_item", "read"),
    takes=("one_story", "another_story", "to_item", "append"),
    uses={"Do you remember?": "client table own_domain"},
    tests=(
        reading.any_event_goes_there_and_back,
        reading.it_asks_for_one_drawer,
        reading.every_event_comes_back_as_it_was,
        reading.a_long_story_comes_back_whole,
    ),
    why=f"If you can write the way in and the way out, you can read what any store keeps.{still_missing(3)}",
    hints=(
        "Take your `to_item`, and undo each line of it. How do you know which type the event was?",
        'Text comes out with `["S"]`, a number with `int(...["N"])`. Take the query of this lesson as a model for `read`.',
        "`read` is the `query` of our last `EventStore`, as a function, with your `from_item`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, 'int(item["Copies"]["N"])', 'item["Copies"]["N"]'): "a number needs int(...)",
        swap(
            ANSWER, 'int(item["Copies"]["N"])', 'abs(int(item["Copies"]["N"]))'
        ): "comes back without its sign",
        swap(ANSWER, ', int(item["Version"]["N"])', FIFTH): "version=20",
        swap(ANSWER, "return Returned(", "return Lent("): "Returned(id=",
        swap(
            ANSWER, 'Lent(title, version, item["Reader"]', 'Lent(title, version, item["reader"]'
        ): ("that to_item didn't write"),
        swap(ANSWER, "Bought(title, version,", "Bought(title, 0,"): "or a value is fixed",
        swap(ANSWER, PAGES, ONE): "a page may not be all",
        swap(ANSWER, PAGES, SCAN): "a scan reads the whole table",
        swap(ANSWER, "        ConsistentRead=True,\n", ""): "without ConsistentRead=True",
        swap(
            ANSWER,
            "        ConsistentRead=True",
            "        ScanIndexForward=False, ConsistentRead=True",
        ): ("comes back in another order"),
        swap(ANSWER, "    return [from_item", "    [from_item"): "read returns a list",
    },
    at_home=True,
    of_the_domain=True,
)
