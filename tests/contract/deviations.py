"""Where an emulator differs from DynamoDB, which is what the tests expect.

A test about one of these behaviours is marked with `@pytest.mark.behaviour(name)`. On a backend in
the table it must fail in exactly this way. If it passes, the emulator has been fixed. That's
reported as a failure, so that the line gets deleted.
"""

from dataclasses import dataclass

from botocore.exceptions import ClientError


@dataclass(frozen=True)
class Deviation:
    """`error` and a part of its `message` are how a test that expects DynamoDB fails."""

    instead: str
    error: type[Exception]
    message: str


TRANSACTIONS = "transactions"
ITEM_OF_A_FAILED_CONDITION = "the item of a failed condition is handed back"
ITEMS_OF_400_KB = "an item may have 409,600 bytes"
PROTO = "a map may have the key __proto__"
COSTS_OF_PAGES = "a page costs a unit for each 4 KB"
COSTS_OF_AN_EMPTY_PAGE = "an empty page costs as much as a small one"
COSTS_OF_A_FAILED_CONDITION = "what a failed condition costs can be told from the item handed back"
COSTS_IN_UTF8 = "names and text are charged by their bytes in UTF-8"
BACKUPS = "a table can be protected and restored"
STREAMS = "a table can have a stream"

DEVIATIONS = {
    ("dynalite", TRANSACTIONS): Deviation(
        "it has no transactions", ClientError, "UnknownOperationException"
    ),
    ("dynalite", ITEM_OF_A_FAILED_CONDITION): Deviation(
        "it ignores ReturnValuesOnConditionCheckFailure",
        Exception,  # each store has an EventAlreadyExistsError of its own
        "already exists",
    ),
    ("dynalite", PROTO): Deviation(
        "it is written in JavaScript, and loses it", AssertionError, "{} == {'__proto__': 0}"
    ),
    ("ministack", COSTS_OF_PAGES): Deviation(
        "it charges one step for any page", AssertionError, "the server reports"
    ),
    ("dynalite", COSTS_OF_AN_EMPTY_PAGE): Deviation(
        "it charges nothing", AssertionError, "the server reports [0]"
    ),
    ("dynalite", COSTS_OF_A_FAILED_CONDITION): Deviation(
        "it hands no item back", AssertionError, "unpriced=1"
    ),
    ("dynalite", COSTS_IN_UTF8): Deviation(
        "it counts UTF-16 code units", AssertionError, "the server reports [1, 1]"
    ),
    ("dynalite", BACKUPS): Deviation(
        "it has no continuous backups", ClientError, "UnknownOperationException"
    ),
    ("dynalite", STREAMS): Deviation("it has no streams", ValueError, "has no stream"),
    ("moto", ITEMS_OF_400_KB): Deviation(
        "it refuses from about 395 KB", ClientError, "Item size has exceeded"
    ),
}
