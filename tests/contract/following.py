"""A board: a read model that adds up points, for the tests of subscriptions."""

import uuid
from typing import Any

from eventstore import Event, EventStore, Projection, Subscription, create_table


class Board:
    """Keeps the points of each stream, and how many events they are."""

    total: Any = Projection("total", 0, lambda total, event: total + event.character_hit_points)

    def __init__(self, client: Any):
        self.client = client
        self.table = self.new_name()
        create_table(client, self.table)

    @staticmethod
    def new_name() -> str:
        """Return the name of a table that doesn't exist yet."""
        return f"eventstore-test-{uuid.uuid4().hex}"

    def effects(self, event: Event) -> list[dict[str, Any]]:
        """Add the points of an event."""
        return [
            {
                "Update": {
                    "TableName": self.table,
                    "Key": {"Id": {"S": f"points of {event.id}"}, "Version": {"N": "0"}},
                    "UpdateExpression": "ADD #points :points, #events :one",
                    "ExpressionAttributeNames": {"#points": "Points", "#events": "Events"},
                    "ExpressionAttributeValues": {
                        ":points": {"N": str(event.character_hit_points)},
                        ":one": {"N": "1"},
                    },
                }
            }
        ]

    def versions(self, event: Event) -> list[dict[str, Any]]:
        """Add the version of an event to a list, which shows the order of the effects."""
        return [
            {
                "Update": {
                    "TableName": self.table,
                    "Key": {"Id": {"S": f"versions of {event.id}"}, "Version": {"N": "0"}},
                    "UpdateExpression": "SET #all = list_append(if_not_exists(#all, :none), :new)",
                    "ExpressionAttributeNames": {"#all": "All"},
                    "ExpressionAttributeValues": {
                        ":none": {"L": []},
                        ":new": {"L": [{"N": str(event.version)}]},
                    },
                }
            }
        ]

    def versions_of(self, id: str) -> list[int]:
        """Return the versions whose effects have happened, in their order."""
        items = self._items(f"versions of {id}")
        return [int(each["N"]) for each in items[0]["All"]["L"]] if items else []

    def forget(self, id: str) -> None:
        """Take back the effects of a stream."""
        for what in ("points", "versions"):
            key: Any = {"Id": {"S": f"{what} of {id}"}, "Version": {"N": "0"}}
            self.client.delete_item(TableName=self.table, Key=key)

    def points(self, id: str) -> tuple[int, int]:
        """Return the points of a stream, and of how many events they are."""
        items = self._items(f"points of {id}")
        return (int(items[0]["Points"]["N"]), int(items[0]["Events"]["N"])) if items else (0, 0)

    def _items(self, id: str) -> Any:
        return self.client.query(
            TableName=self.table,
            KeyConditionExpression="#id = :id",
            ExpressionAttributeNames={"#id": "Id"},
            ExpressionAttributeValues={":id": {"S": id}},
            ConsistentRead=True,
        )["Items"]

    def subscription(self, store: EventStore[Event], **options: Any) -> Subscription[Event]:
        """Return a subscription that keeps its checkpoints in the board's table."""
        options = {"name": "board", "handle": self.effects} | options
        return Subscription(store, options["name"], options["handle"], checkpoints=self.table)

    def drop(self) -> None:
        self.client.delete_table(TableName=self.table)
