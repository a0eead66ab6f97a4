"""PynamoDB, which makes objects of a model of its own."""

# ruff: noqa: D102 -- Rival says what the methods do

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from benchmarks.rivals import Rival
from benchmarks.rivals.resource import plain
from benchmarks.servers import REGION
from eventstore import Event


class Contender(Rival):
    """The same items under the same condition."""

    name = "pynamodb"
    remark = "objects of its own"

    def __init__(self, url: str, table: str):
        class Stored(Model):
            class Meta:
                table_name = table
                host = url
                region = REGION

            Id = UnicodeAttribute(hash_key=True)
            Version = NumberAttribute(range_key=True)
            CharacterName = UnicodeAttribute()
            CharacterHitPoints = NumberAttribute()
            Note = UnicodeAttribute()
            AppendId = UnicodeAttribute()
            recordedAt = UnicodeAttribute()  # noqa: N815

        self.model = Stored
        self.connection = Connection(region=REGION, host=url)

    def append(self, event: Event) -> None:
        self.model(**plain(event)).save(condition=self.model.Version.does_not_exist())

    def append_together(self, events: Sequence[Event]) -> None:
        with TransactWrite(connection=self.connection) as transaction:
            for event in events:
                stored = self.model(**plain(event))
                transaction.save(stored, condition=self.model.Version.does_not_exist())

    def query(self, id: str) -> list[Any]:
        return list(self.model.query(id, consistent_read=True))

    def points(self, record: Any) -> int:
        return int(record.CharacterHitPoints)
