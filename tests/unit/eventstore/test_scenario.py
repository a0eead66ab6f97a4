"""Decisions tested without a table: given these events, when we decide, these events follow."""

from dataclasses import dataclass
from typing import Any

import pytest

from eventstore import CHARACTER, Event, InvalidEventError, Projection, VersionGapError, given

INIT = Event("hero", 0, "cpustejovsky", +8, "Init")


class DeadError(Exception):
    """A rule of the game."""


def strike(hero: Any, version: int) -> list[Event]:
    if not hero.is_alive:
        raise DeadError
    return [Event("hero", version, hero.name, -5, "Goblin")]


def test_a_decision_returns_the_events_that_come_next():
    assert given(CHARACTER, INIT).when(strike) == [Event("hero", 1, "cpustejovsky", -5, "Goblin")]


def test_the_state_before_can_be_looked_at():
    before = given(CHARACTER, INIT, Event("hero", 1, character_hit_points=-2)).before

    assert (before.state.hit_points, before.version) == (6, 1)


def test_a_stream_may_be_empty_and_so_may_a_decision():
    assert given(CHARACTER).when(lambda _, version: [Event("hero", version)]) == [Event("hero", 0)]
    assert given(CHARACTER, INIT).when(lambda _state, _version: None) == []


def test_an_error_raised_by_decide_reaches_the_test():
    fallen = given(CHARACTER, INIT, Event("hero", 1, character_hit_points=-9))

    with pytest.raises(DeadError):
        fallen.when(strike)


def test_given_events_must_be_a_stream():
    with pytest.raises(VersionGapError):
        given(CHARACTER, Event("hero", 1))
    with pytest.raises(ValueError, match="given events must be of one stream, got 'hero', 'other'"):
        given(CHARACTER, INIT, Event("other", 1))
    with pytest.raises(TypeError, match="projection must be a Projection"):
        given("CHARACTER", INIT)


@pytest.mark.parametrize("thing", [[INIT], "an event", None], ids=str)
def test_anything_but_events_is_refused_as_given(thing):
    with pytest.raises(TypeError, match="an event type must be a frozen dataclass"):
        given(CHARACTER, thing)


@dataclass(frozen=True)
class Weighed:
    id: str
    version: int
    kilos: float


@pytest.mark.parametrize(
    ("decision", "error", "said"),
    [
        ([Event("hero", 2)], InvalidEventError, "expected 'hero', version 1"),
        ([Event("other", 1)], InvalidEventError, "expected 'hero', version 1"),
        ([Event("hero", 1), Event("hero", 1)], InvalidEventError, "expected 'hero', version 2"),
        ([Event("hero", 1, note=1)], InvalidEventError, "note must be str"),
        ([Weighed("hero", 1, 0.5)], TypeError, "kilos: float can't be stored"),
        (["an event"], TypeError, "an event type must be a frozen dataclass"),
        (Event("hero", 1), TypeError, "decide must return a list of events"),
        ([Event("hero", n) for n in range(1, 102)], InvalidEventError, "1 to 100 events, got 101"),
        ([Event("hero", 1, note="x" * 410_000)], InvalidEventError, "at most 409600"),
    ],
    ids=lambda value: f"{value!r:.30}",
)
def test_a_decision_that_could_not_be_appended_is_refused(decision, error, said):
    with pytest.raises(error, match=said):
        given(CHARACTER, INIT).when(lambda _state, _version: decision)


def test_an_id_that_no_stream_can_have_is_refused():
    with pytest.raises(InvalidEventError, match="reserved for the store itself"):
        given(CHARACTER).when(lambda *_: [Event("snapshot#hero", 0)])


def test_on_an_empty_stream_too_the_events_must_be_of_one_stream():
    with pytest.raises(InvalidEventError, match="expected 'a', version 1"):
        given(CHARACTER).when(lambda *_: [Event("a", 0), Event("b", 1)])


def test_a_decision_can_be_tried_again():
    def apply(notes: list[str], event: Event) -> list[str]:
        notes.append(event.note)
        return notes

    stream = given(Projection[list[str], Event]("notes", [], apply), INIT)
    seen = []

    for _ in range(2):
        stream.when(lambda notes, version: seen.append([*notes]) or [Event("hero", version)])

    assert seen == [["Init"], ["Init"]]
