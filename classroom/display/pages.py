"""A long answer of DynamoDB, page by page."""

from typing import TYPE_CHECKING, Any

from classroom.display.drawing import Picture
from classroom.display.sequences import sequence

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ASKS, _ANSWERS = "our program", "DynamoDB"


def page_by_page(client: "DynamoDBClient", table: str, stream: str) -> Picture:
    """Query a stream, and return a picture of every request and of what came back."""
    messages: list[tuple[str, str, str]] = []
    lines = []
    start: dict[str, Any] = {}
    while start or not messages:
        page = client.query(
            TableName=table,
            KeyConditionExpression="Id = :id",
            ExpressionAttributeValues={":id": {"S": stream}},
            ConsistentRead=True,
            **start,
        )
        asked = f"query{_version(start, 'ExclusiveStartKey')}"
        last = _version(page, "LastEvaluatedKey") or ", no LastEvaluatedKey: the end"
        told = _cards([item["Version"]["N"] for item in page["Items"]]) + last
        messages += [(_ASKS, _ANSWERS, asked), (_ANSWERS, _ASKS, told)]
        lines.append(f"{asked} → {told}")
        key = page.get("LastEvaluatedKey")
        start = {"ExclusiveStartKey": key} if key else {}
    return sequence([_ASKS, _ANSWERS], messages, text="\n".join(lines))


def _version(has: Any, name: str) -> str:
    return f", {name}: version {has[name]['Version']['N']}" if name in has else ""


def _cards(versions: list[str]) -> str:
    if not versions:
        return "no cards"
    if len(versions) == 1:
        return f"card {versions[0]}"
    return f"cards {versions[0]} {'and' if len(versions) == 2 else 'to'} {versions[-1]}"
