"""Which streams have changed: every shard is read to its end, and lost records are admitted."""

import re
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from eventstore import Changes, CorruptPageError, EventStore, changed_streams, every_stream
from eventstore.errors import shown

from ...contract.backends import FAKE, client, session

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/events/stream/2026-07-01T12:00:00.000"


def record(id: str, number: int = 1, name: str = "INSERT") -> dict[str, Any]:
    return {
        "eventName": name,
        "dynamodb": {
            "Keys": {"Id": {"S": id}, "Version": {"N": "0"}},
            "SequenceNumber": f"{number:021}",
        },
    }


def test_each_stream_with_new_events_is_named_once_and_in_its_order() -> None:
    records = [record("b"), record("a"), record("b"), record("c")]

    assert changed_streams(records) == ["b", "a", "c"]


def test_what_the_store_keeps_for_itself_is_not_a_stream() -> None:
    records = [record("snapshot#x"), record("eventstore#command#x"), record("a")]

    assert changed_streams(records) == ["a"]


def test_only_new_items_are_news() -> None:
    records = [record("a", name="MODIFY"), record("b", name="REMOVE")]

    assert changed_streams(records) == []


def test_a_lambda_event_looks_the_same() -> None:
    event = {
        "Records": [
            {
                "eventID": "1",
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-west-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1782907200,
                    "Keys": {"Id": {"S": "hero"}, "Version": {"N": "0"}},
                    "SequenceNumber": "1",
                    "SizeBytes": 26,
                    "StreamViewType": "KEYS_ONLY",
                },
                "eventSourceARN": ARN,
            }
        ]
    }

    assert changed_streams(event["Records"]) == ["hero"]


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"eventName": "INSERT", "dynamodb": {"Keys": {"Name": {"S": "a"}}}},
        {"eventName": "INSERT", "dynamodb": {"Keys": {"Id": {"N": "1"}}}},
        {"eventName": "INSERT", "dynamodb": None},
        "a",
    ],
    ids=str,
)
def test_a_record_of_another_table_is_an_error(strange: Any) -> None:
    said = f"must be one of the stream of an event store's table, got {shown(strange)}"
    with pytest.raises(ValueError, match=re.escape(said)):
        changed_streams([strange])


class Streams:
    """A client of DynamoDB Streams whose replies are planned."""

    def __init__(self) -> None:
        self.client = session().client("dynamodbstreams", **FAKE)
        self.stub = Stubber(self.client)
        self.stub.activate()

    def shards(self, *shards: str, more: str = "", after: str = "", **parents: str) -> None:
        """The stream has these shards, and those with parents: `b="a"`."""
        listed: list[Any] = [{"ShardId": shard_id(shard)} for shard in shards]
        listed += [
            {"ShardId": shard_id(shard), "ParentShardId": shard_id(parent)}
            for shard, parent in parents.items()
        ]
        description: Any = {"Shards": listed}
        if more:
            description["LastEvaluatedShardId"] = shard_id(more)
        expected = {"StreamArn": ARN}
        if after:
            expected["ExclusiveStartShardId"] = shard_id(after)
        self.stub.add_response("describe_stream", {"StreamDescription": description}, expected)

    def iterator(self, shard: str, made: str, kind: str = "TRIM_HORIZON", **more: str) -> None:
        """Somebody asks for an iterator of this kind, and gets it."""
        expected = {
            "StreamArn": ARN,
            "ShardId": shard_id(shard),
            "ShardIteratorType": kind,
            **more,
        }
        self.stub.add_response("get_shard_iterator", {"ShardIterator": made}, expected)

    def page(self, iterator: str, *records: Any, then: str = "") -> None:
        """This iterator gives these records, and perhaps another iterator."""
        reply: Any = {"Records": list(records)}
        if then:
            reply["NextShardIterator"] = then
        self.stub.add_response("get_records", reply, {"ShardIterator": iterator})

    def fails(self, operation: str, code: str) -> None:
        self.stub.add_client_error(operation, code)


def shard_id(name: str) -> str:
    return f"shardId-{name:0>28}"


@pytest.fixture
def streams() -> Any:
    streams = Streams()
    yield streams
    streams.stub.assert_no_pending_responses()


def test_a_sweep_reads_consistently_so_that_it_misses_no_stream() -> None:
    offline = client("http://127.0.0.1:1", FAKE, {})
    store = EventStore(offline, "events")
    expected = {
        "TableName": "events",
        "FilterExpression": ANY,
        "ProjectionExpression": ANY,
        "ExpressionAttributeNames": ANY,
        "ExpressionAttributeValues": ANY,
        "ConsistentRead": True,
    }
    with Stubber(offline) as stub:
        stub.add_response("scan", {"Items": [{"Id": {"S": "a"}}]}, expected)

        assert list(every_stream(store)) == ["a"]

        stub.add_response("scan", {}, expected)  # as boto3 returns a damaged page
        with pytest.raises(CorruptPageError, match="a page of the table arrived damaged"):
            list(every_stream(store))


def test_each_shard_is_asked_once_per_poll_and_goes_on_where_it_was(streams: Streams) -> None:
    streams.shards("a", "b")
    streams.iterator("a", "a1")
    streams.iterator("b", "b1")
    changes = Changes(streams.client, ARN)
    streams.page("a1", record("x", 1), record("y", 2), then="a2")
    streams.page("b1", then="b2")
    streams.page("a2", record("y", 3), then="a3")
    streams.page("b2", record("y", 4), record("z", 5), then="b3")

    assert changes.poll() == (["x", "y"], False)
    assert changes.poll() == (["y", "z"], False)


def test_a_damaged_reply_is_an_error_and_nothing_is_lost_by_it(streams: Streams) -> None:
    damaged: Any = {}  # as boto3 returns it, if no attempt got a whole one
    streams.stub.add_response("describe_stream", damaged)
    with pytest.raises(CorruptPageError, match="DescribeStream arrived damaged"):
        Changes(streams.client, ARN)
    streams.shards("a")
    streams.stub.add_response("get_shard_iterator", damaged)
    with pytest.raises(CorruptPageError, match="GetShardIterator arrived damaged"):
        Changes(streams.client, ARN)
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.stub.add_response("get_records", damaged)
    with pytest.raises(CorruptPageError, match="GetRecords arrived damaged"):
        changes.poll()
    streams.page("a1", record("x", 1), then="a2")

    assert changes.poll() == (["x"], False)


def test_the_shards_of_a_long_list_are_all_found(streams: Streams) -> None:
    streams.shards("a", more="a")
    streams.shards("b", after="a")
    streams.iterator("a", "a1")
    streams.iterator("b", "b1")

    Changes(streams.client, ARN)


def test_the_newest_changes_can_be_waited_for(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1", "LATEST")
    changes = Changes(streams.client, ARN, "LATEST")
    streams.page("a1", then="a2")

    assert changes.poll() == ([], False)


def test_the_last_page_of_a_shard_is_read_and_its_children_from_their_beginning(
    streams: Streams,
) -> None:
    streams.shards("a")
    streams.iterator("a", "a1", "LATEST")
    changes = Changes(streams.client, ARN, "LATEST")
    streams.page("a1", record("x"))  # the end of the shard
    streams.shards("a", b="a", c="a")
    streams.iterator("b", "b1")
    streams.iterator("c", "c1")
    streams.page("b1", record("y"), then="b2")
    streams.page("c1", then="c2")

    assert changes.poll() == (["x"], False)
    assert changes.poll() == (["y"], False)


def test_nothing_is_kept_of_a_shard_that_has_ended(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.page("a1", record("x"), then="a2")
    streams.page("a2")
    streams.shards("b")
    streams.iterator("b", "b1")

    assert [changes.poll().ids for _ in range(2)] == [["x"], []]
    assert (changes._last, changes._finished) == ({}, set())


def test_children_that_are_listed_late_are_waited_for(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.page("a1")
    streams.shards("a")  # not yet
    streams.shards("a", b="a")
    streams.iterator("b", "b1")
    streams.page("b1", record("x"), then="b2")

    assert [changes.poll().ids for _ in range(3)] == [[], [], ["x"]]


def test_a_stream_that_has_no_shards_yet_is_waited_for(streams: Streams) -> None:
    streams.shards()
    changes = Changes(streams.client, ARN, "LATEST")
    streams.shards()  # not yet
    streams.shards("a")
    streams.iterator("a", "a1")
    streams.page("a1", record("x"), then="a2")

    assert [changes.poll() for _ in range(3)] == [([], False), ([], False), (["x"], False)]


def test_a_shard_that_was_read_to_its_end_is_not_read_again(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.page("a1")
    streams.shards("a", b="a")
    streams.iterator("b", "b1")
    streams.page("b1")
    streams.shards("a", b="a", c="b")
    streams.iterator("c", "c1")
    streams.page("c1", then="c2")

    assert [changes.poll().ids for _ in range(3)] == [[]] * 3


def test_an_iterator_that_has_expired_goes_on_after_the_last_record(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.page("a1", record("x", 7), then="a2")
    streams.fails("get_records", "ExpiredIteratorException")
    streams.iterator("a", "a3", "AFTER_SEQUENCE_NUMBER", SequenceNumber=f"{7:021}")
    streams.page("a3", record("y", 8), then="a4")

    assert [changes.poll(), changes.poll()] == [(["x"], False), (["y"], False)]


def test_an_iterator_that_expires_before_the_first_record_may_have_lost_some(
    streams: Streams,
) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.fails("get_records", "ExpiredIteratorException")
    streams.iterator("a", "a2")
    streams.page("a2", record("x"), then="a3")

    assert changes.poll() == (["x"], True)


@pytest.mark.parametrize("where", ["get_records", "get_shard_iterator"])
def test_records_that_were_trimmed_make_a_sweep_due(where: str, streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.page("a1", record("x", 7), then="a2")
    if where == "get_shard_iterator":
        streams.fails("get_records", "ExpiredIteratorException")
    streams.fails(where, "TrimmedDataAccessException")
    streams.iterator("a", "a3")
    streams.page("a3", record("y", 9), then="a4")

    assert [changes.poll() for _ in range(3)] == [(["x"], False), ([], True), (["y"], False)]


def test_records_that_were_trimmed_before_any_was_read_make_a_sweep_due(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.fails("get_records", "TrimmedDataAccessException")
    streams.iterator("a", "a2")
    streams.page("a2", record("x"), then="a3")

    assert [changes.poll(), changes.poll()] == [([], True), (["x"], False)]


def test_a_shard_that_is_gone_makes_a_sweep_due(streams: Streams) -> None:
    streams.shards("a")
    streams.iterator("a", "a1")
    changes = Changes(streams.client, ARN)
    streams.fails("get_records", "ResourceNotFoundException")
    streams.shards("b")
    streams.iterator("b", "b1")
    streams.page("b1", record("x"), then="b2")

    assert [changes.poll(), changes.poll()] == [([], True), (["x"], False)]


def test_other_errors_are_told_and_nothing_is_lost(streams: Streams) -> None:
    streams.shards("a", "b")
    streams.iterator("a", "a1")
    streams.iterator("b", "b1")
    changes = Changes(streams.client, ARN)
    streams.page("a1", record("x", 1), then="a2")
    streams.fails("get_records", "LimitExceededException")
    streams.page("a2", then="a3")
    streams.page("b1", record("y", 2), then="b2")

    with pytest.raises(streams.client.exceptions.LimitExceededException):
        changes.poll()
    assert changes.poll() == (["x", "y"], False)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("client", ARN), TypeError, r"client must be boto3.client\(.*\), got 'client'"),
        ((ANY, ARN, "NOW"), ValueError, "start must be 'TRIM_HORIZON' or 'LATEST', got 'NOW'"),
    ],
)
def test_wrong_arguments_are_refused(arguments: Any, error: Any, said: str) -> None:
    client = Streams().client
    with pytest.raises(error, match=said):
        Changes(*(client if each is ANY else each for each in arguments))


def test_every_stream_is_read_consistently_or_an_event_from_just_before_could_be_missed() -> None:
    client = session().client("dynamodb", **FAKE)
    with Stubber(client) as stub:
        stub.add_response(
            "scan",
            {"Items": [{"Id": {"S": "hero"}}, {"Id": {"S": "snapshot#x"}}]},
            {
                "TableName": "events",
                "ConsistentRead": True,
                "FilterExpression": "#version = :first",
                "ProjectionExpression": "#id",
                "ExpressionAttributeNames": {"#id": "Id", "#version": "Version"},
                "ExpressionAttributeValues": {":first": {"N": "0"}},
            },
        )

        assert [*every_stream(EventStore(client, "events"))] == ["hero"]
