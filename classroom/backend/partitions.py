"""moto looks through a whole table for each query, and copies all of it for each transaction.

A lesson's table holds a stream for each test that has run, so each request would take longer than
the one before, in a browser tab most of all. Here, moto looks at the partitions that a request
names. A request to an index, or with a key that isn't text, reaches moto as it is.

No table is changed for that, because a learner may stop a cell at any moment.
"""

from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from copy import deepcopy
from functools import wraps
from inspect import signature
from typing import Any

# The keys of the partitions that a transaction names, by table. All of a table that isn't here may
# change.
_named: ContextVar[dict[str, set[Any]]] = ContextVar("named")


class _Partition:
    """A table as it would be if it held one partition. It has all that a query asks of a table."""

    def __init__(self, table: Any, key: Any) -> None:
        self._table, self._key = table, key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def all_items(self) -> list[Any]:
        if self._key not in self._table.items:
            return []
        found = self._table.items[self._key]
        return [*found.values()] if self._table.has_range_key else [found]


def query_one(query: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the `query` of moto's tables."""
    parameters = signature(query)

    @wraps(query)
    def query_partition(table: Any, *args: Any, **kwargs: Any) -> Any:
        named = parameters.bind(table, *args, **kwargs).arguments
        if named.get("index_name") or named["hash_key"].type != "S":
            return query(table, *args, **kwargs)
        return query(_Partition(table, named["hash_key"]), *args, **kwargs)

    return query_partition


def name_partitions(transact: Callable[..., None]) -> Callable[..., None]:
    """Wrap the `transact_write_items` of moto's backend."""

    @wraps(transact)
    def transact_on_partitions(backend: Any, parts: list[dict[str, Any]]) -> None:
        context = copy_context()  # in which the names stay, however this ends
        context.run(_named.set, _partitions(backend.tables, parts))
        context.run(transact, backend, parts)

    return transact_on_partitions


def copy_what_may_change(table: Any, memo: dict[int, Any]) -> Any:
    """Copy a table; as its `__deepcopy__`. What a transaction can't change is in both."""
    twin: Any = object.__new__(type(table))
    memo[id(table)] = twin
    items = table.items
    named = _named.get({}).get(table.name, items.keys())
    state = {name: value for name, value in vars(table).items() if name != "items"}
    vars(twin).update(deepcopy(state, memo))
    twin.items = defaultdict(dict, items)
    twin.items.update({key: deepcopy(items[key], memo) for key in named if key in items})
    return twin


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
