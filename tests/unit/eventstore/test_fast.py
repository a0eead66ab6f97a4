"""Fast reads return the pages that botocore would, without using its parser for the items."""

import copy
import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from eventstore import Event, EventStore
from eventstore.codec import EventCodec
from eventstore.fast import BEGIN, HOOK, FastReads, Items

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


def test_the_items_of_a_page_are_not_decoded_to_get_its_events() -> None:
    items = Items(b"anything but JSON", [STORED])
    codec = EventCodec(Event)

    assert [*FastReads(Wire().client, codec.codecs).events_of(items, codec.read)] == [STORED]


def test_an_empty_page_is_empty() -> None:
    wire = Wire(reply({"Items": [], "Count": 0, "ScannedCount": 0}))

    assert EventStore(wire.client, "events", fast_reads=True).query("a", after=0) == []


def test_a_store_reads_fast_only_if_it_is_asked_to() -> None:
    wire = Wire(reply(PAGE))
    EventStore(wire.client, "others", fast_reads=True)  # another store on the same client

    assert EventStore(wire.client, "events").query("a") == [STORED]
    assert EventStore(wire.client, "events", fast_reads=True).query("a") == [STORED]
    assert wire.untouched == [True, False]


@pytest.mark.parametrize("fast_reads", [True, False])
def test_only_a_store_that_reads_fast_registers_handlers_on_the_client(
    fast_reads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, registered = Wire(reply(PAGE)).client, []
    emitter = type(client.meta.events)
    for name in ("register", "register_first", "register_last"):
        original = getattr(emitter, name)

        def register(self: Any, event: str, *args: Any, call: Any = original, **kw: Any) -> None:
            if self is client.meta.events:
                registered.append(event)
            call(self, event, *args, **kw)

        monkeypatch.setattr(emitter, name, register)

    assert EventStore(client, "events", fast_reads=fast_reads).query("a") == [STORED]

    assert registered == ([BEGIN, HOOK] if fast_reads else [])


def test_without_msgspec_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "eventstore.fast", raising=False)
    monkeypatch.setitem(sys.modules, "msgspec", None)
    client = Wire(reply(PAGE)).client

    said = r"^fast_reads=True needs msgspec: pip install 'eventstore-dynamodb\[fast\]'$"
    with pytest.raises(ImportError, match=said):
        EventStore(client, "events", fast_reads=True)
    assert EventStore(client, "events").query("a") == [STORED]


def test_a_handler_that_keeps_the_page_keeps_its_items() -> None:
    wire, seen = Wire(reply(PAGE | {"Items": [ITEM | {"Version": {"N": n}} for n in "012"]})), []
    wire.client.meta.events.register("after-call", lambda parsed, **_: seen.append(parsed["Items"]))
    events = EventStore(wire.client, "events", fast_reads=True).stream("a")

    left = [(event.version, len(seen[0])) for event in events]

    assert left == [(0, 3), (1, 3), (2, 3)]


def test_a_page_that_a_stub_returns_twice_stays_complete() -> None:
    client = Wire().client
    store, page = EventStore(client, "events", fast_reads=True), copy.deepcopy(PAGE)
    with Stubber(client) as stub:
        for _ in range(2):
            stub.add_response("query", page)

        assert [store.query("a") for _ in range(2)] == [[STORED], [STORED]]


def test_several_stores_on_one_client_register_their_handlers_once() -> None:
    wire = Wire(reply(PAGE))
    alone = len(wire.client.meta.events.emit(HOOK, response_dict={"body": b""}))

    stores = [
        EventStore(wire.client, name, fast_reads=True) for name in ("events", "others", "events")
    ]

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

    assert [*FastReads(client, EventCodec(Event).codecs).iterate(pages())] == [PAGE]
    assert told == before
