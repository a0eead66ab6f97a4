"""Events to items and back: names, types, and what is refused on the way."""

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


def test_every_field_type_comes_back_as_it_was():
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


def test_a_whole_decimal_stays_a_decimal():
    price = EventCodec(Parcel).read(PARCEL_ITEM | {"Price": {"N": "20"}}).price

    assert type(price) is Decimal


def test_a_whole_number_in_another_notation_is_an_int():
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


def test_an_event_whose_fields_are_for_keywords_is_read():
    @dataclass(frozen=True)
    class Spoken:
        note: str = field(default="", kw_only=True)
        id: str
        version: int

    codec = EventCodec(Spoken)
    spoken = Spoken("a", 0, note="Init")

    assert codec.read(codec.write(spoken)) == spoken


def test_a_missing_required_attribute_is_named():
    with pytest.raises(UnreadableEventError, match=r"'p'.*WeightGrams is missing"):
        EventCodec(Parcel).read({"Id": {"S": "p"}, "Version": {"N": "0"}})


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("Version", {"N": "1.5"}, r"Version is Decimal\('1.5'\), which is no int"),
        ("WeightGrams", {"N": 1.5}, r"WeightGrams is Decimal\('1.5'\), which is no int"),
        ("WeightGrams", {"S": "heavy"}, "WeightGrams is 'heavy', which is no int"),
        ("WeightGrams", {"BOOL": True}, "WeightGrams is True, which is no int"),
        ("WeightGrams", {"NULL": True}, "WeightGrams is None, which is no int"),
        ("SignedBy", {"N": "1"}, "SignedBy is 1, which is no str or None"),
        ("Fragile", {"N": "1"}, "Fragile is 1, which is no bool"),
        ("Stops", {"SS": ["a"]}, r"Stops .*SS"),
    ],
)
def test_an_attribute_of_the_wrong_type_is_named(attribute, value, said):
    with pytest.raises(UnreadableEventError, match=said):
        EventCodec(Parcel).read(PARCEL_ITEM | {attribute: value})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weight_grams": 1.5}, "weight_grams is 1.5, which is no int"),
        ({"weight_grams": float("nan")}, "weight_grams is nan, which is no int"),
        ({"weight_grams": True}, "weight_grams is True, which is no int"),
        ({"version": True}, "version is True, which is no int"),
        ({"version": "1"}, "version is '1', which is no int"),
        ({"id": None}, "id is None, which is no str"),
        ({"price": Decimal("NaN")}, "price holds NaN, which is no number"),
        ({"price": Decimal("Infinity")}, "price holds Infinity, which is no number"),
        ({"price": Decimal("1E+126")}, r"price holds 1.00E\+126, outside"),
        ({"price": Decimal("1E-131")}, "price holds 1.00E-131, outside"),
        ({"weight_grams": int("1" * 39)}, "weight_grams holds a number of 39 digits"),
        ({"signed_by": "\ud800"}, "signed_by 'utf-8' codec can't encode character"),
        ({"stops": [0.1]}, "stops holds 0.1, which loses digits; use Decimal"),
        ({"customs": {"a": {1: "x"}}}, "customs holds {1: 'x'}, which cannot be stored"),
        ({"customs": {"a": {1, 2}}}, "customs holds {1, 2}, which cannot be stored"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(change, said):
    values = {"id": "p", "version": 0, "weight_grams": 1} | change

    with pytest.raises(InvalidEventError, match=f"^event .*version .*: {said}"):
        EventCodec(Parcel).write(Parcel(**values))


def test_38_digits_and_trailing_zeros_are_kept():
    codec = EventCodec(Parcel)
    for number in (int("9" * 38), -int("9" * 38), 10**125):
        parcel = Parcel(id="p", version=0, weight_grams=number)
        assert codec.read(codec.write(parcel)) == parcel


def test_an_event_of_another_type_is_refused():
    with pytest.raises(InvalidEventError, match=r"is no Parcel"):
        EventCodec(Parcel).write(Event(id="a", version=0))


def test_an_event_of_a_subclass_is_refused_because_its_own_fields_would_be_lost():
    @dataclass(frozen=True)
    class Wound(Event):
        weapon: str = ""

    with pytest.raises(InvalidEventError, match="is no Event"):
        EventCodec(Event).write(Wound(id="a", version=0, weapon="club"))


def event_type(**annotations: Any) -> type:
    return dataclass(frozen=True)(type("Strange", (), {"__annotations__": annotations}))


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        (dict, "dict is no frozen dataclass"),
        (dataclass(type("Soft", (), {})), "Soft is no frozen dataclass"),
        (event_type(id=str), "Strange needs the fields"),
        (event_type(id=str, version=str), "Strange needs the fields"),
        (event_type(id=str | None, version=int), "Strange needs the fields"),
        (event_type(id=str, version=int, price=float), "price: .*float.* cannot be stored"),
        (event_type(id=str, version=int, tags=set[str]), "tags: .* cannot be stored"),
        (event_type(id=str, version=int, mixed=int | str), "mixed: .* cannot be stored"),
        (event_type(id=str, version=int, anything=Any), "anything: .* cannot be stored"),
        (event_type(id=str, version=int, a_b=int, aB=int), "aB: the attribute AB is taken"),
        (event_type(id=str, version=int, append_id=str), "AppendId is taken"),
        (event_type(id=str, version=int, event_type=str), "EventType is taken"),
    ],
)
def test_an_event_type_that_cannot_be_kept_is_refused_at_once(strange, said):
    with pytest.raises(TypeError, match=said):
        EventCodec(strange)
