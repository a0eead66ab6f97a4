"""Read the pages of a Query fast: decode them straight into events, not with botocore's parser.

The parser takes most of the time of a long read, and its result is many small dicts, which Python's
garbage collector looks at again and again. So just before botocore parses a reply, msgspec decodes
its items into structs with one slot for each attribute of the event types. botocore parses the
rest. Credentials, retries and checksums stay botocore's.

If an item doesn't fit, because it has a binary value or an old name of an event type, for example,
its whole page is left to botocore. So the events are always the same. Only
`EventStore(..., fast_reads=True)` uses this module.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar, copy_context
from operator import attrgetter
from typing import Any, Generic

import msgspec

from eventstore.codec import KEYS, EventCodec
from eventstore.event import E
from eventstore.values import Item

# botocore's events: a query begins, and its reply is about to be parsed.
BEGIN = "provide-client-params.dynamodb.Query"
HOOK = "before-parse.dynamodb.Query"
# A binary value arrives as Base64. We leave such a page to botocore's parser, which decodes it.
BINARY = re.compile(rb'"BS?"\s*:\s*["[]')


class _Text(msgspec.Struct, gc=False):
    S: str


class _Number(msgspec.Struct, gc=False):
    N: str


class _Flag(msgspec.Struct, gc=False):
    BOOL: bool


STRUCTS: dict[type | None, Any] = {str: _Text, int: _Number, bool: _Flag}
CODES: dict[type, str] = {str: "S", int: "N", bool: "BOOL"}
TYPE = ("event_type", _Text)  # the slot for EventType
# The other parts of a reply, which we hand to botocore as they are.
REST = ("Count", "ScannedCount", "LastEvaluatedKey", "ConsumedCapacity")


class Items(Sequence[Item]):
    """The items of a page, and its `events`. The items are only decoded if they're needed."""

    def __init__(self, body: bytes, events: list[Any]):
        self.events = events
        self._body = body
        self._items: list[Item] | None = None

    def _decoded(self) -> list[Item]:
        if self._items is None:
            self._items = json.loads(self._body)["Items"]
        return self._items

    def __len__(self) -> int:
        return len(self.events)

    def __getitem__(self, index: Any) -> Any:
        return self._decoded()[index]

    def __eq__(self, other: object) -> bool:
        return self._decoded() == other

    def __repr__(self) -> str:
        return repr(self._decoded())


class FastReads(Generic[E]):
    """Reads the pages of a Query as events.

    `codecs` are those of the event types, by their names. That of a type without a name is "".
    """

    def __init__(self, client: Any, codecs: Mapping[str, EventCodec[E]]):
        # However many stores there are, a client gets each handler once.
        client.meta.events.register_first(BEGIN, _count_query, unique_id="eventstore.begin")
        client.meta.events.register(HOOK, _take_items, unique_id="eventstore.fast")
        kinds = _kinds_of(codecs.values())
        self._readers: dict[str | None, Callable[[Any], E]] = {
            name: _Reader(codec, kinds, name).read for name, codec in codecs.items()
        }
        # One struct for the items of all types. Its slots are numbered, because an attribute can
        # have a name that Python reserves, such as None.
        slots = [
            (_slot(kinds, attribute), STRUCTS.get(kind, dict[str, Any]))
            for attribute, kind in kinds.items()
        ]
        item: Any = msgspec.defstruct(
            "Item",
            [(slot, kind | msgspec.UnsetType, msgspec.UNSET) for slot, kind in (*slots, TYPE)],
            rename={_slot(kinds, attribute): attribute for attribute in (*kinds, "EventType")},
            gc=False,
        )
        page: Any = msgspec.defstruct(
            "Page",
            [
                ("Items", list[item]),
                *((name, msgspec.Raw | msgspec.UnsetType, msgspec.UNSET) for name in REST),
            ],
        )
        self._decode = msgspec.json.Decoder(page).decode

    def iterate(self, pages: Iterable[Any]) -> Iterator[Any]:
        """Iterate over a paginator's pages, as `iter` does. The items of a page may be `Items`."""
        iterator = iter(pages)
        while True:
            # Each page gets a context of its own, so that the caller's queries between two pages
            # aren't counted.
            page = copy_context().run(self._next_page, iterator)
            if page is None:
                return
            yield page

    def events_of(self, items: Sequence[Item], read: Callable[[Item], E]) -> Iterable[E]:
        """Return the events of a page. `read` reads the items of one that botocore has parsed."""
        return items.events if isinstance(items, Items) else map(read, items)

    def _next_page(self, iterator: Iterator[Any]) -> Any:
        _asking.set(_Asking(self.take))
        return next(iterator, None)

    def take(self, body: bytes) -> tuple[Items, bytes]:
        """Return the items of a page, and the rest of its body.

        Raises an error, of any type, if botocore has to read this page.
        """
        if BINARY.search(body):
            raise ValueError("binary values arrive as Base64")
        page = self._decode(body)
        # There's no reader for an old name, an unknown one, or one that is stored but empty.
        readers, unset = self._readers, msgspec.UNSET
        events = [
            readers["" if item.event_type is unset else item.event_type.S or None](item)
            for item in page.Items
        ]
        rest = {name: getattr(page, name) for name in REST}
        present = {name: raw for name, raw in rest.items() if raw is not msgspec.UNSET}
        return Items(body, events), msgspec.json.encode(present)


class _Reader(Generic[E]):
    """Makes events of one type from structs."""

    def __init__(self, codec: EventCodec[E], kinds: Mapping[str, type | None], name: str):
        self._type: Callable[..., E] = codec.type
        self._fields = [
            (field, _slot(kinds, field.attribute), kinds[field.attribute]) for field in codec.fields
        ]
        # Without a name, an item with nothing but the keys may be another type's.
        self._must_have_more_than_keys = not name
        self._contents = attrgetter(
            *(f"{slot}.{CODES[kind]}" if kind else slot for _, slot, kind in self._fields)
        )
        self._numbers = [n for n, (_, _, kind) in enumerate(self._fields) if kind is int]
        self._others = [(n, field) for n, (field, _, kind) in enumerate(self._fields) if not kind]
        names = [field.name for field in codec.fields]
        positions = inspect.signature(codec.type).parameters.values()
        self._is_simple = (
            names == [each.name for each in positions if each.kind is each.POSITIONAL_OR_KEYWORD]
            # A type with only the keys and no name: we'd need to see the other attributes of the
            # item, which the struct doesn't have. `_read_carefully` leaves its page to botocore.
            and not (self._must_have_more_than_keys and len(names) == len(KEYS))
        )

    def read(self, item: Any) -> E:
        """Return the event. Raises an error, of any type, if the item doesn't fit."""
        if not self._is_simple:
            return self._read_carefully(item)
        try:
            values = [*self._contents(item)]
            for n in self._numbers:
                values[n] = int(values[n])
            for n, field in self._others:
                values[n] = field.read(values[n])
            return self._type(*values)
        except AttributeError:  # an attribute is missing
            return self._read_carefully(item)

    def _read_carefully(self, item: Any) -> E:
        values: dict[str, Any] = {}
        for field, slot, kind in self._fields:
            value = getattr(item, slot)
            if value is not msgspec.UNSET:
                content = getattr(value, CODES[kind]) if kind else field.read(value)
                values[field.name] = int(content) if kind is int else content
            elif field.is_required:
                raise ValueError(f"{field.attribute} is missing")
        if self._must_have_more_than_keys and len(values) == len(KEYS):
            raise ValueError("it may be another type's")
        return self._type(**values)


def _kinds_of(codecs: Iterable[EventCodec[Any]]) -> dict[str, type | None]:
    """Return the attributes of the event types, each with the type of its struct.

    It's None if there's no struct for it, or if two event types don't agree.
    """
    kinds: dict[str, type | None] = {}
    for codec in codecs:
        for field in codec.fields:
            has_struct = field.has_one_type and field.plain_type in STRUCTS
            kind = field.plain_type if has_struct else None
            is_same = kinds.get(field.attribute, kind) is kind
            kinds[field.attribute] = kind if is_same else None
    return kinds


def _slot(kinds: Mapping[str, type | None], attribute: str) -> str:
    # EventType isn't among the attributes of the event types. It has a slot of its own.
    return f"a{list(kinds).index(attribute)}" if attribute in kinds else TYPE[0]


class _Asking:
    """We are asking for a page. `begun` is how many queries have begun since."""

    def __init__(self, take: Callable[[bytes], tuple[Items, bytes]]):
        self.take = take
        self.begun = 0


# The hook isn't told whose reply it gets, and a handler of the caller's may query with the same
# client while we wait for a page. So we count the queries since we asked for the page. Exactly one:
# the reply is ours. More: we can't tell, so botocore parses it. None: we haven't asked for a page.
_asking: ContextVar[_Asking | None] = ContextVar("asking", default=None)


def _count_query(**_: Any) -> None:
    asking = _asking.get()
    if asking is not None:
        asking.begun += 1


def _take_items(**event: Any) -> None:
    """Move the items from the body of a reply to the result."""
    # Anything unexpected, such as a damaged page, is left to botocore, which reports it or retries.
    with suppress(Exception):
        reply, asking = event["response_dict"], _asking.get()
        if asking is not None and asking.begun == 1 and reply["status_code"] == 200:
            items, rest = asking.take(reply["body"])
            event["customized_response_dict"]["Items"] = items
            reply["body"] = rest
