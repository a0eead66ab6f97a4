"""Lesson 08, step 2: which of the events was refused, and for which reason."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

CONDITION = 'reason["Code"] == "ConditionalCheckFailed"'
ANSWER = f"""\
def clashes(events, reasons):
    return [
        event
        for event, reason in zip(events, reasons)
        if {CONDITION}
    ]


class EventStore(EventStore):  # all that the old one has, with this append
    def append(self, *events, append_id=None):
        mark = self.new_append_id() if append_id is None else append_id
        puts = [put_request(self.table, event, mark) for event in events]
        try:
            if len(puts) == 1:
                self.client.put_item(**puts[0])
            else:
                actions = [{{"Put": put}} for put in puts]
                self.client.transact_write_items(TransactItems=actions)
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if stored_by(error) != mark:
                raise EventAlreadyExistsError(events[0].id, events[0].version) from error
        except self.client.exceptions.TransactionCanceledException as error:
            taken = clashes(events, error.response["CancellationReasons"])
            if not taken:
                raise
            raise EventAlreadyExistsError(taken[0].id, taken[0].version) from error
"""
FILTER = ANSWER.partition("class EventStore")[0]
SHEET = {"Note": {"S": "Bludgeoning damage from bugbear"}}


def named(given: Any, *reasons: dict[str, Any]) -> list[str]:
    """Which of a blow and a wound clash, for these reasons."""
    blow, wound = given.Event("goblin", 1), given.Event("hero", 1)
    names = {"goblin": "the blow", "hero": "the wound"}
    return [names[event.id] for event in given.clashes([blow, wound], list(reasons))]


def whose_condition_failed_is_named(given: Any) -> None:
    """The event whose reason is ConditionalCheckFailed is a clash, and the other one is not."""
    seen = named(given, {"Code": "None"}, {"Code": "ConditionalCheckFailed", "Item": SHEET})
    slip = 'a reason is a dictionary: ask for its "Code". And the code has no Exception at its end'
    if len(seen) == 2:
        slip = "where nothing is wrong, the code is the text 'None', and a text counts as true"
    expect(seen, ["the wound"], slip)


def no_other_code_is_a_clash(given: Any) -> None:
    """An event that was throttled, or held by another transaction, isn't a clash."""
    seen = named(given, {"Code": "ThrottlingError"}, {"Code": "TransactionConflict"})
    slip = "there are more codes than two: ask for the one that means a clash"
    expect(seen, [], slip)


def the_code_alone_decides(given: Any) -> None:
    """A clash is a clash, also where the sheet does not come along."""
    seen = named(given, {"Code": "ConditionalCheckFailed"}, {"Code": "None"})
    expect(seen, ["the blow"], "the code says it; the sheet comes along only if the put has asked")


def the_error_names_the_event(given: Any) -> None:
    """The store's error names the hero's event."""
    store = given.EventStore(given.client, given.table)
    hero, goblin = given.at_the_inn(store, given.new_id())
    try:
        given.strike(store, goblin, hero, 1, 1)
    except given.EventAlreadyExistsError as error:
        slip = "the first of the clashes is meant, with its own id and version"
        expect((error.id, error.version), (hero, 1), slip)
    else:
        expect("no error", "EventAlreadyExistsError", "raise where there are clashes")


EXERCISE = Exercise(
    lesson="08_all_or_nothing",
    after="2b",
    title="the one that clashed is named",
    statement="""\
### The least code: your turn

A clash is an event whose reason has the code `ConditionalCheckFailed`. Write the condition in `clashes`; the second `except` shows what becomes of it.""",
    start=swap(ANSWER, CONDITION, "..."),
    asks=("clashes", "EventStore"),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore put_request stored_by",
        "Step 1 · Half a turn": "at_the_inn strike",
    },
    tests=(
        whose_condition_failed_is_named,
        no_other_code_is_a_clash,
        the_code_alone_decides,
        the_error_names_the_event,
    ),
    why="With the right name, a caller reads the right drawer; a busy table isn't a clash.",
    hints=(
        "Look at the list of reasons above: what do the two entries differ in?",
        "A reason is a dictionary. Under one key it says why, as a text.",
        'reason["Code"] is that text. Compare it, with ==, to the one that means a clash.',
    ),
    answer=ANSWER,
    other=swap(
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
    wrong={
        swap(ANSWER, CONDITION, 'reason == "ConditionalCheckFailed"'): "a reason is a dictionary",
        swap(ANSWER, 'CheckFailed"', 'CheckFailedException"'): "no Exception at its end",
        swap(ANSWER, CONDITION, 'reason["Code"]'): "the text 'None'",
        swap(ANSWER, CONDITION, 'reason["Code"] != "None"'): "more codes than two",
        swap(ANSWER, CONDITION, 'reason.get("Item")'): "the code says it",
    },
)
