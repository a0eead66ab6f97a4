"""Lesson 01, beat 2: an event that cannot be changed."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, outcome, swap

ANSWER = """\
@dataclass(frozen=True)
class Event:
    id: str
    version: int
    character_name: str = ""
    character_hit_points: int = 0  # a change, not a level
    note: str = ""
"""
TUPLE = """\
from typing import NamedTuple


class Event(NamedTuple):
"""
GUARD = """
    def __setattr__(self, name, value):
        raise FrozenInstanceError(name)
"""


def an_event_can_be_made(given: Any) -> None:
    """An event can be made from an id and a version."""
    seen = outcome(given.Event, id="58f02691", version=1)
    slip = "perhaps a field is gone, or the class forbids even the first value of a field"
    expect(seen, "no error", slip)


def an_event_cannot_be_changed(given: Any) -> None:
    """Changing an event raises FrozenInstanceError."""
    event = given.Event(id="58f02691", version=1, character_hit_points=-2)
    slip = "frozen is off; it is a switch, True or False"
    if isinstance(event, tuple):
        slip = "a tuple cannot be changed either, but its error is another; a dataclass has ours"
    elif "__slots__" in vars(given.Event):
        slip = "slots forbid new fields; the fields that are there still change"
    elif given.Event.__hash__:
        slip = "a hash makes an event fit for a set; it does not keep it from changing"
    expect(outcome(setattr, event, "character_hit_points", 80), "FrozenInstanceError", slip)


def the_switch_is_true(given: Any) -> None:
    """The switch is on: frozen=True."""
    options = getattr(given.Event, "__dataclass_params__", None)
    if options and options.frozen and options.frozen is not True:
        slip = 'almost anything counts as on, also the text "off"; write True, without quotes'
        raise NotYetError(f"frozen={options.frozen!r}", "frozen=True", slip)


def what_is_left_out_is_empty(given: Any) -> None:
    """The last three fields are "", 0 and "" if you leave them out."""
    event = given.Event(id="58f02691", version=1)
    seen = (event.character_name, event.character_hit_points, event.note)
    expect(seen, ("", 0, ""), "leave the fields as they were")


EXERCISE = Exercise(
    lesson="01_why_an_event_store",
    after="2c",
    title="the past cannot be changed",
    statement="""\
### The least code: your turn

Dataclasses have an option for this: `frozen`. It is off unless you say otherwise.""",
    start=swap(ANSWER, "True", "..."),
    asks=("Event",),
    uses={"Beat 2 · An event is a fact": "dataclass"},
    tests=(
        an_event_can_be_made,
        an_event_cannot_be_changed,
        the_switch_is_true,
        what_is_left_out_is_empty,
    ),
    why="A line that would rewrite the story fails at once, and aloud.",
    hints=(
        "The option is a switch. How does Python write on and off?",
        "One word, with a capital letter and without quotation marks.",
        "False is off, and that is how it was. We want the other one.",
    ),
    answer=ANSWER,
    other=swap(ANSWER, "frozen=True", "slots=True, frozen=True"),
    wrong={
        swap(ANSWER, "True", "False"): "frozen is off",
        swap(ANSWER, "True", "true"): "name 'true' is not defined",
        swap(ANSWER, "True", '"off"'): 'also the text "off"',
        swap(ANSWER, "True", "FrozenInstanceError"): "frozen=<class 'dataclasses.Frozen",
        swap(ANSWER, "frozen", "slots"): "slots forbid new fields",
        swap(ANSWER, "@dataclass(frozen=True)\nclass Event:\n", TUPLE): "its error is another",
        swap(ANSWER, "frozen", "unsafe_hash"): "a hash makes an event fit for a set",
        swap(ANSWER, "(frozen=True)", "") + GUARD: "even the first value of a field",
        swap(ANSWER, ' = ""', "", " = 0", ""): "perhaps a field is gone",
    },
)
