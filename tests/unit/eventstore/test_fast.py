"""Fast reads return the pages that botocore would, without using its parser for the items."""

import copy
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from eventstore import CHARACTER, Event, EventStore
from eventstore.fast import HOOK, fast_pages

from .wire import Wire, reply

ITEM = {"Id": {"S": "a"}, "Version": {"N": "0"}, "Note": {"S": "Init"}}
PAGE = {"Items": [ITEM], "Count": 1, "ScannedCount": 1}
STORED = Event(id="a", version=0, note="Init")
NO_TABLE = 400, {}, b'{"__type": "x#ResourceNotFoundException", "message": "no table"}'


def b64(content: bytes) -> str:
    return b64encode(content).decode()


def test_a_page_equals_botocores_and_its_items_never_reach_the_parser() -> None:
    page = reply(PAGE | {"ConsumedCapacity": {"TableName": "events", "CapacityUnits": 0.5}})
    plain, fast = Wire(page), Wire(page)

    assert [*fast.pages()] == [*plain.pages(fast=False)]
    assert (plain.untouched, fast.untouched) == ([True], [False])


@pytest.mark.parametrize(
    "value",
    [
        {"S": "Ärger \N{DRAGON} \u2028 \\ \" 'B'"},
        {"S": '"B":'},
        {"N": "-1.50"},
        {"SS": ["a", "B"]},
        {"NS": ["1"]},
        {"BOOL": False},
        {"NULL": True},
        {"L": [{"BOOL": True}, {"L": [{"M": {"deep": {"S": "b"}}}]}, {"S": b64(b"c")}]},
        {"M": {"B": {"S": "B"}, "S": {"S": "BS"}, "M": {"M": {}}, "BS": {"L": []}}},
        {"S": '"B":"YQ==","BS":["YQ=="]'},
    ],
    ids=str,
)
def test_a_value_of_any_kind_equals_botocores(value: dict[str, Any]) -> None:
    page = reply(PAGE | {"Items": [ITEM | {"Value": value}, ITEM]})
    plain, fast = Wire(page), Wire(page)

    assert [*fast.pages()] == [*plain.pages(fast=False)]
    assert fast.untouched == [False]


@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize(
    "value",
    [
        {"B": b64(b"\x00\xff")},
        {"B": ""},
        {"BS": [b64(b"a"), b64(b"\xff")]},
        {"L": [{"B": b64(b"a")}]},
        {"M": {"S": {"M": {"deep": {"BS": [b64(b"d")]}}}}},
    ],
    ids=str,
)
def test_a_page_with_a_binary_value_is_left_to_botocore(value: dict[str, Any], space: str) -> None:
    text = json.dumps(PAGE | {"Items": [ITEM, ITEM | {"V": value}]}, separators=(",", f":{space}"))
    plain, fast = Wire(reply(text.encode())), Wire(reply(text.encode()))

    assert [*fast.pages()] == [*plain.pages(fast=False)]
    assert fast.untouched == [True]


def test_a_binary_key_leads_to_the_next_page() -> None:
    key = {"Id": {"B": b64(b"\xff")}, "Version": {"N": "0"}}
    pages = reply(PAGE | {"LastEvaluatedKey": key}), reply(PAGE)
    plain, fast = Wire(*pages), Wire(*pages)

    assert [*fast.pages()] == [*plain.pages(fast=False)]
    assert fast.untouched == [True, False]


def test_an_empty_page_is_empty() -> None:
    wire = Wire(reply({"Items": [], "Count": 0, "ScannedCount": 0}))

    assert EventStore(wire.client, "events").query("a", after=0) == []


@pytest.mark.parametrize("fast_reads", [True, False])
def test_a_store_reads_fast_by_default(fast_reads: bool) -> None:
    wire = Wire(reply(PAGE))
    EventStore(wire.client, "others")  # another store, which reads fast, on the same client
    store = EventStore(wire.client, "events", fast_reads=fast_reads)

    assert store.query("a") == [STORED]
    assert wire.untouched == [not fast_reads]


@pytest.mark.parametrize("fast_reads", [True, False])
def test_a_store_reads_snapshots_as_it_reads_events(fast_reads: bool) -> None:
    wire = Wire(reply({"Items": [], "Count": 0, "ScannedCount": 0}))
    store = EventStore(wire.client, "events", fast_reads=fast_reads)

    store.prune("a", CHARACTER, keep=0)
    store.project("a", CHARACTER)  # a request for the snapshot, and one for the events

    assert wire.untouched == [not fast_reads] * 3


def test_a_handler_that_keeps_the_page_keeps_its_items() -> None:
    wire, seen = Wire(reply(PAGE | {"Items": [ITEM | {"Version": {"N": n}} for n in "012"]})), []
    wire.client.meta.events.register("after-call", lambda parsed, **_: seen.append(parsed["Items"]))
    events = EventStore(wire.client, "events").stream("a")

    left = [(event.version, len(seen[0])) for event in events]

    assert left == [(0, 3), (1, 3), (2, 3)]


def test_a_page_that_a_stub_returns_twice_stays_complete() -> None:
    client = Wire().client
    store, page = EventStore(client, "events"), copy.deepcopy(PAGE)
    with Stubber(client) as stub:
        for _ in range(2):
            stub.add_response("query", page)

        assert [store.query("a") for _ in range(2)] == [[STORED], [STORED]]


def test_several_stores_on_one_client_register_their_handlers_once() -> None:
    wire = Wire(reply(PAGE))
    alone = len(wire.client.meta.events.emit(HOOK, response_dict={"body": b""}))

    stores = [EventStore(wire.client, name) for name in ("events", "others", "events")]

    told = wire.client.meta.events.emit(HOOK, response_dict={"body": b""})
    assert len(told) == alone + 1
    assert [store.query("a") for store in stores] == [[STORED]] * 3


def test_a_botocore_without_customized_responses_is_merely_slower() -> None:
    client = Wire(reply(PAGE)).client
    told = {"response_dict": {"status_code": 200, "body": json.dumps(PAGE).encode()}}
    before = copy.deepcopy(told)

    def pages() -> Iterator[Any]:
        client.meta.events.emit(HOOK, **told)
        yield PAGE

    assert [*fast_pages(client)(pages())] == [PAGE]
    assert told == before
