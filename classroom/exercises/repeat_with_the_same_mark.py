"""Lesson 07, step 3: an unsure caller says which append it repeats."""

from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import marks_of

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
DEFAULT, NONE = "append_id=None", "append_id is None"


def store_of(given: Any) -> Any:
    """Return a store that makes the marks made-up-1, made-up-2 ..."""
    marks = iter(f"made-up-{number}" for number in range(1, 9))
    return given.EventStore(given.client, given.table, new_append_id=lambda: next(marks))


def an_id_that_is_given_is_the_mark(given: Any) -> None:
    """If the caller passes an append_id, it is the mark on the card."""
    stream = given.new_id()
    store_of(given).append(given.Event(stream, 0), append_id="first evening")
    slip = "the wrong way round: make a mark only if the caller hasn't passed one"
    expect(marks_of(given.client, given.table, stream), ["first evening"], slip)


def without_an_id_a_mark_is_made_up(given: Any) -> None:
    """Two appends without an append_id get two marks that the store has made."""
    stream, store = given.new_id(), store_of(given)
    slip = "the condition must ask for the very value that is the default"
    for version in (0, 1):
        try:
            store.append(given.Event(stream, version))
        except ParamValidationError as error:
            expect(f"{error}".splitlines()[-1], "a string for a mark", slip)
        except TypeError as error:
            more = "a call without an id must work as before: give append_id a default"
            expect(f"{error}", "no error", more)
    seen = marks_of(given.client, given.table, stream)
    if seen[0] and seen[0] == seen[1] != "made-up-1":
        slip = "Python computes a default once, when it runs the def: all appends would share that mark"
    expect(seen, ["made-up-1", "made-up-2"], slip)


def a_repeat_changes_nothing(given: Any) -> None:
    """A repeat with the same append_id isn't an error. Without it, it's a clash."""
    stream, store = given.new_id(), store_of(given)
    event = given.Event(stream, 0)
    store.append(event, append_id="first evening")
    try:
        store.append(event, append_id="first evening")
    except given.EventAlreadyExistsError:
        expect(
            "a clash", "no clash", "compare the mark on the card with the append_id that was passed"
        )
    slip = "after a refusal, raise if the mark on the card isn't ours"
    expect(outcome(store.append, event), "EventAlreadyExistsError", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="3a",
    title="the caller can repeat an append",
    statement="""\
### The least code: your turn

Let `append` take an `append_id` as its mark, and make one only if the caller doesn't pass any. Fill in the two places.""",
    start=swap(ANSWER, DEFAULT, "append_id=___", NONE, "___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError NoEventFoundError",
        "Step 1 · A reply gets lost": "read",
        "Step 2 · Two goblins strike": "EventStore fresh_id put_request stored_by",
    },
    tests=(
        an_id_that_is_given_is_the_mark,
        without_an_id_a_mark_is_made_up,
        a_repeat_changes_nothing,
    ),
    why="If you don't know whether an append was stored, repeat it with the same id.",
    hints=(
        "What should append_id be if the caller says nothing about it?",
        'The default stands for "nothing passed". Which value in Python means just that?',
        "Make None the default, and then ask whether append_id is None.",
    ),
    answer=ANSWER,
    remark="`not append_id` is also true for an empty string; `is None` asks exactly what you mean.",
    others=(OTHER,),
    wrong={
        swap(ANSWER, NONE, "append_id is not None"): "the wrong way round",
        swap(ANSWER, DEFAULT, "append_id"): "give append_id a default",
        swap(ANSWER, DEFAULT, "append_id=fresh_id()"): "computes a default once",
        swap(ANSWER, DEFAULT, 'append_id=""'): "the very value that is the default",
        swap(ANSWER, NONE, "mark is None"): "cannot access local variable 'mark'",
    },
)
