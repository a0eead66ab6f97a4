"""DynamoDB's rules for expressions: placeholders, reserved words and key conditions."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

from classroom.backend.validator.values import KEYS, require

RESERVED = frozenset(ReservedKeywords.get_reserved_keywords())
OPERATORS = {"AND", "OR", "NOT", "IN", "BETWEEN", "SET", "REMOVE", "ADD", "DELETE"}
# A name that stands for an attribute: no placeholder, and no function such as `size(...)`.
BARE = re.compile(r"(?<![#:\w])[A-Za-z_]\w*\b(?!\s*\()")
NOT_EXISTS = re.compile(r"attribute_not_exists\s*\(\s*(?P<name>#?\w+)\s*\)")
KEY_CONDITION = re.compile(
    r"(?P<id>#?\w+)\s*=\s*(?P<value>:\w+)"
    r"(\s+AND\s+(?P<version>#?\w+)\s*"
    r"((=|<=?|>=?)\s*(?P<bound>:\w+)|\s+BETWEEN\s+(?P<low>:\w+)\s+AND\s+(?P<high>:\w+)))?"
)


def check_placeholders(
    expression: str, names: Mapping[str, str], values: Mapping[str, Any], *, alias_all: bool
) -> None:
    """Require that aliases and values are all defined and used, and no bare name is reserved.

    With `alias_all`, no name may stand without an alias.
    """
    for kind, defined, where in (
        ("#", names, "ExpressionAttributeNames"),
        (":", values, "ExpressionAttributeValues"),
    ):
        used = set(re.findall(rf"{kind}\w+", expression))
        for name in sorted(used - set(defined)):
            require(False, f"{expression}: {name} is not defined; add it to {where}")
        for name in sorted(set(defined) - used):
            require(False, f"{expression}: {name} is not used; remove it from {where}")
    bare = set(bare_names(expression))
    reserved = {name for name in bare if name.upper() in RESERVED}
    for name in sorted(reserved):
        require(False, f"{expression}: {name} is a reserved word; write an alias such as #name")
    for name in sorted(bare) if alias_all else ():
        require(False, f"{expression}: write an alias such as #name instead of {name}")


def bare_names(expression: str) -> list[str]:
    """Return the attributes that the expression names without an alias, as often as it does."""
    return [name for name in BARE.findall(expression) if name.upper() not in OPERATORS]


def check_not_exists(expression: str, names: Mapping[str, str]) -> None:
    """Require that a write is conditional on its event not existing, the only condition we know."""
    found = NOT_EXISTS.fullmatch(expression)
    require(found, f"{expression}: an append needs the condition attribute_not_exists(...)")
    name = names.get(found["name"], found["name"]) if found else ""
    require(
        name in KEYS,
        f"{expression}: {name} is not a key, so an event could be overwritten; write Id or Version",
    )


def check_key_condition(
    expression: str, names: Mapping[str, str], values: Mapping[str, Any]
) -> None:
    """Require one `=` on Id and at most one condition on Version; BETWEEN needs low <= high."""
    found = KEY_CONDITION.fullmatch(expression)
    if found is None:
        require(False, f"{expression}: write Id = :id, and at most one condition on Version")
        return
    for attribute, name in (("Id", found["id"]), ("Version", found["version"])):
        actual = names.get(name, name)
        require(
            name is None or actual == attribute,
            f"{expression}: write {attribute} instead of {actual}",
        )
    require([*values[found["value"]]] == ["S"], f"{expression}: Id must be a string")
    require(values[found["value"]]["S"], f"{expression}: Id is empty")
    for bound in ("bound", "low", "high"):
        is_number = found[bound] is None or [*values[found[bound]]] == ["N"]
        require(is_number, f"{expression}: {found[bound]} must be a number")
    if found["low"]:
        low, high = (Decimal(values[found[bound]]["N"]) for bound in ("low", "high"))
        require(low <= high, f"{expression}: BETWEEN {low} AND {high} is reversed")
