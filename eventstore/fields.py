"""The fields of a dataclass: the attribute that stores each, and what its type hint allows.

The field `weight_grams` is the attribute `WeightGrams`. DynamoDB has no times and no UUIDs, so a
`Converter` turns such a value into one that `values.py` can store, and back.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from eventstore.errors import shown
from eventstore.values import TOO_DEEP, AttributeValue, read_value, write_value

# The types that DynamoDB has itself, and its codes for them.
PLAIN: dict[type, str] = {
    str: "S",
    int: "N",
    bool: "BOOL",
    Decimal: "N",
    bytes: "B",
    types.NoneType: "NULL",
}
CODES = frozenset([*PLAIN.values(), "L", "M"])
ANYTHING = (Any, object)  # as the hint of an element
STORABLE = (
    "str, int, bool, Decimal, bytes, datetime, date, UUID, an Enum, a frozen dataclass, list[...] "
    "or dict[str, ...], and any of these | None"
)


class MisfitError(ValueError):
    """A value that doesn't fit its hint. The message says where it is, as in `stops[0]`."""


class Converter(ABC):
    """Converts the values that one hint allows into storable ones, and back.

    `codes` are the DynamoDB types of the storable values, such as "S". `is_plain` says that version
    1.0 could store them, too. `where` is the path to a value, such as `stops[0]`, for messages.
    """

    name: str
    codes: frozenset[str]
    is_plain = False

    def store(self, value: Any, where: str) -> Any:
        """Return the storable value. Raises MisfitError if the hint doesn't allow this value."""
        if not self.fits(value):
            raise self.misfit(value, where)
        return self._store(value, where)

    @abstractmethod
    def load(self, stored: Any, where: str) -> Any:
        """Return the value. Raises MisfitError if the stored one doesn't fit the hint."""

    @abstractmethod
    def fits(self, value: object) -> bool:
        """Return whether the value has the right type, whatever it may contain."""

    def misfit(self, value: object, where: str) -> MisfitError:
        """Return the error for a value that doesn't fit."""
        return MisfitError(f"{where} must be {self.name}, got {shown(value)}")

    @abstractmethod
    def _store(self, value: Any, where: str) -> Any:
        """Return the storable value for one that fits."""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field of a dataclass, and the attribute that stores it."""

    name: str
    attribute: str
    converter: Converter
    plain_type: type | None  # the first of str, int, bool and bytes in the hint, to read it fast
    has_one_type: bool  # False for a union, such as `int | None`
    is_required: bool  # it has no default

    def write(self, value: object) -> AttributeValue:
        """Return the attribute value. Raises MisfitError if the value can't be stored."""
        try:
            return write_value(self.converter.store(value, self.name))
        except MisfitError:
            raise
        except RecursionError:  # it may contain itself
            raise MisfitError(f"{self.name} {TOO_DEEP}") from None
        except ValueError as error:
            raise MisfitError(f"{self.name} {error}") from None

    def read(self, value: AttributeValue) -> Any:
        """Return the value of the field. Raises MisfitError if the attribute doesn't fit."""
        try:
            stored = read_value(value)
        except ValueError as error:
            raise MisfitError(f"{self.attribute} {error}") from None
        return self.converter.load(stored, self.attribute)


def attribute_name(field_name: str) -> str:
    """Return `CharacterHitPoints` for `character_hit_points`, as the article's Go program does."""
    words = field_name.split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)


def fields_of(dataclass: Any, reserved: Sequence[str] = ()) -> list[Field]:
    """Return the fields of a frozen dataclass.

    Raises TypeError, which names the field, if one can't be stored, or if the dataclass couldn't be
    read as it was written. `reserved` are attribute names that no field can have.
    """
    return _fields_of(dataclass, "", {}, reserved)


def converter_of(hint: Any, where: str) -> Converter:
    """Return the converter for a hint. Raises TypeError if it can't be stored."""
    return _converter_of(hint, where, {})


def is_frozen_dataclass(kind: object) -> bool:
    """Return whether this is a frozen dataclass (the class, and not an instance)."""
    parameters = getattr(kind, "__dataclass_params__", None)
    return isinstance(kind, type) and parameters is not None and parameters.frozen


class _Plain(Converter):
    """A type that DynamoDB has itself."""

    is_plain = True

    def __init__(self, plain_type: type) -> None:
        self._type = plain_type
        self.name = _spelled(plain_type)
        self.codes = frozenset([PLAIN[plain_type]])

    def fits(self, value: object) -> bool:
        # In Python, True is an int as well. A field for an int must not take it.
        if isinstance(value, bool):
            return self._type is bool
        return isinstance(value, self._type) or (self._type is Decimal and isinstance(value, int))

    def _store(self, value: Any, _where: str) -> Any:
        return value

    def load(self, stored: Any, where: str) -> Any:
        # DynamoDB drops the trailing zeros of a number, so a Decimal may come back as an int.
        value = self.store(stored, where)
        return Decimal(value) if self._type is Decimal else value


class _Anything(Converter):
    """The elements of a plain `list` or `dict`, or of one whose hint says Any."""

    is_plain = True
    name = "anything"
    codes = CODES

    def fits(self, _value: object) -> bool:
        return True

    def _store(self, value: Any, _where: str) -> Any:
        return value

    def load(self, stored: Any, _where: str) -> Any:
        return stored


class _Text(Converter):
    """A type that is stored as text: datetime, date or UUID."""

    codes = frozenset(["S"])

    def __init__(
        self, kind: type, to_text: Callable[[Any], str], from_text: Callable[[str], Any]
    ) -> None:
        self._type = kind
        self.name = kind.__name__
        self._to_text = to_text
        self._from_text = from_text

    def fits(self, value: object) -> bool:
        # In Python, a datetime is a date as well.
        is_time = isinstance(value, datetime) and self._type is date
        return isinstance(value, self._type) and not is_time

    def _store(self, value: Any, where: str) -> Any:
        try:
            return self._to_text(value)
        except ValueError as error:
            raise MisfitError(f"{where} {error}") from None

    def load(self, stored: Any, where: str) -> Any:
        try:
            value = self._from_text(stored)
        except (ValueError, TypeError, AttributeError):
            raise self.misfit(stored, where) from None
        if isinstance(value, datetime) and value.utcoffset() is None:
            raise MisfitError(f"{where} must be an aware datetime, got {shown(stored)}")
        return value


class _Member(Converter):
    """A member of an Enum. Its value is stored."""

    def __init__(self, kind: type[enum.Enum], where: str) -> None:
        self._type = kind
        self.name = kind.__name__
        if not kind.__members__:
            raise TypeError(f"{where}: {self.name} has no members")
        self.codes = frozenset(self._code(member, where) for member in kind.__members__.values())

    def _code(self, member: enum.Enum, where: str) -> str:
        named = f"{where}: {self.name}.{member.name}"
        try:
            attribute_value = write_value(member.value)
        except ValueError as error:
            raise TypeError(f"{named} {error}") from None
        with suppress(MisfitError):
            if self.load(read_value(attribute_value), where) is member:
                return next(iter(attribute_value))
        raise TypeError(f"{named} can't be found by its value")

    def fits(self, value: object) -> bool:
        return isinstance(value, self._type)

    def _store(self, value: Any, _where: str) -> Any:
        return value.value

    def load(self, stored: Any, where: str) -> Any:
        try:
            return self._type(stored)
        except Exception:  # `_missing_` may raise anything
            raise self.misfit(stored, where) from None


class _ListOf(Converter):
    """A list. Each element is converted."""

    codes = frozenset(["L"])

    def __init__(self, name: str, element: Converter) -> None:
        self.name = name
        self._element = element
        self.is_plain = element.is_plain

    def fits(self, value: object) -> bool:
        return isinstance(value, list)

    def _store(self, value: Any, where: str) -> Any:
        return [self._element.store(each, f"{where}[{n}]") for n, each in enumerate(value)]

    def load(self, stored: Any, where: str) -> Any:
        if not self.fits(stored):
            raise self.misfit(stored, where)
        return [
            _load_element(self._element, each, f"{where}[{n}]") for n, each in enumerate(stored)
        ]


class _DictOf(Converter):
    """A dict with strings as keys. Each value is converted."""

    codes = frozenset(["M"])

    def __init__(self, name: str, element: Converter) -> None:
        self.name = name
        self._element = element
        self.is_plain = element.is_plain

    def fits(self, value: object) -> bool:
        return isinstance(value, dict)

    def _store(self, value: Any, where: str) -> Any:
        for key in value:
            if not isinstance(key, str):
                raise MisfitError(f"{where} must have only strings as keys, got {shown(key)}")
        return {key: self._element.store(each, f"{where}[{key!r}]") for key, each in value.items()}

    def load(self, stored: Any, where: str) -> Any:
        if not self.fits(stored):
            raise self.misfit(stored, where)
        return {
            key: _load_element(self._element, each, f"{where}[{key!r}]")
            for key, each in stored.items()
        }


class _Nested(Converter):
    """A frozen dataclass inside another one. It's stored as a map, with its own attributes."""

    codes = frozenset(["M"])
    fields: list[Field]  # set later: a dataclass may contain itself

    def __init__(self, kind: type) -> None:
        self._type = kind
        self.name = kind.__name__

    def fits(self, value: object) -> bool:
        return type(value) is self._type  # a subclass may have fields that would be lost

    def _store(self, value: Any, where: str) -> Any:
        return {
            field.attribute: field.converter.store(
                getattr(value, field.name), f"{where}.{field.name}"
            )
            for field in self.fields
        }

    def load(self, stored: Any, where: str) -> Any:
        if not isinstance(stored, dict):
            raise self.misfit(stored, where)
        values = {}
        for field in self.fields:
            path = f"{where}.{field.attribute}"
            if field.attribute in stored:
                values[field.name] = field.converter.load(stored[field.attribute], path)
            elif field.is_required:
                raise MisfitError(f"{path} is missing")
        return self._type(**values)


class _OneOf(Converter):
    """A union, such as `str | None`. Its members are stored as different DynamoDB types."""

    def __init__(self, members: Sequence[Converter]) -> None:
        self._members = members
        self.name = " or ".join(member.name for member in members)
        self.codes = frozenset[str]().union(*(member.codes for member in members))
        self.is_plain = all(member.is_plain for member in members)

    def fits(self, value: object) -> bool:
        return any(member.fits(value) for member in self._members)

    def _store(self, value: Any, where: str) -> Any:
        return next(each for each in self._members if each.fits(value)).store(value, where)

    def load(self, stored: Any, where: str) -> Any:
        code = _code_of(stored)
        for member in self._members:
            if code in member.codes:
                return member.load(stored, where)
        raise self.misfit(stored, where)


def _fields_of(
    dataclass: Any, where: str, known: dict[type, _Nested], reserved: Sequence[str] = ()
) -> list[Field]:
    # `known` has the converters of the nested dataclasses so far. One of them may contain itself.
    path = f"{where}." if where else ""
    try:
        hints = typing.get_type_hints(dataclass)
    except NameError as error:
        raise TypeError(f"{dataclass.__name__}: a type hint can't be resolved: {error}") from error
    fields: list[Field] = []
    for declared in dataclasses.fields(dataclass):
        here = path + declared.name
        if not declared.init:
            _check_is_constant(declared, dataclass, here)
            continue
        attribute = attribute_name(declared.name)
        if attribute in reserved or attribute in [field.attribute for field in fields]:
            raise TypeError(f"{here}: the attribute {attribute} is already taken; rename the field")
        hint = hints[declared.name]
        defaults = (declared.default, declared.default_factory)
        has_default = any(default is not dataclasses.MISSING for default in defaults)
        fields.append(
            Field(
                name=declared.name,
                attribute=attribute,
                converter=_converter_of(hint, here, known),
                plain_type=_plain_type(hint),
                has_one_type=len(_members(hint)) == 1,
                is_required=not has_default,
            )
        )
    _check_constructor(dataclass, [field.name for field in fields], path)
    return fields


def _check_is_constant(declared: Any, dataclass: Any, where: str) -> None:
    # A field with init=False isn't stored. That's fine if it always has its default, so there must
    # be one, and no `__post_init__` that could change it.
    has_default = declared.default is not dataclasses.MISSING
    if not has_default or hasattr(dataclass, "__post_init__"):
        raise TypeError(
            f"{where}: a field with init=False isn't stored, so it could have another value when "
            "it's read; use a property"
        )


def _check_constructor(dataclass: Any, fields: list[str], path: str) -> None:
    arguments = inspect.signature(dataclass).parameters
    for name in arguments:
        if name not in fields:  # such as an InitVar
            raise TypeError(
                f"{path}{name}: an argument of the constructor that isn't a field isn't stored, "
                f"so a {dataclass.__name__} couldn't be read as it was written"
            )
    for name in fields:
        if name not in arguments:
            raise TypeError(
                f"{path}{name}: the constructor doesn't take this field, so it can't be read"
            )


def _converter_of(hint: Any, where: str, known: dict[type, _Nested]) -> Converter:
    members = _members(hint)
    if len(members) > 1:
        converters = [_converter_of(member, where, known) for member in members]
        _check_can_be_told_apart(hint, converters, where)
        return _OneOf(converters)
    [hint] = members
    if hint in PLAIN:
        return _Plain(hint)
    if hint in _TEXTS:
        return _TEXTS[hint]
    origin, arguments = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin is list:
        return _ListOf(_spelled(hint), _element_of(arguments, where, known))
    if origin is dict:
        if arguments and _members(arguments[0]) != (str,):
            raise TypeError(f"{where}: {_spelled(hint)} can't be stored; its keys must be str")
        return _DictOf(_spelled(hint), _element_of(arguments[1:], where, known))
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return _Member(hint, where)
    if is_frozen_dataclass(hint):
        return _nested(hint, where, known)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        raise TypeError(f"{where}: {_spelled(hint)} must be a frozen dataclass")
    raise TypeError(f"{where}: {_spelled(hint)} can't be stored; a field can be {STORABLE}")


def _element_of(hints: Sequence[Any], where: str, known: dict[type, _Nested]) -> Converter:
    """Return the converter for the elements of a list or a dict; without a hint, for anything."""
    for hint in hints:
        if not any(member in ANYTHING for member in _members(hint)):
            return _converter_of(hint, f"{where}[...]", known)
    return _Anything()


def _nested(kind: type, where: str, known: dict[type, _Nested]) -> _Nested:
    if kind not in known:
        known[kind] = _Nested(kind)
        known[kind].fields = _fields_of(kind, where, known)
    return known[kind]


def _members(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union such as `str | None`. Any other hint is the only member."""
    if isinstance(hint, typing.NewType):
        return _members(hint.__supertype__)
    is_union = typing.get_origin(hint) in (typing.Union, types.UnionType)
    return typing.get_args(hint) if is_union else (types.NoneType if hint is None else hint,)


def _check_can_be_told_apart(hint: Any, members: Sequence[Converter], where: str) -> None:
    for n, member in enumerate(members):
        for other in members[:n]:
            if shared := member.codes & other.codes:
                raise TypeError(
                    f"{where}: {_spelled(hint)} can't be stored; {other.name} and {member.name} "
                    f"are both stored as {min(shared)}, so they couldn't be told apart"
                )


def _plain_type(hint: Any) -> type | None:
    fast = (str, int, bool, bytes)
    return next((member for member in _members(hint) if member in fast), None)


def _load_element(converter: Converter, stored: Any, where: str) -> Any:
    try:
        return converter.load(stored, where)
    except MisfitError:
        # Version 1.0 stored any element, whatever its hint, so return it as it is.
        if converter.is_plain:
            return stored
        raise


def _code_of(stored: Any) -> str:
    if isinstance(stored, list):
        return "L"
    return "M" if isinstance(stored, dict) else PLAIN[type(stored)]


def _spelled(hint: Any) -> str:
    """Return a hint as you'd write it in the source."""
    if hint is types.NoneType:
        return "None"
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return " | ".join(_spelled(argument) for argument in arguments)
    if arguments and isinstance(typing.get_origin(hint), type):
        inside = ", ".join("..." if each is ... else _spelled(each) for each in arguments)
        return f"{typing.get_origin(hint).__name__}[{inside}]"
    return hint.__name__ if isinstance(hint, type) else repr(hint).removeprefix("typing.")


def _time_to_text(time: datetime) -> str:
    if time.utcoffset() is None:
        raise ValueError(
            f"must be an aware datetime, such as datetime.now(timezone.utc), got {shown(time)}"
        )
    text = datetime.isoformat(time)
    # A subclass may be finer than microseconds, such as that of pandas. Compare by subtracting:
    # between two zones, `==` is always False for a time that one of the clocks shows twice.
    if datetime.fromisoformat(text) - time:
        raise ValueError(f"must be a datetime with microseconds at most, got {shown(time)}")
    return text


_TEXTS: dict[type, Converter] = {
    datetime: _Text(datetime, _time_to_text, datetime.fromisoformat),
    date: _Text(date, date.isoformat, date.fromisoformat),
    UUID: _Text(UUID, str, UUID),
}
