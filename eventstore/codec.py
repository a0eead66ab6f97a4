"""Between an event and its item: the field `weight_grams` is the attribute `WeightGrams`."""

import inspect
import types
import typing
from dataclasses import MISSING, Field, fields
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
        stored, hints = [f for f in fields(self._type) if f.init], typing.get_type_hints(self._type)
        allowed = {f.name: _allowed_types(f.name, hints[f.name]) for f in stored}
        if [allowed.get(name) for name in ("id", "version")] != [(str,), (int,)]:
            raise TypeError(f"{self._type.__name__} needs the fields `id: str` and `version: int`")
        self._fields, taken = [], {"AppendId", "EventType"}
        for f in stored:
            attribute, kinds = attribute_name(f.name), allowed[f.name]
            if attribute in taken:
                raise TypeError(f"{f.name}: the attribute {attribute} is taken already")
            taken.add(attribute)
            kind = next((KINDS[each] for each in kinds if each in KINDS), "")
            self._fields.append((f, attribute, kinds, kind))
        self._make = self._type
        if inspect.getfullargspec(self._type.__init__).args[1:] != [*allowed]:  # not by position
            self._make = lambda *values: self._type(**dict(zip(allowed, values, strict=True)))

    def write(self, event: E) -> Item:
        """Return the item of an event. InvalidEventError names the field that does not fit."""
        if type(event) is not self._type:  # a subclass has fields that would be lost
            raise InvalidEventError(f"{event!r:.60} is no {self._type.__name__}")
        item = {}
        for field, attribute, allowed, _ in self._fields:
            try:
                item[attribute] = write_value(_checked(getattr(event, field.name), allowed))
            except ValueError as error:
                where = f"event {event.id!r:.60}, version {event.version!r:.60}: {field.name}"
                raise InvalidEventError(f"{where} {error}") from None
        return item

    def read(self, item: Item) -> E:
        """Return the event of an item, ignoring attributes that its type does not have.

        UnreadableEventError names an attribute that is missing or of the wrong type.
        """
        values = []
        for field, attribute, allowed, kind in self._fields:
            try:  # what is nearly always there, fast; given a base, int takes nothing but text
                content = item[attribute][kind]
                values.append(int(content, 10) if kind == "N" else content)
            except (KeyError, TypeError, ValueError):
                values.append(_read_carefully(item, field, allowed))
        event: E = self._make(*values)
        return event


def _read_carefully(item: Item, field: Field[Any], allowed: tuple[type, ...]) -> Any:
    attribute = attribute_name(field.name)
    try:
        if (value := item.get(attribute)) is not None:
            return _checked(read_value(value), allowed)
        if field.default is field.default_factory is MISSING:
            raise ValueError("is missing")
    except ValueError as error:
        where = f"item {item.get('Id')}, {item.get('Version')}: {attribute}"
        raise UnreadableEventError(f"{where} {error}") from None
    return field.default if field.default_factory is MISSING else field.default_factory()


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
