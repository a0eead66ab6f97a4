"""Python values as DynamoDB attribute values, and back: -2 is `{"N": "-2"}`.

DynamoDB sends numbers as text, so that no digit is lost. A float may already have lost some, so
`write_value` refuses it.
"""

from decimal import Decimal
from typing import Any

from eventstore.errors import shown

AttributeValue = dict[str, Any]  # one type code and its content, such as {"S": "Init"}
Item = dict[str, AttributeValue]  # attribute names and their values

# AWS, "Supported data types and naming rules in Amazon DynamoDB": numbers.
MAX_DIGITS = 38
MIN_EXPONENT = -130  # the smallest number is 1E-130
MAX_EXPONENT = 125  # the largest is 9.99...E+125
# AWS, "Quotas in Amazon DynamoDB": how deep lists and maps can be nested.
MAX_LEVELS = 32
TOO_DEEP = f"is nested deeper than DynamoDB's limit of {MAX_LEVELS} levels"


def write_value(value: object, levels: int = MAX_LEVELS) -> AttributeValue:
    """Return the attribute value for a Python value.

    `levels` is how many more levels of lists and dicts are allowed. Raises ValueError if DynamoDB
    can't store the value. The message has no subject, as in "holds 0.1, ...": the caller adds it.
    """
    if isinstance(value, str):
        _check_unicode(value)
        return {"S": plain(value)}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, bool):  # before int, because True is an int as well
        return {"BOOL": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, int | Decimal):
        return {"N": _number_text(Decimal(value))}
    if isinstance(value, list | dict) and levels == 0:
        raise ValueError(TOO_DEEP)
    if isinstance(value, list):
        return {"L": [write_value(element, levels - 1) for element in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"M": _write_map(value, levels - 1)}
    if isinstance(value, float):
        raise ValueError(f"holds {shown(value)}, a float, which loses digits; use Decimal")
    raise ValueError(f"holds {shown(value)}, which can't be stored")


def read_value(value: AttributeValue) -> Any:
    """Return the Python value. An integral number becomes an int, any other a Decimal.

    Raises ValueError for a type that events don't have, such as a set.
    """
    [(type_code, content)] = value.items()  # ValueError unless there's exactly one
    if type_code == "NULL":
        return None
    if type_code == "N":
        number = Decimal(content)
        is_integral = number == number.to_integral_value()
        return int(number) if is_integral else number
    if type_code == "L":
        return [read_value(element) for element in content]
    if type_code == "M":
        return {key: read_value(element) for key, element in content.items()}
    if type_code in ("S", "B", "BOOL"):
        return content
    raise ValueError(f"has the DynamoDB type {type_code}, which events don't use")


def plain(text: str) -> str:
    """Return the text as a plain str.

    It may be a subclass, such as a member of an Enum, which has a format and a repr of its own.
    """
    return str.__str__(text)


def _write_map(value: dict[str, Any], levels: int) -> Item:
    attributes = {}
    for key, element in value.items():
        _check_unicode(key)
        attributes[plain(key)] = write_value(element, levels)
    return attributes


def _check_unicode(text: str) -> None:
    # A Python str can hold half of a surrogate pair, which isn't a character and has no UTF-8.
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"holds {shown(text)}, which isn't valid text: {error.reason}") from None


def _number_text(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"holds {number}, which DynamoDB can't store")
    # DynamoDB doesn't count leading and trailing zeros.
    all_digits = "".join(str(digit) for digit in number.as_tuple().digits)
    digits = all_digits.strip("0")
    if len(digits) > MAX_DIGITS:
        raise ValueError(
            f"holds a number with {len(digits)} digits, but DynamoDB keeps at most {MAX_DIGITS}"
        )
    is_zero = not digits
    if not is_zero and not MIN_EXPONENT <= number.adjusted() <= MAX_EXPONENT:
        raise ValueError(f"holds {number:.2E}, outside DynamoDB's range of 1E-130 to 9.99E+125")
    return str(number)
