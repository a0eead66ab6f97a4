"""Streams of several pages (1 MB each) are read completely, lazily, and in both directions."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.backend.validator import Validator

Make = Callable[..., Any]


@pytest.fixture
def page_sizes(
    store: Any, event: Make, sent: Validator, raw: Any, table: str, stream_id: str
) -> list[int]:
    """How many of a stream's six large events the server puts on each page: two or three."""
    for version in range(6):
        store.append(event(version, note="x" * 390_000))
    sent.requests.clear()
    pages = raw.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream_id}},
    )
    sizes = [len(page["Items"]) for page in pages]
    assert 1 <= sizes[0] <= 3
    return sizes


def test_stream_requests_a_page_when_it_is_needed(
    page_sizes: list[int], store: Any, stream_id: str, sent: Validator
) -> None:
    events = store.stream(stream_id)
    asked = [len(sent.requests)]
    for _event in events:
        asked.append(len(sent.requests))

    pages = [number for number, size in enumerate(page_sizes, start=1) for _ in range(size)]
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
@pytest.mark.usefixtures("page_sizes")
def test_a_range_can_span_several_pages(
    window: dict[str, Any], versions: list[int], store: Any, stream_id: str, sent: Validator
) -> None:
    assert [each.version for each in store.query(stream_id, **window)] == versions
    assert len(sent.requests) >= 2
    assert {request.params["ConsistentRead"] for request in sent.requests} == {True}


def test_no_further_page_is_requested_if_one_page_fills_the_limit(
    page_sizes: list[int], store: Any, stream_id: str, sent: Validator
) -> None:
    assert len(store.query(stream_id, limit=page_sizes[0])) == page_sizes[0]
    assert sent.operations == ["Query"]


def test_stream_of_an_unknown_id_is_empty(store: Any, stream_id: str) -> None:
    assert [*store.stream(stream_id)] == []
