"""How many bytes DynamoDB counts for an item, by its page "DynamoDB item sizes and formats"."""

from decimal import Decimal
from typing import Any


def item_size(item: dict[str, dict[str, Any]]) -> int:
    """Return the bytes of an item such as `{"Version": {"N": "0"}}`: names and values, in UTF-8."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: dict[str, Any]) -> int:
    """Return the bytes of an attribute value such as `{"N": "0"}`, without its name."""
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return number_size(content)
    if kind == "L":  # three bytes for the list, one more for each element; a map likewise
        return 3 + sum(1 + value_size(element) for element in content)
    if kind == "M":
        return 3 + len(content) + item_size(content)
    if kind in ("SS", "NS", "BS"):  # which the store never writes, but another program may
        return sum(value_size({kind[0]: element}) for element in content)
    return len(content) if kind == "B" else 1  # 1: BOOL and NULL


def number_size(text: str) -> int:
    """Return the bytes of a number: one, one more for a minus sign, and one for two digits.

    The page says "approximately": digits are paired from the point on, so 1.5 has two pairs.
    """
    number = Decimal(text)
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    first, last = number.adjusted(), number.adjusted() - len(digits) + 1  # their powers of ten
    return 1 + (number < 0) + (first // 2 - last // 2 + 1 if digits else 0)
