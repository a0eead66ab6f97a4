"""A stream to try something in, which leaves the table as it was."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from classroom.display.cabinet import drawer
from classroom.exercises.exercise import TRIED

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@contextmanager
def trial(client: "DynamoDBClient", table: str) -> Iterator[str]:
    """Give the id of a new stream, and delete its events afterwards.

    There are hundreds of trials in one picture. moto looks at every item for each query, so it
    would become slower and slower if they stayed.
    """
    stream = f"{TRIED}{uuid.uuid4().hex}"
    try:
        yield stream
    finally:
        for version, *_ in drawer(client, table, stream):
            key = {"Id": {"S": stream}, "Version": {"N": version}}
            client.delete_item(TableName=table, Key=key)
