"""What the benchmarks put into a table for everybody is what the store itself writes."""

import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from benchmarks.history import APPEND_ID, RECORDED_AT, item_of, story
from benchmarks.rivals.resource import plain
from benchmarks.rivals.several import METADATA, TYPES, typed, typed_item_of
from eventstore import Event, EventStore
from eventstore.size import item_size
from eventstore.values import Item, read_value

EVENTS = story("00000000-0000-0000-0000-000000000000", 0, 4)


def written(event: Any, event_type: Any, metadata: dict[str, Any] | None) -> Item:
    """Return the item that a store sends."""
    client = boto3.client("dynamodb", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    sent: list[Item] = []

    def answer(params: dict[str, Any], **_: object) -> tuple[Any, dict[str, Any]]:
        sent.append(json.loads(params["body"])["Item"])
        return SimpleNamespace(status_code=200), {}

    client.meta.events.register("before-call.dynamodb.PutItem", answer)
    clock = datetime.fromisoformat(RECORDED_AT)
    store = EventStore(client, "events", event_type, clock=lambda: clock)
    store.append(event, append_id=APPEND_ID, metadata=metadata)
    (item,) = sent
    return item


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.note)
def test_an_item_that_is_seeded_or_sent_by_hand_is_as_the_store_writes_it(event: Event) -> None:
    item = written(event, Event, None)

    assert item_of(event) == item
    assert plain(event) == {name: read_value(value) for name, value in item.items()}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.note)
def test_an_item_of_one_of_two_types_is_as_the_store_writes_it(event: Event) -> None:
    assert typed_item_of(event) == written(typed(event), TYPES, METADATA)


def test_the_events_are_as_small_as_the_report_says() -> None:
    sizes = [item_size(item_of(event)) for event in EVENTS]

    assert 190 < sum(sizes) / len(sizes) < 210
