"""Lesson 08, step 1: a blow and its wound in one transaction."""

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from classroom.exercises.exercise import Exercise, expect, outcome, swap

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
VERSIONS = (
    "use the versions that strike is given: the goblin's for the blow, the hero's for the wound"
)
FUNCTION = "put_request is the function; what it returned for one event is in put"


def after(given: Any, goblin_version: int, hero_version: int) -> tuple[str, int, int]:
    """Let the goblin strike, and return if it is an error, and how many cards each drawer gets."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    told = outcome(given.strike, store, goblin, hero, goblin_version, hero_version)
    told = "no error" if told == "no error" else "an error"
    return told, len(store.query(goblin)) - 1, len(store.query(hero)) - 2


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


def a_turn_without_rivals_stores_both(given: Any) -> None:
    """A turn that nobody disturbs stores the blow and the wound."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    try:
        given.strike(store, goblin, hero, 1, 2)
    except AttributeError as error:
        slip = "append takes events, one argument for each, without a list around them"
        expect(f"{error}" if "'version'" in str(error) else "no error", "no error", slip)
        raise
    except NameError as error:
        slip = "that's a name for one of the two events: make it first, with Event(...)"
        expect(f"{error}" if error.name in ("blow", "wound") else "no error", "no error", slip)
        raise
    except ClientError as error:
        expect(error.response["Error"]["Message"], "no error", VERSIONS)
    blows, wounds = len(store.query(goblin)) - 1, len(store.query(hero)) - 2
    slip = VERSIONS
    last = store.query(goblin)[-1].version, store.query(hero)[-1].version
    if (blows, wounds) == (1, 1):
        expect(f"the last versions are {last}", "the last versions are (1, 2)", slip)
    slip = "the turn has two events, the blow in the goblin's drawer and the wound in the hero's"
    if blows == wounds == 0:
        slip = "nothing is stored: pass both events to store.append"
    expect(f"blows: {blows}, wounds: {wounds}", "blows: 1, wounds: 1", slip)
    slip = "the wound takes 2 hit points from the hero: its change is -2"
    change = store.query(hero)[-1].character_hit_points
    expect(f"the hero's change is {change}", "the hero's change is -2", slip)


def a_wound_that_clashes_leaves_no_blow(given: Any) -> None:
    """If the wound's version is taken, there's an error, and the blow isn't stored."""
    told, blows, _ = after(given, 1, 1)
    slip = "two appends are two requests: the first is stored before the second is refused"
    expect(f"blows: {blows}", "blows: 0", slip)
    expect(told, "an error", "the goblin must hear of the clash: let the error through")


def a_blow_that_clashes_leaves_no_wound(given: Any) -> None:
    """If the blow's version is taken, there's an error, and the wound isn't stored."""
    told, _, wounds = after(given, 0, 2)
    slip = "the other way round isn't better: the wound is stored, and then the blow is refused"
    expect(f"wounds: {wounds}", "wounds: 0", slip)
    expect(told, "an error", "the goblin must hear of the clash: let the error through")


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="1a",
    title="a blow and its wound, or neither",
    statement="""\
### The least code: your turn

DynamoDB can carry out up to 100 actions as one, with `transact_write_items`. If all of their conditions hold, it stores everything; if a single one doesn't, it stores nothing. This is called a **transaction**. An action is a dictionary such as `{"Put": ...}`, and its value is what our `put_request` returns.

`*events` lets `append` take any number of events. A single one stays a plain put, because a transaction costs twice as much. Fill in the two places: the action for each put, and the goblin's turn, with its two events.""",
    start=swap(ANSWER, ACTION, "___", TURN, "    ___\n"),
    asks=("EventStore", "strike"),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore NoEventFoundError fresh_id put_request read stored_by",
        "Step 1 · Half a turn": "at_the_inn",
    },
    tests=(
        dynamodb_understands_the_actions,
        a_turn_without_rivals_stores_both,
        a_wound_that_clashes_leaves_no_blow,
        a_blow_that_clashes_leaves_no_wound,
    ),
    why="Nobody finds half a turn, after a clash or after a program that stopped in between.",
    hints=(
        "How many requests may a turn be, if nobody should ever find half of it?",
        "In append, put a dictionary around each put. In strike, call append once, with both events.",
        'The key of that dictionary is "Put". strike calls store.append(blow, wound) once.',
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, ACTION, "put"): "with one key, Put",
        swap(ANSWER, ACTION, '{"PutItem": put}'): 'in TransactItems[0]: "PutItem"',
        swap(ANSWER, ACTION, '{"Put": put_request}'): "what it returned for one event",
        swap(ANSWER, ACTION, '{"Put": put_request(self.table, put, mark)}'): "a request already",
        swap(ANSWER, ACTION, '{"Put": puts}'): "puts is the list of all puts",
        swap(ANSWER, '"cpustejovsky", -2', '"cpustejovsky", 0'): "its change is -2",
        swap(ANSWER, TURN, WOUND): "the turn has two events",
        swap(ANSWER, "store.append(\n", "store.append([\n", '"),\n    )\n', '"),\n    ])\n'): (
            "without a list around them"
        ),
        swap(ANSWER, ACTION, "{Put: put}"): "so it needs quotation marks",
        swap(ANSWER, ACTION, '{"Put", put}'): "it's a set",
        swap(ANSWER, ACTION, '{"Put": puts[0]}'): "each action has its own put",
        swap(ANSWER, TURN, "    store.append(blow, wound)\n"): "make it first, with Event",
        swap(ANSWER, "    store.append(\n", "    return (\n"): "pass both events to store.append",
        swap(ANSWER, "Event(hero, hero_version", "Event(hero, goblin_version"): (
            "use the versions that strike is given"
        ),
        swap(ANSWER, TURN, QUIET): "must hear of the clash",
        swap(ANSWER, TURN, BLOW + WOUND): "two appends are two requests",
        swap(ANSWER, TURN, WOUND + BLOW): "the other way round isn't better",
    },
)
