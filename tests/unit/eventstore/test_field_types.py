"""The types that a field can have, and how each is stored."""

import enum
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal, NewType
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from eventstore import InvalidEventError, UnreadableEventError
from eventstore.codec import EventCodec

KEYS = {"Id": {"S": "a"}, "Version": {"N": "0"}}
BERLIN = timezone(timedelta(hours=2))
NOON = datetime(2026, 7, 1, 12, 0, 30, 5, tzinfo=UTC)
A_UUID = UUID("12345678-1234-5678-1234-567812345678")


class Size(enum.Enum):
    SMALL = "S"
    LARGE = "L"


class Rank(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mood(enum.StrEnum):
    CALM = "calm"


class Price(enum.Enum):
    FREE = Decimal("0.00")
    DEAR = Decimal("9.90")


class Right(enum.Flag):
    READ = 1
    WRITE = 2


@dataclass(frozen=True)
class Street:
    name: str
    house_number: int = 1


@dataclass(frozen=True)
class Address:
    street: Street
    moved_in: date | None = None


@dataclass(frozen=True)
class Node:
    name: str
    children: "list[Node]" = field(default_factory=list)


CustomerId = NewType("CustomerId", str)
NumberOrName = NewType("NumberOrName", int | str)


def event_of(hint: Any) -> Any:
    body = {"__annotations__": {"id": str, "version": int, "it": hint}}
    return dataclass(frozen=True)(type("Happened", (), body))


def codec_of(hint: Any) -> tuple[Any, EventCodec[Any]]:
    happened = event_of(hint)
    return happened, EventCodec(happened)


# A hint, a value, and the attribute value that it's stored as.
STORED: dict[str, tuple[Any, Any, Any]] = {
    "a time": (datetime, NOON, {"S": "2026-07-01T12:00:30.000005+00:00"}),
    "a time elsewhere": (
        datetime,
        datetime(2026, 7, 1, 14, tzinfo=BERLIN),
        {"S": "2026-07-01T14:00:00+02:00"},
    ),
    "the first and the last time": (
        list[datetime],
        [datetime.min.replace(tzinfo=BERLIN), datetime.max.replace(tzinfo=UTC)],
        {"L": [{"S": "0001-01-01T00:00:00+02:00"}, {"S": "9999-12-31T23:59:59.999999+00:00"}]},
    ),
    "a day": (date, date(2026, 7, 1), {"S": "2026-07-01"}),
    "a UUID": (UUID, A_UUID, {"S": str(A_UUID)}),
    "a UUID or None": (UUID | None, None, {"NULL": True}),
    "an Enum": (Size, Size.LARGE, {"S": "L"}),
    "an IntEnum": (Rank, Rank.HIGH, {"N": "2"}),
    "a StrEnum": (Mood, Mood.CALM, {"S": "calm"}),
    "an Enum of Decimals": (Price, Price.FREE, {"N": "0.00"}),
    "a Flag": (Right, Right.READ | Right.WRITE, {"N": "3"}),
    "a nested dataclass": (
        Address,
        Address(Street("Elm Street", 13), date(1984, 11, 9)),
        {
            "M": {
                "Street": {"M": {"Name": {"S": "Elm Street"}, "HouseNumber": {"N": "13"}}},
                "MovedIn": {"S": "1984-11-09"},
            }
        },
    ),
    "a dataclass in itself": (
        Node,
        Node("a", [Node("b")]),
        {
            "M": {
                "Name": {"S": "a"},
                "Children": {"L": [{"M": {"Name": {"S": "b"}, "Children": {"L": []}}}]},
            }
        },
    ),
    "a list of dataclasses": (
        list[Street],
        [Street("Elm Street")],
        {"L": [{"M": {"Name": {"S": "Elm Street"}, "HouseNumber": {"N": "1"}}}]},
    ),
    "a dict of days": (
        dict[str, date],
        {"a": date(2026, 1, 2)},
        {"M": {"a": {"S": "2026-01-02"}}},
    ),
    "a dict of dataclasses": (
        dict[str, Street],
        {"a": Street("Elm Street")},
        {"M": {"a": {"M": {"Name": {"S": "Elm Street"}, "HouseNumber": {"N": "1"}}}}},
    ),
    "a list of None": (list[None], [None], {"L": [{"NULL": True}]}),
    "nested lists": (list[list[Size]], [[Size.SMALL], []], {"L": [{"L": [{"S": "S"}]}, {"L": []}]}),
    "a number or text": (int | str, 1, {"N": "1"}),
    "text or a number": (int | str, "1", {"S": "1"}),
    "a list or a dict": (list[date] | dict[str, int], {"a": 1}, {"M": {"a": {"N": "1"}}}),
    "a Decimal or a flag": (Decimal | bool, True, {"BOOL": True}),
    "only None": (None, None, {"NULL": True}),
    "a NewType": (CustomerId, CustomerId("x"), {"S": "x"}),
    "a NewType as a key": (dict[CustomerId, int], {"x": 1}, {"M": {"x": {"N": "1"}}}),
    "a NewType of a union, or None": (NumberOrName | None, "x", {"S": "x"}),
    "anything in a list": (list[Any], ["a", Decimal("1.5")], {"L": [{"S": "a"}, {"N": "1.5"}]}),
    "any object in a dict": (dict[str, object], {"a": True}, {"M": {"a": {"BOOL": True}}}),
}  # fmt: skip


@pytest.mark.parametrize(("hint", "value", "expected"), STORED.values(), ids=STORED)
def test_a_value_is_stored_by_its_hint_and_comes_back_the_same(hint, value, expected):
    happened, codec = codec_of(hint)
    item = codec.write(happened("a", 0, value))

    assert item["It"] == expected
    found = codec.read(item).it
    assert found == value
    assert type(found) is type(value)
    assert repr(found) == repr(value)


def test_a_time_keeps_the_offset_of_its_zone_and_not_the_name():
    happened, codec = codec_of(datetime)
    at = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))

    found = codec.read(codec.write(happened("a", 0, at))).it

    assert found == at
    assert found.tzinfo == BERLIN


def test_a_time_that_a_clock_shows_twice_is_recognised():
    # Python never finds a time in such an hour equal to a time in another zone.
    happened, codec = codec_of(datetime)
    twice = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    event = happened("a", 0, twice)
    item = codec.write(event)

    assert codec.read(item).it != twice
    assert codec.read(item).it - twice == timedelta(0)
    assert codec.holds(item, event)


def test_two_different_times_are_not_taken_for_the_same():
    happened, codec = codec_of(datetime)
    item = codec.write(happened("a", 0, NOON))

    assert not codec.holds(item, happened("a", 0, NOON + timedelta(microseconds=1)))


@pytest.mark.parametrize("text", ["2026-07-01T12:00:30Z", "2026-07-01T14:00:30.000+02:00"])
def test_a_time_in_another_iso_format_can_be_read(text):
    _, codec = codec_of(datetime)

    assert codec.read(KEYS | {"It": {"S": text}}).it == NOON.replace(microsecond=0)


def test_a_missing_attribute_of_a_nested_dataclass_takes_its_default_and_others_are_ignored():
    _, codec = codec_of(Street)
    item = KEYS | {"It": {"M": {"Name": {"S": "Elm Street"}, "Colour": {"S": "red"}}}}

    assert codec.read(item).it == Street("Elm Street", 1)


class FrozenClock(datetime):
    """A datetime of a library that stops the clock in tests."""


class Nanoseconds(datetime):
    """A datetime of a library that counts finer than Python."""

    def __rsub__(self, other: object) -> timedelta:
        return timedelta(microseconds=-1)


def test_a_subclass_of_datetime_is_stored_unless_digits_would_be_lost():
    happened, codec = codec_of(datetime)
    frozen = FrozenClock(2026, 7, 1, tzinfo=UTC)

    assert codec.read(codec.write(happened("a", 0, frozen))).it == frozen
    with pytest.raises(InvalidEventError, match="microseconds at most, got Nanoseconds"):
        codec.write(happened("a", 0, Nanoseconds(2026, 7, 1, tzinfo=UTC)))


class Extra(Street):
    """A subclass may have fields that would be lost."""


# A hint, a value that it doesn't allow, and the message.
REFUSED: dict[str, tuple[Any, Any, str]] = {
    "a naive time": (datetime, NOON.replace(tzinfo=None), "it must be an aware .*, got datetime"),
    "a day for a time": (datetime, date(2026, 7, 1), "it must be datetime, got datetime.date"),
    "a time for a day": (date, NOON, "it must be date, got datetime.datetime"),
    "text for a time": (datetime, "2026-07-01", "it must be datetime, got '2026-07-01'"),
    "text for a UUID": (UUID, str(A_UUID), "it must be UUID, got '1234"),
    "a value for an Enum": (Size, "L", "it must be Size, got 'L'"),
    "another Enum": (Size, Mood.CALM, "it must be Size, got <Mood"),
    "a dict for a dataclass": (Street, {"name": "x"}, "it must be Street, got {'name'"),
    "a subclass": (Street, Extra("x"), "it must be Street, got .*Extra"),
    "in a list": (list[date], [date(2026, 1, 1), None], r"it\[1\] must be date, got None"),
    "text in a list of ints": (list[int], ["ten"], r"it\[0\] must be int, got 'ten'"),
    "a flag in a list of ints": (list[int], [True], r"it\[0\] must be int, got True"),
    "a float in a list": (list[Any], [0.5], "it holds 0.5, a float, which loses digits"),
    "in a dict": (dict[str, int], {"a": "1"}, r"it\['a'\] must be int, got '1'"),
    "a key": (dict[str, int], {1: 1}, "it must have only strings as keys, got 1"),
    "a tuple for a list": (list[int], (1,), r"it must be list\[int\], got \(1,\)"),
    "in a dataclass": (Address, Address(Street("x", "1")), "it.street.house_number must be int"),
    "none of several": (int | str, b"1", "it must be int or str, got b'1'"),
    "deep in a union": (list[date] | None, [1], r"it\[0\] must be date, got 1"),
}  # fmt: skip


@pytest.mark.parametrize(("hint", "value", "said"), REFUSED.values(), ids=REFUSED)
def test_a_value_that_its_hint_does_not_allow_is_refused_and_named(hint, value, said):
    happened, codec = codec_of(hint)

    with pytest.raises(InvalidEventError, match=f"^event 'a', version 0: {said}"):
        codec.write(happened("a", 0, value))


def test_a_value_that_contains_itself_is_refused():
    happened, codec = codec_of(Node)
    node = Node("a")
    node.children.append(node)

    with pytest.raises(InvalidEventError, match="it is nested deeper than"):
        codec.write(happened("a", 0, node))


# A hint, a stored value that doesn't fit it, and the message.
UNREADABLE: dict[str, tuple[Any, Any, str]] = {
    "a naive time": (datetime, {"S": "2026-07-01T12:00"}, "It must be an aware .*, got '2026-"),
    "no time": (datetime, {"S": "noon"}, "It must be datetime, got 'noon'"),
    "a number for a time": (datetime, {"N": "1"}, "It must be datetime, got 1"),
    "no day": (date, {"S": "2026-02-30"}, "It must be date, got '2026-02-30'"),
    "no UUID": (UUID, {"S": "1"}, "It must be UUID, got '1'"),
    "no member": (Size, {"S": "XL"}, "It must be Size, got 'XL'"),
    "in a dict": (dict[str, date], {"M": {"a": {"S": "x"}}}, r"It\['a'\] must be date, got 'x'"),
    "deep in a union": (list[date] | None, {"L": [{"S": "x"}]}, r"It\[0\] must be date, got 'x'"),
    "in a list of lists": (
        list[list[date]],
        {"L": [{"S": "x"}]},
        r"It\[0\] must be list\[date\], got 'x'",
    ),
    "in a list": (list[date], {"L": [{"S": "x"}]}, r"It\[0\] must be date, got 'x'"),
    "a missing attribute": (Street, {"M": {}}, "It.Name is missing"),
    "an attribute": (
        Address,
        {"M": {"Street": {"M": {"Name": {"N": "1"}}}}},
        "It.Street.Name must be str, got 1",
    ),
    "a list for a dict": (dict[str, int], {"L": []}, r"It must be dict\[str, int\], got \[\]"),
    "a dict for a list": (list[date], {"M": {}}, r"It must be list\[date\], got {}"),
    "text for a dataclass": (Street, {"S": "x"}, "It must be Street, got 'x'"),
    "none of several": (int | str, {"BOOL": True}, "It must be int or str, got True"),
}  # fmt: skip


@pytest.mark.parametrize(("hint", "stored", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_stored_value_that_does_not_fit_its_hint_is_named(hint, stored, said):
    _, codec = codec_of(hint)

    with pytest.raises(UnreadableEventError, match=f"'a'.*: {said}"):
        codec.read(KEYS | {"It": stored})


@pytest.mark.parametrize(
    ("hint", "stored", "expected"),
    [
        (list[Decimal], {"L": [{"S": "ten"}, {"L": [{"N": "10"}]}]}, ["ten", [10]]),
        (list[int], {"L": [{"N": "10"}, {"N": "9.99"}]}, [10, Decimal("9.99")]),
        (dict[str, str], {"M": {"a": {"N": "1"}}}, {"a": 1}),
        (list[str | None], {"L": [{"N": "1"}]}, [1]),
        (list[list[int]], {"L": [{"S": "x"}]}, ["x"]),
        (list[dict[str, int]], {"L": [{"S": "x"}]}, ["x"]),
    ],
    ids=str,
)
def test_elements_that_version_1_stored_unchecked_can_still_be_read(hint, stored, expected):
    _, codec = codec_of(hint)

    assert codec.read(KEYS | {"It": stored}).it == expected


class Strange(enum.Enum):
    PAIR = (1, 2)


class Rounded(enum.Enum):
    HALF = 0.5


class Empty(enum.Enum):
    pass


class Odd(str):
    """Text that isn't even equal to itself."""

    __slots__ = ()
    __eq__ = object.__ne__
    __hash__ = str.__hash__


class Unfindable(enum.Enum):
    ONE = Odd("1")


@dataclass
class Soft:
    name: str


@dataclass(frozen=True)
class Weighed:
    kilos: float


@dataclass(frozen=True)
class Twice:
    a_b: str
    aB: str  # noqa: N815


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (float, "it: float can't be stored"),
        (Any, "it: Any can't be stored"),
        (object, "it: object can't be stored"),
        (set[str], r"it: set\[str\] can't be stored"),
        (tuple[int, ...], r"it: tuple\[int, ...\] can't be stored"),
        (tuple[()], r"it: tuple\[\(\)\] can't be stored"),
        (Literal["a"], r"it: Literal\['a'\] can't be stored"),
        (float | None, "it: float can't be stored"),
        (list[float], r"it\[...\]: float can't be stored"),
        (dict[int, str], r"it: dict\[int, str\] can't be stored; its keys must be str"),
        (
            dict[str | int, str],
            r"it: dict\[str \| int, str\] can't be stored; its keys must be str",
        ),
        (dict[str, set[int]], r"it\[...\]: set\[int\] can't be stored"),
        (date | str, r"it: date \| str can't be stored; .* both stored as S"),
        (int | Decimal, r"it: int \| Decimal can't be stored; .* both stored as N"),
        (NumberOrName | date, r"it: .* can't be stored; int or str and date are both stored as S"),
        (Size | str | None, r"it: Size \| str \| None can't be stored; .* both stored as S"),
        (list[Address | Street], r"it\[...\]: Address \| Street can't be stored; .* as M"),
        (timedelta, "it: timedelta can't be stored"),
        (Strange, r"it: Strange.PAIR holds \(1, 2\), which can't be stored"),
        (Rounded, "it: Rounded.HALF holds 0.5, a float"),
        (Empty, "it: Empty has no members"),
        (Soft, "it: Soft must be a frozen dataclass"),
        (Weighed, "it.kilos: float can't be stored"),
        (list[Weighed], r"it\[...\].kilos: float can't be stored"),
        (Twice, "it.aB: the attribute AB is already taken"),
    ],
    ids=str,
)
def test_a_hint_that_cannot_be_stored_is_refused_when_the_store_is_made(hint, said):
    with pytest.raises(TypeError, match=f"^{said}"):
        codec_of(hint)


def test_an_enum_whose_members_cannot_be_found_by_their_values_is_refused():
    with pytest.raises(TypeError, match=r"it: Unfindable\.ONE can't be found by its value"):
        codec_of(Unfindable)


@pytest.mark.parametrize("name", ["AppendId", "EventType"])
def test_a_nested_dataclass_may_use_the_names_that_the_store_reserves(name):
    inner = dataclass(frozen=True)(type("Inner", (), {"__annotations__": {name: str}}))
    happened, codec = codec_of(inner)

    assert codec.read(codec.write(happened("a", 0, inner("x")))).it == inner("x")
