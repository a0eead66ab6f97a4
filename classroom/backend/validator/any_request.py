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
from typing import Any, TypeGuard

from classroom.backend.validator.expressions import (
    OPERATORS,
    bare_names,
    check_placeholders,
)
from classroom.backend.validator.start_keys import check_query_start, check_scan_start
from classroom.backend.validator.values import KEYS, require

EXPRESSIONS = (
    "KeyConditionExpression",
    "FilterExpression",
    "ProjectionExpression",
    "ConditionExpression",
    "UpdateExpression",
)
CONDITIONS = "attribute_exists attribute_not_exists attribute_type begins_with contains size"
FUNCTIONS = {kind: CONDITIONS.split() for kind in ("ConditionExpression", "FilterExpression")}
FUNCTIONS["UpdateExpression"] = ["if_not_exists", "list_append"]
FUNCTION = re.compile(r"(?<![#:\w.])([A-Za-z_]\w*)\s*\(")
VALUES = ("Item", "Key", "ExclusiveStartKey", "ExpressionAttributeValues")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
NO_NUMBER = "The parameter cannot be converted to a numeric value"
TABLE = re.compile(r"[\w.-]{3,255}|arn:.+", re.ASCII)
RANGE = re.compile(r"\bBETWEEN\s+(:\w+)\s+AND\s+(:\w+)", re.IGNORECASE)


def check_any_request(params: Mapping[str, Any]) -> None:
    """Raise InvalidRequestError if DynamoDB would refuse a name, a value or an expression."""
    for part in _parts(params):
        if isinstance(table := part.get("TableName"), str):
            told = "TableName may have letters, digits, _, - and ."
            require(TABLE.fullmatch(table) is not None, f"{told}, not {table!r}")
        _check_numbers(part)
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
        for kind, known in FUNCTIONS.items():
            for name in FUNCTION.findall(str(part.get(kind, ""))):
                told = f"Invalid {kind}: Invalid function name; function: {name}"
                require(name in known or name.upper() in OPERATORS, told)
        if isinstance(condition := part.get("KeyConditionExpression"), str):
            _check_key_condition(condition, names, values)
        if isinstance(wanted := part.get("FilterExpression"), str):
            for name in {*_attributes(wanted, names)} & {*KEYS}:
                told = "Filter Expression can only contain non-primary key attributes"
                require("IndexName" in part, f"{told}: {name}")
        start = part.get("ExclusiveStartKey")
        if "IndexName" not in part and _has_values(start):
            if isinstance(condition, str):
                check_query_start(start, condition, names, values)
            else:
                check_scan_start(start)


def _parts(params: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Go through the request's parts that have expressions: itself, or each of its actions."""
    yield params
    actions = params.get("TransactItems")
    for action in actions if isinstance(actions, list | tuple) else ():
        if isinstance(action, Mapping):
            yield from (part for part in action.values() if isinstance(part, Mapping))


def _check_numbers(part: Mapping[str, Any]) -> None:
    for kind in VALUES:
        values = part.get(kind)
        for name, value in values.items() if isinstance(values, Mapping) else ():
            for text in _numbers(value):
                told = f"{NO_NUMBER}: {text}" if text else NO_NUMBER
                if kind == "ExpressionAttributeValues":
                    told = f"{kind} contains invalid value: {told} for key {name}"
                require(NUMBER.fullmatch(text), told)


def _has_values(item: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(item, Mapping) and all(isinstance(each, Mapping) for each in item.values())


def _numbers(value: Any) -> Iterator[str]:
    """Go through the numbers in a value, as text; of anything else, botocore says what is wrong."""
    match value:
        case {"N": str(text)}:
            yield text
        case {"NS": [*texts]}:
            yield from (text for text in texts if isinstance(text, str))
        case {"L": [*values]}:
            for each in values:
                yield from _numbers(each)
        case {"M": {**named}}:
            for each in named.values():
                yield from _numbers(each)


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
