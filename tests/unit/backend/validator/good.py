"""One good request of each shape, to be broken one rule at a time."""

from typing import Any

CONDITION = {
    "ConditionExpression": "attribute_not_exists(#version)",
    "ExpressionAttributeNames": {"#version": "Version"},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}


def item(**attributes: Any) -> dict[str, Any]:
    return {"Id": {"S": "bugbear"}, "Version": {"N": "0"}, **attributes}


def snapshot() -> dict[str, Any]:
    return item(Id={"S": "snapshot#a"})


def put(**changes: Any) -> dict[str, Any]:
    return without_none({"TableName": "events", "Item": item(), **CONDITION, **changes})


def transaction(*puts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"TransactItems": [{"Put": one} for one in puts], **changes}


def batch(count: int, note: str = "") -> dict[str, Any]:
    items = [item(Version={"N": str(n)}, Note={"S": note}) for n in range(count)]
    return transaction(*(put(Item=each) for each in items))


def query(condition: str = "", /, **changes: Any) -> dict[str, Any]:
    """A query; a `condition` on the version goes with the values :a (1) and :b (2) it mentions."""
    names = {"#id": "Id"} | ({"#version": "Version"} if "#version" in condition else {})
    values = {":id": {"S": "bugbear"}}
    values |= {f":{n}": {"N": v} for n, v in (("a", "1"), ("b", "2")) if f":{n}" in condition}
    request = {
        "TableName": "events",
        "KeyConditionExpression": "#id = :id" + condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "ConsistentRead": True,
    }
    return without_none({**request, **changes})


def table(**changes: Any) -> dict[str, Any]:
    attributes = [("Id", "S", "HASH"), ("Version", "N", "RANGE")]
    request = {
        "TableName": "events",
        "KeySchema": [{"AttributeName": a, "KeyType": key} for a, _, key in attributes],
        "AttributeDefinitions": [
            {"AttributeName": a, "AttributeType": kind} for a, kind, _ in attributes
        ],
        "BillingMode": "PAY_PER_REQUEST",
    }
    return without_none({**request, **changes})


def without_none(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if value is not None}
