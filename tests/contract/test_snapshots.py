"""A snapshot saves reading, and changes no answer: whatever becomes of it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from eventstore import SnapshotWarning
from eventstore.snapshots import partition

from ..validator.validator import Validator

Make = Callable[..., Any]
Items = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def notes(namespace: Any) -> Any:
    """A projection that remembers all of its events, so that a lost or doubled one shows."""
    return namespace.Projection("notes", [], lambda notes, event: [*notes, event.note])


@pytest.fixture
def story(store: Any, event: Make) -> Callable[[int], None]:
    """Tells the stream on, up to the given version."""
    numbers = iter(range(1000))

    def tell(last: int) -> None:
        for version in numbers:
            store.append(event(version, note=str(version)))
            if version == last:
                return

    return tell


@pytest.fixture
def kept(raw: Any, table: str, stream_id: str) -> Items:
    """Reads the snapshots of a projection of this test's stream, oldest first."""
    return lambda projection: raw.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": partition(stream_id, projection)}},
    )["Items"]


def versions(items: list[dict[str, Any]]) -> list[int]:
    return [int(item["Version"]["N"]) for item in items]


@pytest.mark.lesson(5)
def test_a_snapshot_is_the_state_and_its_version(
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


def test_reading_through_a_snapshot_of_the_version_asked_for_is_one_request(
    store: Any, story: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    sent.requests.clear()

    assert store.project(stream_id, notes, until=2).events_read == 0
    assert sent.operations == ["Query"]


@pytest.mark.lesson(5)
def test_a_snapshot_takes_no_version_and_shows_in_no_query(
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


def test_a_snapshot_that_is_there_is_not_stored_again(
    store: Any, story: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    sent.requests.clear()

    store.snapshot(stream_id, notes)

    assert set(sent.operations) == {"Query"}


def test_a_stream_that_nobody_wrote_has_no_snapshot(
    store: Any, notes: Any, stream_id: str, kept: Items
) -> None:
    assert store.snapshot(stream_id, notes).version == -1
    assert kept(notes) == []


def test_a_stream_with_a_gap_has_no_snapshot(
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


def test_names_that_run_together_have_partitions_of_their_own(namespace: Any) -> None:
    def projection(name: str, revision: int) -> Any:
        return namespace.Projection(name, 0, max, revision)

    triples = [("a", 1, "bc"), ("ab", 1, "c"), ("a", 11, "bc"), ("a1", 1, "bc"), ("a", 1, "1:bc")]

    found = {partition(id, projection(name, revision)) for name, revision, id in triples}

    assert len(found) == len(triples)
    assert all(each.startswith("snapshot#") for each in found)


def test_prune_keeps_the_newest(
    store: Any, story: Any, notes: Any, stream_id: str, kept: Items
) -> None:
    for last in range(5):
        story(last)
        store.snapshot(stream_id, notes)

    assert store.prune(stream_id, notes, keep=2) == 3
    assert versions(kept(notes)) == [3, 4]
    assert store.prune(stream_id, notes, keep=2) == 0


def test_prune_leaves_the_snapshots_of_others(
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


def test_without_snapshots_the_answer_is_the_same(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(3)
    before = store.snapshot(stream_id, notes)
    store.prune(stream_id, notes, keep=0)

    after = store.project(stream_id, notes)

    assert (after.state, after.version) == (before.state, before.version)
    assert (after.snapshot_version, after.events_read) == (None, 4)


def test_a_whole_decimal_comes_back_by_a_decode_of_its_own(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    total = namespace.Projection(
        "total", Decimal(0), lambda total, event: total + event.character_hit_points, decode=Decimal
    )
    store.append(event(0, character_hit_points=10))
    store.snapshot(stream_id, total)

    kept, plain = (
        store.project(stream_id, total),
        store.project(stream_id, replace(total, decode=int)),
    )

    assert (kept.state, type(kept.state)) == (Decimal(10), Decimal)
    assert (plain.state, type(plain.state)) == (10, int)


def test_a_stream_with_the_longest_id_has_snapshots(store: Any, namespace: Any, notes: Any) -> None:
    longest = uuid.uuid4().hex * 64
    store.append(namespace.Event(longest, 0, note="0"))

    store.snapshot(longest, notes)

    assert store.project(longest, notes).snapshot_version == 0


def test_prune_refuses_what_is_no_id(store: Any, notes: Any, sent: Validator) -> None:
    with pytest.raises(ValueError, match="an id is"):
        store.prune("", notes, keep=1)

    assert sent.requests == []


@pytest.mark.parametrize("keep", [-1, True, 1.0, None])
def test_prune_refuses_what_is_no_number_of_snapshots(
    keep: Any, store: Any, notes: Any, stream_id: str, sent: Validator
) -> None:
    with pytest.raises(ValueError, match="keep is a whole number of 0 or more"):
        store.prune(stream_id, notes, keep=keep)

    assert sent.requests == []


DAMAGE = {
    "no state": {"State": None},
    "a state of another type": {"State": {"SS": ["a"]}},
    "another name": {"Projection": {"S": "other"}},
    "another revision": {"Revision": {"N": "2"}},
    "another stream": {"Stream": {"S": "other"}},
    "no stream": {"Stream": None},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_snapshot_is_ignored_with_a_warning(
    damage: dict[str, Any],
    store: Any,
    story: Any,
    notes: Any,
    stream_id: str,
    kept: Items,
    raw: Any,
    table: str,
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    (item,) = kept(notes)
    damaged = {name: value for name, value in (item | damage).items() if value}
    raw.put_item(TableName=table, Item=damaged)
    story(3)

    with pytest.warns(SnapshotWarning, match=f"{stream_id}.*'notes': ignored") as warned:
        projected = store.project(stream_id, notes)

    assert projected.state == ["0", "1", "2", "3"]
    assert projected.snapshot_version is None
    assert warned[0].filename == __file__


@pytest.mark.parametrize("read", ["project", "snapshot", "execute"])
def test_a_warning_names_the_line_that_asked(
    read: str, store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(0)
    store.snapshot(stream_id, notes)
    odd = replace(notes, decode=lambda _: 1 / 0)
    more = {"execute": [lambda _state, _version: []]}.get(read, [])

    with pytest.warns(SnapshotWarning, match="ZeroDivisionError") as warned:
        getattr(store, read)(stream_id, odd, *more)

    assert warned[0].filename == __file__


def test_a_snapshot_of_a_state_of_32_levels_is_kept_and_of_33_refused(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    deep = namespace.Projection("deep", [], lambda deep, _event: [deep])
    for version in range(32):
        store.append(event(version))
    at_32 = store.snapshot(stream_id, deep, until=30)

    assert store.project(stream_id, deep, until=30) == replace(
        at_32, snapshot_version=30, events_read=0
    )
    with pytest.raises(ValueError, match="projection 'deep': its state is nested deeper than"):
        store.snapshot(stream_id, deep)


def test_a_snapshot_that_cannot_be_decoded_is_ignored_and_replaced(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    def decode(_kept: Any) -> Any:
        raise KeyError("hit_points")

    story(2)
    store.snapshot(stream_id, notes)

    with pytest.warns(SnapshotWarning, match=r"cannot be read: KeyError\('hit_points'\)"):
        assert store.project(stream_id, replace(notes, decode=decode)).state == ["0", "1", "2"]


def test_a_damaged_snapshot_is_replaced_by_the_next(
    store: Any, story: Any, notes: Any, stream_id: str, kept: Items, raw: Any, table: str
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    (item,) = kept(notes)
    raw.put_item(TableName=table, Item=item | {"State": {"S": "gone"}, "Stream": {"S": "x"}})

    with pytest.warns(SnapshotWarning):
        store.snapshot(stream_id, notes)

    assert kept(notes) == [item]


def test_a_state_too_large_for_an_item_is_not_stored_with_a_warning(
    store: Any, event: Make, notes: Any, stream_id: str, kept: Items
) -> None:
    for version in range(2):
        store.append(event(version, note="x" * 210_000))

    with pytest.warns(SnapshotWarning, match=r"not stored: \d{6} bytes; 409600 at most") as warned:
        projected = store.snapshot(stream_id, notes)

    assert len(projected.state) == 2
    assert kept(notes) == []
    assert warned[0].filename == __file__


def test_a_state_that_cannot_be_stored_is_an_error_that_names_the_projection(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    half = namespace.Projection("half", 0, lambda _total, event: event.character_hit_points / 2)
    store.append(event(0, character_hit_points=1))

    with pytest.raises(ValueError, match=r"projection 'half': its state holds 0\.5, which loses"):
        store.snapshot(stream_id, half)


def test_a_character_comes_back_from_its_snapshot(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    for version, change in enumerate((+8, -9)):
        store.append(event(version, character_hit_points=change))
    store.snapshot(stream_id, namespace.CHARACTER)
    store.append(event(2, character_hit_points=5, note="Healing word"))

    projected = store.project(stream_id, namespace.CHARACTER)

    assert projected.state == namespace.Character("", 0, is_alive=False, note="Healing word")
    assert projected.snapshot_version == 1
