"""DynamoDB's exact limits: what fits is stored, and one byte more is refused before it's sent."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator
from classroom.backend.validator.values import MAX_ITEM, item_size

from .deviations import ITEMS_OF_400_KB, TRANSACTIONS

Make = Callable[..., Any]
APPEND_ID = "limits"


def room(event: Any) -> int:
    """How many bytes are left for the note of an event."""
    item = {
        "Id": {"S": event.id},
        "Version": {"N": str(event.version)},
        "CharacterName": {"S": event.character_name},
        "CharacterHitPoints": {"N": str(event.character_hit_points)},
        "Note": {"S": event.note},
        "AppendId": {"S": APPEND_ID},
        "recordedAt": {"S": "2026-07-01T12:00:00.000000Z"},
    }
    return MAX_ITEM - item_size(item)


@pytest.mark.behaviour(ITEMS_OF_400_KB)
def test_an_item_of_400_kb_is_stored(store: Any, event: Make, stream_id: str) -> None:
    full = event(0, note="x" * room(event(0)))

    store.append(full, append_id=APPEND_ID)

    assert store.query(stream_id) == [full]


@pytest.mark.behaviour(ITEMS_OF_400_KB)
def test_an_item_of_400_kb_in_two_byte_characters_is_stored(
    store: Any, event: Make, stream_id: str
) -> None:
    left = room(event(0))
    full = event(0, note="ä" * (left // 2) + "x" * (left % 2))

    store.append(full, append_id=APPEND_ID)

    assert store.query(stream_id) == [full]


@pytest.mark.parametrize("character", ["x", "ä"])
def test_one_byte_too_many_is_refused_with_both_sizes(
    character: str, store: Any, event: Make, namespace: Any, sent: Validator
) -> None:
    left = room(event(0))
    width = len(character.encode())
    note = character * (left // width) + "x" * (left % width + 1)

    with pytest.raises(namespace.InvalidEventError, match=r"409601 .*409600"):
        store.append(event(0, note=note), append_id=APPEND_ID)

    assert sent.requests == []


def test_an_id_of_2048_bytes_is_stored(store: Any, namespace: Any, stream_id: str) -> None:
    longest = namespace.Event(id=stream_id + "ä" * 1008, version=0)

    store.append(longest)

    assert store.query(longest.id) == [longest]


@pytest.mark.behaviour(TRANSACTIONS)
def test_versions_of_38_digits_stay_distinct(store: Any, event: Make, stream_id: str) -> None:
    last = 10**38 - 1

    store.append(event(last - 1), event(last))

    assert [each.version for each in store.query(stream_id, after=last - 2)] == [last - 1, last]


def test_the_last_version_possible_is_stored_and_can_be_read(
    store: Any, event: Make, stream_id: str
) -> None:
    last = event(10**38 - 1)

    store.append(last)

    assert store.query(stream_id) == [last]
    assert store.query(stream_id, after=10**38 - 1) == []


@pytest.mark.behaviour(TRANSACTIONS)
def test_an_append_of_4_mb_is_stored(store: Any, event: Make, stream_id: str) -> None:
    events = [event(version, note="x" * 380_000) for version in range(11)]

    store.append(*events)

    assert store.query(stream_id) == events
