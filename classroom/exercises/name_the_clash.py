"""Lesson 08, step 2: which of the events was refused, and for which reason."""

from typing import Any

from botocore.exceptions import ClientError

from classroom.exercises.exercise import Exercise, expect, swap

CONDITION = 'reason["Code"] == "ConditionalCheckFailed"'
ANSWER = f"""\
def clashes(events, reasons):
    return [
        event
        for event, reason in zip(events, reasons)
        if {CONDITION}
    ]


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
                self.client.transact_write_items(TransactItems=[{{"Put": put}} for put in puts])
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if stored_by(error) != mark:
                raise EventAlreadyExistsError(events[0].id, events[0].version) from error
        except self.client.exceptions.TransactionCanceledException as error:
            taken = clashes(events, error.response["CancellationReasons"])
            if not taken:
                raise
            raise EventAlreadyExistsError(taken[0].id, taken[0].version) from error

    def query(self, stream):
        events = read(self.client, self.table, stream)
        if not events:
            raise NoEventFoundError(stream)
        return events
"""
FILTER = ANSWER.partition("class EventStore")[0]
CARD = {"Note": {"S": "Bludgeoning damage from bugbear"}}


def named(given: Any, *reasons: dict[str, Any]) -> list[str]:
    """Return which of a blow and a wound clash, for these reasons."""
    blow, wound = given.Event("goblin", 1), given.Event("hero", 1)
    names = {"goblin": "the blow", "hero": "the wound"}
    return [names[event.id] for event in given.clashes([blow, wound], list(reasons))]


def whose_condition_failed_is_named(given: Any) -> None:
    """An event whose reason is ConditionalCheckFailed is a clash, and no other."""
    try:
        seen = named(given, {"Code": "None"}, {"Code": "ConditionalCheckFailed", "Item": CARD})
    except KeyError as error:
        slip = 'the code is under the key "Code", with a capital C'
        expect(f"KeyError: {error}", "no error", slip)
    slip = 'a reason is a dictionary: compare its "Code" with ConditionalCheckFailed. (That code '
    slip += "doesn't end in Exception.)"
    if len(seen) == 2:
        slip = "without a clash, the code is the string 'None', and any string counts as true: "
        slip += "compare it"
    expect(seen, ["the wound"], slip)


def no_other_code_is_a_clash(given: Any) -> None:
    """Too much traffic, or another transaction at work, isn't a clash."""
    seen = named(given, {"Code": "ThrottlingError"}, {"Code": "TransactionConflict"})
    slip = "there are more codes than those two: compare with the one that means a clash"
    expect(seen, [], slip)


def the_code_alone_decides(given: Any) -> None:
    """A clash is a clash even if the card doesn't come along."""
    seen = named(given, {"Code": "ConditionalCheckFailed"}, {"Code": "None"})
    expect(
        seen,
        ["the blow"],
        "the code says it: the card comes along only if the put has asked for it",
    )


def the_error_names_the_event(given: Any) -> None:
    """The store's error names the hero's event."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    try:
        given.strike(store, goblin, hero, 1, 1)
    except given.EventAlreadyExistsError as error:
        slip = "it should name the first event that clashed, with its own id and version"
        expect((error.id, error.version), (hero, 1), slip)
    except ClientError as error:
        slip = "`clashes` finds nothing in a real reply: compare strings with ==, not with `is`"
        expect(type(error).__name__, "EventAlreadyExistsError", slip)
    else:
        expect("no error", "EventAlreadyExistsError", "raise if there are clashes")


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="2b",
    title="the error names the event that clashed",
    statement="""\
### The least code: your turn

An event clashes if its reason has the code `ConditionalCheckFailed`. Write the condition in `clashes`; the second `except` shows what `append` does with the result.""",
    start=swap(ANSWER, CONDITION, "___"),
    asks=("clashes", "EventStore"),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore NoEventFoundError fresh_id put_request read stored_by",
        "Step 1 · Half a turn": "at_the_inn strike",
    },
    tests=(
        whose_condition_failed_is_named,
        no_other_code_is_a_clash,
        the_code_alone_decides,
        the_error_names_the_event,
    ),
    why="Now the caller knows which drawer to read again. A busy table isn't a clash.",
    hints=(
        "Look at the list of reasons above. How do the two entries differ?",
        "A reason is a dictionary, and under one of its keys is a string that says why.",
        'reason["Code"] is that string. Compare it, with ==, to the one that means a clash.',
    ),
    answer=ANSWER,
    others=(
        swap(
            ANSWER,
            FILTER,
            """\
def clashes(events, reasons):
    found = []
    for number, reason in enumerate(reasons):
        if reason.get("Code") in ("ConditionalCheckFailed",):
            found.append(events[number])
    return found


""",
        ),
    ),
    wrong={
        swap(ANSWER, CONDITION, 'reason == "ConditionalCheckFailed"'): 'compare its "Code"',
        swap(ANSWER, CONDITION, 'reason["ConditionalCheckFailed"]'): 'under the key "Code"',
        swap(ANSWER, CONDITION, 'reason["Code"] is str("ConditionalCheckFailed")'): "not with `is`",
        swap(ANSWER, 'CheckFailed"', 'CheckFailedException"'): "doesn't end in Exception",
        swap(ANSWER, CONDITION, 'reason["Code"]'): "the string 'None'",
        swap(ANSWER, CONDITION, 'reason["Code"] != "None"'): "more codes than those two",
        swap(ANSWER, CONDITION, 'reason.get("Item")'): "the code says it: the card",
    },
)
