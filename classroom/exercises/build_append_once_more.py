"""Lesson 08: append from an empty cell, for one event or several, all or nothing."""

import inspect
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from classroom.exercises.appending import it_is_a_store
from classroom.exercises.exercise import Exercise, expect, swap
from classroom.exercises.marks import LIKE_IT, MARK, NO_REPLY, refused
from classroom.exercises.rivals import just_before_a_write

ANSWER = """\
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, *events, append_id=None):
        mark = uuid.uuid4().hex if append_id is None else append_id
        puts = [
            {
                "TableName": self.table,
                "Item": to_item(event) | {"AppendId": {"S": mark}},
                "ConditionExpression": "attribute_not_exists(Version)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
            for event in events
        ]
        try:
            if len(puts) == 1:
                self.client.put_item(**puts[0])
            else:
                self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])
        except ClientError as error:
            reasons = error.response.get("CancellationReasons", [])
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                reasons = [{"Code": "ConditionalCheckFailed", "Item": error.response.get("Item")}]
            ours = 0
            for event, reason in zip(events, reasons):
                if reason["Code"] == "ConditionalCheckFailed":
                    card = reason.get("Item") or {}
                    if card.get("AppendId") != {"S": mark}:
                        raise EventAlreadyExistsError(event.id, event.version) from error
                    ours += 1
            if ours < len(events):
                raise
"""
OTHER = """\
class EventStore:
    def __init__(self, client, table):
        self.client, self.table = client, table

    def append(self, *events, append_id=None):
        mark = {"S": append_id or str(uuid.uuid4())}
        actions = []
        for event in events:
            put = {"TableName": self.table, "Item": {**to_item(event), "AppendId": mark}}
            put["ConditionExpression"] = "attribute_not_exists(Id)"
            put["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
            actions.append({"Put": put})
        try:
            self.client.transact_write_items(TransactItems=actions)
        except self.client.exceptions.TransactionCanceledException as error:
            self.settle(events, mark, error)

    def settle(self, events, mark, error):
        reasons = error.response["CancellationReasons"]
        marks = [reason.get("Item", {}).get("AppendId") for reason in reasons]
        failed = [reason["Code"] == "ConditionalCheckFailed" for reason in reasons]
        for event, found, is_taken in zip(events, marks, failed, strict=True):
            if is_taken and found != mark:
                raise EventAlreadyExistsError(event.id, event.version) from error
        if not all(failed):
            raise error
"""
CONDITION = '                "ConditionExpression": "attribute_not_exists(Version)",\n'
ALL_OLD = '                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",\n'
SEND = ANSWER[ANSWER.index("            if len(puts) == 1") : ANSWER.index("        except ")]
ONE_AT_A_TIME = """\
            for put in puts:
                self.client.put_item(**put)
"""
OURS = "EventAlreadyExistsError(event.id, event.version)"
LOOK = """\
        for event in events:
            key = {name: to_item(event)[name] for name in ("Id", "Version")}
            item = self.client.get_item(TableName=self.table, Key=key).get("Item", {})
            if item and item.get("AppendId") != {"S": mark}:
                raise EventAlreadyExistsError(event.id, event.version)
"""
RIVAL = 'card.get("AppendId") != {"S": mark}'
LAST = "            if ours < len(events):\n                raise\n"


def cards(given: Any, *streams: str) -> list[Any]:
    """Return the items of these streams, in order."""
    return [
        item
        for stream in streams
        for item in given.client.query(
            TableName=given.table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
        )["Items"]
    ]


def marks(given: Any, *streams: str) -> list[str]:
    """Return the mark on each card of these streams."""
    return [card.get("AppendId", {}).get("S", "no mark") for card in cards(given, *streams)]


def told(given: Any, *events: Any, append_id: str | None = None) -> str:
    """Append with a new store, and say how it ends."""
    store = given.EventStore(given.client, given.table)
    try:
        store.append(*events, append_id=append_id)
    except given.EventAlreadyExistsError as error:
        known = {event.id: f"event {place}" for place, event in enumerate(events, 1)}
        return f"a clash at {known.get(error.id, repr(error.id))}, version {error.version!r}"
    except (AttributeError, KeyError, NameError, TypeError):
        raise  # the learner's own line says more than we could
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    except Exception as error:
        return type(error).__name__
    return "no error"


def an_event_is_stored_with_its_mark(given: Any) -> None:
    """append(event, append_id="first") stores the card, with the AppendId on it."""
    for mark in ("first", MARK):
        event = given.Event(given.new_id(), 0, "cpustejovsky", +8, "Init")
        given.EventStore(given.client, given.table).append(event, append_id=mark)
        found = cards(given, event.id)
        expect(f"cards: {len(found)}", "cards: 1", "")
        slip = 'each card needs its mark, too: {"AppendId": {"S": ...}}, with the append_id'
        expect(marks(given, event.id), [mark], slip if "AppendId" not in found[0] else "")
        expect(found[0], given.to_item(event) | {"AppendId": {"S": mark}}, "")


def several_events_share_a_mark(given: Any) -> None:
    """append(blow, wound) stores both, under one mark that is new for each append."""
    goblin, hero = given.new_id(), given.new_id()
    store = given.EventStore(given.client, given.table)
    for version in range(2):
        store.append(given.Event(goblin, version), given.Event(hero, version))
    blows, wounds = marks(given, goblin), marks(given, hero)
    expect([len(blows), len(wounds)], [2, 2], "")
    slip = "one append, one mark: all cards of a turn have the same"
    expect(
        f"a blow's mark: {blows[0]}, its wound's: {wounds[0]}",
        f"a blow's mark: {blows[0]}, its wound's: {blows[0]}",
        slip,
    )
    slip = ""
    default = inspect.signature(store.append).parameters.get("append_id")
    if default and default.default == blows[0]:
        slip = "Python computes a default once, when it runs the def: every append would share it"
    seen = "two marks" if blows[0] != blows[1] else "the same mark twice"
    expect(f"two appends: {seen}", "two appends: two marks", slip)
    many = [given.Event(given.new_id(), 0) for _ in range(4)]
    told(given, *many)
    stored = len(cards(given, *(event.id for event in many)))
    expect(f"stored of 4 events: {stored}", "stored of 4 events: 4", "")


def a_taken_version_is_a_clash(given: Any) -> None:
    """If another append has taken the version, that's an EventAlreadyExistsError(id, version)."""
    event = given.Event(given.new_id(), 3)
    told(given, event, append_id="a rival's")
    seen, slip = told(given, event, append_id="ours"), ""
    if marks(given, event.id) == ["ours"]:
        slip = "the rival's card is overwritten: a condition stops that, attribute_not_exists(...)"
    elif seen == "no error":
        slip = "an equal event isn't ours: only the AppendId says whose it is"
    elif seen in ("ConditionalCheckFailedException", "TransactionCanceledException"):
        slip = "DynamoDB's error comes through: catch it, and raise EventAlreadyExistsError"
    elif seen == f"a clash at 3, version {event.id!r}":
        slip = "the error gets the id first, then the version"
    expect(seen, "a clash at event 1, version 3", slip)


def all_or_nothing(given: Any) -> None:
    """If one of the versions is taken, none of the events is stored."""
    for place in (0, 1):
        events = [given.Event(given.new_id(), version) for version in (1, 2)]
        told(given, events[place], append_id="a rival's")
        told(given, *events, append_id="ours")
        seen = f"with the version of event {place + 1} taken, stored: "
        stored = marks(given, *(event.id for event in events)).count("ours")
        expect(f"{seen}{stored}", f"{seen}0", "")


def the_error_names_the_event(given: Any) -> None:
    """The error names the event that clashed, by its id and version."""
    for place in (1, 0):
        events = [given.Event(given.new_id(), version) for version in (1, 2)]
        told(given, events[place], append_id="a rival's")
        expected = f"a clash at event {place + 1}, version {events[place].version}"
        expect(told(given, *events, append_id="ours"), expected, "")


def a_repeat_is_no_clash(given: Any) -> None:
    """The same events again, with the same append_id: no error, and nothing is stored twice."""
    for count in (1, 2):
        events = [given.Event(given.new_id(), 0) for _ in range(count)]
        told(given, *events, append_id="first")
        asked = f"{count} events again: "
        seen = told(given, *events, append_id="".join(["fi", "rst"]))
        expect(asked + seen, f"{asked}no error", "")


def a_lost_reply_is_no_clash(given: Any) -> None:
    """If a reply is lost, boto3's second attempt meets our own cards: no error."""
    for count in (1, 2):
        events = [given.Event(given.new_id(), 0) for _ in range(count)]
        with given.lost_replies(given.client):
            seen = told(given, *events)
        slip = "without an append_id, too, compare with the mark that's on our cards"
        expect(f"{count} events: {seen}", f"{count} events: no error", slip)


def a_rivals_turn_is_a_clash(given: Any) -> None:
    """A card of another append, or one without a mark, is a clash, next to our own cards, too."""
    for theirs in (["a rival's"] * 2, [MARK, "a rival's"], [LIKE_IT[0]] * 2):
        events = [given.Event(given.new_id(), 0) for _ in theirs]
        for event, mark in zip(events, theirs, strict=True):
            told(given, event, append_id=mark)
        place = 1 if theirs[0] != MARK else 2
        asked = f"the marks on the cards: {', '.join(theirs)}; ours: {MARK}. "
        seen = asked + told(given, *events, append_id=MARK)
        expect(seen, f"{asked}a clash at event {place}, version 0", "")
    for count in (1, 2):
        events = [given.Event(given.new_id(), 0) for _ in range(count)]
        for event in events:
            given.client.put_item(TableName=given.table, Item=given.to_item(event))
        seen = f"cards without a mark: {told(given, *events)}"
        expect(seen, "cards without a mark: a clash at event 1, version 0", "")


def a_used_id_hides_no_event(given: Any) -> None:
    """If only some of the events are there, under this append_id, append doesn't return."""
    for place in (0, 1):
        events = [given.Event(given.new_id(), 0) for _ in range(2)]
        told(given, events[place], append_id="once")
        seen = told(given, *events, append_id="once")
        slip = "the other event isn't stored, and nobody hears of it: count the cards that are ours"
        expect("no error" if seen == "no error" else "an error", "an error", slip)


def other_errors_stay_as_they_are(given: Any) -> None:
    """Any other error reaches the caller unchanged, for one event and for several."""
    for count in (1, 2):
        for reason in ("ThrottlingError", "ValidationError"):
            events = [given.Event(given.new_id(), 0) for _ in range(count)]
            with refused(given.client, reason):
                seen = told(given, *events)
            own = f"{reason.removesuffix('Error')}Exception"  # of a put
            expected = "TransactionCanceledException"
            if count == 1 and seen == own:
                expected = own
            asked = f"{count} events, {reason}: "
            expect(asked + seen, asked + expected, "")
        events = [given.Event(given.new_id(), 0) for _ in range(count)]
        with refused(given.client, NO_REPLY):
            seen = told(given, *events)
        expect(f"no reply: {seen}", "no reply: ConnectionClosedError", "")


def nobody_can_slip_in(given: Any) -> None:
    """A rival that takes the version right before the write isn't overwritten."""
    for count in (1, 2):
        events = [given.Event(given.new_id(), 0, note="ours") for _ in range(count)]
        rival = given.to_item(given.Event(events[-1].id, 0, note="a rival's"))
        rival["AppendId"] = {"S": "a rival's"}
        slip_in = partial(given.client.put_item, TableName=given.table, Item=rival)
        with just_before_a_write(given.client, slip_in):
            seen = told(given, *events)
        stored = [card["Note"]["S"] for card in cards(given, *(event.id for event in events))]
        expect(stored, ["a rival's"], "")
        expect(seen, f"a clash at event {count}, version 0", "")


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="3c",
    title="your own append: all or nothing, named, and safe to repeat",
    statement="""\
## Build `append` again · optional, 20 min

This cell is empty. Write a store that can append, and nothing else: `EventStore(client, table)` with `append(*events, append_id=None)`. Then this call should store a whole turn:

```python
EventStore(client, table).append(blow, wound, append_id="turn 1")
```

- All events are stored, or none. A card is `to_item(event)`, and its `AppendId`. Without an `append_id`, each append makes one.
- If another append has taken a version, there's an `EventAlreadyExistsError(id, version)` for that event.
- The same events again, with the same `append_id`: no error. The same goes for boto3's own second attempt.
- Any other error reaches the caller unchanged.

You need `to_item`, `uuid` and `ClientError`. Try it without looking at `put_request` and `taken_versions`. You don't have to check the versions' type.""",
    start="# your EventStore\n",
    asks=("EventStore",),
    uses={
        "Do you remember?": "client connect table uuid Event EventAlreadyExistsError to_item lost_replies ClientError"
    },
    tests=(
        it_is_a_store,
        an_event_is_stored_with_its_mark,
        several_events_share_a_mark,
        a_taken_version_is_a_clash,
        all_or_nothing,
        the_error_names_the_event,
        nobody_can_slip_in,
        a_repeat_is_no_clash,
        a_lost_reply_is_no_clash,
        a_rivals_turn_is_a_clash,
        other_errors_stay_as_they_are,
        a_used_id_hides_no_event,
    ),
    why="You've built it from nothing. What is left in the module's append is care for the details.",
    hints=(
        "First make one event work: a put with the mark and the condition. Then several, in one transaction. Then ask what a refusal means.",
        "The skeleton: make the mark; make a put for each event; try to send them; on a `ClientError`, go through events and reasons side by side.",
        "For each event whose reason is `ConditionalCheckFailed`, compare the `AppendId` on the reason's `Item` with yours: if it's another one, raise; if it's yours, count it. In the end, raise the error again unless every event was counted.",
    ),
    answer=ANSWER,
    remark="A store that always sends a transaction is right, too. It's shorter, and costs twice as much for a single event.",
    others=(OTHER,),
    wrong={
        "class EventStore(EventStore):\n    pass\n": "this append comes from the store above",
        swap(ANSWER, "except ClientError as", "except BufferError as"): "error comes through",
        swap(ANSWER, CONDITION + ALL_OLD, ""): "a condition stops that",
        swap(ANSWER, ' | {"AppendId": {"S": mark}}', ""): "each card needs its mark",
        swap(
            ANSWER,
            '{"AppendId": {"S": mark}}',
            '{"AppendId": {"S": append_id or uuid.uuid4().hex}}',
        ): ("one append, one mark"),
        swap(ANSWER, "append_id=None", "append_id=uuid.uuid4().hex"): "computes a default once",
        swap(ANSWER, "mark = uuid.uuid4().hex if", 'mark = "turn" if'): "two appends: the same",
        swap(ANSWER, "for event in events\n        ]", "for event in events[:3]\n        ]"): (
            "stored of 4 events: 3"
        ),
        swap(ANSWER, SEND, ONE_AT_A_TIME): "with the version of event 2 taken, stored: 1",
        swap(ANSWER, CONDITION + ALL_OLD, "", "        try:\n", LOOK + "        try:\n"): (
            "right before the write"
        ),
        swap(ANSWER, OURS, "EventAlreadyExistsError(events[0].id, events[0].version)"): (
            "Expected:     a clash at event 2"
        ),
        swap(ANSWER, OURS, "EventAlreadyExistsError(event.version, event.id)"): "the id first",
        swap(ANSWER, RIVAL, 'card.get("AppendId") != mark'): "1 events again: a clash at event 1",
        swap(
            ANSWER, RIVAL, 'card.get("AppendId") != {"S": append_id}'
        ): "without an append_id, too",
        swap(ANSWER, RIVAL, "not card or card | to_item(event) != card"): "only the AppendId says",
        swap(ANSWER, RIVAL, '"AppendId" in card and ' + RIVAL): "cards without a mark: no error",
        swap(ANSWER, RIVAL, f"not ours and {RIVAL}"): "append-4f1c, a rival's; ours: append-4f1c.",
        swap(
            ANSWER, 'if reason["Code"] == "ConditionalCheckFailed"', 'if reason["Code"] != "None"'
        ): ("2 events, ThrottlingError: a clash at event 2"),
        swap(ANSWER, LAST, ""): "1 events, ThrottlingError: no error",
        swap(ANSWER, LAST, LAST + "        except Exception:\n            pass\n"): "no reply: no",
        swap(
            ANSWER, LAST, "            if not ours:\n                raise\n"
        ): "nobody hears of it",
    },
)
