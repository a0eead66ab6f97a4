"""Where DynamoDB's limits for a value are: exactly there, and not one earlier."""

from decimal import Decimal

import pytest

from eventstore.values import write_value


def nested(wrap, levels):
    value = "deep"
    for _ in range(levels):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "wrap", [lambda value: [value], lambda value: {"a": value}], ids=["lists", "dicts"]
)
def test_lists_and_dicts_may_be_nested_32_levels_deep(wrap):
    assert write_value(nested(wrap, 32))

    with pytest.raises(ValueError, match="nested deeper than DynamoDB's limit of 32 levels"):
        write_value(nested(wrap, 33))


@pytest.mark.parametrize("text", ["0E+126", "0E-131"])
def test_a_zero_may_have_any_exponent(text):
    assert Decimal(write_value(Decimal(text))["N"]) == 0
