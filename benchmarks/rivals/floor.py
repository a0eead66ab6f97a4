"""The floor: a signed POST and json.loads, and nothing else that a client does for its users."""

# ruff: noqa: D102 -- Rival says what the methods do

import json
from collections.abc import Sequence
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from benchmarks.history import put_of
from benchmarks.rivals import Rival
from benchmarks.servers import REGION
from benchmarks.wire import Wire
from eventstore import Event


class Contender(Rival):
    """The same items under the same condition, without retries, checks or decoding."""

    name = "the floor"
    remark = "signed POST and json.loads; decodes nothing"

    def __init__(self, url: str, table: str):
        self.wire, self.url, self.table = Wire(url), url, table
        self.auth = SigV4Auth(Credentials("fake", "fake"), "dynamodb", REGION)

    def post(self, action: str, arguments: dict[str, Any]) -> Any:
        body = json.dumps(arguments).encode()
        target = {"X-Amz-Target": f"DynamoDB_20120810.{action}"}
        request = AWSRequest("POST", self.url, target, body)
        self.auth.add_auth(request)
        status, reply = self.wire.post(action, body, dict(request.headers))
        if status != 200:
            raise RuntimeError(reply.decode())
        return json.loads(reply)

    def append(self, event: Event) -> None:
        self.post("PutItem", put_of(self.table, event))

    def append_together(self, events: Sequence[Event]) -> None:
        puts = [{"Put": put_of(self.table, event)} for event in events]
        self.post("TransactWriteItems", {"TransactItems": puts})

    def query(self, id: str) -> list[dict[str, Any]]:
        wanted = {
            "TableName": self.table,
            "KeyConditionExpression": "Id = :id",
            "ExpressionAttributeValues": {":id": {"S": id}},
            "ConsistentRead": True,
        }
        page = self.post("Query", wanted)
        items: list[dict[str, Any]] = page["Items"]
        while start := page.get("LastEvaluatedKey"):
            page = self.post("Query", wanted | {"ExclusiveStartKey": start})
            items += page["Items"]
        return items

    def points(self, record: Any) -> int:
        return int(record["CharacterHitPoints"]["N"])

    def close(self) -> None:
        self.wire.close()
