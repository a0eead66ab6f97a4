"""Lesson 08, step 3: a transaction that was stored before, and by whom."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import LIKE_IT, MARK, Compared, refused

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
PARTLY = "            if len(taken) < len(events):\n                raise\n"
RIVALS = "            rivals = "
THEIRS = "a rival's"


def turn(given: Any, *cards: str | None, mark: str | None = MARK) -> str:
    """Append as many events as there are cards in their way, and say how it ends.

    A card is the mark on it: "no mark", or "no card" where the version is free.
    """
    events = [given.Event(given.new_id(), place) for place, _ in enumerate(cards)]
    for event, theirs in zip(events, cards, strict=True):
        item = given.to_item(event)
        if theirs != "no mark":
            item["AppendId"] = {"S": theirs}
        if theirs != "no card":
            given.client.put_item(TableName=given.table, Item=item)
    store = given.EventStore(given.client, given.table, new_append_id=lambda: "made-up")
    try:
        store.append(*events, append_id=mark)
    except given.EventAlreadyExistsError as error:
        places = [e.id for e in events]
        place = places.index(error.id) + 1 if error.id in places else error.id
        return f"a clash: event {place}, version {error.version}"
    except given.client.exceptions.TransactionCanceledException:
        return "DynamoDB's error"
    return "it returns"


def row(given: Any, cards: tuple[str, ...], expected: str, slip: str = "") -> None:
    """Compare how such a turn ends with a row of the table."""
    there = f"the marks on the cards: {', '.join(cards)}; ours: {MARK}. "
    expect(there + turn(given, *cards), there + expected, slip)


def our_own_cards_are_no_clash(given: Any) -> None:
    """If there is a card for every event, each with our mark, append returns."""
    mark = Compared()
    seen, slip = turn(given, MARK, MARK, mark=mark), mark.slip()
    if turn(given, THEIRS, THEIRS) == "it returns":
        slip = "the wrong way round: a card is a rival's if its mark is not ours"
    there = f"the marks on the cards: {MARK}, {MARK}; ours: {MARK}. "
    expect(there + seen, f"{there}it returns", slip)
    row(given, (MARK, MARK, MARK), "it returns")


def the_mark_that_was_made_is_ours_too(given: Any) -> None:
    """If the caller passes no append_id, our mark is the one that append has made."""
    seen = turn(given, "made-up", "made-up", mark=None)
    slip = "here append_id is None: the mark on our cards is `mark`"
    expect(seen, "it returns", slip if seen.startswith("a clash") else "")


def one_rival_is_a_clash(given: Any) -> None:
    """If at least one of the cards has another mark, that's a clash, and the error names its event."""
    for cards, place in (
        ((THEIRS, THEIRS), 1),
        ((MARK, THEIRS), 2),
        ((THEIRS, MARK), 1),
        (("no card", THEIRS), 2),
        ((THEIRS, "no card", MARK), 1),
        ((MARK, THEIRS, "another rival's"), 2),
        *(((theirs, theirs), 1) for theirs in LIKE_IT),
    ):
        row(given, cards, f"a clash: event {place}, version {place - 1}")


def cards_without_a_mark_are_a_clash(given: Any) -> None:
    """Cards from before there were marks aren't ours: a clash."""
    for cards, mark, place in (
        (("no mark", "no mark"), MARK, 1),
        ((MARK, "no mark"), MARK, 2),
        (("no mark", "no mark"), None, 1),
    ):
        there = f"the marks on the cards: {', '.join(cards)}; append_id: {mark}. "
        seen = turn(given, *cards, mark=mark)
        slip = "there `by` is None, and None isn't our mark: you need no further condition"
        slip = slip if seen == "it returns" else ""
        expect(there + seen, f"{there}a clash: event {place}, version {place - 1}", slip)


def some_cards_of_our_own_are_not_enough(given: Any) -> None:
    """If only some of the cards are there, with our mark, or none, DynamoDB's error is raised again."""
    row(given, (MARK, "no card"), "DynamoDB's error")
    row(given, ("no card", MARK, MARK), "DynamoDB's error")
    with refused(given.client, "ValidationError"):
        seen = turn(given, "no card", "no card")
    expect(f"an invalid item: {seen}", "an invalid item: DynamoDB's error", "")


def a_single_event_is_as_before(given: Any) -> None:
    """A single event is as in lesson 07: with our own mark append returns, a rival's is a clash."""
    row(given, (MARK,), "it returns")
    row(given, (THEIRS,), "a clash: event 1, version 0")
    with refused(given.client, "ThrottlingError"):
        store = given.EventStore(given.client, given.table)
        seen = outcome(store.append, given.Event(given.new_id(), 0))
    expect(seen, "ThrottlingException", "")


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
        our_own_cards_are_no_clash,
        the_mark_that_was_made_is_ours_too,
        one_rival_is_a_clash,
        cards_without_a_mark_are_a_clash,
        some_cards_of_our_own_are_not_enough,
        a_single_event_is_as_before,
    ),
    why="One card or several: if the card in our way has our mark, it's ours; if not, it's a clash.",
    hints=(
        "How does the store know whether a card in its way is its own?",
        "Look at the first row of the table. When is a mark a rival's?",
        "Compare two strings: `by`, and the mark that `append` has put on our own cards.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, CONDITION, "by == mark"): "the wrong way round",
        swap(ANSWER, CONDITION, "not by"): "rival's; ours: append-4f1c. it returns",
        swap(ANSWER, CONDITION, "by"): "was never compared with the string",
        swap(ANSWER, CONDITION, "by != append_id"): "here append_id is None",
        swap(ANSWER, CONDITION, "by is not mark"): "asks for the same object",
        swap(ANSWER, CONDITION, 'by != {"S": mark}'): "was never compared with",
        swap(ANSWER, CONDITION, "by not in mark"): "append-4f1; ours: append-4f1c. it returns",
        swap(ANSWER, CONDITION, "by and by != mark"): "no further condition",
        swap(ANSWER, CONDITION, "mark not in [by for _, by in taken]"): (
            "append-4f1c, a rival's; ours: append-4f1c. it returns"
        ),
        swap(ANSWER, CONDITION, "any(by != mark for _, by in taken)"): (
            "Seen:         the marks on the cards: append-4f1c, a rival's; ours: append-4f1c. a clash: event 1"
        ),
        swap(ANSWER, CONDITION, "not (by or '').startswith(mark)"): "append-4f1c-2; ours: append",
        swap(ANSWER, PARTLY, ""): "append-4f1c, no card; ours: append-4f1c. it returns",
        swap(ANSWER, "len(taken) < len(events)", "not taken"): "no card; ours",
        swap(ANSWER, PARTLY, "", RIVALS, PARTLY + RIVALS): "rival's; ours: append-4f1c. DynamoDB's",
        swap(ANSWER, "rivals[0]", "rivals[-1]"): "a clash: event 2, version 1\nExpected",
    },
)
