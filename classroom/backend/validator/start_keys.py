"""DynamoDB's rules for the ExclusiveStartKey of a query or a scan, in its own words.

The words are those of dynalite, whose tests run against DynamoDB as well.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Any

from classroom.backend.validator.values import KEYS, require

BETWEEN = re.compile(r"(#?\w+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+)", re.IGNORECASE)
COMPARISON = re.compile(r"(#?\w+)\s*(<=|>=|=|<|>)\s*(:\w+)")
HOLDS = {"=": eq, "<=": le, ">=": ge, "<": lt, ">": gt}
INVALID = "The provided starting key is invalid"
NO_MATCH = "The provided key element does not match the schema"
OUTSIDE = "The provided starting key is outside query boundaries based on provided conditions"
OUT_OF_RANGE = "The provided starting key does not match the range key predicate"


def check_scan_start(start: Mapping[str, Any]) -> None:
    """Require that a scan starts after a key of the table."""
    matches = start.keys() == KEYS.keys() and _has_the_types(start)
    require(matches, f"{INVALID}: {NO_MATCH}")


def check_query_start(
    start: Mapping[str, Any], condition: str, names: Mapping[str, str], values: Mapping[str, Any]
) -> None:
    """Require that a query starts after a key of the table, and at one that it asks for."""
    require(start.keys() == KEYS.keys(), INVALID)
    require(_has_the_types(start), NO_MATCH)
    comparisons = COMPARISON.findall(BETWEEN.sub(r"\1 >= \2 AND \1 <= \3", condition))
    for name, operator, value in comparisons:
        attribute = names.get(name, name)
        kind = KEYS.get(attribute, "")
        seen, bound = _text(start.get(attribute), kind), _text(values[value], kind)
        if seen is None or bound is None:
            continue  # an emulator refuses that, or botocore
        if kind == "N":
            require(HOLDS[operator](Decimal(seen), Decimal(bound)), OUT_OF_RANGE)
        else:
            require(seen == bound, OUTSIDE)


def _has_the_types(start: Mapping[str, Any]) -> bool:
    return all(kind in start[name] for name, kind in KEYS.items())


def _text(value: Any, kind: str) -> str | None:
    text = value.get(kind) if isinstance(value, Mapping) else None
    return text if isinstance(text, str) else None
