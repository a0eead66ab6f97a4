"""Lesson 08, step 3: a transaction that was stored before, and by whom."""

import itertools
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
class EventStore:
    def __init__(self, client, table, new_append_id=fresh_id):
        self.client = client
        self.table = table
        self.new_append_id = new_append_id

    def append(self, *events, append_id=None):
        mark = self.new_append_id() if append_id is None else append_id
        puts = [put_request(self.table, event, mark) for event in events]
        try:
            if len(puts) == 1:
                self.client.put_item(**puts[0])
            else:
                self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if stored_by(error) != mark:
                raise EventAlreadyExistsError(events[0].id, events[0].version) from error
        except self.client.exceptions.TransactionCanceledException as error:
            taken = taken_versions(events, error.response["CancellationReasons"])
            rivals = [event for event, by in taken if by != mark]
            if rivals:
                raise EventAlreadyExistsError(rivals[0].id, rivals[0].version) from error
            if len(taken) < len(events):
                raise

    def query(self, stream):
        events = read(self.client, self.table, stream)
        if not events:
            raise NoEventFoundError(stream)
        return events
"""
OTHER = """\
class EventStore(EventStore):
    def append(self, *events, append_id=None):
        if len(events) == 1:
            return super().append(*events, append_id=append_id)
        ours = append_id or self.new_append_id()
        puts = [{"Put": put_request(self.table, event, ours)} for event in events]
        try:
            self.client.transact_write_items(TransactItems=puts)
        except self.client.exceptions.TransactionCanceledException as error:
            taken = taken_versions(events, error.response["CancellationReasons"])
            for event, theirs in taken:
                if not theirs == ours:
                    raise EventAlreadyExistsError(event.id, event.version) from error
            if len(taken) != len(events):
                raise
"""
CONDITION = "by != mark"


def two_events(given: Any) -> list[Any]:
    """Return two events of a new stream."""
    stream = given.new_id()
    return [given.Event(stream, version) for version in range(2)]


def again(given: Any, first: str, second: str) -> str:
    """Append two events twice, by these two marks, and return what becomes of the second time."""
    store, events = given.EventStore(given.client, given.table), two_events(given)
    store.append(*events, append_id=first)
    return tried(given, store, events, second)


def tried(given: Any, store: Any, events: list[Any], mark: str | None) -> str:
    """Append by this mark, and say whether that is a clash."""
    try:
        store.append(*events, append_id=mark)
    except given.EventAlreadyExistsError:
        return "a clash"
    return "no clash"


def without_a_mark(given: Any) -> str:
    """Append two events, whose cards are there without a mark, and say whether that is a clash."""
    events = two_events(given)
    for event in events:
        given.client.put_item(TableName=given.table, Item=given.to_item(event))
    return tried(given, given.EventStore(given.client, given.table), events, "ours")


def makes_another(given: Any) -> bool:
    """Return whether a repeated append makes a new mark, although it's given one."""
    made = itertools.count()
    store = given.EventStore(given.client, given.table, lambda: f"new-{next(made)}")
    events = two_events(given)
    for _ in range(2):
        tried(given, store, events, "ours")
    return next(made) > 0


def a_rivals_cards_are_a_clash(given: Any) -> None:
    """If a rival has stored equal events, that's a clash."""
    slip = "a rival's card has a mark, too, but not the same as ours"
    if again(given, "ours", "".join(["ou", "rs"])) == "a clash":
        slip = "the wrong way round: it's a rival's card if its mark is not ours"
    expect(again(given, "a rival's", "ours"), "a clash", slip)


def our_own_cards_are_no_clash(given: Any) -> None:
    """If all cards have our own mark, the append has happened before: no clash."""
    if again(given, "ours", "".join(["ou", "rs"])) == "a clash":  # equal, not the same object
        slip = "your condition holds for every mark, and ours is one, too"
        if without_a_mark(given) == "a clash":
            slip = "compare `by`, the mark on that card, with `mark`, using !=. (`is` asks for "
            slip += "the same object, and stored_by knows nothing of transactions.)"
        if makes_another(given):
            slip = (
                "that's a new mark, made after the put: compare with the one on our cards, `mark`"
            )
        expect("a clash", "no clash", slip)
    store = given.EventStore(given.client, given.table, new_append_id=lambda: "ours")
    events = two_events(given)
    tried(given, store, events, None)
    slip = "if the caller passes no append_id, it's None. The mark on our cards is `mark`"
    expect(tried(given, store, events, None), "no clash", slip)


def cards_without_a_mark_are_a_clash(given: Any) -> None:
    """Cards from before there were marks aren't ours: a clash."""
    try:
        seen = without_a_mark(given)
    except TypeError as error:
        slip = "there `by` is None: compare with !=, which can compare None, too"
        expect(f"TypeError: {error}", "a clash", slip)
    slip = "there `by` is None, and None isn't our mark: you need no further condition"
    expect(seen, "a clash", slip)


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="3a",
    title="the store knows a turn of its own",
    statement="""\
### The key line: your turn

Write the condition of `rivals`. (`by` is the mark on the card, a string, or `None`.) Then compare the last lines of this `append` with the table.""",
    start=swap(ANSWER, CONDITION, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore NoEventFoundError fresh_id put_request read stored_by to_item",
        "Step 3 · The turn is sent again": "taken_versions",
    },
    tests=(
        a_rivals_cards_are_a_clash,
        our_own_cards_are_no_clash,
        cards_without_a_mark_are_a_clash,
    ),
    why="One card or several: if the card in our way has our mark, it's ours; if not, it's a clash.",
    hints=(
        "How does the store know whether a card in its way is its own?",
        "Look at the first row of the table. When is a mark a rival's?",
        "Compare two strings: by, and the mark that append has put on our own cards.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, CONDITION, "by == mark"): "the wrong way round",
        swap(ANSWER, CONDITION, "not by"): "a rival's card has a mark, too",
        swap(ANSWER, CONDITION, "by"): "holds for every mark",
        swap(ANSWER, CONDITION, "by != append_id"): "passes no append_id",
        swap(ANSWER, CONDITION, "by is not mark"): "`is` asks for the same object",
        swap(ANSWER, CONDITION, "stored_by(error) != mark"): "stored_by knows nothing",
        swap(ANSWER, CONDITION, "by != self.new_append_id()"): "made after the put",
        swap(ANSWER, CONDITION, "by not in mark"): "which can compare None",
        swap(ANSWER, CONDITION, "by and by != mark"): "no further condition",
    },
)
