"""Lesson 02, at home: the learner's own events as items, and an append that never overwrites one."""

from classroom.exercises.exercise import Exercise, swap
from classroom.exercises.own_domain import items
from classroom.exercises.own_domain.at_work import LIBRARY, OPEN, PARCEL, answer, still_missing

ANSWER, OTHER = answer(LIBRARY, 2), answer(PARCEL, 2)
CONDITION = '            ConditionExpression="attribute_not_exists(Version)",\n'
CATCH = ANSWER[ANSWER.index("    except client") :]
LOOK = """\
def append(client, table, event):
    item = to_item(event)
    key = {"Id": item["Id"], "Version": item["Version"]}
    if "Item" in client.get_item(TableName=table, Key=key, ConsistentRead=True):
        raise EventAlreadyExistsError(event.id, event.version)
    client.put_item(TableName=table, Item=item)
"""

EXERCISE = Exercise(
    lesson="02_append",
    after="6e",
    title="a cabinet for your own events",
    statement="""\
## At home · A cabinet for your events

The cabinet works for anything that has a history. The first line brings your domain from lesson 01. (If you have none, write `own_domain("library loans")` or `own_domain("a parcel's journey")` there, and go on with that.)

Write `to_item(event)`, which makes the item for any of your events, and `append(client, table, event)`, which stores it. A version that is taken is never overwritten: then `append` raises `EventAlreadyExistsError(id, version)`. Any other error stays as it is. Both should get along with what they are given, and use nothing else of this lesson but that error.

Half an hour is enough. Think about the drawers: which id gives you many drawers, each of them small?""",
    start=OPEN
    + """\
def to_item(event):
    return {"Id": {"S": event.id}, "Version": {"N": str(event.version)}, ___: ___}


def append(client, table, event):
    ___
""",
    asks=("to_item", "append"),
    takes=("one_story", "another_story"),
    uses={"Do you remember?": "client table own_domain"},
    tests=(
        items.dynamodb_takes_every_event,
        items.an_item_tells_what_happened,
        items.a_number_keeps_its_sign,
        items.a_taken_version_is_refused,
        items.a_rival_in_between_is_noticed,
        items.a_missing_table_is_not_a_clash,
    ),
    why=f"One condition in one request protects any history, whatever it's about.{still_missing(2)}",
    hints=(
        "Whose story is it? That's the drawer. What happened first? That's card 0.",
        "`to_item` has a line for each field. If you have several event types, it also says which one.",
        "`append` is the one of our last `EventStore`, as a function: `client` and `table` instead of `self.client` and `self.table`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, CONDITION, ""): "perhaps the put has no condition",
        swap(ANSWER, "client.exceptions.ConditionalCheckFailedException", "Exception"): (
            "this catches more than the clash"
        ),
        swap(
            ANSWER, CATCH, CATCH.partition("        raise")[0] + "        pass\n"
        ): "nobody hears of it",
        swap(
            ANSWER, "(event.id, event.version) from", "(event.id, 0) from"
        ): "the id and the version of",
        swap(
            ANSWER, '        item["Reader"] = {"S": event.reader}', "        pass"
        ): "is every field in to_item",
        swap(
            ANSWER, '        "Kind": {"S": type(event).__name__},\n', ""
        ): "the same item for Lent",
        swap(ANSWER, "str(event.copies)", "str(abs(event.copies))"): "is stored without its sign",
        swap(ANSWER, '{"N": str(event.copies)}', '{"N": event.copies}'): "wrap every value",
        swap(ANSWER, '{"S": event.reader}', "event.reader"): "ParamValidationError",
        swap(
            ANSWER, ANSWER[ANSWER.index("def append") :], LOOK
        ): "let the condition be part of the put",
        swap(ANSWER, "    try:\n", "    return\n    try:\n"): "does append store anything?",
        swap(ANSWER, "TableName=table", 'TableName="workshop-02"'): "does append use it?",
    },
    at_home=True,
    of_the_domain=True,
)
