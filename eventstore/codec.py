"""Events as DynamoDB items, and back. The field `weight_grams` is the attribute `WeightGrams`."""

import dataclasses
import types
import typing
from decimal import Decimal
from typing import Any, Generic

from eventstore.errors import InvalidEventError, UnreadableEventError, shown
from eventstore.event import E
from eventstore.values import Item, read_value, write_value

# The types that a field can have.
STORABLE = (str, int, bool, Decimal, bytes, list, dict, types.NoneType)
# DynamoDB's codes for the types that `EventCodec.read` can read fast. The others need converting.
TYPE_CODES: dict[type, str] = {str: "S", int: "N", bool: "BOOL", bytes: "B"}
# Attributes that the store keeps for itself.
RESERVED = ("AppendId", "EventType")


def attribute_name(field_name: str) -> str:
    """Return `CharacterHitPoints` for `character_hit_points`, as the article's Go program does."""
    words = field_name.split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field of an event type, and the attribute that stores it."""

    name: str
    attribute: str
    allowed: tuple[type, ...]  # a storable type, and NoneType if the field can be None
    type_code: str  # its code in TYPE_CODES, or "" if it has none
    is_required: bool  # because it has no default


class EventCodec(Generic[E]):
    """Turns events of one type into items, and items into events.

    The event type must be a frozen dataclass with the fields `id: str` and `version: int`. Any
    other field is a str, int, bool, Decimal, bytes, list or dict, and can be `| None` as well. No
    two fields can have the same attribute name. Otherwise the constructor raises TypeError.

        >>> EventCodec(Event).write(Event("hero", 0, note="Init"))["Note"]
        {'S': 'Init'}
    """

    def __init__(self, event_type: type[E]):
        parameters = getattr(event_type, "__dataclass_params__", None)
        if parameters is None or not parameters.frozen:
            raise TypeError(f"an event type must be a frozen dataclass, got {shown(event_type)}")
        self._type = event_type
        self._fields = _fields_of(event_type)
        allowed_types = {field.name: field.allowed for field in self._fields}
        if allowed_types.get("id") != (str,) or allowed_types.get("version") != (int,):
            raise TypeError(
                f"{event_type.__name__} must have the fields `id: str` and `version: int`"
            )

    def write(self, event: E) -> Item:
        """Return the item for an event.

        Raises InvalidEventError, which names the field, if a value can't be stored.
        """
        if type(event) is not self._type:  # a subclass has fields that would be lost
            raise InvalidEventError(
                f"expected an event of type {self._type.__name__}, got {shown(event)}"
            )
        item = {}
        for field in self._fields:
            try:
                value = _checked(getattr(event, field.name), field.allowed)
                item[field.attribute] = write_value(value)
            except ValueError as error:
                raise InvalidEventError(
                    f"event {shown(event.id)}, version {shown(event.version)}: {field.name} {error}"
                ) from None
        return item

    def read(self, item: Item) -> E:
        """Return the event for an item. Attributes that the event type doesn't have are ignored.

        Raises UnreadableEventError, which names the attribute, if one is missing or has the wrong
        type.
        """
        values: dict[str, Any] = {}
        for field in self._fields:
            # A long read spends most of its time here, so first try the fast way, which nearly
            # always works. int() gets a base because it then refuses 1.5, instead of returning 1.
            try:
                content = item[field.attribute][field.type_code]
                values[field.name] = int(content, 10) if field.type_code == "N" else content
            except (KeyError, TypeError, ValueError):
                if field.is_required or field.attribute in item:
                    values[field.name] = _read_carefully(item, field)
        return self._type(**values)


def _fields_of(event_type: Any) -> list[Field]:
    hints = typing.get_type_hints(event_type)
    fields: list[Field] = []
    for declared in dataclasses.fields(event_type):
        if not declared.init:  # the dataclass computes it, so it isn't stored
            continue
        attribute = attribute_name(declared.name)
        if attribute in RESERVED or attribute in [field.attribute for field in fields]:
            raise TypeError(
                f"{declared.name}: the attribute {attribute} is already taken; rename the field"
            )
        allowed = _allowed_types(declared.name, hints[declared.name])
        defaults = (declared.default, declared.default_factory)
        has_default = any(default is not dataclasses.MISSING for default in defaults)
        fields.append(
            Field(
                name=declared.name,
                attribute=attribute,
                allowed=allowed,
                type_code=_type_code(allowed),
                is_required=not has_default,
            )
        )
    return fields


def _allowed_types(name: str, hint: Any) -> tuple[type, ...]:
    """Return the types that a hint allows: `(list,)` for `list[str]`, two for `str | None`."""
    is_union = typing.get_origin(hint) in (typing.Union, types.UnionType)
    members = typing.get_args(hint) if is_union else (hint,)
    found = tuple(typing.get_origin(member) or member for member in members)
    without_none = [member for member in found if member is not types.NoneType]
    if len(without_none) > 1 or any(member not in STORABLE for member in found):
        raise TypeError(f"{name}: {hint} can't be stored; a field must be {_names(STORABLE)}")
    return found


def _type_code(allowed: tuple[type, ...]) -> str:
    for each in allowed:
        if each in TYPE_CODES:
            return TYPE_CODES[each]
    return ""


def _read_carefully(item: Item, field: Field) -> Any:
    try:
        if field.attribute not in item:
            raise ValueError("is missing")
        return _checked(read_value(item[field.attribute]), field.allowed)
    except ValueError as error:
        raise UnreadableEventError(
            f"item {item.get('Id')}, {item.get('Version')}: {field.attribute} {error}"
        ) from None


def _checked(value: Any, allowed: tuple[type, ...]) -> Any:
    """Return the value if its type is allowed. An int becomes a Decimal if the field is one."""
    if type(value) is int and Decimal in allowed:
        return Decimal(value)
    # In Python, True is an int as well. In an event, that would be a mistake.
    is_wrong_bool = isinstance(value, bool) and bool not in allowed
    if is_wrong_bool or not isinstance(value, allowed):
        raise ValueError(f"must be {_names(allowed)}, got {shown(value)}")
    return value


def _names(allowed: tuple[type, ...]) -> str:
    """Return `str or None` for `(str, NoneType)`."""
    return " or ".join("None" if each is types.NoneType else each.__name__ for each in allowed)
