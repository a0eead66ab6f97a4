"""What the classroom may send beyond a store, and what it may not."""

from .good import item

KEYS = {
    "TableName": "events",
    "ProjectionExpression": "#id, #version",
    "ExpressionAttributeNames": {"#id": "Id", "#version": "Version"},
    "ConsistentRead": True,
}

CLASSROOM_ACCEPTED = {
    "its keys": ("Scan", KEYS),
    "its next keys": ("Scan", KEYS | {"ExclusiveStartKey": item()}),
    "an item away": ("DeleteItem", {"TableName": "events", "Key": item()}),
    "its tags": ("ListTagsOfResource", {"ResourceArn": "arn:aws:dynamodb:::table/events"}),
}

CLASSROOM_REFUSED = {
    "a bare name": ("Scan", KEYS | {"ProjectionExpression": "Id, #id, #version"}, "instead of Id"),
    "a scan that may miss an item": (
        "Scan",
        {name: value for name, value in KEYS.items() if name != "ConsistentRead"},
        "ConsistentRead is missing",
    ),
    "more than a key": (
        "DeleteItem",
        {"TableName": "events", "Key": item(Note={"S": ""})},
        "more than",
    ),
    "a whole table away": ("DeleteTable", {"TableName": "events"}, "never sends DeleteTable"),
}
