"""DynamoDB's rules for a request of any shape, where emulators are too kind.

Sources: "Key condition expressions for the Query operation in DynamoDB", "Filter expressions for
the Query operation in DynamoDB", "Reserved words in DynamoDB", "Supported data types and naming
rules in Amazon DynamoDB". What an emulator refuses by itself
isn't checked again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from classroom.backend.validator.expressions import bare_names, check_placeholders
from classroom.backend.validator.values import KEYS, require

EXPRESSIONS = (
    "KeyConditionExpression",
    "FilterExpression",
    "ProjectionExpression",
    "ConditionExpression",
    "UpdateExpression",
)
TABLE = re.compile(r"[\w.-]{3,255}|arn:.+", re.ASCII)
RANGE = re.compile(r"\bBETWEEN\s+(:\w+)\s+AND\s+(:\w+)", re.IGNORECASE)


def check_any_request(params: Mapping[str, Any]) -> None:
    """Raise InvalidRequestError if DynamoDB would refuse the table's name or an expression."""
    for part in _parts(params):
        if isinstance(table := part.get("TableName"), str):
            told = "TableName may have letters, digits, _, - and ."
            require(TABLE.fullmatch(table) is not None, f"{told}, not {table!r}")
        expressions = [part[kind] for kind in EXPRESSIONS if isinstance(part.get(kind), str)]
        names = part.get("ExpressionAttributeNames", {})
        values = part.get("ExpressionAttributeValues", {})
        if not (isinstance(names, Mapping) and isinstance(values, Mapping)):
            continue  # botocore says what is wrong
        for kind, defined in (("Names", names), ("Values", values)):
            for name in defined:
                told = f"ExpressionAttribute{kind} contains invalid key: {name!r}"
                require(re.fullmatch(r"[#:]\w+", name), told)
        check_placeholders(", ".join(expressions), names, values, alias_all=False)
        if isinstance(condition := part.get("KeyConditionExpression"), str):
            _check_key_condition(condition, names, values)
        if isinstance(wanted := part.get("FilterExpression"), str):
            for name in {*_attributes(wanted, names)} & {*KEYS}:
                told = "Filter Expression can only contain non-primary key attributes"
                require("IndexName" in part, f"{told}: {name}")


def _parts(params: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Go through the request's parts that have expressions: itself, or each of its actions."""
    yield params
    actions = params.get("TransactItems")
    for action in actions if isinstance(actions, list | tuple) else ():
        if isinstance(action, Mapping):
            yield from (part for part in action.values() if isinstance(part, Mapping))


def _check_key_condition(
    condition: str, names: Mapping[str, str], values: Mapping[str, Any]
) -> None:
    for name, count in Counter(_attributes(condition, names)).items():
        told = "KeyConditionExpressions must only contain one condition per key"
        require(count == 1, f"{told}: {condition} has {count} on {name}")
    for bounds in RANGE.findall(condition):
        low, high = (Decimal(values[bound]["N"]) for bound in bounds if "N" in values[bound])
        require(low <= high, f"{condition}: BETWEEN {low} AND {high} is reversed")


def _attributes(expression: str, names: Mapping[str, str]) -> list[str]:
    """Return the attributes that an expression names, with or without an alias."""
    aliases = re.findall(r"#\w+", expression)
    return [*bare_names(expression), *(names[alias] for alias in aliases)]
