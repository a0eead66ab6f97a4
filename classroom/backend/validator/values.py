"""DynamoDB's rules for items: what a value may be, and how many bytes an item has.

Sources: "Quotas in Amazon DynamoDB", "Supported data types and naming rules", "DynamoDB item sizes
and formats". It doesn't use what eventstore knows about values and sizes, on purpose: these rules
were written independently, so each of the two can find a mistake in the other.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

KEYS = {"Id": "S", "Version": "N"}
MAX_ITEM = 400 * 1024
MAX_PARTITION_KEY = 2048
MAX_DIGITS = 38
SMALLEST, LARGEST = Decimal("1E-130"), Decimal("9." + 37 * "9" + "E+125")
MAX_DEPTH = 32
NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class InvalidRequestError(AssertionError):
    """DynamoDB would refuse this request, or the store never sends one of this shape."""


def require(condition: object, message: str) -> None:
    """Raise InvalidRequestError with the message unless the condition is true."""
    if not condition:
        raise InvalidRequestError(message)


def check_item(item: Mapping[str, Any]) -> None:
    """Require valid keys, valid values, and no more bytes than an item may have."""
    check_key({name: item[name] for name in KEYS if name in item})
    for name, value in item.items():
        require(name, "an attribute has no name")
        check_value(name, value)
    require(item_size(item) <= MAX_ITEM, f"the item has {item_size(item)} bytes, over {MAX_ITEM}")


def check_key(key: Mapping[str, Any]) -> None:
    """Require the two key attributes with their types, and no others."""
    for name, kind in KEYS.items():
        require(name in key, f"the key attribute {name} is missing")
        require(
            [*key[name]] == [kind],
            f"the key attribute {name} must be of type {kind}, got {key[name]}",
        )
        check_value(name, key[name])
    require(len(key) == len(KEYS), f"the key has more than Id and Version: {', '.join(key)}")
    size = len(key["Id"]["S"].encode())
    require(1 <= size <= MAX_PARTITION_KEY, f"Id has {size} bytes, not 1 to {MAX_PARTITION_KEY}")


def check_value(name: str, value: Mapping[str, Any], depth: int = 1) -> None:
    """Require one type that the store uses, with a content that fits, also in lists and maps."""
    require(depth <= MAX_DEPTH, f"{name} is nested deeper than {MAX_DEPTH} levels")
    require(len(value) == 1, f"{name} has {len(value)} types: {', '.join(value)}; give it one")
    ((kind, content),) = value.items()
    if kind == "N":
        check_number(name, content)
    elif kind == "L":
        for element in content:
            check_value(name, element, depth + 1)
    elif kind == "M":
        for key, element in content.items():
            check_value(f"{name}.{key}", element, depth + 1)
    else:
        expected = {"S": str, "B": bytes, "BOOL": bool, "NULL": bool}
        require(kind in expected, f"{name} has the type {kind}, which the store never sends")
        require(isinstance(content, expected[kind]), f"{name} has the type {kind}, got {content!r}")
        require(kind != "NULL" or content, f"{name}: NULL is always true; write True")


def check_number(name: str, text: object) -> None:
    """Require a number as text, with no more digits and no other size than DynamoDB stores."""
    is_number = isinstance(text, str) and NUMBER.fullmatch(text)
    require(is_number, f"{name} must be a number as text, got {text!r}")
    number = Decimal(str(text))
    digits = significant_digits(str(text))
    require(digits <= MAX_DIGITS, f"{name} has {digits} digits, over {MAX_DIGITS}")
    in_range = number == 0 or SMALLEST <= number.copy_abs() <= LARGEST  # abs() rounds
    require(in_range, f"{name} is outside {SMALLEST} to {LARGEST}")


def significant_digits(text: str) -> int:
    """Return how many digits a number has without the zeros at either end."""
    mantissa = re.split("[eE]", text.lstrip("-"))[0]
    whole, _, fraction = mantissa.partition(".")
    return len((whole + fraction).strip("0"))


def item_size(item: Mapping[str, Any]) -> int:
    """Return an item's bytes: its attributes' names and values."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """Return a value's bytes; a list or a map takes 3, and 1 for each element."""
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(str(content).encode())
        case "B":
            return len(bytes(content))
        case "N":
            return number_size(Decimal(str(content)))
        case "L":
            return 3 + sum(1 + value_size(element) for element in content)
        case "M":
            return 3 + len(dict(content)) + item_size(content)
    return 1


def number_size(number: Decimal) -> int:
    """Return a number's bytes: 1, 1 for each pair of digits on either side of the point, 1 for -.

    Zeros at either end don't count. The page says "approximately"; dynalite and MiniStack, which
    were compared with DynamoDB, pair the digits like this.
    """
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    digits = "0" * (len(whole) % 2) + whole + fraction + "0" * (len(fraction) % 2)
    pairs = ["0" if pair == "00" else "1" for pair in re.findall("..", digits)]
    return 1 + len("".join(pairs).strip("0")) + (number < 0)
