"""A stream to add to, a projection that loses nothing, and its snapshots in the table."""

from collections.abc import Callable
from typing import Any

import pytest

from eventstore.snapshots import partition

Make = Callable[..., Any]
Items = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def notes(namespace: Any) -> Any:
    """A projection that remembers every event, so that a lost or repeated one shows."""
    return namespace.Projection("notes", [], lambda notes, event: [*notes, event.note])


@pytest.fixture
def story(store: Any, event: Make) -> Callable[[int], None]:
    """Appends events up to and including the given version."""
    numbers = iter(range(1000))

    def tell(last: int) -> None:
        for version in numbers:
            store.append(event(version, note=str(version)))
            if version == last:
                return

    return tell


@pytest.fixture
def kept(raw: Any, table: str, stream_id: str) -> Items:
    """Reads this stream's snapshots by a projection, oldest first, as DynamoDB has them."""
    return lambda projection: raw.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": partition(stream_id, projection)}},
    )["Items"]


def versions(items: list[dict[str, Any]]) -> list[int]:
    return [int(item["Version"]["N"]) for item in items]
