"""Lesson 03, beat 7 continued: a stream that is longer than a page."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap
from classroom.exercises.read_a_stream_back import BEFORE

ANSWER = (
    BEFORE
    + """\
    def query(self, stream):
        request = {
            "TableName": self.table,
            "KeyConditionExpression": "Id = :id",
            "ExpressionAttributeValues": {":id": {"S": stream}},
            "ConsistentRead": True,
        }
        page = self.client.query(**request)
        items = page["Items"]
        while page.get("LastEvaluatedKey"):
            page = self.client.query(**request, ExclusiveStartKey=page["LastEvaluatedKey"])
            items += page["Items"]
        return [from_item(item) for item in items]
"""
)
KEY, LAST = 'ExclusiveStartKey=page["LastEvaluatedKey"]', "ExclusiveStartKey=last"
FIRST, MORE = 'items = page["Items"]', 'items += page["Items"]'


class ShortPages:
    """A client whose pages hold two cards, so that a test doesn't need long notes."""

    def __init__(self, client: Any):
        self.client = client
        self.last: Any = None
        self.begun: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def query(self, **request: Any) -> Any:
        """Return the next page of two; NotYetError if the request asks for another one."""
        start = request.get("ExclusiveStartKey")
        if start in self.begun:
            slip = "take the key from the page before, a new one in each round"
            raise NotYetError(f"asked twice for what comes after {start}", "each page once", slip)
        self.begun.append(start)
        if start != self.last:
            slip, seen = "go on from the whole LastEvaluatedKey, as DynamoDB gave it", repr(start)
            if "Items" in seen:
                slip, seen = (
                    "one entry of the page says where it stopped; only that one",
                    "the page",
                )
            raise NotYetError(f"ExclusiveStartKey={seen}", f"{self.last!r}", slip)
        page = self.client.query(Limit=2, **request)
        self.last = page.get("LastEvaluatedKey")
        return page


def every_page_is_read(given: Any) -> None:
    """A stream of three pages comes back whole and in order."""
    stream = given.new_id()
    store = given.EventStore(ShortPages(given.client), given.table)
    for version in range(5):
        store.append(given.Event(stream, version))
    try:
        events = store.query(stream)
    except (AttributeError, KeyError, NameError, TypeError) as error:
        slip = 'a page is a dictionary with several keys; its list of cards is page["Items"]'
        if "list indices" in str(error):
            slip = 'the new cards are page["Items"], which is a list already'
        if "'Event'" in str(error):
            slip = "the last line makes events of all items; here, they stay as they are"
        if "LastEval" in str(error):
            slip = 'LastEvaluatedKey is an entry of the page, page["..."], for ExclusiveStartKey'
        if "ExclusiveStartKey" in str(error):
            slip = "the request calls it ExclusiveStartKey, and the page calls it LastEvaluatedKey"
        expect(f"{type(error).__name__}: {error}", "five events", slip)
    else:
        seen = [event.version for event in events]
        slip = "the cards of some page are left out, or come twice: add those of each page once"
        if seen == [4]:
            slip = "only the last page is left: += adds to the list, = makes a new one"
        expect(seen, [0, 1, 2, 3, 4], slip)


EXERCISE = Exercise(
    lesson="03_query",
    after="7c",
    title="every page is read",
    statement="""\
### The least code: your turn

Ask for the next page with `ExclusiveStartKey`. It takes the `LastEvaluatedKey` of the page before. The last page doesn't have one, and then `page.get("LastEvaluatedKey")` is `None`. Fill in the two blanks in the loop. (`**request` passes the dictionary's entries as arguments. `check` tries your store on pages of two cards each.)""",
    start=swap(ANSWER, KEY, "ExclusiveStartKey=___", MORE, "items += ___"),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event to_item EventAlreadyExistsError",
        "Beat 7 · Read a stream back": "from_item",
    },
    tests=(every_page_is_read,),
    why="Without this loop a program works for months, until a stream outgrows its first page.",
    hints=(
        "What did the response above tell us, apart from its cards?",
        "Both blanks take something out of page: where it stopped, and what it found.",
        'The while line shows the name of the key. Its whole value is page["..."].',
    ),
    answer=ANSWER,
    others=(
        BEFORE
        + """\
    def query(self, stream):
        found, more = [], {}
        while True:
            page = self.client.query(
                TableName=self.table,
                KeyConditionExpression="Id = :id",
                ExpressionAttributeValues={":id": {"S": stream}},
                **more,
            )
            found.extend(from_item(item) for item in page["Items"])
            if "LastEvaluatedKey" not in page:
                return found
            more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
""",
    ),
    wrong={
        swap(ANSWER, KEY, 'ExclusiveStartKey="LastEvaluatedKey"'): "as DynamoDB gave it",
        swap(ANSWER, KEY, f'{KEY}["Version"]'): "ExclusiveStartKey={'N': '1'}",
        swap(ANSWER, FIRST, f'{FIRST}\n        last = page["LastEvaluatedKey"]', KEY, LAST): (
            "a new one in each round"
        ),
        swap(
            ANSWER, KEY, 'ExclusiveStartKey=page["ExclusiveStartKey"]'
        ): "the page calls it LastEval",
        swap(ANSWER, KEY, "ExclusiveStartKey=LastEvaluatedKey"): "is an entry of the page",
        swap(ANSWER, KEY, "ExclusiveStartKey=page.LastEvaluatedKey"): "for ExclusiveStartKey",
        swap(ANSWER, KEY, "ExclusiveStartKey=page"): "one entry of the page",
        swap(ANSWER, MORE, "items += page"): "a dictionary with several keys",
        swap(ANSWER, MORE, "items += Items"): "its list of cards is",
        swap(ANSWER, MORE, 'items += map(from_item, page["Items"])'): "makes events of all items",
        swap(ANSWER, MORE, 'items += [page["Items"]]'): "which is a list already",
        swap(ANSWER, MORE, FIRST): "= makes a new one",
        swap(ANSWER, "while page", "if page"): "left out, or come twice",
    },
)
