"""Query a stream: every event, in order, as it was appended; an error if there are none."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator

Make = Callable[..., Any]


@pytest.mark.lesson(3)
def test_query_returns_what_was_appended(store: Any, event: Make, stream_id: str) -> None:
    events = [
        event(0, character_name="cpustejovsky", character_hit_points=8, note="Init"),
        event(1, character_name="cpustejovsky", character_hit_points=-2, note="goblin"),
        event(2, character_name="cpustejovsky", character_hit_points=-3, note=""),
    ]
    for each in events:
        store.append(each)

    assert store.query(stream_id) == events


@pytest.mark.lesson(3)
def test_query_orders_versions_as_numbers(store: Any, event: Make, stream_id: str) -> None:
    for version in (10, 9, 100, 0):
        store.append(event(version))

    assert [each.version for each in store.query(stream_id)] == [0, 9, 10, 100]


@pytest.mark.lesson(3)
def test_query_returns_events_with_plain_ints(
    store: Any, event: Make, stream_id: str, namespace: Any
) -> None:
    store.append(event(0, character_hit_points=8))

    (found,) = store.query(stream_id)

    assert type(found) is namespace.Event
    assert type(found.version) is int
    assert type(found.character_hit_points) is int


@pytest.mark.lesson(3)
def test_query_leaves_other_streams_out(
    store: Any, event: Make, stream_id: str, namespace: Any
) -> None:
    store.append(event(0))
    store.append(namespace.Event(id=f"{stream_id}-other", version=1))

    assert store.query(stream_id) == [event(0)]


@pytest.mark.lesson(3)
def test_query_reads_every_page(store: Any, event: Make, stream_id: str) -> None:
    events = [event(version, note=str(version) * 390_000) for version in range(4)]
    for each in events:
        store.append(each)

    assert store.query(stream_id) == events


@pytest.mark.lesson(3)
def test_query_raises_an_error_for_a_stream_without_events(
    store: Any, namespace: Any, stream_id: str
) -> None:
    with pytest.raises(namespace.NoEventFoundError, match=stream_id):
        store.query(stream_id)


def test_the_error_names_the_stream(store: Any, namespace: Any, stream_id: str) -> None:
    with pytest.raises(namespace.NoEventFoundError) as error:
        store.query(stream_id)

    assert error.value.id == stream_id


def test_query_reads_consistently_by_default(
    store: Any, event: Make, stream_id: str, sent: Validator
) -> None:
    store.append(event(0))

    store.query(stream_id)
    store.query(stream_id, consistent=False)
    list(store.stream(stream_id))
    list(store.stream(stream_id, consistent=False))

    asked = [r.params["ConsistentRead"] for r in sent.requests if r.operation == "Query"]
    assert asked == [True, False, True, False]


def test_query_finds_a_stream_whose_id_has_unusual_characters(
    store: Any, namespace: Any, stream_id: str
) -> None:
    strange = namespace.Event(id=f"{stream_id} 'Ä' #id :id \N{DRAGON}", version=0)

    store.append(strange)

    assert store.query(strange.id) == [strange]
