"""What a request costs by DynamoDB's arithmetic, which have no price, and when the meter runs."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ConnectionClosedError, ParamValidationError
from botocore.stub import Stubber

from eventstore.capacity import Request, Used, capacity
from eventstore.size import item_size

from ..contract import backends

TABLE = {"TableName": "events"}
ID = {"Id": {"S": "a"}}
QUERY = {"KeyConditionExpression": "Id = :id", "ExpressionAttributeValues": {":id": {"S": "a"}}}
BARE = ID | {"Version": {"N": "0"}, "Note": {"S": ""}}
KEY = {"Key": ID | {"Version": {"N": "0"}}}
UNPRICED = (0, 0, 1)


def item_of(size: int) -> dict[str, Any]:
    return BARE | {"Note": {"S": "x" * (size - item_size(BARE))}}


def figures(used: Used) -> tuple[float, float, int]:
    return used.read_units, used.write_units, used.unpriced


@pytest.fixture(scope="module")
def client() -> Any:
    retries = {"mode": "standard", "total_max_attempts": 3}
    return backends.client("http://127.0.0.1:1", backends.FAKE, {"retries": retries})


@pytest.fixture
def stubber(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


@pytest.fixture
def cost(client: Any, stubber: Stubber) -> Callable[..., tuple[float, float, int]]:
    """Send one request, answered by `reply`: what it reads, writes, and leaves unpriced."""

    def cost(operation: str, reply: Any = None, **asked: Any) -> tuple[float, float, int]:
        stubber.add_response(operation, reply or {})
        with capacity(client) as used:
            getattr(client, operation)(**asked)
        return figures(used)

    return cost


@pytest.fixture
def cost_of_failure(client: Any, stubber: Stubber) -> Callable[..., tuple[float, float, int]]:
    """The same, where DynamoDB refuses."""

    def cost(operation: str, code: str, told: Any = None, **asked: Any) -> Any:
        stubber.add_client_error(operation, code, modeled_fields=told)
        with capacity(client) as used, pytest.raises(ClientError):
            getattr(client, operation)(**asked)
        return figures(used)

    return cost


@pytest.mark.parametrize(
    ("sizes", "units"),
    [
        ([], 1),
        ([15], 1),
        ([4096], 1),
        ([4097], 2),
        ([2048, 2048], 1),
        ([2048, 2049], 2),
        ([8192], 2),
        ([8193], 3),
        ([64] * 1500, 24),
        ([409_600, 409_600], 200),
    ],
)
@pytest.mark.parametrize(("consistent", "share"), [(True, 1), (False, 0.5), (None, 0.5)])
def test_a_page_costs_a_unit_for_each_4_kb_begun_and_half_where_not_consistent(
    sizes: list[int], units: float, consistent: bool | None, share: float, cost: Any
) -> None:
    reads = {} if consistent is None else {"ConsistentRead": consistent}
    page = {"Items": [item_of(size) for size in sizes]}

    assert cost("query", page, **TABLE, **QUERY, **reads) == (units * share, 0, 0)


def test_each_page_is_a_request_of_its_own(client: Any, stubber: Stubber) -> None:
    for following in ({"LastEvaluatedKey": KEY["Key"]}, {}):
        stubber.add_response("query", {"Items": [item_of(4097)], **following})

    with capacity(client) as used:
        list(client.get_paginator("query").paginate(**TABLE, **QUERY))

    assert repr(used) == "Used(requests=2, read_units=2, write_units=0)"


@pytest.mark.parametrize(
    "hidden",
    [
        {"FilterExpression": "Note = :id"},
        {"ProjectionExpression": "Note"},
        {"IndexName": "by-note"},
        {"AttributesToGet": ["Note"]},
        {"QueryFilter": {"Note": {"ComparisonOperator": "NULL"}}},
    ],
    ids=lambda hidden: next(iter(hidden)),
)
def test_a_query_that_does_not_show_all_it_read_has_no_price(hidden: Any, cost: Any) -> None:
    assert cost("query", {"Items": [item_of(100)]}, **TABLE, **QUERY, **hidden) == UNPRICED


def test_a_query_that_counts_has_no_price(cost: Any) -> None:
    assert cost("query", {"Count": 1}, **TABLE, **QUERY, Select="COUNT") == UNPRICED


SIZES = [(15, 1), (1023, 1), (1024, 1), (1025, 2), (2048, 2), (2049, 3), (409_600, 400)]


@pytest.mark.parametrize(("size", "units"), SIZES)
def test_a_put_costs_a_unit_for_each_kb_begun(size: int, units: int, cost: Any) -> None:
    assert cost("put_item", **TABLE, Item=item_of(size)) == (0, units, 0)


@pytest.mark.parametrize(("new", "old"), [(3000, 100), (100, 3000)])
def test_a_put_over_an_item_that_is_handed_back_costs_the_larger(
    new: int, old: int, cost: Any
) -> None:
    told = {"Attributes": item_of(old)}

    assert cost("put_item", told, **TABLE, Item=item_of(new), ReturnValues="ALL_OLD") == (0, 3, 0)


@pytest.mark.parametrize(("size", "units"), SIZES)
def test_a_delete_costs_what_it_hands_back(size: int, units: int, cost: Any) -> None:
    told = {"Attributes": item_of(size)}

    assert cost("delete_item", told, **TABLE, **KEY, ReturnValues="ALL_OLD") == (0, units, 0)


def test_a_delete_of_nothing_costs_one_unit(cost: Any) -> None:
    assert cost("delete_item", **TABLE, **KEY, ReturnValues="ALL_OLD") == (0, 1, 0)


def test_a_delete_that_hands_nothing_back_has_no_price(cost: Any) -> None:
    assert cost("delete_item", **TABLE, **KEY) == UNPRICED


@pytest.mark.parametrize(("new", "old"), [(3000, 100), (100, 3000)])
def test_a_put_whose_condition_failed_costs_the_larger_of_both_items(
    new: int, old: int, cost_of_failure: Any
) -> None:
    code, told = "ConditionalCheckFailedException", {"Item": item_of(old)}

    assert cost_of_failure("put_item", code, told, **TABLE, Item=item_of(new)) == (0, 3, 0)


def test_a_delete_whose_condition_failed_costs_the_item_that_stays(cost_of_failure: Any) -> None:
    code, told = "ConditionalCheckFailedException", {"Item": item_of(1025)}

    assert cost_of_failure("delete_item", code, told, **TABLE, **KEY) == (0, 2, 0)


@pytest.mark.parametrize("operation", ["put_item", "delete_item"])
def test_a_failed_condition_that_hands_no_item_back_has_no_price(
    operation: str, cost_of_failure: Any
) -> None:
    asked = {"Item": item_of(100)} if operation == "put_item" else KEY

    code = "ConditionalCheckFailedException"
    assert cost_of_failure(operation, code, **TABLE, **asked) == UNPRICED


@pytest.mark.parametrize("code", ["ValidationException", "ThrottlingException"])
def test_what_is_refused_for_another_reason_has_no_price(code: str, cost_of_failure: Any) -> None:
    told = {"ReturnValues": "ALL_OLD"}
    assert cost_of_failure("put_item", code, **TABLE, Item=item_of(100)) == UNPRICED
    assert cost_of_failure("delete_item", code, **TABLE, **KEY, **told) == UNPRICED
    assert cost_of_failure("query", code, **TABLE, **QUERY) == UNPRICED
    assert cost_of_failure("transact_write_items", code, **puts(100)) == UNPRICED


def puts(*sizes: int) -> dict[str, Any]:
    return {"TransactItems": [{"Put": TABLE | {"Item": item_of(size)}} for size in sizes]}


def test_a_transaction_costs_double_for_each_item(cost: Any) -> None:
    assert cost("transact_write_items", **puts(15, 1024, 1025)) == (0, 2 * (1 + 1 + 2), 0)


@pytest.mark.parametrize("action", ["Delete", "ConditionCheck", "Update"])
def test_a_transaction_that_does_not_only_put_has_no_price(action: str, cost: Any) -> None:
    more = {"ConditionCheck": {"ConditionExpression": "Version = Version"}}
    more["Update"] = {"UpdateExpression": "REMOVE Note"}
    other = {action: TABLE | KEY | more.get(action, {})}

    asked = {"TransactItems": [*puts(100)["TransactItems"], other]}
    assert cost("transact_write_items", **asked) == UNPRICED


CANCELLED = "TransactionCanceledException"
FINE = {"Code": "None"}
CLASH = {"Code": "ConditionalCheckFailed"}


def test_a_cancelled_transaction_costs_as_much_and_the_larger_item_where_it_clashed(
    cost_of_failure: Any,
) -> None:
    told = {"CancellationReasons": [FINE, CLASH | {"Item": item_of(3000)}]}

    asked = puts(1025, 100)
    assert cost_of_failure("transact_write_items", CANCELLED, told, **asked) == (0, 2 * (2 + 3), 0)


@pytest.mark.parametrize(
    "reasons",
    [[FINE, CLASH], [FINE, {"Code": "TransactionConflict"}], [FINE], None],
    ids=["no item handed back", "another reason", "a reason is missing", "no reason"],
)
def test_a_cancelled_transaction_whose_items_are_not_all_known_has_no_price(
    reasons: Any, cost_of_failure: Any
) -> None:
    told = reasons and {"CancellationReasons": reasons}

    asked = puts(100, 100)
    assert cost_of_failure("transact_write_items", CANCELLED, told, **asked) == UNPRICED


@pytest.mark.parametrize(
    ("operation", "reply", "asked"),
    [
        ("get_item", {"Item": item_of(100)}, KEY),
        ("update_item", {}, KEY | {"UpdateExpression": "REMOVE Note", "ReturnValues": "ALL_OLD"}),
        ("scan", {"Items": [item_of(100)]}, {}),
        ("describe_table", {"Table": {}}, {}),
    ],
)
def test_every_other_operation_has_no_price(
    operation: str, reply: Any, asked: Any, cost: Any
) -> None:
    assert cost(operation, reply, **TABLE, **asked) == UNPRICED


def test_the_log_tells_each_request_in_order(client: Any, stubber: Stubber) -> None:
    stubber.add_response("put_item", {})
    stubber.add_response("query", {"Items": []})
    stubber.add_response("list_tables", {})

    with capacity(client) as used:
        client.put_item(**TABLE, Item=item_of(1025))
        client.query(**TABLE, **QUERY)
        client.list_tables()

    assert used.log == [
        ("PutItem", 2),
        ("Query", 0.5),
        ("ListTables", None),
    ]
    assert repr(used) == "Used(requests=3, read_units=0.5, write_units=2, unpriced=1)"


def test_a_large_figure_is_shown_in_full() -> None:
    used = Used()
    used.log += [Request("Query", 1_000_000.5)] * 4

    assert repr(used) == "Used(requests=4, read_units=4000002, write_units=0)"


def test_the_meter_counts_only_what_its_client_sends_in_the_block(
    client: Any, stubber: Stubber
) -> None:
    for _ in range(3):
        stubber.add_response("list_tables", {})

    with capacity(client) as used, capacity(backends.client(None, backends.FAKE, {})) as other:
        client.list_tables()
    client.list_tables()
    with pytest.raises(ZeroDivisionError), capacity(client) as broken:
        raise ZeroDivisionError
    client.list_tables()

    assert [meter.requests for meter in (used, other, broken)] == [1, 0, 0]


def test_meters_inside_each_other_both_count(client: Any, stubber: Stubber) -> None:
    for _ in range(3):
        stubber.add_response("put_item", {})

    with capacity(client) as outer:
        client.put_item(**TABLE, Item=item_of(100))
        with capacity(client) as inner:
            client.put_item(**TABLE, Item=item_of(100))
        client.put_item(**TABLE, Item=item_of(100))

    assert [outer.write_units, inner.write_units] == [3, 1]


class Wire:
    """Answers what the client sends: an exception is raised, a dictionary is the reply."""

    def __init__(self) -> None:
        self.answers: deque[Any] = deque()
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, request: Any, **_: Any) -> AWSResponse:
        self.meanwhile()
        answer = self.answers.popleft() if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        status = 400 if "__type" in answer else 200
        return AWSResponse(request.url, status, {}, Body(json.dumps(answer).encode()))


class Body(BytesIO):
    def stream(self) -> Iterator[bytes]:
        yield self.read()


@pytest.fixture
def wire(client: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)  # before it tries again
    wire = Wire()
    client.meta.events.register("before-send.dynamodb", wire)
    yield wire
    client.meta.events.unregister("before-send.dynamodb", wire)


LOST = ConnectionClosedError(endpoint_url="")
THROTTLED = {"__type": "ThrottlingException"}


def test_each_attempt_counts_and_is_priced_by_its_own_reply(client: Any, wire: Wire) -> None:
    clash = {"__type": "ConditionalCheckFailedException", "Item": item_of(2000)}
    wire.answers += [LOST, THROTTLED, clash]

    with capacity(client) as used, pytest.raises(ClientError):
        client.put_item(**TABLE, Item=item_of(100))

    assert used.log == [("PutItem", None), ("PutItem", None), ("PutItem", 2)]
    assert repr(used) == "Used(requests=3, read_units=0, write_units=2, unpriced=2)"


def test_a_request_that_nobody_answers_is_a_request_without_a_price(
    client: Any, wire: Wire
) -> None:
    wire.answers += [LOST] * 3

    with capacity(client) as used, pytest.raises(ConnectionClosedError):
        client.query(**TABLE, **QUERY)

    assert repr(used) == "Used(requests=3, read_units=0, write_units=0, unpriced=3)"


def test_a_transaction_that_may_be_a_repetition_has_no_price(client: Any, wire: Wire) -> None:
    wire.answers += [LOST, {}, {}]

    with capacity(client) as used:
        client.transact_write_items(**puts(100))
        client.transact_write_items(**puts(100), ClientRequestToken="the caller's")
        client.transact_write_items(**puts(100))

    assert [request.units for request in used.log] == [None, None, None, 2]


def test_a_request_on_its_way_when_the_block_begins_does_not_count(client: Any, wire: Wire) -> None:
    with ExitStack() as block:
        meters: list[Used] = []
        wire.meanwhile = lambda: meters.append(block.enter_context(capacity(client)))
        client.query(**TABLE, **QUERY)

        assert meters[0].requests == 0


def test_a_request_that_is_refused_before_it_is_sent_does_not_count(client: Any) -> None:
    with capacity(client) as used, pytest.raises(ParamValidationError):
        client.query(**TABLE, Limit="7")

    assert used.requests == 0


@pytest.mark.usefixtures("wire")
def test_threads_lose_no_count(client: Any) -> None:
    def work() -> None:
        for _ in range(50):
            client.put_item(**TABLE, Item=item_of(100))

    threads = [threading.Thread(target=work) for _ in range(8)]
    with capacity(client) as used:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (used.requests, used.write_units) == (400, 400)
