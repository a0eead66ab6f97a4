"""Fold a stream into its current state, or its state at an earlier version."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator

Make = Callable[..., Any]


@pytest.fixture
def total(namespace: Any) -> Any:
    return namespace.Projection("total", 0, lambda total, event: total + event.character_hit_points)


@pytest.mark.lesson(4)
def test_project_folds_a_stream(store: Any, event: Make, total: Any, stream_id: str) -> None:
    for version, change in enumerate((+8, -2, -3)):
        store.append(event(version, character_hit_points=change))

    projected = store.project(stream_id, total)

    assert (projected.state, projected.version) == (3, 2)


@pytest.mark.lesson(4)
def test_project_returns_the_initial_state_for_a_stream_without_events(
    store: Any, total: Any, stream_id: str
) -> None:
    projected = store.project(stream_id, total)

    assert (projected.state, projected.version) == (0, -1)


@pytest.mark.lesson(4)
def test_project_folds_a_stream_of_several_pages(
    store: Any, event: Make, total: Any, stream_id: str
) -> None:
    for version in range(4):
        store.append(event(version, character_hit_points=1, note="x" * 390_000))

    assert store.project(stream_id, total).state == 4


@pytest.mark.lesson(4)
@pytest.mark.parametrize(("versions", "missing"), [((0, 2), 1), ((1,), 0)])
def test_project_raises_an_error_for_a_gap(
    versions: tuple[int, ...],
    missing: int,
    store: Any,
    event: Make,
    total: Any,
    stream_id: str,
    namespace: Any,
) -> None:
    for version in versions:
        store.append(event(version))

    with pytest.raises(namespace.VersionGapError) as gap:
        store.project(stream_id, total)

    assert (gap.value.id, gap.value.missing) == (stream_id, missing)


@pytest.mark.parametrize("until", [-1, 0, 1, 2, 3])
def test_project_can_return_the_state_at_an_earlier_version(
    until: int, store: Any, event: Make, total: Any, stream_id: str
) -> None:
    for version, change in enumerate((+8, -2, -3)):
        store.append(event(version, character_hit_points=change))

    projected = store.project(stream_id, total, until=until)

    assert (projected.state, projected.version) == [(0, -1), (8, 0), (6, 1), (3, 2), (3, 2)][
        until + 1
    ]


@pytest.mark.parametrize(
    ("until", "state"),
    [(10**38, 8), (10**5000, 8), (-(10**38), 0), (-(10**5000), 0)],
    ids=["over 38 digits", "huge", "under 38 digits", "huge and negative"],
)
def test_project_and_snapshot_accept_a_version_beyond_any_possible_one(
    until: int, state: int, store: Any, event: Make, total: Any, stream_id: str
) -> None:
    store.append(event(0, character_hit_points=8))

    assert store.project(stream_id, total, until=until).state == state
    assert store.snapshot(stream_id, total, until=until).state == state


def test_a_gap_after_the_wanted_version_does_no_harm(
    store: Any, event: Make, total: Any, stream_id: str
) -> None:
    store.append(event(0, character_hit_points=8))
    store.append(event(2))

    assert store.project(stream_id, total, until=0).state == 8


@pytest.mark.parametrize(("bad", "said"), [("", "id must be"), ("snapshot#a", "starts with")])
def test_project_refuses_an_invalid_id_before_sending_a_request(
    bad: str, said: str, store: Any, total: Any, sent: Validator
) -> None:
    with pytest.raises(ValueError, match=said):
        store.project(bad, total)

    assert sent.requests == []


def test_project_refuses_an_invalid_version_before_sending_a_request(
    store: Any, total: Any, sent: Validator, stream_id: str
) -> None:
    with pytest.raises(ValueError, match=r"until must be an integer, got 1.5"):
        store.project(stream_id, total, until=1.5)

    assert sent.requests == []


def test_project_reads_events_consistently(
    store: Any, event: Make, total: Any, sent: Validator, stream_id: str
) -> None:
    store.append(event(0))

    store.project(stream_id, total)

    assert [request.params["ConsistentRead"] for request in sent.requests[1:]] == [False, True]
