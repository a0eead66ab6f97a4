"""The requests that create a table, look at it and empty it. A store sends only the first two."""

import re
from collections.abc import Mapping
from typing import Any

from classroom.backend.validator.expressions import check_placeholders
from classroom.backend.validator.values import check_key, require

TABLE = {"TableName", "KeySchema", "AttributeDefinitions", "BillingMode"}
KEY_SCHEMA = [("Id", "HASH"), ("Version", "RANGE")]
KEY_TYPES = {("Id", "S"), ("Version", "N")}
INDEX = {"IndexName", "KeySchema", "Projection"}
KEYS_STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
PROTECTED = {"DeletionProtectionEnabled": True}
BACKUPS = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
NAME = r"[\w.-]{3,255}"
SCAN = {"TableName", "ProjectionExpression", "ExpressionAttributeNames", "ConsistentRead"}


def check_create_table(params: Mapping[str, Any]) -> None:
    """Require the keys of an event store's table, on-demand billing, and a stream of keys."""
    check_shape(params, TABLE, {"Tags", "StreamSpecification"})
    check_keys(params, [])
    stream = params.get("StreamSpecification", KEYS_STREAM)
    require(stream == KEYS_STREAM, f"StreamSpecification must be {KEYS_STREAM}, got {stream}")


def check_create_lesson_table(params: Mapping[str, Any]) -> None:
    """Require the same, with the index by which the classroom recognises its tables."""
    check_shape(params, TABLE | {"GlobalSecondaryIndexes"}, {"Tags"})
    (index,) = params["GlobalSecondaryIndexes"]
    require({*index} == INDEX, f"the index must have {sorted(INDEX)}, got {sorted(index)}")
    name = index["IndexName"]
    require(re.fullmatch(NAME, name, re.ASCII), f"{name!r} is not the name of an index")
    keys = [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]]
    require([kind for _, kind in keys] == ["HASH"], f"the index must have one HASH key, got {keys}")
    check_keys(params, [(name, "S") for name, _ in keys])


def check_keys(params: Mapping[str, Any], further: list[tuple[str, str]]) -> None:
    """Require the keys of an event store's table, and no other attributes than the `further`."""
    schema = [(key["AttributeName"], key["KeyType"]) for key in params["KeySchema"]]
    require(schema == KEY_SCHEMA, f"the keys must be {KEY_SCHEMA}, got {schema}")
    types = [(a["AttributeName"], a["AttributeType"]) for a in params["AttributeDefinitions"]]
    wanted = KEY_TYPES | set(further)
    require(
        len(types) == len(wanted) and set(types) == wanted,
        f"AttributeDefinitions must be {sorted(wanted)}, got {types}",
    )
    mode = params["BillingMode"]
    require(mode == "PAY_PER_REQUEST", f"BillingMode must be PAY_PER_REQUEST, got {mode}")


def check_table_only(params: Mapping[str, Any]) -> None:
    """Require a table's name and nothing else."""
    check_shape(params, {"TableName"}, set())


def check_protection(params: Mapping[str, Any]) -> None:
    """Require that a table's only change is to be protected from deletion."""
    check_shape(params, {"TableName", *PROTECTED}, set())
    require(PROTECTED.items() <= params.items(), f"it must be {PROTECTED}")


def check_backups(params: Mapping[str, Any]) -> None:
    """Require that point-in-time recovery is turned on."""
    check_shape(params, {"TableName", *BACKUPS}, set())
    require(BACKUPS.items() <= params.items(), f"it must be {BACKUPS}")


def check_tags(params: Mapping[str, Any]) -> None:
    """Require the address of a table, and perhaps where the next page begins."""
    check_shape(params, {"ResourceArn"}, {"NextToken"})


def check_scan(params: Mapping[str, Any]) -> None:
    """Require a consistent scan that reads only what the projection names, by aliases."""
    check_shape(params, SCAN, {"ExclusiveStartKey"})
    names = params["ExpressionAttributeNames"]
    check_placeholders(params["ProjectionExpression"], names, {}, alias_all=True)


def check_delete(params: Mapping[str, Any]) -> None:
    """Require a key and nothing else."""
    check_shape(params, {"TableName", "Key"}, set())
    check_key(params["Key"])


def check_shape(params: Mapping[str, Any], needed: set[str], optional: set[str]) -> None:
    """Require these parameters and no others: we send no index, no filter, no old condition."""
    for name in sorted(needed - set(params)):
        require(False, f"{name} is missing; add it")
    for name in sorted(set(params) - needed - optional):
        require(False, f"we never send {name} in such a request; remove it")
    if "TableName" in needed:
        name = params["TableName"]
        is_name = re.fullmatch(NAME, name, re.ASCII)
        require(is_name, f"{name!r} is not the name of a table")


STORE = {
    "CreateTable": check_create_table,
    "DescribeTable": check_table_only,
    "DescribeContinuousBackups": check_table_only,
    "UpdateContinuousBackups": check_backups,
    "UpdateTable": check_protection,
}
CLASSROOM = STORE | {
    "CreateTable": check_create_lesson_table,
    "ListTagsOfResource": check_tags,
    "Scan": check_scan,
    "DeleteItem": check_delete,
}
