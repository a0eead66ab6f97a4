"""Events become items and items events: names, types, and what is refused."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from eventstore import Event, InvalidEventError, UnreadableEventError
from eventstore.codec import EventCodec


@dataclass(frozen=True)
class Parcel:
    id: str
    version: int
    weight_grams: int
    price: Decimal = Decimal(0)
    fragile: bool = False
    label: bytes = b""
    signed_by: str | None = None
    stops: list[str] = field(default_factory=list)
    customs: dict[str, Any] = field(default_factory=dict)


PARCEL_ITEM = {"Id": {"S": "p"}, "Version": {"N": "0"}, "WeightGrams": {"N": "250"}}


def test_an_event_is_written_with_the_names_and_types_of_the_go_program():
    event = Event(
        id="a", version=1, character_name="cpustejovsky", character_hit_points=-2, note="goblin"
    )

    item = EventCodec(Event).write(event)

    assert item == {
        "Id": {"S": "a"},
        "Version": {"N": "1"},
        "CharacterName": {"S": "cpustejovsky"},
        "CharacterHitPoints": {"N": "-2"},
        "Note": {"S": "goblin"},
    }


def test_every_field_type_can_be_written_and_read_back():
    codec = EventCodec(Parcel)
    parcel = Parcel(
        id="p",
        version=3,
        weight_grams=10**37,
        price=Decimal("19.90"),
        fragile=True,
        label=b"\x00\xff",
        signed_by=None,
        stops=["Köln", ""],
        customs={"value": Decimal("0.1"), "codes": [1, None, {"deep": True}]},
    )

    assert codec.read(codec.write(parcel)) == parcel


def test_a_decimal_without_a_fraction_stays_a_decimal():
    price = EventCodec(Parcel).read(PARCEL_ITEM | {"Price": {"N": "20"}}).price

    assert type(price) is Decimal


def test_an_integer_in_another_notation_is_read_as_an_int():
    parcel = EventCodec(Parcel).read(PARCEL_ITEM | {"WeightGrams": {"N": "2.5E+2"}})

    assert (parcel.weight_grams, type(parcel.weight_grams)) == (250, int)


def test_attributes_that_the_type_does_not_have_are_ignored():
    item = PARCEL_ITEM | {"AppendId": {"S": "x"}, "Colour": {"SS": ["red"]}}

    assert EventCodec(Parcel).read(item) == Parcel(id="p", version=0, weight_grams=250)


def test_a_missing_attribute_takes_the_default_of_its_field():
    event = EventCodec(Event).read({"Id": {"S": "a"}, "Version": {"N": "0"}})

    assert event == Event(id="a", version=0)


def test_a_field_that_the_dataclass_computes_is_not_stored():
    @dataclass(frozen=True)
    class Computed:
        id: str
        version: int
        key: str = field(init=False, default="computed")

    codec = EventCodec(Computed)

    assert set(codec.write(Computed(id="a", version=0))) == {"Id", "Version"}
    assert codec.read(codec.write(Computed(id="a", version=0))) == Computed(id="a", version=0)


def test_a_missing_list_is_a_new_one_each_time():
    first, second = (EventCodec(Parcel).read(PARCEL_ITEM) for _ in range(2))

    assert first.stops == []
    assert first.stops is not second.stops


def test_an_event_with_keyword_only_fields_can_be_read():
    @dataclass(frozen=True)
    class Spoken:
        note: str = field(default="", kw_only=True)
        id: str
        version: int

    codec = EventCodec(Spoken)
    spoken = Spoken("a", 0, note="Init")

    assert codec.read(codec.write(spoken)) == spoken


def test_the_error_names_a_required_attribute_that_is_missing():
    with pytest.raises(UnreadableEventError, match=r"'p'.*WeightGrams is missing"):
        EventCodec(Parcel).read({"Id": {"S": "p"}, "Version": {"N": "0"}})


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("Version", {"N": "1.5"}, r"Version must be int, got Decimal\('1.5'\)"),
        ("WeightGrams", {"N": 1.5}, r"WeightGrams must be int, got Decimal\('1.5'\)"),
        ("WeightGrams", {"S": "heavy"}, "WeightGrams must be int, got 'heavy'"),
        ("WeightGrams", {"BOOL": True}, "WeightGrams must be int, got True"),
        ("WeightGrams", {"NULL": True}, "WeightGrams must be int, got None"),
        ("SignedBy", {"N": "1"}, "SignedBy must be str or None, got 1"),
        ("Fragile", {"N": "1"}, "Fragile must be bool, got 1"),
        ("Stops", {"SS": ["a"]}, "Stops has the DynamoDB type SS"),
    ],
)
def test_the_error_names_an_attribute_of_the_wrong_type(attribute, value, said):
    with pytest.raises(UnreadableEventError, match=said):
        EventCodec(Parcel).read(PARCEL_ITEM | {attribute: value})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weight_grams": 1.5}, "weight_grams must be int, got 1.5"),
        ({"weight_grams": float("nan")}, "weight_grams must be int, got nan"),
        ({"weight_grams": True}, "weight_grams must be int, got True"),
        ({"version": True}, "version must be int, got True"),
        ({"version": "1"}, "version must be int, got '1'"),
        ({"id": None}, "id must be str, got None"),
        ({"price": Decimal("NaN")}, "price holds NaN, which isn't a number"),
        ({"price": Decimal("Infinity")}, "price holds Infinity, which isn't a number"),
        ({"price": Decimal("1E+126")}, r"price holds 1.00E\+126, outside"),
        ({"price": Decimal("1E-131")}, "price holds 1.00E-131, outside"),
        (
            {"weight_grams": int("1" * 39)},
            "weight_grams holds a number with 39 digits, but DynamoDB",
        ),
        ({"signed_by": "\ud800"}, r"signed_by holds '\\ud800', which isn't valid text: surrogates"),
        ({"stops": [0.1]}, "stops holds 0.1, a float, which loses digits; use Decimal"),
        ({"customs": {"a": {1: "x"}}}, "customs holds {1: 'x'}, which can't be stored"),
        ({"customs": {"a": {1, 2}}}, "customs holds {1, 2}, which can't be stored"),
    ],
)
def test_the_error_names_a_field_whose_value_cannot_be_stored(change, said):
    values = {"id": "p", "version": 0, "weight_grams": 1} | change

    with pytest.raises(InvalidEventError, match=f"^event .*version .*: {said}"):
        EventCodec(Parcel).write(Parcel(**values))


def test_38_digits_and_trailing_zeros_are_kept():
    codec = EventCodec(Parcel)
    for number in (int("9" * 38), -int("9" * 38), 10**125):
        parcel = Parcel(id="p", version=0, weight_grams=number)
        assert codec.read(codec.write(parcel)) == parcel


def test_an_event_of_another_type_is_refused():
    with pytest.raises(InvalidEventError, match="expected an event of type Parcel, got"):
        EventCodec(Parcel).write(Event(id="a", version=0))


def test_a_subclass_of_the_event_type_is_refused_because_its_fields_would_be_lost():
    @dataclass(frozen=True)
    class Wound(Event):
        weapon: str = ""

    with pytest.raises(InvalidEventError, match="expected an event of type Event, got"):
        EventCodec(Event).write(Wound(id="a", version=0, weapon="club"))


def event_type(**annotations: Any) -> type:
    return dataclass(frozen=True)(type("Strange", (), {"__annotations__": annotations}))


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        (dict, "must be a frozen dataclass, got <class 'dict'>"),
        (dataclass(type("Soft", (), {})), "must be a frozen dataclass, got <class .*Soft'>"),
        (event_type(id=str), "Strange must have the fields"),
        (event_type(id=str, version=str), "Strange must have the fields"),
        (event_type(id=str | None, version=int), "Strange must have the fields"),
        (event_type(id=str, version=int, price=float), "price: .*float.* can't be stored"),
        (event_type(id=str, version=int, tags=set[str]), "tags: .* can't be stored"),
        (event_type(id=str, version=int, mixed=int | str), "mixed: .* can't be stored"),
        (event_type(id=str, version=int, anything=Any), "anything: .* can't be stored"),
        (event_type(id=str, version=int, a_b=int, aB=int), "aB: the attribute AB is already taken"),
        (event_type(id=str, version=int, append_id=str), "AppendId is already taken"),
        (event_type(id=str, version=int, event_type=str), "EventType is already taken"),
    ],
)
def test_an_event_type_that_cannot_be_stored_is_refused_at_once(strange, said):
    with pytest.raises(TypeError, match=said):
        EventCodec(strange)
