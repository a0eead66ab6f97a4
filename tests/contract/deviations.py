"""Where an emulator is wrong. The tests expect what DynamoDB does; here is what happens instead.

A test about one of these behaviours carries `@pytest.mark.behaviour(name)`. On a backend in the
table it must fail in exactly this way. When it passes, the emulator is cured, and that is reported
as a failure: the line goes.
"""

from dataclasses import dataclass

from botocore.exceptions import ClientError

from classroom.tables import ForeignTableError
from eventstore import EventAlreadyExistsError


@dataclass(frozen=True)
class Deviation:
    """`error` and a part of its `message` are how a test that expects DynamoDB fails."""

    instead: str
    error: type[Exception]
    message: str


TRANSACTIONS = "transactions"
ITEM_OF_A_FAILED_CONDITION = "the item of a failed condition is handed back"
TAGS = "a table keeps the tags it is created with"
ITEMS_OF_400_KB = "an item may have 409,600 bytes"

DEVIATIONS = {
    ("dynalite", TRANSACTIONS): Deviation(
        "it has no transactions", ClientError, "UnknownOperationException"
    ),
    ("dynalite", ITEM_OF_A_FAILED_CONDITION): Deviation(
        "it ignores ReturnValuesOnConditionCheckFailure",
        EventAlreadyExistsError,
        "already exists",
    ),
    ("dynalite", TAGS): Deviation(
        "it ignores the tags of CreateTable", ForeignTableError, "made it"
    ),
    ("moto", ITEMS_OF_400_KB): Deviation(
        "it refuses from about 395 KB", ClientError, "Item size has exceeded"
    ),
}
