"""Read a part of a partition, page by page: the events of a stream, or its snapshots."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from eventstore.errors import CorruptPageError

if TYPE_CHECKING:
    from eventstore.store import EventStore

Bound = int | None
LOWEST, HIGHEST = 1 - 10**38, 10**38 - 1  # a number has 38 digits
MAX_LIMIT = 2**31 - 1  # items; Query's Limit is a 32-bit integer


def read_items(
    store: "EventStore[Any]", id: str, after: Bound, until: Bound, limit: Bound, **more: Any
) -> Iterator[Any]:
    """Yield the items with versions above `after` and up to `until`; `more` is for Query.

    Every name is aliased, so no reserved word can bite. DynamoDB takes one condition on the sort
    key, so both bounds are BETWEEN's, which includes them.
    """
    first, last = LOWEST if after is None else after + 1, HIGHEST if until is None else until
    values = {":id": {"S": id}, ":first": {"N": str(first)}, ":last": {"N": str(last)}}
    limit = limit and min(limit, MAX_LIMIT)
    pages = store.client.get_paginator("query").paginate(
        TableName=store.table,
        KeyConditionExpression="#id = :id AND #version BETWEEN :first AND :last",
        ExpressionAttributeNames={"#id": "Id", "#version": "Version"},
        ExpressionAttributeValues=values,
        PaginationConfig={"PageSize": limit} if limit else {},
        **more,
    )
    return islice(chain.from_iterable(_items(id, page) for page in store.pages(pages)), limit)


def _items(id: str, page: Any) -> Any:
    if "Items" not in page:  # what boto3 makes of a damaged reply to its last attempt
        raise CorruptPageError(f"a page of {id!r} arrived damaged, at each attempt")
    return page["Items"]
