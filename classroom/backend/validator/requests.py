"""A validator of requests, attached to a client: it refuses what emulators accept by mistake.

It only knows the shapes of request that the store and the classroom send, and refuses any other,
so look up a new shape in DynamoDB's reference before you add it here.
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
from classroom.backend.validator.table_requests import CLASSROOM, STORE, check_shape
from classroom.backend.validator.values import (
    check_item,
    check_key,
    check_value,
    item_size,
    require,
)

MAX_ACTIONS = 100
MAX_TRANSACTION = 4 * 1024 * 1024
SNAPSHOT = "snapshot#"  # partition keys that begin like this hold snapshots, not events
MAX_LIMIT = 2**31 - 1  # the API has a 32-bit integer
PUT = {"TableName", "Item", "ConditionExpression"}
NAMES = "ExpressionAttributeNames"
RETURNED = "ReturnValuesOnConditionCheckFailure"
QUERY = {"TableName", "KeyConditionExpression", "ExpressionAttributeValues"}
QUERY_OPTIONS = {"ConsistentRead", "ScanIndexForward", "Limit", "ExclusiveStartKey", NAMES}


@dataclass(frozen=True)
class Request:
    """A request as it was about to be sent, such as `Query` and its parameters."""

    operation: str
    params: dict[str, Any]


class Validator:
    """Validates each request of a client before it is sent, and remembers it in `requests`.

    `house_rules` are stricter than DynamoDB's: every name has an alias, a failed condition returns
    the item, and a query says whether it's consistent. A lesson's store doesn't have to follow
    them; a later lesson brings them. Only the `classroom` may scan a table and empty it.
    """

    def __init__(self, client: Any, *, house_rules: bool = True, classroom: bool = False):
        self.client = client
        self.house_rules = house_rules
        self.classroom = classroom
        self.requests: list[Request] = []
        client.meta.events.register_first("before-parameter-build.dynamodb", self.check)

    def check(self, params: Mapping[str, Any], model: Any, **_: object) -> None:
        """Raise InvalidRequestError unless this request is valid; botocore's event calls this."""
        rules = {
            "PutItem": self.check_put,
            "TransactWriteItems": self.check_transaction,
            "Query": self.check_query,
            "DeleteItem": check_prune,
        }
        rules |= CLASSROOM if self.classroom else STORE
        sender = "the classroom" if self.classroom else "the store"
        require(model.name in rules, f"{sender} never sends {model.name}, only {', '.join(rules)}")
        self.requests.append(Request(model.name, dict(params)))
        rules[model.name](params)

    @property
    def operations(self) -> list[str]:
        """The operations of the requests, in order."""
        return [request.operation for request in self.requests]

    def check_put(self, params: Mapping[str, Any]) -> None:
        """Require a valid append, or a snapshot without a condition."""
        if is_snapshot(params.get("Item", {})):
            check_shape(params, {"TableName", "Item"}, set())
            check_item(params["Item"])
        else:
            self.check_append(params)

    def check_append(self, params: Mapping[str, Any]) -> None:
        """Require a valid item, on the condition that it doesn't exist yet."""
        check_shape(params, PUT, {NAMES, RETURNED})
        expression, names = params["ConditionExpression"], params.get(NAMES, {})
        check_not_exists(expression, names)
        check_placeholders(expression, names, {}, alias_all=self.house_rules)
        check_item(params["Item"])
        returned = params.get(RETURNED)
        allowed = {"ALL_OLD"} if self.house_rules else {None, "NONE", "ALL_OLD"}
        require(returned in allowed, f"{RETURNED} is {returned!r}; write 'ALL_OLD'")

    def check_transaction(self, params: Mapping[str, Any]) -> None:
        """Require 1 to 100 valid appends with different keys, and no more than 4 MB."""
        check_shape(params, {"TransactItems"}, {"ClientRequestToken"})
        token = params.get("ClientRequestToken", "none given")
        require(
            1 <= len(token) <= 36, f"ClientRequestToken has {len(token)} characters, not 1 to 36"
        )
        actions = params["TransactItems"]
        require(
            1 <= len(actions) <= MAX_ACTIONS,
            f"a transaction takes 1 to {MAX_ACTIONS} actions, got {len(actions)}",
        )
        for action in actions:
            require(
                [*action] == ["Put"],
                f"the store only sends Put in a transaction, got {', '.join(action)}",
            )
            self.check_append(action["Put"])
        puts = [action["Put"] for action in actions]
        keys = {(put["TableName"], *key_of(put["Item"])) for put in puts}
        require(len(keys) == len(puts), "two actions in a transaction have the same key")
        size = sum(item_size(put["Item"]) for put in puts)
        require(
            size <= MAX_TRANSACTION, f"the transaction has {size} bytes, over {MAX_TRANSACTION}"
        )

    def check_query(self, params: Mapping[str, Any]) -> None:
        """Require a valid key condition, limit and start key."""
        check_shape(params, QUERY, QUERY_OPTIONS)
        expression = params["KeyConditionExpression"]
        names, values = params.get(NAMES, {}), params["ExpressionAttributeValues"]
        check_placeholders(expression, names, values, alias_all=self.house_rules)
        for name, value in values.items():
            check_value(name, value)
        check_key_condition(expression, names, values)
        limit = params.get("Limit", 1)
        require(1 <= limit <= MAX_LIMIT, f"Limit is {limit}, not 1 to {MAX_LIMIT}")
        if "ExclusiveStartKey" in params:
            check_key(params["ExclusiveStartKey"])
        stated = "ConsistentRead" in params or not self.house_rules
        require(stated, "a Query without ConsistentRead may miss the newest events; set it")


def check_prune(params: Mapping[str, Any]) -> None:
    """Require the key of a snapshot: events are never deleted."""
    check_shape(params, {"TableName", "Key"}, {"ReturnValues"})
    check_key(params["Key"])
    require(is_snapshot(params["Key"]), f"{params['Key']}: an event is never deleted")


def is_snapshot(item: Mapping[str, Any]) -> bool:
    """Return whether the item, or the key, is a snapshot's."""
    return str(item.get("Id", {}).get("S", "")).startswith(SNAPSHOT)


def key_of(item: Mapping[str, Any]) -> Sequence[object]:
    """Return the key, with equal versions equal: 0 and 0.0 are one number."""
    return item["Id"]["S"], Decimal(item["Version"]["N"])
