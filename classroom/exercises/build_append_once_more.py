"""Lesson 08: append from an empty cell, for one event or several, all or nothing."""

from typing import Any

from botocore.stub import Stubber

from classroom.exercises.exercise import Exercise, expect, outcome, swap

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
MARK = "mark = uuid.uuid4().hex if append_id is None else append_id"
RIVAL = 'card.get("AppendId") != {"S": mark}'
LAST = "            if ours < len(events):\n                raise\n"


def cards(given: Any, stream: str) -> list[Any]:
    """Return the items of a stream, in order."""
    items: list[Any] = given.client.query(
        TableName=given.table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )["Items"]
    return items


def marks(given: Any, *streams: str) -> list[str]:
    """Return the mark on each card of these streams."""
    found = [card for stream in streams for card in cards(given, stream)]
    return [card.get("AppendId", {}).get("S", "no mark") for card in found]


def told(given: Any, *events: Any, append_id: str | None = None) -> str:
    """Append with a new store, and say how it ends."""
    store = given.EventStore(given.client, given.table)
    try:
        store.append(*events, append_id=append_id)
    except given.EventAlreadyExistsError as error:
        known = {event.id: f"event {place}" for place, event in enumerate(events, 1)}
        return f"a clash at {known.get(error.id, error.id)}, version {error.version}"
    except KeyboardInterrupt:
        raise
    except Exception as error:
        return type(error).__name__
    return "no error"


def an_event_is_stored_with_its_mark(given: Any) -> None:
    """append(event, append_id="first") stores the card, with the AppendId on it."""
    event = given.Event(given.new_id(), 0, "cpustejovsky", +8, "Init")
    given.EventStore(given.client, given.table).append(event, append_id="first")
    found = cards(given, event.id)
    expect(f"cards: {len(found)}", "cards: 1", "append should store the event")
    slip = 'each card needs its mark, too: {"AppendId": {"S": ...}}, with the append_id'
    expect(marks(given, event.id), ["first"], slip)
    card = given.to_item(event) | {"AppendId": {"S": "first"}}
    expect(found[0], card, "a card is to_item(event), and its AppendId")


def several_events_share_a_mark(given: Any) -> None:
    """append(blow, wound) stores both, under one mark that is new for each append."""
    goblin, hero = given.new_id(), given.new_id()
    store = given.EventStore(given.client, given.table)
    for version in range(2):
        store.append(given.Event(goblin, version), given.Event(hero, version))
    found = marks(given, goblin), marks(given, hero)
    expect([len(each) for each in found], [2, 2], "append takes any number of events: store all")
    slip = "one append, one mark: all cards of a turn have the same"
    expect(found[0], found[1], slip)
    slip = "Python computes a default once, when it runs the def: every append would share it"
    seen = "two marks" if found[0][0] != found[0][1] else "the same mark twice"
    expect(seen, "two marks", slip)


def a_taken_version_is_a_clash(given: Any) -> None:
    """If another append has taken the version, that's an EventAlreadyExistsError."""
    event = given.Event(given.new_id(), 3)
    told(given, event, append_id="a rival's")
    seen = told(given, event, append_id="ours")
    slip = "DynamoDB's error comes through: catch it, and raise EventAlreadyExistsError"
    if seen == "no error":
        slip = (
            "the caller isn't told. An equal event isn't ours: only the AppendId says whose it is"
        )
    if marks(given, event.id) == ["ours"]:
        slip = (
            "without a condition, DynamoDB overwrites what's there: attribute_not_exists(Version)"
        )
    expect(seen, "a clash at event 1, version 3", slip)


def all_or_nothing(given: Any) -> None:
    """If one of the versions is taken, none of the events is stored."""
    for place in (0, 1):
        events = [given.Event(given.new_id(), version) for version in (1, 2)]
        told(given, events[place], append_id="a rival's")
        told(given, *events, append_id="ours")
        stored = marks(given, *(event.id for event in events)).count("ours")
        slip = "those before the clash are stored: send all of them in one request"
        expect(f"stored: {stored}", "stored: 0", slip)


def the_error_names_the_event(given: Any) -> None:
    """The error names the event that clashed, by its id and version."""
    for place in (1, 0):
        events = [given.Event(given.new_id(), version) for version in (1, 2)]
        told(given, events[place], append_id="a rival's")
        slip = "a cancelled transaction has a reason for each event, in the order of the events"
        expected = f"a clash at event {place + 1}, version {events[place].version}"
        expect(told(given, *events, append_id="ours"), expected, slip)


def a_repeat_is_no_clash(given: Any) -> None:
    """The same events again, with the same append_id: no error, and nothing is stored twice."""
    for count in (1, 2):
        events = [given.Event(given.new_id(), 0) for _ in range(count)]
        told(given, *events, append_id="first")
        slip = "a put brings back the card in its way if it has ReturnValuesOnConditionCheckFailure"
        slip += ', and the mark on that card is {"S": ...}'
        expect(told(given, *events, append_id="".join(["fi", "rst"])), "no error", slip)


def a_lost_reply_is_no_clash(given: Any) -> None:
    """If a reply is lost, boto3's second attempt meets our own cards: no error."""
    for count in (1, 2):
        events = [given.Event(given.new_id(), 0) for _ in range(count)]
        with given.lost_replies(given.client):
            seen = told(given, *events)
        slip = "without an append_id, too, compare with the mark that's on our cards"
        expect(seen, "no error", slip)


def a_rivals_turn_is_a_clash(given: Any) -> None:
    """Equal events of another append, or cards without a mark, are a clash."""
    events = [given.Event(given.new_id(), 0) for _ in range(2)]
    told(given, *events, append_id="a rival's")
    slip = "an equal event isn't ours: only the AppendId says whose a card is"
    expect(told(given, *events, append_id="ours"), "a clash at event 1, version 0", slip)
    event = given.Event(given.new_id(), 0)
    given.client.put_item(TableName=given.table, Item=given.to_item(event))
    slip = "a card without an AppendId isn't ours"
    expect(told(given, event, append_id="ours"), "a clash at event 1, version 0", slip)


def a_used_id_hides_no_event(given: Any) -> None:
    """If only some of the events are there, under this append_id, append doesn't return."""
    first, second = (given.Event(given.new_id(), 0) for _ in range(2))
    told(given, first, append_id="once")
    seen = told(given, first, second, append_id="once")
    slip = "the second event isn't stored, and nobody hears of it: count the cards that are ours"
    expect("no error" if seen == "no error" else "an error", "an error", slip)


def other_errors_stay_as_they_are(given: Any) -> None:
    """If a transaction is cancelled for another reason, its own error goes on."""
    for reason in ("ThrottlingError", "TransactionConflict"):
        busy = Stubber(given.client)
        busy.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": [{"Code": "None"}, {"Code": reason}]},
        )
        store = given.EventStore(given.client, given.table)
        events = [given.Event(given.new_id(), 0) for _ in range(2)]
        with busy:
            seen = outcome(store.append, *events)
        slip = "an error that isn't a clash has been swallowed: raise it again"
        if seen == "EventAlreadyExistsError":
            slip = "a busy table isn't a clash: only the code ConditionalCheckFailed is one"
        expect(seen, "TransactionCanceledException", slip)


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
        "Do you remember?": "client table uuid Event EventAlreadyExistsError to_item lost_replies ClientError"
    },
    tests=(
        an_event_is_stored_with_its_mark,
        several_events_share_a_mark,
        a_taken_version_is_a_clash,
        all_or_nothing,
        the_error_names_the_event,
        a_repeat_is_no_clash,
        a_lost_reply_is_no_clash,
        a_rivals_turn_is_a_clash,
        other_errors_stay_as_they_are,
        a_used_id_hides_no_event,
    ),
    why="You've built it from nothing. What is left in the module's append is care for the details.",
    hints=(
        "First make one event work: a put with the mark and the condition. Then several, in one transaction. Then ask what a refusal means.",
        "The skeleton: make the mark; make a put for each event; try to send them; on a ClientError, go through events and reasons side by side.",
        "For each event whose reason is ConditionalCheckFailed, compare the AppendId on the reason's Item with yours: if it's another one, raise; if it's yours, count it. In the end, raise the error again unless every event was counted.",
    ),
    answer=ANSWER,
    remark="A store that always sends a transaction is right, too. It's shorter, and costs twice as much for a single event.",
    others=(OTHER,),
    wrong={
        swap(ANSWER, "except ClientError as", "except BufferError as"): "error comes through",
        swap(ANSWER, CONDITION + ALL_OLD, ""): "without a condition",
        swap(ANSWER, ' | {"AppendId": {"S": mark}}', ""): "each card needs its mark",
        swap(
            ANSWER,
            '{"AppendId": {"S": mark}}',
            '{"AppendId": {"S": append_id or uuid.uuid4().hex}}',
        ): ("one append, one mark"),
        swap(ANSWER, "append_id=None", "append_id=uuid.uuid4().hex"): "computes a default once",
        swap(ANSWER, SEND, ONE_AT_A_TIME): "send all of them in one request",
        swap(ANSWER, "Error(event.id, event.version)", "Error(events[0].id, events[0].version)"): (
            "in the order of the events"
        ),
        swap(ANSWER, RIVAL, 'card.get("AppendId") != mark'): "the mark on that card is",
        swap(ANSWER, ALL_OLD, ""): "it has ReturnValuesOnConditionCheckFailure",
        swap(
            ANSWER, RIVAL, 'card.get("AppendId") != {"S": append_id}'
        ): "without an append_id, too",
        swap(ANSWER, RIVAL, "not card or card | to_item(event) != card"): "only the AppendId says",
        swap(ANSWER, RIVAL, '"AppendId" in card and ' + RIVAL): "a card without an AppendId",
        swap(
            ANSWER, 'if reason["Code"] == "ConditionalCheckFailed"', 'if reason["Code"] != "None"'
        ): ("a busy table isn't a clash"),
        swap(ANSWER, LAST, ""): "has been swallowed",
        swap(
            ANSWER, LAST, "            if not ours:\n                raise\n"
        ): "nobody hears of it",
    },
)
