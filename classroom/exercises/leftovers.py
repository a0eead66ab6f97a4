"""Leave tables as they were. moto copies a whole table for each action of a transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any


@contextmanager
def left_as_they_were(client: Any, *tables: str) -> Iterator[None]:
    """Delete the items that this block adds to the tables."""
    before = {table: _keys_of(client, table) for table in tables}
    try:
        yield
    finally:
        for table in tables:
            for id, version in _keys_of(client, table) - before[table]:
                key = {"Id": {"S": id}, "Version": {"N": version}}
                client.delete_item(TableName=table, Key=key)


def leaves_nothing(test: Callable[[Any], None]) -> Callable[[Any], None]:
    """Let a test of an exercise leave `table` and `boards` as they were."""

    @wraps(test)
    def tidy(given: Any) -> None:
        with left_as_they_were(given.client, given.table, given.boards):
            test(given)

    return tidy


def _keys_of(client: Any, table: str) -> set[tuple[str, str]]:
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        ProjectionExpression="#id, #version",
        ExpressionAttributeNames={"#id": "Id", "#version": "Version"},
        ConsistentRead=True,
    )
    return {(item["Id"]["S"], item["Version"]["N"]) for page in pages for item in page["Items"]}
