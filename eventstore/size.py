"""How many bytes DynamoDB counts for an item, by its page "DynamoDB item sizes and formats"."""

from typing import Any


def item_size(item: dict[str, dict[str, Any]]) -> int:
    """Return the bytes of an item such as `{"Version": {"N": "0"}}`: names and values, in UTF-8."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: dict[str, Any]) -> int:
    """Return the bytes of an attribute value such as `{"N": "0"}`, without its name."""
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":  # two digits a byte, one byte more, and one for a minus sign
        digits = content.lstrip("-").upper().partition("E")[0].replace(".", "").strip("0")
        return (len(digits) + 1) // 2 + 1 + int(content.startswith("-"))
    if kind == "L":  # three bytes for the list, one more for each element; a map likewise
        return 3 + sum(1 + value_size(element) for element in content)
    if kind == "M":
        return 3 + len(content) + item_size(content)
    return len(content) if kind == "B" else 1  # 1: BOOL and NULL
