"""Read a partition page by page: the events of a stream, or its snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from eventstore.errors import CorruptPageError
from eventstore.limits import MAX_VERSION
from eventstore.values import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")
# Iterates over a paginator's pages: `iter`, or `FastReads.iterate`.
IteratePages = Callable[[Iterable[Any]], Iterator[Any]]

# The lowest and the highest version possible. The store itself never writes one below 0.
LOWEST = -MAX_VERSION
HIGHEST = MAX_VERSION
MAX_LIMIT = 2**31 - 1  # items; Query's Limit is a 32-bit integer


def read_items(
    client: DynamoDBClient,
    table: str,
    id: str,
    *,
    after: int | None = None,
    until: int | None = None,
    limit: int | None = None,
    newest_first: bool = False,
    consistent: bool = True,
) -> Iterator[Item]:
    """Yield the items of a partition by version: above `after`, up to and including `until`.

    Each page (1 MB at most) is requested when its first item is needed. Raises CorruptPageError if
    a page arrives damaged at every attempt that boto3 makes.
    """
    pages = read_pages(
        client,
        table,
        id,
        after=after,
        until=until,
        limit=limit,
        newest_first=newest_first,
        consistent=consistent,
    )
    return first(limit, pages)


def first(limit: int | None, pages: Iterable[Iterable[T]]) -> Iterator[T]:
    """Yield what the pages hold, up to the limit, without requesting a page that isn't needed."""
    # islice takes no number above sys.maxsize, and more than MAX_LIMIT events would be hundreds of
    # gigabytes.
    return islice(chain.from_iterable(pages), None if limit is None else min(limit, MAX_LIMIT))


def read_pages(
    client: DynamoDBClient,
    table: str,
    id: str,
    *,
    after: int | None,
    until: int | None,
    limit: int | None,
    newest_first: bool,
    consistent: bool,
    iterate: IteratePages = iter,
) -> Iterator[Sequence[Item]]:
    """Yield the items of each page. If there's a limit, a page has no more items than that."""
    # DynamoDB allows only one condition on the sort key, so both bounds go into one BETWEEN, which
    # includes them. Names are placeholders, so they can't clash with DynamoDB's reserved words.
    lowest = LOWEST if after is None else max(after + 1, LOWEST)
    highest = HIGHEST if until is None else min(until, HIGHEST)
    if lowest > highest:
        return iter(())  # no version fits, and DynamoDB refuses such a range
    if limit is not None:
        limit = min(limit, MAX_LIMIT)
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="#id = :id AND #version BETWEEN :lowest AND :highest",
        ExpressionAttributeNames={"#id": "Id", "#version": "Version"},
        ExpressionAttributeValues={
            ":id": {"S": id},
            ":lowest": {"N": str(lowest)},
            ":highest": {"N": str(highest)},
        },
        ScanIndexForward=not newest_first,
        ConsistentRead=consistent,
        PaginationConfig={} if limit is None else {"PageSize": limit},
    )
    return map(partial(_items_of, id), iterate(pages))


def _items_of(id: str, page: Any) -> Sequence[Item]:
    items: Sequence[Item] = part_of(page, "Items", f"a page of {id!r}")
    return items


def part_of(reply: Any, name: str, what: str) -> Any:
    """Return a part that each whole reply has. Raises CorruptPageError if this one lacks it."""
    if name not in reply:  # boto3 returns such a reply if its last attempt got a damaged one
        raise CorruptPageError(f"{what} arrived damaged at every attempt")
    return reply[name]
