"""A snapshot saves reading, and never changes a state."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from classroom.backend.validator import Validator
from eventstore.snapshots import partition

from .conftest import Items, Make


def test_the_partition_key_of_a_snapshot_stays_what_it_was_in_version_1_0(namespace: Any) -> None:
    notes = namespace.Projection("notes", [], lambda notes, _event: notes, revision=2)

    # printf 5:notes1:24:hero | sha256sum
    key = "ae1311e28838612dded169592764964ebd10619f1eff2ca1c33197e1e2a739b5"
    assert partition("hero", notes) == f"snapshot#{key}"


@pytest.mark.lesson(5)
def test_snapshot_returns_the_state_and_its_version(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(2)

    projected = store.snapshot(stream_id, notes)

    assert (projected.state, projected.version) == (["0", "1", "2"], 2)


def test_project_reads_the_snapshot_and_the_events_since(
    store: Any, story: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    story(4)
    sent.requests.clear()

    projected = store.project(stream_id, notes)

    assert projected.state == ["0", "1", "2", "3", "4"]
    assert (projected.version, projected.snapshot_version, projected.events_read) == (4, 2, 2)
    assert sent.operations == ["Query", "Query"]
    assert sent.requests[0].params["Limit"] == 1, "a page of snapshots is dear"


def test_a_snapshot_of_exactly_the_wanted_version_saves_the_second_request(
    store: Any, story: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    sent.requests.clear()

    assert store.project(stream_id, notes, until=2).events_read == 0
    assert sent.operations == ["Query"]


@pytest.mark.lesson(5)
def test_a_snapshot_takes_no_version_and_a_query_does_not_return_it(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(1)
    store.snapshot(stream_id, notes)
    story(2)

    assert [event.version for event in store.query(stream_id)] == [0, 1, 2]


def test_an_earlier_state_comes_from_the_newest_snapshot_that_fits(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    for last in (1, 3, 5):
        story(last)
        store.snapshot(stream_id, notes)

    seen = [store.project(stream_id, notes, until=until) for until in range(7)]

    assert [len(projected.state) for projected in seen] == [1, 2, 3, 4, 5, 6, 6]
    assert [each.snapshot_version for each in seen] == [None, 1, 1, 3, 3, 5, 5]


def test_a_snapshot_of_an_earlier_version_can_be_taken_later(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(5)

    store.snapshot(stream_id, notes, until=3)

    assert store.project(stream_id, notes).snapshot_version == 3


def test_an_existing_snapshot_is_not_saved_again(
    store: Any, story: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    sent.requests.clear()

    store.snapshot(stream_id, notes)

    assert set(sent.operations) == {"Query"}


def test_a_stream_without_events_gets_no_snapshot(
    store: Any, notes: Any, stream_id: str, kept: Items
) -> None:
    assert store.snapshot(stream_id, notes).version == -1
    assert kept(notes) == []


def test_a_stream_with_a_gap_gets_no_snapshot(
    store: Any, event: Make, notes: Any, stream_id: str, namespace: Any, kept: Items
) -> None:
    store.append(event(0))
    store.append(event(2))

    with pytest.raises(namespace.VersionGapError):
        store.snapshot(stream_id, notes)

    assert kept(notes) == []


def test_two_revisions_side_by_side_do_not_disturb_each_other(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    louder = replace(notes, revision=2, apply=lambda notes, event: [*notes, event.note + "!"])
    story(1)
    for projection in (notes, louder, notes, louder):
        store.snapshot(stream_id, projection)
    story(2)

    assert store.project(stream_id, notes).state == ["0", "1", "2"]
    assert store.project(stream_id, louder).state == ["0!", "1!", "2!"]
    assert store.project(stream_id, louder).snapshot_version == 1


def test_names_and_ids_that_look_alike_when_joined_have_different_partitions(
    namespace: Any,
) -> None:
    def projection(name: str, revision: int) -> Any:
        return namespace.Projection(name, 0, max, revision)

    triples = [("a", 1, "bc"), ("ab", 1, "c"), ("a", 11, "bc"), ("a1", 1, "bc"), ("a", 1, "1:bc")]

    found = {partition(id, projection(name, revision)) for name, revision, id in triples}

    assert len(found) == len(triples)
    assert all(each.startswith("snapshot#") for each in found)


def test_a_stream_with_the_longest_id_can_have_snapshots(
    store: Any, namespace: Any, notes: Any
) -> None:
    longest = uuid.uuid4().hex * 64
    store.append(namespace.Event(longest, 0, note="0"))

    store.snapshot(longest, notes)

    assert store.project(longest, notes).snapshot_version == 0
