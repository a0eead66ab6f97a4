"""A page that shows only part of a transaction isn't a gap. A missing event is, until repaired.

AWS, "Amazon DynamoDB Transactions: How it works": a Query may see a transaction half committed. No
emulator shows that, so the tests take an event out of a page.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from classroom.backend.validator import Validator

Make = Callable[..., Any]


class Hidden:
    """How many more pages of events will lack which version."""

    def __init__(self) -> None:
        self.version, self.pages = -1, 0

    def __call__(self, parsed: dict[str, Any], **_: Any) -> None:
        shown = [item for item in parsed["Items"] if item["Version"] != {"N": str(self.version)}]
        if self.pages and len(shown) < len(parsed["Items"]):
            parsed["Items"] = shown
            self.pages -= 1


@pytest.fixture
def hidden(sent: Validator) -> Iterator[Hidden]:
    hidden = Hidden()
    sent.client.meta.events.register("after-call.dynamodb.Query", hidden)
    yield hidden
    sent.client.meta.events.unregister("after-call.dynamodb.Query", hidden)


@pytest.fixture
def notes(namespace: Any) -> Any:
    def apply(notes: list[str], event: Any) -> list[str]:
        notes.append(event.note)  # in place: folding twice from one list would show
        return notes

    return namespace.Projection("notes", [], apply)


@pytest.fixture
def stream(store: Any, event: Make) -> None:
    for version in range(4):
        store.append(event(version, note=str(version)))


@pytest.mark.usefixtures("stream")
@pytest.mark.parametrize("snapshot", [None, 0], ids=["from the start", "from a snapshot"])
@pytest.mark.parametrize("until", [None, 2])
def test_a_version_that_is_missing_once_is_read_again(
    until: int | None, snapshot: int | None, store: Any, notes: Any, stream_id: str, hidden: Hidden
) -> None:
    if snapshot is not None:
        store.snapshot(stream_id, notes, until=snapshot)
    hidden.version, hidden.pages = 1, 1

    projected = store.project(stream_id, notes, until=until)

    assert projected.state == ["0", "1", "2", "3"][: until and until + 1]
    assert projected.snapshot_version == snapshot
    assert projected.events_read == len(projected.state) - (snapshot is not None)
    assert notes.initial == []


@pytest.mark.usefixtures("stream")
def test_a_version_that_stays_missing_is_a_gap(
    store: Any, notes: Any, namespace: Any, stream_id: str, hidden: Hidden, sent: Validator
) -> None:
    hidden.version, hidden.pages = 1, 2
    sent.requests.clear()

    with pytest.raises(namespace.VersionGapError) as gap:
        store.project(stream_id, notes)

    assert (gap.value.missing, gap.value.__context__) == (1, None)
    assert sent.operations == ["Query"] * 4


def test_the_state_as_of_a_time_is_read_again_as_well(
    namespace: Any,
    sent: Validator,
    table: str,
    event: Make,
    notes: Any,
    stream_id: str,
    hidden: Hidden,
) -> None:
    times = [datetime(2026, 7, day, tzinfo=UTC) for day in (1, 2, 3, 4)]
    store = namespace.EventStore(sent.client, table, clock=iter(times).__next__)
    for version in range(4):
        store.append(event(version, note=str(version)))
    hidden.version, hidden.pages = 1, 1

    projected = store.project(stream_id, notes, as_of=times[2])

    assert projected.state == ["0", "1", "2"]


@pytest.mark.usefixtures("stream")
def test_execute_and_snapshot_read_again_as_well(
    store: Any, event: Make, notes: Any, stream_id: str, hidden: Hidden
) -> None:
    hidden.version, hidden.pages = 1, 1
    executed = store.execute(
        stream_id, notes, lambda _state, version: [event(version, note=str(version))]
    )
    hidden.pages = 1
    saved = store.snapshot(stream_id, notes)

    assert executed.state == saved.state == ["0", "1", "2", "3", "4"]


def test_a_stream_without_a_gap_is_read_once(
    store: Any, event: Make, notes: Any, stream_id: str, sent: Validator
) -> None:
    store.append(event(0))
    sent.requests.clear()

    store.project(stream_id, notes)

    assert sent.operations == ["Query", "Query"]


def test_a_gap_is_repaired_by_appending_the_missing_version(
    store: Any, event: Make, notes: Any, stream_id: str, namespace: Any
) -> None:
    store.append(event(0, note="0"))
    store.append(event(2, note="2"))
    with pytest.raises(namespace.VersionGapError) as gap:
        store.project(stream_id, notes)

    store.append(event(gap.value.missing, note="1"))

    assert store.project(stream_id, notes).state == ["0", "1", "2"]
