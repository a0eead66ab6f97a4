"""Lesson 08, step 3: a transaction that was stored before, and by whom."""

import itertools
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
class EventStore(EventStore):  # all that the old one has, with this append
    def append(self, *events, append_id=None):
        mark = self.new_append_id() if append_id is None else append_id
        puts = [put_request(self.table, event, mark) for event in events]
        try:
            if len(puts) == 1:
                self.client.put_item(**puts[0])
            else:
                actions = [{"Put": put} for put in puts]
                self.client.transact_write_items(TransactItems=actions)
        except ClientError as error:
            taken = taken_versions(events, error.response)
            rivals = [event for event, by in taken if by != mark]
            if rivals:
                raise EventAlreadyExistsError(rivals[0].id, rivals[0].version) from error
            if len(taken) < len(events):
                raise
"""
OTHER = """\
class EventStore(EventStore):
    def append(self, *events, append_id=None):
        ours = append_id or self.new_append_id()
        puts = [put_request(self.table, event, ours) for event in events]
        try:
            if puts[1:]:
                self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
            else:
                self.client.put_item(**puts[0])
        except ClientError as error:
            taken = taken_versions(events, error.response)
            for event, theirs in taken:
                if not theirs == ours:
                    raise EventAlreadyExistsError(event.id, event.version) from error
            if len(taken) != len(events):
                raise
"""
CONDITION = "by != mark"


def again(given: Any, count: int, first: str, second: str) -> str:
    """Append so many events twice, by these two marks; what becomes of the second time."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    events = [given.Event(stream, version) for version in range(count)]
    store.append(*events, append_id=first)
    return tried(given, store, events, second)


def tried(given: Any, store: Any, events: list[Any], mark: str | None) -> str:
    """Append by this mark, and say whether that is a clash."""
    try:
        store.append(*events, append_id=mark)
    except given.EventAlreadyExistsError:
        return "a clash"
    return "no clash"


def a_rivals_sheets_are_a_clash(given: Any) -> None:
    """Where a rival has stored equal events, that is a clash."""
    slip = "a rival's sheet has a mark, too: another one than ours"
    if again(given, 2, "ours", "".join(["ou", "rs"])) == "a clash":
        slip = "turned round: a rival is one whose mark is not ours"
    expect(again(given, 2, "a rival's", "ours"), "a clash", slip)


def made_up(given: Any) -> bool:
    """Whether a repeated append makes up a mark, though it is given one."""
    made = itertools.count()
    store = given.EventStore(given.client, given.table, lambda: f"new-{next(made)}")
    events = [given.Event(given.new_id(), 0)]
    for _ in range(2):
        tried(given, store, events, "ours")
    return next(made) > 0


def our_own_sheets_are_no_clash(given: Any) -> None:
    """Where all sheets have our own mark, the append has happened before: no clash."""
    slip = "with every mark for a rival's, ours is one, too. "
    slip += "Compare with !=; `is` asks for the object"
    by_mark = "compare `by`, the mark on that sheet, with `mark`, which this append began with"
    if again(given, 1, "ours", "".join(["ou", "rs"])) == "no clash":
        slip = f"stored_by knows no transaction: {by_mark}"
    elif made_up(given):
        slip = f"that is a new mark, made up after the put: {by_mark}"
    for count in (2, 1):
        seen = again(given, count, "ours", "".join(["ou", "rs"]))  # an equal text, not the same
        expect(seen, "no clash", slip)
    store = given.EventStore(given.client, given.table, new_append_id=lambda: "ours")
    events = [given.Event(given.new_id(), 0)]
    tried(given, store, events, None)
    slip = "nobody has given an append_id, so it is None; the mark is what our sheets have on them"
    expect(tried(given, store, events, None), "no clash", slip)


def a_sheet_without_a_mark_is_a_clash(given: Any) -> None:
    """A sheet from before there were marks is a rival's."""
    store, event = given.EventStore(given.client, given.table), given.Event(given.new_id(), 0)
    given.client.put_item(TableName=given.table, Item=given.to_item(event))
    slip = "there `by` is None. That is not our mark, so no further question is needed"
    expect(tried(given, store, [event], "ours"), "a clash", slip)


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="3a",
    title="a turn of our own isn't a clash",
    statement="""\
### The key line: your turn

Now one `except` does for a put and for a transaction. Write the condition of `rivals`. (`by` is the mark on the sheet, as a text, or `None`.)""",
    start=swap(ANSWER, CONDITION, "..."),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore put_request to_item ClientError",
        "Step 3 · And if it was ours?": "taken_versions",
    },
    tests=(
        a_rivals_sheets_are_a_clash,
        our_own_sheets_are_no_clash,
        a_sheet_without_a_mark_is_a_clash,
    ),
    why="One rule for a put and a transaction: what is in our way is ours, or it is a clash.",
    hints=(
        "By what do you know whether a sheet in your way is your own?",
        "The first line of the table: by a rival's mark. When is a mark a rival's?",
        "Two texts are compared: by, and the one that append works with.",
    ),
    answer=ANSWER,
    other=OTHER,
    wrong={
        swap(ANSWER, CONDITION, "by == mark"): "turned round",
        swap(ANSWER, CONDITION, "not by"): "a rival's sheet has a mark, too",
        swap(ANSWER, CONDITION, "by"): "ours is one, too",
        swap(ANSWER, CONDITION, "by != append_id"): "nobody has given an append_id",
        swap(ANSWER, CONDITION, "by is not mark"): "`is` asks for the object",
        swap(ANSWER, CONDITION, "stored_by(error) != mark"): "stored_by knows no transaction",
        swap(ANSWER, CONDITION, "by != self.new_append_id()"): "made up after the put",
        swap(ANSWER, CONDITION, "by and by != mark"): "no further question",
    },
)
