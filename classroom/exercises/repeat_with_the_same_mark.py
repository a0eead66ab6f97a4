"""Lesson 07, step 3: an unsure caller says which append it repeats."""

import inspect
from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import LIKE_IT, MARK, NO_REPLY, Compared, marks_of, refused

ANSWER = """\
class EventStore:
    def __init__(self, client, table, new_append_id=fresh_id):
        self.client = client
        self.table = table
        self.new_append_id = new_append_id

    def append(self, event, append_id=None):
        mark = self.new_append_id() if append_id is None else append_id
        try:
            self.client.put_item(**put_request(self.table, event, mark))
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if stored_by(error) != mark:
                raise EventAlreadyExistsError(event.id, event.version) from error

    def query(self, stream):
        events = read(self.client, self.table, stream)
        if not events:
            raise NoEventFoundError(stream)
        return events
"""
OTHER = """\
class EventStore(EventStore):
    def append(self, event, append_id=""):
        ours = append_id or self.new_append_id()
        try:
            self.client.put_item(**put_request(self.table, event, ours))
        except self.client.exceptions.ConditionalCheckFailedException as refusal:
            if stored_by(refusal) == ours:
                return
            raise EventAlreadyExistsError(event.id, event.version) from refusal
"""
KEYWORD_ONLY = swap(
    ANSWER,
    "event, append_id=None",
    "event, *, append_id=None",
    "mark = self.new_append_id() if append_id is None else append_id",
    "mark = append_id if append_id else self.new_append_id()",
)
OPTIONS = swap(
    ANSWER,
    "event, append_id=None",
    "event, **options",
    "mark = self.new_append_id() if append_id is None else append_id",
    "mark = options.get('append_id') or self.new_append_id()",
)
DEFAULT, NONE = "append_id=None", "append_id is None"
APPEND = ANSWER[ANSWER.index("    def append") : ANSWER.index("\n    def query")]
PUT = "            self.client.put_item(**put_request(self.table, event, mark))\n"
REMEMBERED = """\
        seen = self.__dict__.setdefault("seen", set())
        if append_id and append_id in seen:
            return
        seen.add(append_id)
"""


def store_of(given: Any) -> Any:
    """Return a store that makes the marks made-up-1, made-up-2 ..."""
    marks = iter(f"made-up-{number}" for number in range(1, 9))
    return given.EventStore(given.client, given.table, new_append_id=lambda: next(marks))


def told(given: Any, store: Any, event: Any, **mark: str) -> str:
    """Append, and say how it ends."""
    try:
        store.append(event, **mark)
    except given.EventAlreadyExistsError as error:
        return "a clash" if (error.id, error.version) == (event.id, 0) else f"a clash: {error}"
    return "no clash"


def an_id_that_is_given_is_the_mark(given: Any) -> None:
    """If the caller passes an append_id, it is the mark on the card, and none is made."""
    for mark in ("first evening", "second evening"):
        stream, plain = given.new_id(), given.new_id()
        store = store_of(given)
        store.append(given.Event(stream, 0), append_id=mark)
        seen, slip = marks_of(given.client, given.table, stream), ""
        if seen == ["made-up-1"]:
            outcome(store.append, given.Event(plain, 0))
            if marks_of(given.client, given.table, plain) != ["made-up-2"]:
                slip = "the wrong way round: make a mark only if the caller hasn't passed one"
        expect(seen, [mark], slip)


def without_an_id_a_mark_is_made(given: Any) -> None:
    """Two appends without an append_id get two marks, which new_append_id has made."""
    stream, store, slip = given.new_id(), store_of(given), ""
    parameter = inspect.signature(store.append).parameters.get("append_id")
    default = parameter.default if parameter else None
    if default is inspect.Parameter.empty:
        slip = "a call without an id must work as before: give append_id a default"
        expect("append_id has no default", "append_id has a default", slip)
    for version in (0, 1):
        try:
            store.append(given.Event(stream, version))
        except ParamValidationError as error:
            expect(f"{error}".splitlines()[-1], "a string for a mark", "")
    seen = marks_of(given.client, given.table, stream)
    if seen == [default, default] and default:
        slip = "that's the default, and Python computes it only once, when it runs the def"
    expect(seen, ["made-up-1", "made-up-2"], slip)


def a_repeat_changes_nothing(given: Any) -> None:
    """A repeat with the same append_id isn't an error, even after a restart, in a new store."""
    event, mark = given.Event(given.new_id(), 0), Compared()
    store_of(given).append(event, append_id=MARK)
    expect(told(given, store_of(given), event, append_id=mark), "no clash", mark.slip())


def what_was_lost_is_stored_by_the_repeat(given: Any) -> None:
    """If no request arrives, boto3's error reaches the caller, and the repeat stores the event."""
    store, event = store_of(given), given.Event(given.new_id(), 0)
    with refused(given.client, NO_REPLY):
        seen = outcome(store.append, event, append_id=MARK)
    expect(seen, "ConnectionClosedError", "")
    store.append(event, append_id=MARK)
    expect(marks_of(given.client, given.table, event.id), [MARK], "")


def any_other_refusal_keeps_its_name(given: Any) -> None:
    """If DynamoDB refuses the put for another reason than a clash, its error reaches the caller."""
    with refused(given.client, "ThrottlingError"):
        seen = outcome(store_of(given).append, given.Event(given.new_id(), 0))
    seen = "a clash" if seen == "EventAlreadyExistsError" else seen
    expect(seen, "ThrottlingException", "")


def a_rivals_card_is_a_clash(given: Any) -> None:
    """A card with another mark is a clash, and stays as it is; with an append_id or without."""
    for theirs in ("a rival's", *LIKE_IT):
        for mark in ({"append_id": MARK}, {}):
            event = given.Event(given.new_id(), 0)
            store_of(given).append(event, append_id=theirs)
            ours = f"ours is {mark.get('append_id', 'made-up-1')}, the rival's is {theirs}: "
            expect(ours + told(given, store_of(given), event, **mark), f"{ours}a clash", "")
            expect(marks_of(given.client, given.table, event.id), [theirs], "")


def a_card_without_a_mark_is_a_clash(given: Any) -> None:
    """A card from before there were marks is a clash, with an append_id or without."""
    for mark in ({"append_id": MARK}, {}):
        event = given.Event(given.new_id(), 0)
        given.client.put_item(TableName=given.table, Item=given.to_item(event))
        seen = told(given, store_of(given), event, **mark)
        called = "append(event, append_id=...): " if mark else "append(event): "
        expect(called + seen, f"{called}a clash", "")


def without_an_id_too_the_store_knows_its_own(given: Any) -> None:
    """Without an append_id, too, a lost reply isn't a clash: the card has the mark that was made."""
    event = given.Event(given.new_id(), 0)
    with given.lost_replies(given.client):
        seen = told(given, store_of(given), event)
    expect(seen, "no clash", "")


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="3a",
    title="the caller can repeat an append",
    statement="""\
### The least code: your turn

Write `append` once more, all of it, so that its caller can choose the mark. This is how it's used:

```python
store.append(event)  # as before: the store makes the mark
store.append(event, append_id="first evening")
```

It takes the `append_id` as its mark, and makes one only if the caller doesn't pass any. (An `append_id` is never empty.) All else is as in step 2, and `put_request` and `stored_by` are still there.""",
    start=swap(ANSWER, APPEND, "    ___  # append, from its def to its last line\n"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table lost_replies to_item Event EventAlreadyExistsError NoEventFoundError",
        "Step 1 · A reply gets lost": "read",
        "Step 2 · Two goblins strike": "EventStore fresh_id put_request stored_by",
    },
    tests=(
        an_id_that_is_given_is_the_mark,
        without_an_id_a_mark_is_made,
        a_repeat_changes_nothing,
        what_was_lost_is_stored_by_the_repeat,
        any_other_refusal_keeps_its_name,
        a_rivals_card_is_a_clash,
        a_card_without_a_mark_is_a_clash,
        without_an_id_too_the_store_knows_its_own,
    ),
    why="If you don't know whether an append was stored, repeat it with the same id.",
    hints=(
        "Only two lines differ from the `append` of step 2: the one with `def`, and the one that makes the mark.",
        '`append_id` needs a default that stands for "nothing passed". Which value in Python means just that?',
        "`def append(self, event, append_id=None):` and then `mark = self.new_append_id() if append_id is None else append_id`. The rest is a `try` with the put, and an `except` with the comparison.",
    ),
    answer=ANSWER,
    remark="`not append_id` is also true for an empty string; `is None` asks exactly what you mean.",
    others=(OTHER, KEYWORD_ONLY, OPTIONS),
    wrong={
        swap(ANSWER, NONE, "append_id is not None"): "the wrong way round",
        swap(ANSWER, NONE, "True"): "Seen:         ['made-up-1']\nExpected:     ['first",
        swap(ANSWER, NONE, 'append_id != "first evening"'): "Expected:     ['second evening']",
        swap(ANSWER, DEFAULT, "append_id"): "give append_id a default",
        swap(ANSWER, DEFAULT, "append_id=fresh_id()"): "computes it only once",
        swap(ANSWER, DEFAULT, 'append_id=""'): "Seen:         ['', '']",
        swap(ANSWER, "self.new_append_id() if", "fresh_id() if"): "which new_append_id has made",
        swap(ANSWER, NONE, "mark is None"): "cannot access local variable 'mark'",
        swap(ANSWER, "        mark =", REMEMBERED + "        mark ="): "Seen:         []",
        swap(ANSWER, "mark:\n", "append_id:\n"): "append(event): no clash",
        swap(ANSWER, "if stored_by(error) != mark", "if not append_id"): "is a rival's: no clash",
        swap(ANSWER, "!= mark:", "is not mark:"): "was never compared",
        swap(ANSWER, "self.client.exceptions.ConditionalCheckFailedException", "ClientError"): (
            "Expected:     ThrottlingException"
        ),
        swap(ANSWER, PUT, PUT + "        except BotoCoreError:\n            pass\n"): (
            "Expected:     ConnectionClosedError"
        ),
    },
)
