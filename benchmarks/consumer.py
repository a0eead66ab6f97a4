"""What you'd write without `Subscription`: a consumer of DynamoDB Streams in plain boto3.

It remembers a position for each shard, and stores it in the transaction of each event's effect.
So a crash loses nothing, and nothing is added twice. The rest of what `Subscription` does is left
out: other actions than one for each event, retries, parked events, the order of a stream, and
changes that are older than 24 hours.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from eventstore import Event


class Consumer:
    """Adds the effects of all new events. `table` keeps the positions, next to the read model.

    The stream must have the new images of the items.
    """

    def __init__(
        self,
        client: Any,
        streams: Any,
        arn: str,
        table: str,
        effect: Callable[[Event], dict[str, Any]],
    ):
        self.client, self.streams, self.arn = client, streams, arn
        self.table, self.effect = table, effect

    def catch_up(self) -> None:
        """Read every shard, up to the first page without any record."""
        for shard in self.shards():
            position = self.position(shard)
            for record in self.records(shard, position):
                if record["eventName"] == "INSERT":
                    number = record["dynamodb"]["SequenceNumber"]
                    self.store(shard, position, number, event_of(record["dynamodb"]["NewImage"]))
                    position = number

    def shards(self) -> Iterator[str]:
        """Yield the ids of all shards, the oldest first."""
        more: dict[str, Any] = {}
        while True:
            told = self.streams.describe_stream(StreamArn=self.arn, **more)["StreamDescription"]
            for shard in told["Shards"]:
                yield shard["ShardId"]
            if "LastEvaluatedShardId" not in told:
                return
            more = {"ExclusiveStartShardId": told["LastEvaluatedShardId"]}

    def records(self, shard: str, position: str | None) -> Iterator[Any]:
        """Yield the records of a shard after a position, or from its start."""
        where = {"ShardIteratorType": "TRIM_HORIZON"}
        if position:
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": position}
        reply = self.streams.get_shard_iterator(StreamArn=self.arn, ShardId=shard, **where)
        iterator = reply["ShardIterator"]
        while iterator:
            page = self.streams.get_records(ShardIterator=iterator)
            if not page["Records"]:
                return
            yield from page["Records"]
            iterator = page.get("NextShardIterator")

    def position(self, shard: str) -> str | None:
        """Return the number of the last record that was handled, if any."""
        found = self.client.get_item(
            TableName=self.table, Key=self.key(shard), ConsistentRead=True
        ).get("Item")
        return found["Position"]["S"] if found else None

    def store(self, shard: str, old: str | None, new: str, event: Event) -> None:
        """Store the effect of an event and the new position, or neither."""
        put: dict[str, Any] = {
            "TableName": self.table,
            "Item": {**self.key(shard), "Position": {"S": new}},
            "ConditionExpression": "attribute_not_exists(#position)",
            "ExpressionAttributeNames": {"#position": "Position"},
        }
        if old:
            put["ConditionExpression"] = "#position = :old"
            put["ExpressionAttributeValues"] = {":old": {"S": old}}
        self.client.transact_write_items(TransactItems=[self.effect(event), {"Put": put}])

    def key(self, shard: str) -> dict[str, Any]:
        """Return the key of a shard's position."""
        return {"Id": {"S": f"position in {shard}"}, "Version": {"N": "0"}}


def event_of(image: Mapping[str, Any]) -> Event:
    """Decode an item of the events' table."""
    return Event(
        image["Id"]["S"],
        int(image["Version"]["N"]),
        image["CharacterName"]["S"],
        int(image["CharacterHitPoints"]["N"]),
        image["Note"]["S"],
    )
