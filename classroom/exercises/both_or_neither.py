"""Lesson 08, step 1: a blow and its wound in one transaction."""

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import marks_of
from classroom.exercises.requests import Requests, sent

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

    def query(self, stream):
        events = read(self.client, self.table, stream)
        if not events:
            raise NoEventFoundError(stream)
        return events


def strike(store, goblin, hero, goblin_version, hero_version):
    \"\"\"The goblin's turn: a blow, and a wound.\"\"\"
    store.append(
        Event(goblin, goblin_version, "goblin", 0, "Strikes, and the dagger breaks"),
        Event(hero, hero_version, "cpustejovsky", -2, "Slashing damage from goblin"),
    )
"""
OTHER = """\
class EventStore(EventStore):
    def append(self, *events, append_id=None):
        mark = append_id or self.new_append_id()
        if len(events) > 1:
            actions = [dict(Put=put_request(self.table, event, mark)) for event in events]
            self.client.transact_write_items(TransactItems=actions)
        else:
            super().append(events[0], append_id=mark)


def strike(store, goblin, hero, goblin_version, hero_version):
    wound = Event(hero, hero_version, "cpustejovsky", -2, "Slashing damage from goblin")
    blow = Event(goblin, goblin_version, "goblin", 0, "Strikes, and the dagger breaks")
    store.append(wound, blow)
"""
BLOW = """\
    store.append(Event(goblin, goblin_version, "goblin", 0, "Strikes, and the dagger breaks"))
"""
WOUND = """\
    store.append(Event(hero, hero_version, "cpustejovsky", -2, "Slashing damage from goblin"))
"""
QUIET = """\
    try:
        store.append(Event(goblin, goblin_version), Event(hero, hero_version, "cpustejovsky", -2))
    except Exception:
        pass
"""
TURN = ANSWER[ANSWER.index("    store.append(") :]
ACTION = '{"Put": put}'
FUNCTION = "put_request is the function; what it returned for one event is in put"
TOGETHER = 'self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])'
ONE_BY_ONE = "for put in puts:\n                    self.client.put_item(**put)"
BATCH = """\
self.client.batch_write_item(
                    RequestItems={self.table: [{"PutRequest": {"Item": put["Item"]}} for put in puts]}
                )"""
PLAIN = """\
            if len(puts) == 1:
                self.client.put_item(**puts[0])
            else:
                self.client."""
LOOK = """\
    if len(store.query(goblin)) != goblin_version or len(store.query(hero)) != hero_version:
        raise EventAlreadyExistsError(goblin, goblin_version)
"""


def dynamodb_understands_the_actions(given: Any) -> None:
    """DynamoDB understands the actions."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    try:
        store.append(given.Event(stream, 0), given.Event(stream, 1))
    except (AttributeError, TypeError) as error:
        slip = "put is a request already, made by put_request in the line that begins with puts"
        if "function" in str(error):
            slip = FUNCTION
        if "unhashable" in str(error):
            slip = 'a dictionary has a colon between "Put" and put. With a comma, it\'s a set'
        expect(f"{error}", "a Put in each action", slip)
    except NameError as error:
        slip = "Put is DynamoDB's word, not a name of ours, so it needs quotation marks"
        expect(f"{error}" if error.name == "Put" else "no error", "no error", slip)
        raise
    except ClientError as error:
        slip = "each action has its own put: use put, as the loop gives it"
        seen = error.response["Error"]["Message"]
        expect(seen if "multiple operations" in seen else "no error", "no error", slip)
        raise
    except ParamValidationError as error:
        slip = "an action is a dictionary with one key, Put, and our put_request as its value"
        seen = f"{error}".splitlines()[1].partition(", must")[0]
        if "].Put, value: [" in seen:
            slip = "puts is the list of all puts; each action has one"
        if "<function put_request" in seen:
            slip = FUNCTION
        expect(seen if len(seen) < 120 else f"{seen:.117}...", "a Put in each action", slip)


def writes(requests: Requests) -> str:
    """Return which requests were writes, in order."""
    reads = ("GetItem", "Query", "BatchGetItem", "TransactGetItems", "Scan")
    return ", ".join(each for each in requests.operations if each not in reads) or "none"


def a_turn_stores_both(given: Any) -> None:
    """A turn that nobody disturbs stores the blow and the wound, with the versions that it's given."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    for number in (1, 2, 3):
        store.append(given.Event(goblin, number))
    with sent(given.client) as requests:
        try:
            given.strike(store, goblin, hero, 4, 2)
        except AttributeError as error:
            slip = "append takes events, one argument for each, without a list around them"
            expect(f"{error}" if "'version'" in str(error) else "no error", "no error", slip)
            raise
        except NameError as error:
            slip = "that's a name for one of the two events: make it first, with Event(...)"
            expect(f"{error}" if error.name in ("blow", "wound") else "no error", "no error", slip)
            raise
        except ClientError as error:
            expect(error.response["Error"]["Message"], "no error", "")
    seen = [store.query(drawer)[-1].version for drawer in (goblin, hero)]
    slip = (
        "nothing was sent: call store.append, with both events" if not requests.operations else ""
    )
    expect(
        f"last cards: goblin's {seen[0]}, hero's {seen[1]}",
        "last cards: goblin's 4, hero's 2",
        slip,
    )
    changes = [store.query(drawer)[-1].character_hit_points for drawer in (goblin, hero)]
    slip = "the wound takes 2 hit points from the hero, and the blow none from the goblin"
    expect(changes, [0, -2], slip)


def a_turn_is_one_request(given: Any) -> None:
    """A turn is a single write, with both events in it."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    with sent(given.client) as requests:
        given.strike(store, goblin, hero, 1, 2)
    slip = ""
    if len(requests.operations) > 1:
        slip = "the first is stored before the second is refused, or before the program stops"
    expect(f"writes: {writes(requests)}", "writes: TransactWriteItems", slip)


def a_turn_that_clashes_stores_nothing(given: Any) -> None:
    """If the version of the wound or of the blow is taken, there's an error, and nothing is stored."""
    for versions, taken in (((1, 1), "the wound's version"), ((0, 2), "the blow's version")):
        store = given.EventStore(given.client, given.table)
        hero, goblin = given.at_the_inn(store, given.new_id())
        told = outcome(given.strike, store, goblin, hero, *versions)
        blows, wounds = len(store.query(goblin)) - 1, len(store.query(hero)) - 2
        hits = [event.character_hit_points for event in store.query(hero)[:2]]
        seen = f"with {taken} taken, blows: {blows}, wounds: {wounds}"
        expect(seen, f"with {taken} taken, blows: 0, wounds: 0", "")
        expect(f"the hero's first cards: {hits}", "the hero's first cards: [8, -3]", "")
        slip = "the goblin must hear of the clash: let the error through"
        expect("no error" if told == "no error" else "an error", "an error", slip)


def each_turn_has_a_mark_of_its_own(given: Any) -> None:
    """Two turns are two appends, and have two marks."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    given.strike(store, goblin, hero, 1, 2)
    given.strike(store, goblin, hero, 2, 3)
    _, first, second = marks_of(given.client, given.table, goblin)
    slip = "an append_id belongs to one append: with the next one, a rival's card counts as ours"
    expect("one mark" if first == second else "two marks", "two marks", slip)


def any_number_of_events_is_one_append(given: Any) -> None:
    """Any number of events is one request, and has one mark; a single one stays a plain put."""
    for number, expected in ((1, "PutItem"), (2, "TransactWriteItems"), (4, "TransactWriteItems")):
        stream = given.new_id()
        store = given.EventStore(given.client, given.table)
        with sent(given.client) as requests:
            store.append(*(given.Event(stream, version) for version in range(number)))
        asked = f"{number} events: "
        expect(asked + writes(requests), asked + expected, "")
        for request in requests.of("TransactWriteItems"):
            for action in request.params["TransactItems"]:
                told = "a Put as put_request makes it"
                slip = "the card in the way must come back: leave in what put_request asks for"
                seen = told if "ReturnValuesOnConditionCheckFailure" in action["Put"] else "less"
                expect(seen, told, slip)
        marks = marks_of(given.client, given.table, stream)
        expect(f"{asked}{len(marks)} cards", f"{asked}{number} cards", "")
        expect(f"{asked}marks: {len({*marks})}", f"{asked}marks: 1", "")


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="1a",
    title="a blow and its wound, or neither",
    statement="""\
### The least code: your turn

DynamoDB can carry out up to 100 actions as one, with `transact_write_items`. If all of their conditions hold, it stores everything; if a single one doesn't, it stores nothing. This is called a **transaction**. An action is a dictionary such as `{"Put": ...}`, and its value is what our `put_request` returns.

`*events` lets `append` take any number of events. A single one stays a plain put, because a transaction costs twice as much. All cards of an append have the same mark. Fill in the two places: the action for each put, and the goblin's turn, with its two events.""",
    start=swap(ANSWER, ACTION, "___", TURN, "    ___\n"),
    asks=("EventStore", "strike"),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore NoEventFoundError fresh_id put_request read stored_by",
        "Step 1 · Half a turn": "at_the_inn",
    },
    tests=(
        dynamodb_understands_the_actions,
        any_number_of_events_is_one_append,
        a_turn_stores_both,
        a_turn_that_clashes_stores_nothing,
        a_turn_is_one_request,
        each_turn_has_a_mark_of_its_own,
    ),
    why="Nobody finds half a turn, after a clash or after a program that stopped in between.",
    hints=(
        "How many requests may a turn be, if nobody should ever find half of it?",
        "In `append`, put a dictionary around each put. In `strike`, call `append` once, with both events.",
        'The key of that dictionary is `"Put"`. `strike` calls `store.append(blow, wound)` once.',
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, ACTION, "put"): "with one key, Put",
        swap(ANSWER, ACTION, '{"PutItem": put}'): 'in TransactItems[0]: "PutItem"',
        swap(ANSWER, ACTION, '{"Put": put_request}'): "what it returned for one event",
        swap(ANSWER, ACTION, '{"Put": put_request(self.table, put, mark)}'): "a request already",
        swap(ANSWER, ACTION, '{"Put": puts}'): "puts is the list of all puts",
        swap(ANSWER, ACTION, "{Put: put}"): "so it needs quotation marks",
        swap(ANSWER, ACTION, '{"Put", put}'): "it's a set",
        swap(ANSWER, ACTION, '{"Put": puts[0]}'): "each action has its own put",
        swap(ANSWER, '"cpustejovsky", -2', '"cpustejovsky", +2'): "the wound takes 2 hit points",
        swap(ANSWER, TURN, WOUND): "last cards: goblin's 3, hero's 2",
        swap(ANSWER, "hero, hero_version", "hero, 1 + 1", "goblin, goblin_version", "goblin, 1"): (
            "[ConditionalCheckFailed, None]"
        ),
        swap(ANSWER, "Event(hero, hero_version", "Event(hero, goblin_version"): (
            "last cards: goblin's 4, hero's 4"
        ),
        swap(ANSWER, "store.append(\n", "store.append([\n", '"),\n    )\n', '"),\n    ])\n'): (
            "without a list around them"
        ),
        swap(ANSWER, TURN, "    store.append(blow, wound)\n"): "make it first, with Event",
        swap(ANSWER, "    store.append(\n", "    return (\n"): "nothing was sent",
        swap(ANSWER, TURN, QUIET): "must hear of the clash",
        swap(ANSWER, TURN, BLOW + WOUND): "wound's version taken, blows: 1, wounds: 0",
        swap(ANSWER, TURN, WOUND + BLOW): "blow's version taken, blows: 0, wounds: 1",
        swap(ANSWER, TURN, LOOK + BLOW + WOUND): "before the second is refused",
        swap(ANSWER, TOGETHER, ONE_BY_ONE): "2 events: PutItem, PutItem",
        swap(ANSWER, TOGETHER, BATCH): "2 events: BatchWriteItem",
        swap(
            ANSWER,
            '"Slashing damage from goblin"),\n',
            '"Slashing damage from goblin"),\n        append_id="turn",\n',
        ): ("an append_id belongs to one append"),
        swap(
            ANSWER,
            ACTION,
            '{"Put": {n: put[n] for n in ("TableName", "Item", "ConditionExpression")}}',
        ): ("the card in the way must come back"),
        swap(ANSWER, PLAIN, "            self.client."): "1 events: TransactWriteItems",
        swap(ANSWER, "event, mark)", "event, self.new_append_id())"): "2 events: marks: 2",
    },
)
