"""Append one event: it's stored as it is, once, and never overwrites another."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator

Make = Callable[..., Any]
Stored = Callable[[], list[dict[str, Any]]]


@pytest.mark.lesson(2)
def test_append_stores_every_field_of_an_event(store: Any, event: Make, stored: Stored) -> None:
    store.append(event(0, character_name="cpustejovsky", character_hit_points=8, note="Init"))

    (item,) = stored()
    for added in ("AppendId", "recordedAt"):  # by some stores
        item.pop(added, None)
    item.pop("Id")
    assert item == {
        "Version": {"N": "0"},
        "CharacterName": {"S": "cpustejovsky"},
        "CharacterHitPoints": {"N": "8"},
        "Note": {"S": "Init"},
    }


@pytest.mark.lesson(2)
def test_an_event_with_only_id_and_version_is_stored_with_the_defaults(
    store: Any, event: Make, stored: Stored
) -> None:
    store.append(event(0))

    (item,) = stored()
    found = [item[name] for name in ("CharacterName", "CharacterHitPoints", "Note")]
    assert found == [{"S": ""}, {"N": "0"}, {"S": ""}]


@pytest.mark.lesson(2)
def test_append_stores_one_event_after_another(store: Any, event: Make, stored: Stored) -> None:
    for version, change in enumerate((8, -2, -3)):
        store.append(event(version, character_hit_points=change))

    changes = [(item["Version"]["N"], item["CharacterHitPoints"]["N"]) for item in stored()]
    assert changes == [("0", "8"), ("1", "-2"), ("2", "-3")]


@pytest.mark.lesson(2)
def test_append_refuses_a_version_that_exists_and_leaves_its_event_alone(
    store: Any, event: Make, stored: Stored, namespace: Any
) -> None:
    store.append(event(0, note="Init", character_hit_points=8))

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0))

    (item,) = stored()
    assert (item["Note"], item["CharacterHitPoints"]) == ({"S": "Init"}, {"N": "8"})


@pytest.mark.lesson(2)
def test_the_error_names_the_stream_and_the_version(
    store: Any, event: Make, stream_id: str, namespace: Any
) -> None:
    store.append(event(7))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(7, note="again"))

    assert (clash.value.id, clash.value.version) == (stream_id, 7)
    assert stream_id in str(clash.value)
    assert "7" in str(clash.value)


@pytest.mark.lesson(2)
def test_an_identical_event_from_another_writer_is_a_conflict_as_well(
    store: Any, event: Make, namespace: Any
) -> None:
    store.append(event(0, note="Init"))

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0, note="Init"))


@pytest.mark.lesson(2)
def test_the_same_version_in_another_stream_is_not_a_conflict(
    store: Any, namespace: Any, stream_id: str, event: Make, stored: Stored
) -> None:
    store.append(namespace.Event(id=f"{stream_id}-other", version=0))

    store.append(event(0))

    assert len(stored()) == 1


@pytest.mark.lesson(2)
def test_a_version_with_a_fraction_is_refused_and_not_stored(
    store: Any, event: Make, stored: Stored
) -> None:
    with pytest.raises((TypeError, ValueError), match="version"):
        store.append(event(1.5))

    assert stored() == []


@pytest.mark.lesson(2)
def test_append_does_not_check_that_the_previous_version_exists(
    store: Any, event: Make, stored: Stored, sent: Validator
) -> None:
    store.append(event(99))

    assert [item["Version"] for item in stored()] == [{"N": "99"}]
    assert sent.operations == ["PutItem"]


def test_every_append_gets_a_different_id(store: Any, event: Make, stored: Stored) -> None:
    store.append(event(0))
    store.append(event(1))

    first, second = (item["AppendId"]["S"] for item in stored())
    assert first
    assert first != second


def test_the_caller_can_provide_the_append_ids(
    namespace: Any, sent: Validator, table: str, event: Make, stored: Stored
) -> None:
    ids = iter(["first", "second"])
    store = namespace.EventStore(sent.client, table, new_append_id=lambda: next(ids))

    store.append(event(0))
    store.append(event(1))

    assert [item["AppendId"]["S"] for item in stored()] == ["first", "second"]
