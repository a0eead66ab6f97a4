"""Append several events: all or none, and the error names the one that clashed."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator

from .deviations import TRANSACTIONS

Make = Callable[..., Any]
Stored = Callable[[], list[dict[str, Any]]]

pytestmark = [pytest.mark.behaviour(TRANSACTIONS), pytest.mark.lesson(8)]


def test_several_events_are_one_request(
    store: Any, event: Make, stored: Stored, sent: Validator
) -> None:
    store.append(event(0), event(1), event(2))

    assert [item["Version"]["N"] for item in stored()] == ["0", "1", "2"]
    assert sent.operations == ["TransactWriteItems"]


def test_the_events_of_an_append_share_its_id(store: Any, event: Make, stored: Stored) -> None:
    store.append(event(0), event(1), append_id="blow and wound")

    assert [item["AppendId"]["S"] for item in stored()] == ["blow and wound"] * 2


def test_several_events_may_belong_to_several_streams(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    other = namespace.Event(id=f"{stream_id}-other", version=5)

    store.append(event(0), other)

    assert store.query(stream_id) == [event(0)]
    assert store.query(other.id) == [other]


@pytest.mark.parametrize(
    ("existing", "named"),
    [([0], 0), ([1], 1), ([2], 2), ([0, 1, 2], 0), ([1, 2], 1)],
    ids=["the first", "one in the middle", "the last", "all", "some"],
)
def test_one_version_that_exists_stops_the_whole_append_and_is_named(
    existing: list[int],
    named: int,
    store: Any,
    event: Make,
    stored: Stored,
    namespace: Any,
    stream_id: str,
) -> None:
    store.append(*(event(version, note="rival") for version in (*existing, 99)))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), event(1), event(2))

    assert (clash.value.id, clash.value.version) == (stream_id, named)
    assert [int(item["Version"]["N"]) for item in stored()] == [*existing, 99]
    assert {item["Note"]["S"] for item in stored()} == {"rival"}


def test_the_error_names_a_clash_in_another_stream(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    other = namespace.Event(id=f"{stream_id}-other", version=0)
    store.append(other, event(99))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), other)

    assert (clash.value.id, clash.value.version) == (other.id, 0)


def test_an_append_can_store_a_hundred_events(store: Any, event: Make, stored: Stored) -> None:
    store.append(*map(event, range(100)))

    assert len(stored()) == 100
