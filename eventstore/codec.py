"""Events of one type as DynamoDB items, and back."""

import types
from collections.abc import Mapping
from typing import Any, Generic, Protocol

from eventstore.errors import (
    InvalidEventError,
    UnreadableEventError,
    WrongEventTypeError,
    shown,
)
from eventstore.event import E
from eventstore.fields import (
    PLAIN,
    Field,
    MisfitError,
    fields_of,
    is_frozen_dataclass,
)
from eventstore.values import Item

KEYS = ("Id", "Version")
# Attributes that the store adds to an item, so no field can have them. Version 1.0 reserved only
# the first two. The others begin with a small letter, which the attribute of a field never does.
RESERVED = ("AppendId", "EventType", "recordedAt", "metadata")


class Codec(Protocol[E]):
    """What a store needs to write and read its events: an `EventCodec`, or `EventTypes`."""

    def write(self, event: E) -> Item:
        """Return the item for an event. Raises InvalidEventError if it can't be stored."""

    def read(self, item: Item) -> E:
        """Return the event for an item. Raises UnreadableEventError if it isn't one."""

    def check_type(self, event: object) -> None:
        """Raise WrongEventTypeError unless this is an event of the store."""

    def holds(self, item: Item, event: E) -> bool:
        """Return whether this event is what the item holds."""

    @property
    def codecs(self) -> Mapping[str, "EventCodec[E]"]:
        """The codec of each event type that is written, by its name."""


class EventCodec(Generic[E]):
    """Turns events of one type into items, and items into events.

    The event type must be a frozen dataclass with the fields `id: str` and `version: int`. Any
    other field is a str, int, bool, Decimal, bytes, datetime, date, UUID, an Enum, a frozen
    dataclass, or a list or dict of these, and can be `| None` as well. No two fields can have the
    same attribute name. The constructor must take all the fields and nothing else, because a value
    that isn't stored, such as an InitVar, would be lost. (A field with init=False is fine if it's a
    constant.) Raises TypeError if an event type breaks one of these rules.

        >>> EventCodec(Event).write(Event("hero", 0, note="Init"))["Note"]
        {'S': 'Init'}

    A datetime must be aware. It keeps its offset from UTC, but not the name of its zone. Datetimes,
    dates and UUIDs are stored as text, an Enum as its value, and a dataclass as a map.

    DynamoDB drops the trailing zeros of a number, so 10.00 comes back as 10. If the hint says
    Decimal, as in `list[Decimal]` or `dict[str, Decimal]`, the elements come back as Decimals.
    With a plain `list` or `dict` as the hint, 10.00 comes back as an int, and 9.99 as a Decimal.
    """

    def __init__(self, event_type: type[E]):
        _check_is_event_type(event_type)
        self.type = event_type
        self.fields = fields_of(event_type, RESERVED)
        types = {field.name: field.converter.name for field in self.fields}
        if types.get("id") != "str" or types.get("version") != "int":
            raise TypeError(
                f"{event_type.__name__} must have the fields `id: str` and `version: int`"
            )
        # A long read spends most of its time in `_read`. If a hint has a plain type, this is its
        # DynamoDB type, such as "S", and `_read` looks for that first. If not, it's "", and the
        # field reads the attribute.
        self._codes = [
            (field, PLAIN[field.plain_type] if field.plain_type else "") for field in self.fields
        ]

    @property
    def codecs(self) -> Mapping[str, "EventCodec[E]"]:
        """The codec itself, under the name "": its type has no name."""
        return {"": self}

    def write(self, event: E) -> Item:
        """Return the item for an event.

        Raises InvalidEventError, which names the field, if a value can't be stored.
        """
        self.check_type(event)
        item = {}
        for field in self.fields:
            try:
                item[field.attribute] = field.write(getattr(event, field.name))
            except MisfitError as error:
                raise InvalidEventError(
                    f"event {shown(event.id)}, version {shown(event.version)}: {error}"
                ) from None
        return item

    def check_type(self, event: object) -> None:
        """Raise WrongEventTypeError unless this is an event of the store's type."""
        check_event_type(event, self.type)

    def read(self, item: Item) -> E:
        """Return the event for an item. It may have attributes that the event type doesn't have.

        Raises UnreadableEventError, which names the attribute, if a required one is missing or has
        the wrong type, and if the item is an event of another type.
        """
        if "EventType" in item:
            raise unreadable(item, f"it has the EventType {shown(item['EventType'].get('S'))}")
        event, found = self._read(item)
        others = item.keys() - {*KEYS, *RESERVED}
        if found == len(KEYS) and others:
            names = ", ".join(sorted(others))
            raise unreadable(
                item, f"it has none of the attributes of {self.type.__name__}, but {names}"
            )
        return event

    def read_named(self, item: Item) -> E:
        """Return the event for an item that's known to be of this type, by its EventType."""
        return self._read(item)[0]

    def _read(self, item: Item) -> tuple[E, int]:
        """Return the event, and how many of its attributes the item has."""
        values: dict[str, Any] = {}
        for field, code in self._codes:
            # First try the fast way, which nearly always works. Anything unexpected raises an
            # error, and is then read carefully. The 10 makes int() refuse anything but text.
            try:
                content = item[field.attribute][code]
                values[field.name] = int(content, 10) if code == "N" else content
            except (KeyError, TypeError, ValueError):
                if field.is_required or field.attribute in item:
                    values[field.name] = _read_carefully(item, field)
        return self.type(**values), len(values)

    def holds(self, item: Item, event: E) -> bool:
        """Return whether the item holds this event, counting the numbers 1.0 and 1 as equal."""
        try:
            stored = self.read(item)
        except UnreadableEventError:
            return False
        return self.is_same(stored, event)

    def is_same(self, stored: E, event: E) -> bool:
        """Return whether an event from the table is this one. The numbers 1.0 and 1 are equal."""
        # Reading changes the time zone of a datetime, and Python never finds times in different
        # zones equal if one of them is a time that its clock shows twice. So compare with the event
        # as it would be read. And don't use `==`, which an event type can define as it likes.
        written = self.read(self.write(event))
        names = [field.name for field in self.fields]
        return all(getattr(stored, name) == getattr(written, name) for name in names)


def check_event_type(event: object, *event_types: type) -> None:
    """Raise WrongEventTypeError unless this is an event of one of the types."""
    found = type(event)
    if found in event_types:  # a subclass may have fields that would be lost
        return
    for expected in event_types:
        if (found.__module__, found.__qualname__) == (expected.__module__, expected.__qualname__):
            raise WrongEventTypeError(
                f"{expected.__name__} has been defined again since this store was made, as a "
                "notebook does when a cell runs again: make the store again"
            )
    *others, last = [event_type.__name__ for event_type in event_types]
    names = f"{', '.join(others)} or {last}" if others else last
    advice = "; unpack it with *" if isinstance(event, list | tuple) else ""
    raise WrongEventTypeError(f"expected an event of type {names}, got {shown(event)}{advice}")


def unreadable(item: Item, problem: str) -> UnreadableEventError:
    """Return the error for an item, which it names."""
    return UnreadableEventError(f"item {item.get('Id')}, {item.get('Version')}: {problem}")


def _check_is_event_type(event_type: object) -> None:
    if is_frozen_dataclass(event_type):
        return
    advice = ""
    if is_frozen_dataclass(type(event_type)):
        advice = f"; pass the class, {type(event_type).__name__}"
    elif isinstance(event_type, types.UnionType | list | tuple | dict):
        advice = "; for several types, pass EventTypes"
    raise TypeError(f"an event type must be a frozen dataclass, got {shown(event_type)}{advice}")


def _read_carefully(item: Item, field: Field) -> Any:
    if field.attribute not in item:
        raise unreadable(item, f"{field.attribute} is missing")
    try:
        return field.read(item[field.attribute])
    except MisfitError as error:
        raise unreadable(item, str(error)) from None
