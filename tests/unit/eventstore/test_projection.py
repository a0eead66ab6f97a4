"""A fold is a pure function: the same events always give the same state."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from eventstore import (
    CHARACTER,
    Character,
    Event,
    EventStoreError,
    Projected,
    Projection,
    VersionGapError,
)
from eventstore.projection import fold

TOTAL = Projection("total", 0, lambda total, event: total + event.character_hit_points)


def fight(*changes, name="cpustejovsky"):
    return [Event("hero", n, name, change, f"note {n}") for n, change in enumerate(changes)]


def test_the_events_of_the_article_add_up_to_three():
    assert fold(TOTAL, fight(+8, -2, -3)) == Projected(3, version=2, events_read=3)


def test_without_events_the_state_is_the_initial_one():
    assert fold(TOTAL, []) == Projected(0, version=-1, snapshot_version=None, events_read=0)


def test_a_fold_can_start_where_another_one_stopped():
    events = fight(+8, -2, -3)

    for cut in range(4):
        start = fold(TOTAL, events[:cut])
        assert fold(TOTAL, events[cut:], start) == fold(TOTAL, events)


def test_only_events_after_the_snapshot_are_counted_as_read():
    start = Projected(8, version=0, snapshot_version=0)

    assert fold(TOTAL, fight(+8, -2, -3)[1:], start) == Projected(3, 2, 0, events_read=2)


@pytest.mark.parametrize(("versions", "missing"), [([0, 2], 1), ([1], 0), ([0, 1, 5], 2)])
def test_a_gap_raises_an_error_that_names_the_first_missing_version(versions, missing):
    with pytest.raises(VersionGapError) as gap:
        fold(TOTAL, [Event("hero", version) for version in versions])

    assert (gap.value.id, gap.value.missing) == ("hero", missing)


def test_a_gap_right_after_the_start_raises_an_error():
    with pytest.raises(VersionGapError, match="'hero' has a gap: version 3 is missing"):
        fold(TOTAL, [Event("hero", 4)], Projected(0, version=2))


def test_an_apply_that_changes_its_state_in_place_does_not_change_the_projection():
    def apply(notes, event):
        notes.append(event.note)
        return notes

    notes = Projection("notes", [], apply)

    assert fold(notes, fight(+8)).state == ["note 0"]
    assert fold(notes, fight(+8)).state == ["note 0"]


def test_an_apply_that_changes_a_part_of_its_state_in_place_does_not_change_the_projection():
    def apply(state, event):
        state["notes"].append(event.note)
        return state

    notes = Projection("notes", {"notes": []}, apply)

    assert fold(notes, fight(+8)).state == {"notes": ["note 0"]}
    assert fold(notes, fight(+8)).state == {"notes": ["note 0"]}


def test_a_projection_can_be_made_with_its_types_spelled_out():
    def apply(notes: list[str], event: Event) -> list[str]:
        return [*notes, event.note]

    notes = Projection[list[str], Event]("notes", [], apply)
    start = Projected[list[str]](["a"], version=-1)

    assert fold(notes, fight(+8), start).state == ["a", "note 0"]


def test_a_projection_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        TOTAL.revision = 2
    with pytest.raises(FrozenInstanceError):
        TOTAL.revison = 2


def test_a_character_has_a_name_hit_points_and_the_latest_note():
    hero = fold(CHARACTER, fight(+8, -2, -3)).state

    assert hero == Character("cpustejovsky", 3, is_alive=True, note="note 2")


@pytest.mark.parametrize("last", [-8, -9])
def test_damage_that_leaves_no_hit_points_kills(last):
    assert fold(CHARACTER, fight(+8, last)).state == Character("cpustejovsky", 0, False, "note 1")


def test_damage_that_leaves_one_hit_point_does_not_kill():
    assert fold(CHARACTER, fight(+8, -7)).state == Character("cpustejovsky", 1, True, "note 1")


def test_the_dead_stay_dead():
    assert fold(CHARACTER, fight(+8, -9, +5)).state == Character("cpustejovsky", 0, False, "note 2")


def test_the_same_changes_in_another_order_leave_a_hero_alive():
    assert fold(CHARACTER, fight(+8, +5, -9)).state.hit_points == 4


def test_a_change_of_zero_kills_nobody():
    assert fold(CHARACTER, fight(0, +8)).state.hit_points == 8


def test_a_character_keeps_its_name_if_an_event_has_none():
    events = [*fight(+8), Event("hero", 1, character_hit_points=-2)]

    assert fold(CHARACTER, events).state.name == "cpustejovsky"


@pytest.mark.parametrize("name", ["", None, 7, b"total", "half \ud83d"])
def test_a_name_that_is_empty_or_not_a_string_is_refused(name):
    with pytest.raises(
        ValueError, match=r"name must be (a non-empty string|valid text), got"
    ) as raised:
        replace(TOTAL, name=name)

    assert not isinstance(raised.value, EventStoreError)  # it isn't an event


@pytest.mark.parametrize("revision", [0, -1, True, 1.0, "1", None])
def test_a_revision_that_is_not_a_positive_integer_is_refused(revision):
    with pytest.raises(ValueError, match="revision must be an integer of at least 1, got"):
        replace(TOTAL, revision=revision)


@pytest.mark.parametrize(
    ("revision", "shown"),
    [(10**38, "10{38}$"), (10**5000, "a huge int$")],
    ids=["39 digits", "huge"],
)
def test_a_revision_that_no_snapshot_can_hold_is_refused(revision, shown):
    replace(TOTAL, revision=10**38 - 1)

    with pytest.raises(ValueError, match=f"revision must have at most 38 digits, got {shown}"):
        replace(TOTAL, revision=revision)


async def later(*_):
    raise AssertionError


@pytest.mark.parametrize("name", ["apply", "encode", "decode"])
@pytest.mark.parametrize("unfit", [None, 0, "total", later], ids=["None", "0", "text", "async"])
def test_a_function_that_cannot_be_called_is_refused(name, unfit):
    with pytest.raises(TypeError, match=f"{name} must be a function, and not async, got"):
        replace(TOTAL, **{name: unfit})


def test_the_example_projection_can_be_pickled():
    copy = pickle.loads(pickle.dumps(CHARACTER))

    assert copy == CHARACTER
    assert copy.decode(copy.encode(Character("cpustejovsky", 3))) == Character("cpustejovsky", 3)


@pytest.mark.parametrize(
    ("state_type", "said"),
    [
        (float, "state_type: float can't be stored"),
        (list[set[str]], r"state_type\[...\]: set\[str\] can't be stored"),
    ],
    ids=str,
)
def test_a_state_that_cannot_be_kept_is_refused_when_the_projection_is_made(state_type, said):
    with pytest.raises(TypeError, match=said):
        Projection("notes", None, lambda state, _: state, state_type=state_type)


def test_a_projection_has_a_state_type_or_functions_of_its_own():
    with pytest.raises(TypeError, match="pass state_type, or encode and decode, but not both"):
        replace(TOTAL, state_type=int, decode=int)


def test_a_projection_with_a_state_type_can_be_changed_compared_and_pickled():
    named = Projection("a", Character(), apply_nothing, state_type=Character)

    assert replace(named, revision=2) == replace(named, revision=2)
    assert "_converter" not in repr(named)
    assert pickle.loads(pickle.dumps(named)) == named


def apply_nothing(state, _):
    return state
