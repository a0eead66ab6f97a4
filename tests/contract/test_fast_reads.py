"""Fast reads return what botocore's parser would return, on every backend."""

from typing import Any

from eventstore import Event, EventStore
from eventstore.codec import EventCodec
from eventstore.fast import FastReads, Items

from .parcels import CASES, ParcelEvent


def pages(client: Any, table: str, id: str, *, fast: bool) -> list[dict[str, Any]]:
    """Return the pages, without what differs from reply to reply."""
    asked = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": id}},
        ReturnConsumedCapacity="TOTAL",
        PaginationConfig={"PageSize": 20},
    )
    fast_reads = FastReads(client, EventCodec(ParcelEvent).codecs)
    found = [*(fast_reads.iterate(asked) if fast else asked)]
    for page in found:
        metadata = page["ResponseMetadata"]
        page["ResponseMetadata"] = [
            *metadata,
            metadata["HTTPStatusCode"],
            metadata["RetryAttempts"],
        ]
    return found


def test_every_page_is_what_botocore_would_return(raw: Any, table: str, stream_id: str) -> None:
    for version, (name, value) in enumerate(CASES):
        event = ParcelEvent(id=stream_id, version=version, **{name: value})
        item = EventCodec(ParcelEvent).write(event)
        if name != "label":  # a page with a binary value isn't read fast
            del item["Label"]
        raw.put_item(TableName=table, Item=item)

    fast, plain = (pages(raw, table, stream_id, fast=fast) for fast in (True, False))

    assert len(fast) >= 2
    assert any(isinstance(page["Items"], Items) for page in fast)
    assert any(isinstance(page["Items"], list) for page in fast)  # with binary values, for example
    assert fast == plain


def test_the_items_of_a_page_never_reach_the_parser_on_any_backend(
    backend: Any, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(TableName=table, Item=EventCodec(Event).write(Event(stream_id, 0)))
    parsed: list[bytes] = []

    def look(response_dict: dict[str, Any], **_: object) -> None:
        parsed.append(response_dict["body"])

    client = backend.connect()
    store = EventStore(client, table, fast_reads=True)
    client.meta.events.register_last("before-parse.dynamodb.Query", look)

    assert [each.version for each in store.query(stream_id)] == [0]
    assert len(parsed) == 1
    assert b"Items" not in parsed[0]
