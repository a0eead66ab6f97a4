"""How large the state in a snapshot may be. No emulator agrees with DynamoDB on the last byte."""

from typing import Any

import pytest

from eventstore import Projected, Projection, SnapshotWarning
from eventstore.size import item_size
from eventstore.snapshots import save

TEXT = Projection[str, Any]("text", "", max)


class Recorder:
    """A client that keeps the items it should store."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def put_item(self, TableName: str, Item: Any) -> None:  # noqa: ARG002, N803
        self.items.append(Item)

    def save(self, state: str) -> None:
        save(self, "events", "hero", TEXT, Projected(state, version=1))


def test_a_snapshot_of_409600_bytes_is_saved_and_one_more_is_a_warning() -> None:
    client = Recorder()
    client.save("")
    state = "x" * (409_600 - item_size(client.items.pop()))

    client.save(state)
    with pytest.warns(SnapshotWarning, match="takes 409601 bytes"):
        client.save(state + "x")

    assert [item_size(item) for item in client.items] == [409_600]
