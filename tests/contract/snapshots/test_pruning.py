"""Prune deletes snapshots, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from classroom.backend.validator import Validator

from .conftest import Items, versions


def test_prune_keeps_the_newest(
    store: Any, story: Any, notes: Any, stream_id: str, kept: Items
) -> None:
    for last in range(5):
        story(last)
        store.snapshot(stream_id, notes)

    assert store.prune(stream_id, notes, keep=2) == 3
    assert versions(kept(notes)) == [3, 4]
    assert store.prune(stream_id, notes, keep=2) == 0


def test_prune_keeps_the_snapshots_of_other_revisions(
    store: Any, story: Any, notes: Any, stream_id: str, kept: Items
) -> None:
    other = replace(notes, revision=2)
    story(1)
    for projection in (notes, other):
        store.snapshot(stream_id, projection)

    store.prune(stream_id, notes, keep=0)

    assert kept(notes) == []
    assert versions(kept(other)) == [1]
    assert len(store.query(stream_id)) == 2


def test_the_state_is_the_same_without_snapshots(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(3)
    before = store.snapshot(stream_id, notes)
    store.prune(stream_id, notes, keep=0)

    after = store.project(stream_id, notes)

    assert (after.state, after.version) == (before.state, before.version)
    assert (after.snapshot_version, after.events_read) == (None, 4)


def test_prune_refuses_an_empty_id(store: Any, notes: Any, sent: Validator) -> None:
    with pytest.raises(ValueError, match="id must be"):
        store.prune("", notes, keep=1)

    assert sent.requests == []


@pytest.mark.parametrize("keep", [-1, True, 1.0, None])
def test_prune_refuses_an_invalid_number_of_snapshots(
    keep: Any, store: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    with pytest.raises(ValueError, match="keep must be an integer of at least 0, got"):
        store.prune(stream_id, notes, keep=keep)

    assert sent.requests == []
