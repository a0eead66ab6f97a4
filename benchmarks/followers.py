"""Who fills a board with the events of a table: the store's subscription, and a consumer by hand.

Both learn what is new from DynamoDB Streams.
"""

from functools import partial
from typing import Any, ClassVar

import boto3

from benchmarks import board
from benchmarks.consumer import Consumer
from eventstore import Changes, Event, EventStore, Subscription


class Follower:
    """Follows the table `events`, whose stream is `arn`, and has what `view` says in its records.

    `remark` is what a reader of its figures must know.
    """

    name: ClassVar[str]
    view: ClassVar[str]
    remark: ClassVar[str] = ""

    def __init__(self, url: str, events: str, arn: str):
        self.client: Any = boto3.client("dynamodb", endpoint_url=url)
        self.streams: Any = boto3.client("dynamodbstreams", endpoint_url=url)
        self.events, self.arn = events, arn

    def catch_up(self, table: str) -> None:
        """Begin as a new program does, and bring the board in this table up to date."""
        raise NotImplementedError

    def close(self) -> None:
        """Close both clients."""
        self.client.close()
        self.streams.close()


class BySubscription(Follower):
    """`Subscription` and `Changes`, on a table as `create_table(..., stream=True)` makes it."""

    name = "eventstore"
    view = "KEYS_ONLY"

    def catch_up(self, table: str) -> None:
        """Poll until nothing is new."""

        def handle(event: Event) -> list[dict[str, Any]]:
            return [board.effect(table, event)]

        store = EventStore(self.client, self.events)
        subscription = Subscription(store, "board", handle, checkpoints=table)
        changes = Changes(self.streams, self.arn)
        while ids := changes.poll().ids:
            subscription.catch_up(ids)


class ByHand(Follower):
    """`Consumer`, on a table whose stream has the whole items."""

    name = "boto3 client, by hand"
    view = "NEW_IMAGE"
    remark = "takes the events from DynamoDB Streams, which has whole items here; parks nothing"

    def catch_up(self, table: str) -> None:
        """Read every shard up to its first empty page."""
        effect = partial(board.effect, table)
        Consumer(self.client, self.streams, self.arn, table, effect).catch_up()


FOLLOWERS = (BySubscription, ByHand)
