"""The requests that make, look at and empty a lesson's table. No store sends the last three."""

import re
from collections.abc import Mapping
from typing import Any

from classroom.backend.validator.expressions import check_placeholders
from classroom.backend.validator.values import check_key, require

TABLE = {"TableName", "KeySchema", "AttributeDefinitions", "BillingMode"}
KEY_SCHEMA = [("Id", "HASH"), ("Version", "RANGE")]
KEY_TYPES = {("Id", "S"), ("Version", "N")}
SCAN = {"TableName", "ProjectionExpression", "ExpressionAttributeNames", "ConsistentRead"}


def check_create_table(params: Mapping[str, Any]) -> None:
    check_shape(params, TABLE, {"Tags"})
    schema = [(key["AttributeName"], key["KeyType"]) for key in params["KeySchema"]]
    require(schema == KEY_SCHEMA, f"the keys are {schema}, not {KEY_SCHEMA}")
    types = [(a["AttributeName"], a["AttributeType"]) for a in params["AttributeDefinitions"]]
    require(len(types) == len(KEY_TYPES) and set(types) == KEY_TYPES, f"{types}, not {KEY_TYPES}")
    mode = params["BillingMode"]
    require(mode == "PAY_PER_REQUEST", f"BillingMode is {mode}, not PAY_PER_REQUEST")


def check_table_only(params: Mapping[str, Any]) -> None:
    check_shape(params, {"TableName"}, set())


def check_tags(params: Mapping[str, Any]) -> None:
    check_shape(params, {"ResourceArn"}, {"NextToken"})


def check_scan(params: Mapping[str, Any]) -> None:
    check_shape(params, SCAN, {"ExclusiveStartKey"})
    names = params["ExpressionAttributeNames"]
    check_placeholders(params["ProjectionExpression"], names, {}, alias_all=True)


def check_delete(params: Mapping[str, Any]) -> None:
    check_shape(params, {"TableName", "Key"}, set())
    check_key(params["Key"])


def check_shape(params: Mapping[str, Any], needed: set[str], optional: set[str]) -> None:
    """These parameters and no others: an index, a filter, an old-style condition are unknown."""
    require(needed <= set(params), f"{needed - set(params)} is missing")
    unknown = set(params) - needed - optional
    require(not unknown, f"{unknown} is never sent")
    if "TableName" in needed:
        name = params["TableName"]
        require(re.fullmatch(r"[\w.-]{3,255}", name, re.ASCII), f"{name!r} names no table")


STORE = {"CreateTable": check_create_table, "DescribeTable": check_table_only}
CLASSROOM = STORE | {
    "ListTagsOfResource": check_tags,
    "Scan": check_scan,
    "DeleteItem": check_delete,
}
