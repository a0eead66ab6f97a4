"""A judge of requests, attached to a client: what the emulators accept and DynamoDB does not.

It knows only the shapes of request that the store and the classroom send, and fails on any other,
so that a new shape is looked up in DynamoDB's reference before it is added here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from classroom.backend.validator.expressions import (
    check_key_condition,
    check_not_exists,
    check_placeholders,
)
from classroom.backend.validator.housekeeping import CLASSROOM, STORE, check_shape
from classroom.backend.validator.values import check_item, check_key, item_size, require

MAX_ACTIONS = 100
MAX_TRANSACTION = 4 * 1024 * 1024
SNAPSHOT = "snapshot#"  # what the partitions begin with that hold no events
MAX_LIMIT = 2**31 - 1  # an integer of 32 bits in the API
PUT = {"TableName", "Item", "ConditionExpression"}
NAMES = "ExpressionAttributeNames"
HANDED_BACK = "ReturnValuesOnConditionCheckFailure"
QUERY = {"TableName", "KeyConditionExpression", "ExpressionAttributeValues"}
QUERY_OPTIONS = {"ConsistentRead", "ScanIndexForward", "Limit", "ExclusiveStartKey", NAMES}


@dataclass(frozen=True)
class Request:
    """What was about to be sent: `Query` and its parameters."""

    operation: str
    params: dict[str, Any]


class Validator:
    """Checks each request of a client before it is sent, and remembers it in `requests`.

    `house_rules` are those of this module, beyond DynamoDB's: every name has an alias, a failed
    condition hands the item back, a query states its consistency. A lesson's store need not keep
    them: a later lesson brings them. Only the `classroom` may look through a table and empty it.
    """

    def __init__(self, client: Any, *, house_rules: bool = True, classroom: bool = False):
        self.client = client
        self.house_rules = house_rules
        self.classroom = classroom
        self.requests: list[Request] = []
        client.meta.events.register_first("before-parameter-build.dynamodb", self.check)

    def check(self, params: Mapping[str, Any], model: Any, **_: object) -> None:
        checks = {
            "PutItem": self.check_put,
            "TransactWriteItems": self.check_transaction,
            "Query": self.check_query,
            "DeleteItem": check_prune,
        }
        checks |= CLASSROOM if self.classroom else STORE
        require(model.name in checks, f"{model.name} is never sent")
        self.requests.append(Request(model.name, dict(params)))
        checks[model.name](params)

    @property
    def operations(self) -> list[str]:
        return [request.operation for request in self.requests]

    def check_put(self, params: Mapping[str, Any]) -> None:
        if is_snapshot(params.get("Item", {})):
            check_shape(params, {"TableName", "Item"}, set())
            check_item(params["Item"])
        else:
            self.check_append(params)

    def check_append(self, params: Mapping[str, Any]) -> None:
        check_shape(params, PUT, {NAMES, HANDED_BACK})
        expression, names = params["ConditionExpression"], params.get(NAMES, {})
        check_not_exists(expression, names)
        check_placeholders(expression, names, {}, alias_all=self.house_rules)
        check_item(params["Item"])
        handed_back = params.get(HANDED_BACK)
        allowed = {"ALL_OLD"} if self.house_rules else {None, "NONE", "ALL_OLD"}
        require(handed_back in allowed, f"a failed condition hands back {handed_back}")

    def check_transaction(self, params: Mapping[str, Any]) -> None:
        check_shape(params, {"TransactItems"}, {"ClientRequestToken"})
        token = params.get("ClientRequestToken", "none given")
        require(1 <= len(token) <= 36, f"a ClientRequestToken of {len(token)} characters")
        actions = params["TransactItems"]
        require(1 <= len(actions) <= MAX_ACTIONS, f"{len(actions)} actions, not 1 to {MAX_ACTIONS}")
        for action in actions:
            require([*action] == ["Put"], f"{[*action]} is never sent in a transaction")
            self.check_append(action["Put"])
        puts = [action["Put"] for action in actions]
        keys = {(put["TableName"], *key_of(put["Item"])) for put in puts}
        require(len(keys) == len(puts), "two actions on one item")
        size = sum(item_size(put["Item"]) for put in puts)
        require(size <= MAX_TRANSACTION, f"{size} bytes in a transaction, over {MAX_TRANSACTION}")

    def check_query(self, params: Mapping[str, Any]) -> None:
        check_shape(params, QUERY, QUERY_OPTIONS)
        expression = params["KeyConditionExpression"]
        names, values = params.get(NAMES, {}), params["ExpressionAttributeValues"]
        check_placeholders(expression, names, values, alias_all=self.house_rules)
        check_key_condition(expression, names, values)
        limit = params.get("Limit", 1)
        require(1 <= limit <= MAX_LIMIT, f"Limit is {limit}, not 1 to {MAX_LIMIT}")
        if "ExclusiveStartKey" in params:
            check_key(params["ExclusiveStartKey"])
        stated = "ConsistentRead" in params or not self.house_rules
        require(stated, "a Query without ConsistentRead may miss the newest events")


def check_prune(params: Mapping[str, Any]) -> None:
    """A snapshot may go; an event never."""
    check_shape(params, {"TableName", "Key"}, {"ReturnValues"})
    check_key(params["Key"])
    require(is_snapshot(params["Key"]), f"{params['Key']}: an event is never deleted")


def is_snapshot(item: Mapping[str, Any]) -> bool:
    return str(item.get("Id", {}).get("S", "")).startswith(SNAPSHOT)


def key_of(item: Mapping[str, Any]) -> Sequence[object]:
    return item["Id"]["S"], Decimal(item["Version"]["N"])
