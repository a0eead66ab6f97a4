"""Streams of several pages (1 MB each) are read completely, lazily, and in both directions."""

import uuid
from typing import Any, NamedTuple

import pytest

from classroom.backend.validator import Validator


class Large(NamedTuple):
    """A stream of six large events, only to be read, and how many of them are on each page."""

    id: str
    page_sizes: list[int]  # two or three, as the server likes


@pytest.fixture(scope="module")
def large(namespace: Any, validator: Validator, raw: Any, table: str) -> Large:
    id, store = uuid.uuid4().hex, namespace.EventStore(validator.client, table)
    for version in range(6):
        store.append(namespace.Event(id, version, note="x" * 390_000))
    pages = raw.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": id}},
    )
    sizes = [len(page["Items"]) for page in pages]
    assert 1 <= sizes[0] <= 3
    return Large(id, sizes)


def test_stream_requests_a_page_when_it_is_needed(
    store: Any, large: Large, sent: Validator
) -> None:
    events = store.stream(large.id)
    asked = [len(sent.requests)]
    for _event in events:
        asked.append(len(sent.requests))

    pages = [number for number, size in enumerate(large.page_sizes, start=1) for _ in range(size)]
    assert asked == [0, *pages]


@pytest.mark.parametrize(
    ("window", "versions"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"newest_first": True}, [5, 4, 3, 2, 1, 0]),
        ({"limit": 4}, [0, 1, 2, 3]),
        ({"limit": 4, "newest_first": True}, [5, 4, 3, 2]),
        ({"after": 0, "until": 4}, [1, 2, 3, 4]),
    ],
    ids=str,
)
def test_a_range_can_span_several_pages(
    window: dict[str, Any], versions: list[int], store: Any, large: Large, sent: Validator
) -> None:
    assert [each.version for each in store.query(large.id, **window)] == versions
    assert len(sent.requests) >= 2
    assert {request.params["ConsistentRead"] for request in sent.requests} == {True}


def test_no_further_page_is_requested_if_one_page_fills_the_limit(
    store: Any, large: Large, sent: Validator
) -> None:
    first = large.page_sizes[0]

    assert len(store.query(large.id, limit=first)) == first
    assert sent.operations == ["Query"]


def test_stream_of_an_unknown_id_is_empty(store: Any, stream_id: str) -> None:
    assert [*store.stream(stream_id)] == []
