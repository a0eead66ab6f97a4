"""Which part of a stream to read, as the condition on its keys that Query understands."""

from typing import Any

LOWEST, HIGHEST = 1 - 10**38, 10**38 - 1  # a number has 38 digits


def check_window(**bounds: int | None) -> None:
    """Refuse, by a ValueError, what is no whole number, and a `limit` below 1."""
    for name, value in bounds.items():
        if value is not None and (type(value) is not int or (name == "limit" and value < 1)):
            least = " of 1 or more" if name == "limit" else ""
            raise ValueError(f"{name} is a whole number{least} or None, not {value!r:.60}")


def key_condition(id: str, after: int | None, until: int | None) -> dict[str, Any]:
    """Return Query's arguments for one stream's versions above `after` and up to `until`.

    Every name is aliased, so no reserved word can bite. DynamoDB takes one condition on the sort
    key, so both bounds are BETWEEN's, which includes them.
    """
    first, last = LOWEST if after is None else after + 1, HIGHEST if until is None else until
    values = {":id": {"S": id}, ":first": {"N": str(first)}, ":last": {"N": str(last)}}
    return {
        "KeyConditionExpression": "#id = :id AND #version BETWEEN :first AND :last",
        "ExpressionAttributeNames": {"#id": "Id", "#version": "Version"},
        "ExpressionAttributeValues": values,
    }
