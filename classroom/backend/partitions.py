"""moto looks through a whole table for each query, and copies all of it for each transaction.

A lesson's table holds a stream for each test that has run, so each request would take longer than
the one before, in a browser tab most of all. Here, moto sees only the partitions that a request
names. A request to an index, or with a key that isn't text, reaches moto as it is.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any


def query_one(query: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the `query` of moto's tables."""
    parameters = signature(query)

    @wraps(query)
    def query_partition(table: Any, *args: Any, **kwargs: Any) -> Any:
        named = parameters.bind(table, *args, **kwargs).arguments
        if named.get("index_name") or named["hash_key"].type != "S":
            return query(table, *args, **kwargs)
        whole = table.items
        table.items = _only(whole, {named["hash_key"]})
        try:
            return query(table, *args, **kwargs)
        finally:
            table.items = whole

    return query_partition


def write_some(transact: Callable[..., None]) -> Callable[..., None]:
    """Wrap the `transact_write_items` of moto's backend."""

    @wraps(transact)
    def write_partitions(backend: Any, parts: list[dict[str, Any]]) -> None:
        named = _partitions(backend.tables, parts)
        wholes = {name: backend.tables[name].items for name in named}
        for name, keys in named.items():
            backend.tables[name].items = _only(wholes[name], keys)
        try:
            transact(backend, parts)
        finally:
            for name, keys in named.items():
                # Where moto has cancelled the transaction, this is now a copy of what it was.
                table, whole = backend.tables[name], wholes[name]
                for key in keys:
                    whole.pop(key, None)
                whole.update(table.items)
                table.items = whole

    return write_partitions


def _only(items: dict[Any, Any], keys: set[Any]) -> dict[Any, Any]:
    some: dict[Any, Any] = defaultdict(dict)
    some.update({key: items[key] for key in keys if key in items})
    return some


def _partitions(tables: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, set[Any]]:
    """Return the keys of the partitions that are named, by table; nothing if one isn't clear."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    named = defaultdict(set)
    for part in parts:
        for request in part.values():
            table = tables.get(request["TableName"])
            key = request["Item" if "Item" in request else "Key"]
            if table is None or [*key.get(table.hash_key_attr, {})] != ["S"]:
                return {}
            named[table.name].add(DynamoType(key[table.hash_key_attr]))
    return named
