"""Events as DynamoDB items, and back. The field `weight_grams` is the attribute `WeightGrams`."""

import dataclasses
import inspect
import types
import typing
from decimal import Decimal
from typing import Any, Generic

from eventstore.errors import (
    InvalidEventError,
    UnreadableEventError,
    WrongEventTypeError,
    shown,
)
from eventstore.event import E
from eventstore.values import Item, read_value, write_value

# The types that a field can have.
STORABLE = (str, int, bool, Decimal, bytes, list, dict, types.NoneType)
# DynamoDB's codes for the types that `EventCodec.read` can read fast; `read_value` reads others.
TYPE_CODES: dict[type, str] = {str: "S", int: "N", bool: "BOOL", bytes: "B"}
KEYS = ("Id", "Version")
# Attributes that no field may have. The store adds AppendId, the id of the append that wrote the
# item. EventType is kept free for events of several types: `read` refuses an item that has it.
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
    decimal_hint: Any  # its hint, such as list[Decimal], if that mentions Decimal; or else None


class EventCodec(Generic[E]):
    """Turns events of one type into items, and items into events.

    The event type must be a frozen dataclass with the fields `id: str` and `version: int`. Any
    other field is a str, int, bool, Decimal, bytes, list or dict, and can be `| None` as well. No
    two fields can have the same attribute name. The constructor takes all of them and nothing
    else: a value that isn't stored, such as an InitVar, would be lost. (A field with init=False
    is fine if it's a constant.) Otherwise this raises TypeError.

        >>> EventCodec(Event).write(Event("hero", 0, note="Init"))["Note"]
        {'S': 'Init'}

    DynamoDB drops the trailing zeros of a number, so 10.00 comes back as 10. If the hint says
    Decimal, as in `list[Decimal]` or `dict[str, Decimal]`, the elements come back as Decimals.
    With a plain `list` or `dict` as the hint, 10.00 comes back as an int, and 9.99 as a Decimal.
    """

    def __init__(self, event_type: type[E]):
        _check_event_type(event_type)
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
        self.check_type(event)
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

    def check_type(self, event: object) -> None:
        """Raise WrongEventTypeError unless this is an event of the store's type."""
        found, expected = type(event), self._type
        if found is expected:  # a subclass may have fields that would be lost
            return
        if (found.__module__, found.__qualname__) == (expected.__module__, expected.__qualname__):
            raise WrongEventTypeError(
                f"{expected.__name__} has been defined again since this store was made, as a "
                "notebook does when a cell runs again: make the store again"
            )
        advice = "; unpack it with *" if isinstance(event, list | tuple) else ""
        raise WrongEventTypeError(
            f"expected an event of type {expected.__name__}, got {shown(event)}{advice}"
        )

    def read(self, item: Item) -> E:
        """Return the event for an item. It may have attributes that the event type doesn't have.

        Raises UnreadableEventError, which names the attribute, if a required one is missing or has
        the wrong type, and if the item is an event of another type.
        """
        if "EventType" in item:
            raise _unreadable(item, f"it has the EventType {shown(item['EventType'].get('S'))}")
        values: dict[str, Any] = {}
        for field in self._fields:
            # A long read spends most of its time here, so first try the fast way, which nearly
            # always works. Anything unexpected raises an error, and is then read carefully. The 10
            # makes int() refuse anything but text.
            try:
                content = item[field.attribute][field.type_code]
                values[field.name] = int(content, 10) if field.type_code == "N" else content
            except (KeyError, TypeError, ValueError):
                if field.is_required or field.attribute in item:
                    values[field.name] = _read_carefully(item, field)
        if len(values) == len(KEYS):  # no other field was there: is it another type's?
            self._check_has_only_keys(item)
        return self._type(**values)

    def holds(self, item: Item, event: E) -> bool:
        """Return whether this event is what the item holds, counting 1.0 and 1 as equal."""
        try:
            stored = self.read(item)
        except UnreadableEventError:
            return False
        # Not `==`: an event type can define that as it likes.
        names = [field.name for field in self._fields]
        return all(getattr(stored, name) == getattr(event, name) for name in names)

    def _check_has_only_keys(self, item: Item) -> None:
        others = item.keys() - {*KEYS, *RESERVED}
        if others:
            names = ", ".join(sorted(others))
            raise _unreadable(
                item, f"it has none of the attributes of {self._type.__name__}, but {names}"
            )


def _check_event_type(event_type: object) -> None:
    parameters = getattr(event_type, "__dataclass_params__", None)
    if isinstance(event_type, type) and parameters is not None and parameters.frozen:
        return
    is_event = parameters is not None and not isinstance(event_type, type)
    advice = f"; pass the class, {type(event_type).__name__}" if is_event else ""
    raise TypeError(f"an event type must be a frozen dataclass, got {shown(event_type)}{advice}")


def _fields_of(event_type: Any) -> list[Field]:
    try:
        hints = typing.get_type_hints(event_type)
    except NameError as error:
        raise TypeError(f"{event_type.__name__}: a type hint can't be resolved: {error}") from error
    fields: list[Field] = []
    for declared in dataclasses.fields(event_type):
        if not declared.init:
            _check_is_constant(declared, event_type)
            continue
        attribute = attribute_name(declared.name)
        if attribute in RESERVED or attribute in [field.attribute for field in fields]:
            raise TypeError(
                f"{declared.name}: the attribute {attribute} is already taken; rename the field"
            )
        hint = hints[declared.name]
        allowed = _allowed_types(declared.name, hint)
        defaults = (declared.default, declared.default_factory)
        has_default = any(default is not dataclasses.MISSING for default in defaults)
        fields.append(
            Field(
                name=declared.name,
                attribute=attribute,
                allowed=allowed,
                type_code=_type_code(allowed),
                is_required=not has_default,
                decimal_hint=hint if _names_decimal(hint) else None,
            )
        )
    _check_constructor(event_type, [field.name for field in fields])
    return fields


def _check_is_constant(declared: Any, event_type: Any) -> None:
    # It isn't stored. That's fine if it has the same value in every event, which `__post_init__`
    # could prevent.
    has_default = declared.default is not dataclasses.MISSING
    if not has_default or hasattr(event_type, "__post_init__"):
        raise TypeError(
            f"{declared.name}: a field with init=False isn't stored, so it could have another "
            "value when the event is read; use a property"
        )


def _check_constructor(event_type: Any, fields: list[str]) -> None:
    arguments = inspect.signature(event_type).parameters
    for name in arguments:
        if name not in fields:  # such as an InitVar
            raise TypeError(
                f"{name}: an argument of the constructor that isn't a field isn't stored, "
                "so the event couldn't be read as it was written"
            )
    for name in fields:
        if name not in arguments:
            raise TypeError(f"{name}: the constructor doesn't take this field, so it can't be read")


def _allowed_types(name: str, hint: Any) -> tuple[type, ...]:
    """Return the types that a hint allows: `(list,)` for `list[str]`, two for `str | None`."""
    found = tuple(typing.get_origin(member) or member for member in _members(hint))
    without_none = [member for member in found if member is not types.NoneType]
    if len(without_none) > 1 or any(member not in STORABLE for member in found):
        raise TypeError(f"{name}: {hint} can't be stored; a field must be {_names(STORABLE)}")
    return found


def _members(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union such as `str | None`. Any other hint is the only member."""
    is_union = typing.get_origin(hint) in (typing.Union, types.UnionType)
    return typing.get_args(hint) if is_union else (hint,)


def _names_decimal(hint: Any) -> bool:
    return hint is Decimal or any(_names_decimal(part) for part in typing.get_args(hint))


def _with_decimals(value: Any, hint: Any) -> Any:
    """Return the value, with its ints as Decimals where the hint asks for Decimals.

    DynamoDB returns 10.00 as 10, which `read_value` takes for an int.
    """
    members = _members(hint)
    if type(value) is int and Decimal in members and int not in members:
        return Decimal(value)
    for member in members:
        origin, parts = typing.get_origin(member), typing.get_args(member)
        if origin is list and isinstance(value, list):
            return [_with_decimals(element, parts[0]) for element in value]
        if origin is dict and isinstance(value, dict):
            return {key: _with_decimals(element, parts[1]) for key, element in value.items()}
    return value


def _type_code(allowed: tuple[type, ...]) -> str:
    for each in allowed:
        if each in TYPE_CODES:
            return TYPE_CODES[each]
    return ""


def _read_carefully(item: Item, field: Field) -> Any:
    try:
        if field.attribute not in item:
            raise ValueError("is missing")
        value = read_value(item[field.attribute])
        return _checked(_with_decimals(value, field.decimal_hint), field.allowed)
    except ValueError as error:
        raise _unreadable(item, f"{field.attribute} {error}") from None


def _unreadable(item: Item, problem: str) -> UnreadableEventError:
    return UnreadableEventError(f"item {item.get('Id')}, {item.get('Version')}: {problem}")


def _checked(value: Any, allowed: tuple[type, ...]) -> Any:
    """Return the value if its type is allowed. If the field is a Decimal, turn an int into one."""
    if type(value) is int and Decimal in allowed:
        return Decimal(value)
    # In Python, True is an int as well. A field for an int must not take it.
    is_wrong_bool = isinstance(value, bool) and bool not in allowed
    if is_wrong_bool or not isinstance(value, allowed):
        raise ValueError(f"must be {_names(allowed)}, got {shown(value)}")
    return value


def _names(allowed: tuple[type, ...]) -> str:
    """Return `str or None` for `(str, NoneType)`."""
    return " or ".join("None" if each is types.NoneType else each.__name__ for each in allowed)
