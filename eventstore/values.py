"""Python values as DynamoDB's attribute values, and back: -2 is `{"N": "-2"}`.

Numbers travel as text, so that no digit is lost. A float would lose some: it is refused.
"""

from decimal import Decimal
from typing import Any

# DynamoDB, "Supported data types and naming rules": 38 digits, 1E-130 to 9.99E+125.
MAX_DIGITS, MIN_EXPONENT, MAX_EXPONENT = 38, -130, 125
MAX_LEVELS = 32  # of lists and maps within one another; from "Quotas in Amazon DynamoDB"


def write_value(value: object, levels: int = MAX_LEVELS) -> dict[str, Any]:
    """Return what DynamoDB keeps of a value. ValueError, with the reason, where it cannot."""
    if isinstance(value, str):
        value.encode()  # half of a pair of surrogates is no text, and a ValueError
        return {"S": value}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, int | Decimal):
        return {"N": _number_text(Decimal(value))}
    if isinstance(value, list | dict) and not levels:
        raise ValueError(f"is nested deeper than DynamoDB's {MAX_LEVELS} levels")
    if isinstance(value, list):
        return {"L": [write_value(element, levels - 1) for element in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        "".join(value).encode()
        return {"M": {key: write_value(element, levels - 1) for key, element in value.items()}}
    hint = "which loses digits; use Decimal" if type(value) is float else "which cannot be stored"
    raise ValueError(f"holds {value!r:.60}, {hint}")


def read_value(value: dict[str, Any]) -> Any:
    """Return the Python value. A whole number becomes an int, any other number a Decimal."""
    ((kind, content),) = value.items()
    if kind == "N":
        number = Decimal(content)
        return int(number) if number == number.to_integral_value() else number
    if kind == "L":
        return [read_value(element) for element in content]
    if kind == "M":
        return {key: read_value(element) for key, element in content.items()}
    if kind not in ("S", "B", "BOOL", "NULL"):
        raise ValueError(f"has DynamoDB's type {kind}, which no event has")
    return None if kind == "NULL" else content


def _number_text(number: Decimal) -> str:
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if not number.is_finite():
        raise ValueError(f"holds {number}, which is no number to DynamoDB")
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"holds a number of {len(digits)} digits; DynamoDB keeps {MAX_DIGITS}")
    if digits and not MIN_EXPONENT <= number.adjusted() <= MAX_EXPONENT:
        raise ValueError(f"holds {number:.2E}, outside DynamoDB's 1E-130 to 9.99E+125")
    return str(number)
