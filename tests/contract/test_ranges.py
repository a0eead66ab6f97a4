"""A range of a stream: `after` is exclusive, `until` is inclusive, `limit` is a total."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator

Make = Callable[..., Any]
LAST = 9

RANGES: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [*range(10)]),
    ({"after": 0}, [*range(1, 10)]),
    ({"after": -1}, [*range(10)]),
    ({"after": 8}, [9]),
    ({"after": 9}, []),
    ({"until": 0}, [0]),
    ({"until": 3}, [0, 1, 2, 3]),
    ({"until": 9}, [*range(10)]),
    ({"until": 99}, [*range(10)]),
    ({"until": -1}, []),
    ({"after": 2, "until": 5}, [3, 4, 5]),
    ({"after": 2, "until": 3}, [3]),
    ({"after": 20, "until": 30}, []),
    ({"limit": 1}, [0]),
    ({"limit": 10}, [*range(10)]),
    ({"limit": 11}, [*range(10)]),
    ({"limit": 10**12}, [*range(10)]),
    ({"after": 2, "limit": 2}, [3, 4]),
    ({"until": 5, "limit": 2, "newest_first": True}, [5, 4]),
    ({"newest_first": True}, [*range(9, -1, -1)]),
    ({"newest_first": True, "limit": 1}, [9]),
    ({"after": 2, "until": 5, "newest_first": True}, [5, 4, 3]),
    ({"after": 2, "until": 5, "limit": 2, "newest_first": False}, [3, 4]),
    # beyond the first and the last version possible
    ({"after": 10**38 - 1}, []),
    ({"after": 10**38}, []),
    ({"after": 10**5000}, []),
    ({"after": -(10**40)}, [*range(10)]),
    ({"until": 10**40}, [*range(10)]),
    ({"until": 10**5000, "newest_first": True}, [*range(9, -1, -1)]),
    ({"until": -(10**40)}, []),
    ({"after": -(10**5000), "until": 10**5000, "limit": 10**5000}, [*range(10)]),
    ({"after": 10**39, "until": 10**40}, []),
]


def short(window: dict[str, Any]) -> str:
    """A name for a window. Python refuses to spell an int of more than 4,300 digits."""
    bits = {name: value.bit_length() > 200 for name, value in window.items()}
    return " ".join(f"{name}={'huge' if bits[name] else window[name]}" for name in window)


@pytest.fixture(scope="module")
def ten(namespace: Any, validator: Validator, table: str) -> str:
    """A stream of ten events, only to be read."""
    id = uuid.uuid4().hex
    store = namespace.EventStore(validator.client, table)
    for version in range(LAST + 1):
        store.append(namespace.Event(id, version))
    return id


@pytest.mark.parametrize(
    ("window", "versions"), RANGES, ids=[f"{short(window)}-{found}" for window, found in RANGES]
)
def test_query_and_stream_return_the_versions_in_the_range(
    window: dict[str, Any], versions: list[int], store: Any, ten: str
) -> None:
    assert [each.version for each in store.query(ten, **window)] == versions
    assert [each.version for each in store.stream(ten, **window)] == versions


@pytest.mark.parametrize(
    "window",
    [
        {"after": 5, "until": 5},
        {"after": 7, "until": 3},
        {"after": 10**38 - 1},
        {"until": -(10**38)},
    ],
    ids=str,
)
def test_a_window_without_versions_is_empty_and_sends_no_request(
    window: dict[str, int], store: Any, event: Make, stream_id: str, sent: Validator
) -> None:
    store.append(event(5))

    assert store.query(stream_id, **window) == []
    assert [*store.stream(stream_id, **window)] == []
    assert sent.operations == ["PutItem"]


@pytest.mark.parametrize("window", [{"after": 0}, {"until": 9}, {"after": 0, "until": 9}], ids=str)
def test_a_range_of_an_unknown_stream_is_empty(
    window: dict[str, int], store: Any, stream_id: str
) -> None:
    assert store.query(stream_id, **window) == []


def test_a_query_with_only_a_limit_raises_an_error_for_an_unknown_stream(
    store: Any, namespace: Any, stream_id: str
) -> None:
    with pytest.raises(namespace.NoEventFoundError):
        store.query(stream_id, limit=1, newest_first=True)


def test_no_further_page_is_requested_once_the_limit_is_reached(
    store: Any, event: Make, stream_id: str, sent: Validator
) -> None:
    for version in range(3):
        store.append(event(version))
    sent.requests.clear()

    assert len(store.query(stream_id, limit=2)) == 2
    assert sent.operations == ["Query"]
    assert sent.requests[0].params["Limit"] == 2  # or we would pay for events we don't want


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": -1},
        {"limit": 1.0},
        {"limit": True},
        {"after": 1.5},
        {"after": "1"},
        {"until": "9"},
        {"until": False},
    ],
    ids=str,
)
def test_the_error_names_a_wrong_argument_and_no_request_is_sent(
    wrong: dict[str, Any], store: Any, stream_id: str, sent: Validator
) -> None:
    (name,) = wrong

    with pytest.raises(ValueError, match=f"^{name} must be an integer"):
        store.query(stream_id, **wrong)
    with pytest.raises(ValueError, match=f"^{name} must be an integer"):
        store.stream(stream_id, **wrong)

    assert sent.requests == []


def test_a_huge_number_in_the_error_is_not_spelled_out(store: Any, stream_id: str) -> None:
    with pytest.raises(ValueError, match="limit must be an integer of at least 1, got a huge int"):
        store.query(stream_id, limit=-(10**5000))
