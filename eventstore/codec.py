"""Between an event and its item: the field `weight_grams` is the attribute `WeightGrams`."""

import types
import typing
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Generic

from eventstore.errors import InvalidEventError, UnreadableEventError
from eventstore.event import E
from eventstore.values import read_value, write_value

Item = dict[str, dict[str, Any]]
KINDS: dict[type, str] = {str: "S", int: "N", bool: "BOOL", bytes: "B"}
STORABLE = (str, int, bool, Decimal, bytes, list, dict, types.NoneType)


def attribute_name(field: str) -> str:
    """`character_hit_points` becomes `CharacterHitPoints`, as the article's Go program has it."""
    return "".join(word[:1].upper() + word[1:] for word in field.split("_"))


class EventCodec(Generic[E]):
    """Writes the events of one type as items, and reads them back.

    TypeError unless it is a frozen dataclass with `id: str`, `version: int` and fields of type str,
    int, bool, Decimal, bytes, list or dict (or None as well), stored under names of their own.
    """

    def __init__(self, event_type: type[E]):
        self._type = typing.cast(Any, event_type)
        if not getattr(getattr(self._type, "__dataclass_params__", None), "frozen", False):
            raise TypeError(f"{self._type.__name__} is no frozen dataclass")
        hints, taken = typing.get_type_hints(self._type), {"AppendId", "EventType"}
        self._fields = []
        for f in (each for each in fields(self._type) if each.init):
            attribute, allowed = attribute_name(f.name), _allowed_types(f.name, hints[f.name])
            if attribute in taken:
                raise TypeError(f"{f.name}: the attribute {attribute} is taken already")
            taken.add(attribute)
            kind = next((KINDS[each] for each in allowed if each in KINDS), "")
            is_needed = f.default is f.default_factory is MISSING
            self._fields.append((f.name, attribute, allowed, kind, is_needed))
        if not {("id", (str,)), ("version", (int,))} <= {(f[0], f[2]) for f in self._fields}:
            raise TypeError(f"{self._type.__name__} needs the fields `id: str` and `version: int`")

    def write(self, event: E) -> Item:
        """Return the item of an event. InvalidEventError names the field that does not fit."""
        if type(event) is not self._type:  # a subclass has fields that would be lost
            raise InvalidEventError(f"{event!r:.60} is no {self._type.__name__}")
        item = {}
        for name, attribute, allowed, *_ in self._fields:
            try:
                item[attribute] = write_value(_checked(getattr(event, name), allowed))
            except ValueError as error:
                where = f"event {event.id!r:.60}, version {event.version!r:.60}: {name}"
                raise InvalidEventError(f"{where} {error}") from None
        return item

    def read(self, item: Item) -> E:
        """Return the event of an item, ignoring attributes that its type does not have.

        UnreadableEventError names an attribute that is missing or of the wrong type.
        """
        values = {}
        for name, attribute, allowed, kind, is_needed in self._fields:
            try:  # what is nearly always there, fast; given a base, int takes nothing but text
                content = item[attribute][kind]
                values[name] = int(content, 10) if kind == "N" else content
            except (KeyError, TypeError, ValueError):
                if is_needed or attribute in item:
                    values[name] = _read_carefully(item, attribute, allowed)
        event: E = self._type(**values)
        return event


def _read_carefully(item: Item, attribute: str, allowed: tuple[type, ...]) -> Any:
    try:
        if attribute not in item:
            raise ValueError("is missing")
        return _checked(read_value(item[attribute]), allowed)
    except ValueError as error:
        where = f"item {item.get('Id')}, {item.get('Version')}: {attribute}"
        raise UnreadableEventError(f"{where} {error}") from None


def _allowed_types(name: str, hint: Any) -> tuple[type, ...]:
    union = typing.get_origin(hint) in (typing.Union, types.UnionType)
    found = tuple(typing.get_origin(t) or t for t in (typing.get_args(hint) if union else [hint]))
    if not set(found) <= set(STORABLE) or len(set(found) - {types.NoneType}) > 1:
        raise TypeError(f"{name}: {hint} cannot be stored; a field is {_names(STORABLE)}")
    return found


def _checked(value: Any, allowed: tuple[type, ...]) -> Any:
    if type(value) is int and Decimal in allowed:
        return Decimal(value)
    # To Python, True is an int. To a reader of events it is not.
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise ValueError(f"is {value!r:.60}, which is no {_names(allowed)}")
    return value


def _names(allowed: tuple[type, ...]) -> str:
    return " or ".join(kind.__name__.removesuffix("Type") for kind in allowed)
