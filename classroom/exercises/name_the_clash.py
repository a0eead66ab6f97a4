"""Lesson 08, step 2: which of the events was refused, and for which reason."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.marks import refused

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
FAILED = "ConditionalCheckFailed"
OTHER_CODES = (  # AWS: TransactWriteItems, and DynamoDB's own for a duplicate in a statement
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
    "ValidationError",
    "ItemCollectionSizeLimitExceeded",
    "DuplicateItem",
)
LOOP = """\
def clashes(events, reasons):
    found = []
    for number, reason in enumerate(reasons):
        if reason.get("Code") in ("ConditionalCheckFailed",):
            found.append(events[number])
    return found


"""
MATCH = """\
def clashes(events, reasons):
    taken = ()
    for event, reason in zip(events, reasons, strict=True):
        match reason:
            case {"Code": "ConditionalCheckFailed"}:
                taken += (event,)
    return taken


"""
RAISE = """\
            if not taken:
                raise
            raise Event"""
SORTED = "sorted([" + FILTER[FILTER.index("event") : FILTER.index("    ]")]


def named(given: Any, *codes: str, card: bool = True) -> str:
    """Return which of the events clash, for reasons with these codes, in words."""
    words = ("first", "second", "third", "fourth")
    events = [given.Event(word, 9 - place) for place, word in enumerate(words[: len(codes)])]
    reasons: list[dict[str, Any]] = [{"Code": code} for code in codes]
    for reason, event in zip(reasons, events, strict=True):
        if reason["Code"] != "None":
            reason["Message"] = "The conditional request failed"
        if reason["Code"] == FAILED and card:
            reason["Item"] = given.to_item(event)
    found = given.clashes(events, reasons)
    if isinstance(found, given.Event) or found is None:
        raise NotYetError(f"clashes returns {found!r}", "clashes returns a list of events", "")
    return ", ".join(getattr(event, "id", f"{event!r:.60}") for event in found) or "none"


def alone(given: Any, reason: Any) -> bool:
    """Return whether a single event with this reason is a clash; an error says no."""
    try:
        return bool(given.clashes([given.Event("first", 0)], [reason]))
    except Exception:
        return False


def slip_of(given: Any) -> str:
    """Return the slip that some questions to `clashes` show, or nothing."""
    fresh = "".join(["ConditionalCheck", "Failed"])  # equal, and another object
    if alone(given, {"Code": FAILED}) and not alone(given, {"Code": fresh}):
        return "compare strings with ==: `is` asks for the same object"
    if alone(given, {"Code": "None"}) and not alone(given, {"Code": ""}):
        return "an event without a clash has the code 'None', and any string counts as true"
    if alone(given, {"Code": "None"}) and not alone(given, {"Code": None}):
        return "the code is 'None', and a string is never the object None: compare it with the code"
    if alone(given, {"Code": "ConditionalCheckFailedException"}) and not alone(
        given, {"Code": "N"}
    ):
        return "the code of a reason is shorter than the name of the error: no Exception at its end"
    if alone(given, FAILED):
        return "a reason is a dictionary: compare its code with the string"
    return ""


def whose_condition_failed_is_named(given: Any) -> None:
    """Of two events, the one whose reason has the code ConditionalCheckFailed is a clash."""
    for codes, expected in (
        (("None", FAILED), "second"),
        ((FAILED, "None"), "first"),
        ((FAILED, FAILED), "first, second"),
        (("None", FAILED, "None", FAILED), "second, fourth"),
        (("None", "None"), "none"),
    ):
        asked = f"of {', '.join(codes)}: "
        try:
            seen = named(given, *codes)
        except KeyError as error:
            expect(f"KeyError: {error}", "one of a reason's keys: 'Code', 'Message', 'Item'", "")
        expect(asked + seen, asked + expected, slip_of(given))


def no_other_code_is_a_clash(given: Any) -> None:
    """Too much traffic, another transaction at work, or an item that isn't valid: no clash."""
    for code in OTHER_CODES:
        asked = f"of {code}, {FAILED}: "
        expect(asked + named(given, code, FAILED), f"{asked}second", "")


def the_code_alone_decides(given: Any) -> None:
    """A clash is a clash even if the card doesn't come along."""
    asked = f"of {FAILED}, without the card: "
    expect(asked + named(given, FAILED, card=False), f"{asked}first", "")


def the_error_names_the_first_clash(given: Any) -> None:
    """The store's error names the first event that clashed, with its id and its version."""
    for taken in ((1,), (0,), (1, 2)):
        store = given.EventStore(given.client, given.table)
        events = [given.Event(given.new_id(), version) for version in (4, 5, 6)]
        for place in taken:
            store.append(events[place])
        expected = f"EventAlreadyExistsError, version {4 + taken[0]}"
        try:
            store.append(*events)
        except given.EventAlreadyExistsError as error:
            seen = f"EventAlreadyExistsError, version {error.version}"
            expect(seen, expected, "")
            expect(error.id, events[taken[0]].id, "")
        except given.client.exceptions.TransactionCanceledException:
            expect("TransactionCanceledException", expected, slip_of(given))
        else:
            expect("no error", expected, "")


def other_errors_stay_as_they_are(given: Any) -> None:
    """A transaction that is cancelled without a clash keeps its own error."""
    for code in OTHER_CODES:
        store = given.EventStore(given.client, given.table)
        events = [given.Event(given.new_id(), 0) for _ in range(2)]
        with refused(given.client, code):
            seen = outcome(store.append, *events)
        expect(f"after a {code}: {seen}", f"after a {code}: TransactionCanceledException", "")


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
        "Do you remember?": "client table Event EventAlreadyExistsError EventStore NoEventFoundError fresh_id put_request read stored_by to_item",
    },
    tests=(
        whose_condition_failed_is_named,
        no_other_code_is_a_clash,
        the_code_alone_decides,
        the_error_names_the_first_clash,
        other_errors_stay_as_they_are,
    ),
    why="Now the caller knows which drawer to read again. A busy table isn't a clash.",
    hints=(
        "Look at the list of reasons above. How do the two entries differ?",
        "A reason is a dictionary, and under one of its keys is a string that says why.",
        '`reason["Code"]` is that string. Compare it, with `==`, to the one that means a clash.',
    ),
    answer=ANSWER,
    others=(swap(ANSWER, FILTER, LOOP), swap(ANSWER, FILTER, MATCH)),
    wrong={
        swap(ANSWER, CONDITION, 'reason == "ConditionalCheckFailed"'): "a reason is a dictionary",
        swap(ANSWER, CONDITION, 'reason["ConditionalCheckFailed"]'): "one of a reason's keys",
        swap(ANSWER, CONDITION, 'reason["Code"] is "".join(["Conditional", "CheckFailed"])'): (
            "of None, ConditionalCheckFailed: none"
        ),
        swap(ANSWER, 'CheckFailed"', 'CheckFailedException"'): "no Exception at its end",
        swap(ANSWER, CONDITION, 'reason["Code"]'): "any string counts as true",
        swap(
            ANSWER, CONDITION, 'reason["Code"] is not None'
        ): "and a string is never the object None",
        swap(ANSWER, CONDITION, 'reason["Code"] != "None"'): "of TransactionConflict, Conditional",
        swap(ANSWER, CONDITION, 'reason.get("Item")'): "even if the card doesn't",
        swap(ANSWER, CONDITION, 'reasons[1]["Code"] == "ConditionalCheckFailed"'): (
            "of None, ConditionalCheckFailed: first, second"
        ),
        swap(ANSWER, "        event\n", "        reason\n"): "Failed: {'Code'",
        swap(
            ANSWER, "return [", "return sorted([", "    ]\n\n", "    ], key=str)\n\n"
        ): "second, fou",
        swap(ANSWER, "taken[0]", "taken[-1]"): "Expected:     EventAlreadyExistsError, version 5",
        swap(ANSWER, RAISE, "            if taken:\n                raise Event"): "no error",
    },
)
