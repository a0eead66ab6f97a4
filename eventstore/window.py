"""Which part of a stream to read, as the condition on its keys that Query understands."""

from typing import Any


def check_window(**bounds: int | None) -> None:
    """Refuse, by a ValueError, what is no whole number, and a `limit` below 1."""
    for name, value in bounds.items():
        if value is not None and (type(value) is not int or (name == "limit" and value < 1)):
            least = " of 1 or more" if name == "limit" else ""
            raise ValueError(f"{name} is a whole number{least} or None, not {value!r:.60}")


def key_condition(id: str, after: int | None, until: int | None) -> dict[str, Any]:
    """Return Query's arguments for one stream's versions above `after` and up to `until`.

    Every name is aliased, so no reserved word can bite. DynamoDB takes one condition on the sort
    key, so both bounds together need BETWEEN, which includes them.
    """
    names, values, condition = {"#id": "Id"}, {":id": {"S": id}}, "#id = :id"
    if after is not None:
        values[":first"] = {"N": str(after + 1)}
        condition += " AND #version >= :first"
    if until is not None:
        values[":last"] = {"N": str(until)}
        condition += " AND #version <= :last"
    if after is not None and until is not None:
        condition = "#id = :id AND #version BETWEEN :first AND :last"
    if len(values) > 1:
        names["#version"] = "Version"
    return {
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
