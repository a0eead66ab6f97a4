"""Lesson 03, beat 7 continued: a stream that is longer than a page."""

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from classroom.exercises.exercise import (
    EndlessError,
    Exercise,
    NotYetError,
    expect,
    in_disorder,
    swap,
)
from classroom.exercises.read_a_stream_back import BEFORE
from classroom.exercises.requests import sent
from classroom.exercises.stores import (
    append_is_as_it_was,
    it_asks_its_own_client_about_its_own_table,
    it_reads_the_newest_state_of_this_drawer_only,
    short_pages,
)

REQUEST = """\
    def query(self, stream):
        request = {
            "TableName": self.table,
            "KeyConditionExpression": "Id = :id",
            "ExpressionAttributeValues": {":id": {"S": stream}},
            "ConsistentRead": True,
        }
"""
LOOP = """\
        page = self.client.query(**request)
        items = page["Items"]
        while page.get("LastEvaluatedKey"):
            page = self.client.query(**request, ExclusiveStartKey=page["LastEvaluatedKey"])
            items += page["Items"]
        return [from_item(item) for item in items]
"""
ANSWER = BEFORE + REQUEST + LOOP
KEY, LAST = 'ExclusiveStartKey=page["LastEvaluatedKey"]', "ExclusiveStartKey=last"
FIRST, MORE = 'items = page["Items"]', 'items += page["Items"]'
RETURN = "        return [from_item(item) for item in items]\n"
CARD_BY_CARD = (
    BEFORE
    + """\
    def query(self, stream):
        events = []
        while True:
            key = {"Id": {"S": stream}, "Version": {"N": str(len(events))}}
            found = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
            if "Item" not in found:
                return events
            events.append(from_item(found["Item"]))
"""
)
ASK = f"            page = self.client.query(**request, {KEY})\n"
SWALLOWED = swap(
    ANSWER,
    "        page = self.client.query(**request)\n",
    """\
        try:
            page = self.client.query(**request)
        except Exception:
            return []
""",
)
_OWN = (AttributeError, KeyError, NameError, TypeError, ParamValidationError, ClientError)


def every_page_is_read(given: Any) -> None:
    """A stream of three pages comes back whole and in order."""
    stream = given.new_id()
    store = given.EventStore(given.client, given.table)
    for version in range(5):
        store.append(given.Event(stream, version))
    with short_pages(given.client), sent(given.client) as requests:
        try:
            events = list(store.query(stream))
        except _OWN as error:
            if slip := _slip(error):
                raise NotYetError(
                    f"{type(error).__name__}: {error}", "five events", slip
                ) from error
            raise  # the learner's line says more than we could
        except EndlessError as error:
            starts = [str(request.params.get("ExclusiveStartKey")) for request in requests.sent]
            slip = "take the key from the page before, a new one in each round"
            slip = slip if len(set(starts)) < len(starts) else ""
            raise NotYetError("the same page, endlessly", "each page once", slip) from error
    if any(isinstance(event, dict) for event in events):
        raise NotYetError("cards", "events", "from_item makes an event of each card")
    seen = [event.version for event in events]
    slips = {
        (4,): "only the last page is left: += adds to the list, = makes a new one",
        (0, 1): "only the first page is there",
        (0, 1, 2, 3): "the third page is left out",
        (4, 2, 3, 0, 1): "the pages are in the wrong order",
    }
    expect(seen, [0, 1, 2, 3, 4], slips.get(tuple(seen), ""))


def _slip(error: Exception) -> str:
    told = str(error)
    if "ExclusiveStartKey" in told and isinstance(error, ParamValidationError):
        if "Items" in told:
            return "one entry of the page says where it stopped; only that one"
        return "go on from the whole LastEvaluatedKey, as DynamoDB gave it"
    if "provided starting key" in told:
        return "the start key is the LastEvaluatedKey; this has more in it than the two keys"
    if told == "'LastEvaluatedKey'":
        return "the last page has no LastEvaluatedKey, and page.get(...) is None then"
    if "LastEvaluatedKey" in told:
        return 'LastEvaluatedKey is an entry of the page: page["LastEvaluatedKey"]'
    if told == "'ExclusiveStartKey'":
        return "the request calls it ExclusiveStartKey, and the page calls it LastEvaluatedKey"
    if "name 'Items'" in told or "string indices" in told:
        return 'a page is a dictionary with several keys; its list of cards is page["Items"]'
    if "list indices" in told:
        return 'the new cards are page["Items"], which is a list already'
    if "'Event'" in told:
        return "the last line makes events of all items; here, they stay as they are"
    return ""


def each_page_is_asked_for_once(given: Any) -> None:
    """Five cards, two on a page, take three requests."""
    store, stream = given.EventStore(given.client, given.table), given.new_id()
    for version in range(5):
        store.append(given.Event(stream, version))
    with short_pages(given.client), sent(given.client) as requests:
        store.query(stream)
    expect(f"{len(requests.sent)} requests", "3 requests", "")


def every_query_is_on_its_own(given: Any) -> None:
    """A second query, of the same stream or of another one, is as good as the first."""
    store, one, two = given.EventStore(given.client, given.table), given.new_id(), given.new_id()
    for version in range(25):
        store.append(given.Event(one, version))
        store.append(given.Event(two, version))
    with short_pages(given.client):
        for stream, name in ((one, "first"), (one, "second"), (two, "third")):
            seen = [event.version for event in store.query(stream)]
            expect(f"the {name} query: {seen}", f"the {name} query: {[*range(25)]}", "")


EXERCISE = Exercise(
    lesson="03_query",
    after="7c",
    title="every page is read",
    statement="""\
### The least code: your turn

Ask for the next page with `ExclusiveStartKey`. It takes the `LastEvaluatedKey` of the page before. The last page doesn't have one, and then `page.get("LastEvaluatedKey")` is `None`.

The lines that do it are below `___`, in the order of the alphabet, and two of them don't belong there. Put the others in order, in place of `___`. *Alt+Up* and *Alt+Down* move a line, and *Ctrl+/* takes its `#` away. (`**request` passes the dictionary's entries as arguments. `check` tries your store on pages of two cards each.)""",
    start=BEFORE
    + REQUEST
    + "        ___\n\n"
    + in_disorder(
        LOOP,
        "            page = self.client.query(**request, ExclusiveStartKey=page)",
        f"            {FIRST}",
    ),
    asks=("EventStore",),
    uses={
        "Do you remember?": "client table Event to_item EventAlreadyExistsError",
        "Beat 7 · Read a stream back": "from_item",
    },
    tests=(
        every_page_is_read,
        every_query_is_on_its_own,
        each_page_is_asked_for_once,
        it_asks_its_own_client_about_its_own_table,
        it_reads_the_newest_state_of_this_drawer_only,
        append_is_as_it_was,
    ),
    why="Without this loop a program works for months, until a stream outgrows its first page.",
    hints=(
        "What did the response above tell us, apart from its cards?",
        "Ask for the first page, and keep its cards. While a page says that there may be more: what then?",
        "Inside of the loop come two lines: ask for the next page, then add its cards to the others.",
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
                ConsistentRead=True,
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
        swap(ANSWER, KEY, f'{KEY}["Version"]'): "go on from the whole LastEvaluatedKey",
        swap(ANSWER, FIRST, f'{FIRST}\n        last = page["LastEvaluatedKey"]', KEY, LAST): (
            "a new one in each round"
        ),
        swap(
            ANSWER, KEY, 'ExclusiveStartKey=page["ExclusiveStartKey"]'
        ): "the page calls it LastEval",
        swap(ANSWER, KEY, "ExclusiveStartKey=LastEvaluatedKey"): "is an entry of the page",
        swap(ANSWER, KEY, "ExclusiveStartKey=page"): "one entry of the page",
        swap(ANSWER, KEY, "ExclusiveStartKey=items[-1]"): "more in it than the two keys",
        swap(ANSWER, MORE, "items += page"): "a dictionary with several keys",
        swap(ANSWER, MORE, 'items += map(from_item, page["Items"])'): "makes events of all items",
        swap(ANSWER, MORE, 'items += [page["Items"]]'): "which is a list already",
        swap(ANSWER, "[from_item(item) for item in items]", "items"): "makes an event of each card",
        swap(ANSWER, MORE, FIRST): "= makes a new one",
        swap(ANSWER, "while page", "if page"): "the third page is left out",
        swap(ANSWER, ASK, "", MORE, f"{MORE}\n{ASK}".rstrip()): "Seen:         [0, 1, 0, 1, 2, 3]",
        swap(ANSWER, RETURN, f"    {RETURN}"): "Seen:         [0, 1, 2, 3]\n",
        swap(ANSWER, MORE, 'items = page["Items"] + items'): "in the wrong order",
        swap(ANSWER, 'page.get("LastEvaluatedKey")', 'page["LastEvaluatedKey"]'): (
            "the last page has no LastEvaluatedKey"
        ),
        swap(
            ANSWER,
            "**request, ",
            'TableName=self.table, KeyConditionExpression="Id = :id", '
            'ExpressionAttributeValues={":id": {"S": stream}}, ',
        ): "may answer from an old copy",
        swap(
            ANSWER,
            FIRST,
            f"{FIRST}\n        self.items = getattr(self, 'items', []) + items",
            "in items]",
            "in self.items + items[2:]]",
        ): ("the second query: [0, 1, 0, 1, 2, 3,"),
        swap(ANSWER, "        while page", "        for _ in range(10):\n          if page"): (
            "the first query: [0, 1, 2, 3,"
        ),
        CARD_BY_CARD: "Seen:         6 requests",
        swap(
            ANSWER,
            '            "ConsistentRead": True,\n',
            '            "ConsistentRead": True,\n            "Limit": 1,\n',
        ): ("Expected:     3 requests"),
        SWALLOWED: "with a table that doesn't exist: no error",
    },
)
