"""aiodynamo on aiohttp, which gives dicts and fetches the next page while it decodes this one."""

# ruff: noqa: D102 -- Rival says what the methods do

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import aiohttp
from aiodynamo.client import Client
from aiodynamo.credentials import Key, StaticCredentials
from aiodynamo.expressions import F, HashKey
from aiodynamo.http.aiohttp import AIOHTTP
from aiodynamo.operations import Put
from yarl import URL

from benchmarks.rivals import Rival
from benchmarks.rivals.resource import plain
from benchmarks.servers import REGION
from benchmarks.wire import IDLE
from eventstore import Event


class Contender(Rival):
    """The same items under the same condition, in an event loop of its own."""

    name = "aiodynamo"
    remark = "dicts; asks for the next page while it decodes this one"

    def __init__(self, url: str, table: str):
        self.loop = asyncio.new_event_loop()
        self.session = self.wait(self.open())
        credentials = StaticCredentials(Key("fake", "fake"))
        http = AIOHTTP(self.session)
        self.client = Client(http, credentials, REGION, endpoint=URL(url), numeric_type=int)
        self.table = table

    async def open(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(keepalive_timeout=IDLE))

    def wait(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(coroutine)

    def append(self, event: Event) -> None:
        free = F("Version").does_not_exist()
        self.wait(self.client.put_item(self.table, plain(event), condition=free))

    def append_together(self, events: Sequence[Event]) -> None:
        free = F("Version").does_not_exist()
        puts = [Put(self.table, plain(event), free) for event in events]
        self.wait(self.client.transact_write_items(puts, request_token=events[0].id))

    def query(self, id: str) -> list[dict[str, Any]]:
        async def all_of_them() -> list[dict[str, Any]]:
            found = self.client.query(self.table, HashKey("Id", id), consistent_read=True)
            return [item async for item in found]

        items: list[dict[str, Any]] = self.wait(all_of_them())
        return items

    def points(self, record: Any) -> int:
        return int(record["CharacterHitPoints"])

    def close(self) -> None:
        self.wait(self.session.close())
        self.loop.close()
