"""Which streams have changed: from DynamoDB Streams, from a Lambda event, or from the whole table.

DynamoDB Streams keeps the order of the changes of one item, and not that of a stream of events. A
Lambda may get a change twice, and after 24 hours it's forgotten. So a change only says that there's
something new: the events themselves come from the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from eventstore.errors import shown
from eventstore.limits import RESERVED_PREFIX, SNAPSHOT_PREFIX
from eventstore.pages import part_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

    from eventstore.store import EventStore

Start = Literal["TRIM_HORIZON", "LATEST"]


def changed_streams(records: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the streams that got new events, each once.

    `records` are those of GetRecords or those of a Lambda event, which look the same:

        >>> def handler(event, context):
        ...     board.catch_up(changed_streams(event["Records"]))

    Raises ValueError for records of a table that isn't an event store's.
    """
    ids = []
    for record in records:
        try:
            id = record["dynamodb"]["Keys"]["Id"]["S"]
        except (KeyError, TypeError):
            raise ValueError(
                f"a record must be one of the stream of an event store's table, got {shown(record)}"
            ) from None
        if record.get("eventName") == "INSERT" and _is_a_stream(id):
            ids.append(id)
    return list(dict.fromkeys(ids))


def every_stream(store: EventStore[Any]) -> Iterator[str]:
    """Yield the id of every stream, in no order.

    Use it to fill a new read model, after more than 24 hours away, and after a restore. To miss
    nothing that is written meanwhile, make `Changes(..., "LATEST")` first, then catch up with every
    stream, and then with the changes.

    This reads the whole table, consistently: 1 read unit for each 4 KB.
    """
    pages = store.client.get_paginator("scan").paginate(
        TableName=store.table,
        FilterExpression="#version = :first",
        ProjectionExpression="#id",
        ExpressionAttributeNames={"#id": "Id", "#version": "Version"},
        ExpressionAttributeValues={":first": {"N": "0"}},
        ConsistentRead=True,
    )
    for page in pages:
        for item in part_of(page, "Items", "a page of the table"):
            if _is_a_stream(item["Id"]["S"]):
                yield item["Id"]["S"]


class Changed(NamedTuple):
    """The streams that have changed since the last poll.

    If `sweep_is_due`, some changes may be lost: catch up with `every_stream` instead.
    """

    ids: list[str]
    sweep_is_due: bool


class Changes:
    """Asks DynamoDB Streams which streams have changed.

        >>> streams = boto3.client("dynamodbstreams")
        >>> arn = client.describe_table(TableName="events")["Table"]["LatestStreamArn"]
        >>> changes = Changes(streams, arn)
        >>> while True:
        ...     ids, sweep_is_due = changes.poll()
        ...     board.catch_up(every_stream(store) if sweep_is_due else ids)

    `start` says where to begin: with the oldest change that is still there (up to 24 hours ago), or
    with "LATEST". Nothing is remembered when the program ends: the next one begins again, and the
    checkpoints know what was handled. On AWS, a Lambda can do the asking: see `changed_streams`.
    """

    def __init__(
        self, client: DynamoDBStreamsClient, stream_arn: str, start: Start = "TRIM_HORIZON"
    ):
        if not hasattr(client, "get_shard_iterator"):
            raise TypeError(f"client must be boto3.client('dynamodbstreams'), got {shown(client)}")
        if start not in ("TRIM_HORIZON", "LATEST"):
            raise ValueError(f"start must be 'TRIM_HORIZON' or 'LATEST', got {shown(start)}")
        self._client = client
        self._arn = stream_arn
        # The iterator of each shard, and the number of the last record that was read from it.
        self._iterators: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._finished: set[str] = set()  # shards that were read to their end
        self._is_waiting: bool  # for the first shards, or for those that follow a finished one
        # What was read, but not yet returned: a request for a later shard may fail.
        self._ids: list[str] = []
        self._sweep_is_due = False
        self._look_for_shards(start)

    def poll(self) -> Changed:
        """Ask every shard once."""
        for shard in list(self._iterators):
            page, is_lost = self._read(shard)
            self._sweep_is_due = self._sweep_is_due or is_lost
            # Read the page before its iterator: the last page of a shard has records, too.
            records = page["Records"]
            self._ids += changed_streams(records)
            if records:
                self._last[shard] = records[-1]["dynamodb"]["SequenceNumber"]
            if page.get("NextShardIterator"):
                self._iterators[shard] = page["NextShardIterator"]
            else:
                del self._iterators[shard]
                self._last.pop(shard, None)
                self._finished.add(shard)
                self._is_waiting = True
        if self._is_waiting:
            self._look_for_shards("TRIM_HORIZON")
        changed = Changed(list(dict.fromkeys(self._ids)), self._sweep_is_due)
        self._ids, self._sweep_is_due = [], False
        return changed

    def _read(self, shard: str) -> tuple[Any, bool]:
        """Return the next page of a shard, and whether records before it may be lost."""
        errors = self._client.exceptions
        try:
            try:
                return self._page(self._iterators[shard]), False
            except errors.ExpiredIteratorException:  # after 15 minutes
                # Without a last record, we can't tell how much has been trimmed since.
                is_lost = shard not in self._last
                return self._page(self._iterator(shard)), is_lost
        except errors.TrimmedDataAccessException:  # after 24 hours
            self._last.pop(shard, None)
            return {"Records": [], "NextShardIterator": self._iterator(shard)}, True
        except errors.ResourceNotFoundException:  # the shard itself is gone
            return {"Records": []}, True

    def _page(self, iterator: str) -> Any:
        page = self._client.get_records(ShardIterator=iterator)
        part_of(page, "Records", "the reply to GetRecords")  # or a shard would seem to have ended
        return page

    def _iterator(self, shard: str, start: Start = "TRIM_HORIZON") -> str:
        """Return an iterator after the last record that was read, if any, or else at the start."""
        where: dict[str, Any] = {"ShardIteratorType": start}
        if shard in self._last:
            where = {
                "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                "SequenceNumber": self._last[shard],
            }
        reply = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=shard, **where)
        iterator: str = part_of(reply, "ShardIterator", "the reply to GetShardIterator")
        return iterator

    def _look_for_shards(self, start: Start) -> None:
        listed = {}
        more: dict[str, Any] = {}
        while True:
            reply = self._client.describe_stream(StreamArn=self._arn, **more)
            told = part_of(reply, "StreamDescription", "the reply to DescribeStream")
            listed.update({shard["ShardId"]: shard for shard in told["Shards"]})
            if "LastEvaluatedShardId" not in told:
                break
            more = {"ExclusiveStartShardId": told["LastEvaluatedShardId"]}
        for shard in listed:
            if shard not in self._iterators and shard not in self._finished:
                self._iterators[shard] = self._iterator(shard, start)
        self._finished &= listed.keys()
        followed = {shard.get("ParentShardId") for shard in listed.values()}
        self._is_waiting = not listed or not self._finished <= followed


def _is_a_stream(id: str) -> bool:
    return not id.startswith((SNAPSHOT_PREFIX, RESERVED_PREFIX))
