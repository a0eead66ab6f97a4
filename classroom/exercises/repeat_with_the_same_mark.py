"""Lesson 07, step 3: an unsure caller says which append it repeats."""

from typing import Any

from botocore.exceptions import ParamValidationError

from classroom.exercises.exercise import Exercise, expect, outcome, swap
from classroom.exercises.marks import marks_of

ANSWER = """\
class EventStore(EventStore):  # all that the old one has, with this append
    def append(self, event, append_id=None):
        mark = self.new_append_id() if append_id is None else append_id
        try:
            self.client.put_item(**put_request(self.table, event, mark))
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if stored_by(error) != mark:
                raise EventAlreadyExistsError(event.id, event.version) from error
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
    """A store that makes up the marks made-up-1, made-up-2 ..."""
    marks = iter(f"made-up-{number}" for number in range(1, 9))
    return given.EventStore(given.client, given.table, new_append_id=lambda: next(marks))


def an_id_that_is_given_is_the_mark(given: Any) -> None:
    """An append_id that is given is the mark on the sheet."""
    stream = given.new_id()
    store_of(given).append(given.Event(stream, 0), append_id="first evening")
    slip = "turned round: make up a mark where none is given, and take the one that is"
    expect(marks_of(given.client, given.table, stream), ["first evening"], slip)


def without_an_id_a_mark_is_made_up(given: Any) -> None:
    """Two appends without an append_id have two marks that the store has made up."""
    stream, store = given.new_id(), store_of(given)
    slip = "the condition asks for something else than the default: the two must meet"
    for version in (0, 1):
        try:
            store.append(given.Event(stream, version))
        except ParamValidationError as error:
            expect(f"{error}".splitlines()[-1], "a text for a mark", slip)
        except TypeError as error:
            more = "who gives no id must be served as before: give append_id a default"
            expect(f"{error}", "no error", more)
    seen = marks_of(given.client, given.table, stream)
    if seen[0] and seen[0] == seen[1] != "made-up-1":
        slip = "a default is worked out once, when Python reads the def: all appends would share it"
    expect(seen, ["made-up-1", "made-up-2"], slip)


def a_repeat_changes_nothing(given: Any) -> None:
    """A repeat with the same append_id isn't an error; without it, it's a clash."""
    stream, store = given.new_id(), store_of(given)
    event = given.Event(stream, 0)
    store.append(event, append_id="first evening")
    try:
        store.append(event, append_id="first evening")
    except given.EventAlreadyExistsError:
        expect("a clash", "no clash", "compare the mark on the sheet with the one that is given")
    slip = "after a refusal, raise where the mark on the sheet is not ours"
    expect(outcome(store.append, event), "EventAlreadyExistsError", slip)


EXERCISE = Exercise(
    lesson="07_lost_replies",
    after="3a",
    title="an append may be repeated without harm",
    statement="""\
### The least code: your turn

Let `append` take an `append_id` as its mark, and make one up only where none is given. Two places are left to you.""",
    start=swap(ANSWER, DEFAULT, "append_id=...", NONE, "..."),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event EventAlreadyExistsError",
        "Step 2 · Two goblins, one blow": "EventStore put_request stored_by",
    },
    tests=(
        an_id_that_is_given_is_the_mark,
        without_an_id_a_mark_is_made_up,
        a_repeat_changes_nothing,
    ),
    why="If you don't know whether it happened, you can ask again, and no harm is done.",
    hints=(
        "What does append_id hold, when a caller says nothing about it?",
        "The default stands for `nothing given`. Which value of Python's says just that?",
        "None for the default, and then a question whether append_id is that.",
    ),
    answer=ANSWER,
    remark="`not append_id` is true for an empty text, too; `is None` asks what you mean.",
    other=OTHER,
    wrong={
        swap(ANSWER, NONE, "append_id is not None"): "turned round",
        swap(ANSWER, DEFAULT, "append_id"): "give append_id a default",
        swap(ANSWER, DEFAULT, "append_id=fresh_id()"): "worked out once",
        swap(ANSWER, DEFAULT, 'append_id=""'): "the two must meet",
        swap(ANSWER, NONE, "mark is None"): "cannot access local variable 'mark'",
    },
)
