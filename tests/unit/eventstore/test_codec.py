"""Events become items and items events: names, types, and what is refused."""

import datetime
import uuid
from dataclasses import KW_ONLY, InitVar, dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Optional

import pytest

from eventstore import Event, InvalidEventError, UnreadableEventError, WrongEventTypeError
from eventstore.codec import EventCodec
from eventstore.errors import shown


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


def test_text_and_whole_numbers_are_not_read_carefully(monkeypatch):
    monkeypatch.delattr("eventstore.codec._read_carefully")
    codec, event = EventCodec(Event), Event("a", 1, "cpustejovsky", -2, "goblin")

    assert codec.read(codec.write(event)) == event


def test_a_decimal_without_a_fraction_stays_a_decimal():
    price = EventCodec(Parcel).read(PARCEL_ITEM | {"Price": {"N": "20"}}).price

    assert type(price) is Decimal


def test_an_int_can_be_stored_in_a_decimal_field_and_comes_back_as_a_decimal():
    codec = EventCodec(Parcel)

    item = codec.write(Parcel("p", 0, weight_grams=1, price=20))

    assert item["Price"] == {"N": "20"}
    assert repr(codec.read(item).price) == "Decimal('20')"


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


def event_type(**annotations: Any) -> type:
    return dataclass(frozen=True)(type("Strange", (), {"__annotations__": annotations}))


def uuid_or_so(self: Any) -> None:
    object.__setattr__(self, "receipt", uuid.uuid4().hex)


def add_the_fee(self: Any, fee: int) -> None:
    object.__setattr__(self, "price", self.price + fee)


def lossy(annotations: dict[str, Any], **names: Any) -> type:
    """An event type that would lose a value, or get another one, each time it's read."""
    body = {"__annotations__": {"id": str, "version": int} | annotations} | names
    return dataclass(frozen=True)(type("Lossy", (), body))


LOSSY = {
    "a factory": lossy(
        {"receipt": str}, receipt=field(init=False, default_factory=lambda: uuid.uuid4().hex)
    ),
    "set afterwards": lossy({"receipt": str}, receipt=field(init=False), __post_init__=uuid_or_so),
    "a constant that is set afterwards": lossy(
        {"receipt": str}, receipt=field(init=False, default=""), __post_init__=uuid_or_so
    ),
    "a list": lossy({"receipt": list}, receipt=field(init=False, default_factory=list)),
    "an argument with a default": lossy(
        {"price": int, "fee": InitVar[int]}, fee=30, __post_init__=add_the_fee
    ),
    "an argument without a default": lossy(
        {"price": int, "fee": InitVar[int]}, __post_init__=add_the_fee
    ),
    "an argument in a string": lossy(
        {"price": int, "fee": "InitVar[int]"}, __post_init__=add_the_fee
    ),
}


NOT_STORED = (
    "^(receipt: a field with init=False isn't stored, so it could have another value when it's "
    "read; use a property|fee: an argument of the constructor that isn't a field isn't stored, so "
    "a (Lossy|Heir) couldn't be read as it was written)$"
)


@pytest.mark.parametrize("event_type", LOSSY.values(), ids=LOSSY)
def test_an_event_type_that_would_lose_a_value_is_refused(event_type):
    with pytest.raises(TypeError, match=NOT_STORED):
        EventCodec(event_type)


@pytest.mark.parametrize("event_type", LOSSY.values(), ids=LOSSY)
def test_an_event_type_that_inherits_such_a_field_is_refused(event_type):
    heir = dataclass(frozen=True)(type("Heir", (event_type,), {}))

    with pytest.raises(TypeError, match=NOT_STORED):
        EventCodec(heir)


def test_an_event_type_whose_constructor_does_not_take_its_fields_is_refused():
    @dataclass(frozen=True, init=False)
    class Terse:
        id: str
        version: int
        note: str

        def __init__(self, id: str, version: int):
            pass

    with pytest.raises(TypeError, match=r"^note: the constructor doesn't take this field, so"):
        EventCodec(Terse)


def test_an_event_type_that_loses_nothing_is_accepted():
    @dataclass(frozen=True)
    class Named:
        id: str
        version: int
        unit: ClassVar[str] = "g"
        kind: str = field(init=False, default="parcel")
        note: str = ""

    @dataclass(frozen=True)
    class Priced(Named):
        _: KW_ONLY
        price: int
        tags: list[str] = field(default_factory=list, compare=False, repr=False)

        @property
        def is_dear(self) -> bool:
            return self.price > 100

        @cached_property
        def label(self) -> str:
            return f"{self.price} EUR"

    codec = EventCodec(Priced)
    priced = Priced("a", 0, "x", price=130, tags=["t"])

    assert set(codec.write(priced)) == {"Id", "Version", "Note", "Price", "Tags"}
    found = codec.read(codec.write(priced))
    assert (found, found.tags, found.is_dear, found.label) == (priced, ["t"], True, "130 EUR")


TEN, DEAR = Decimal("10.00"), Decimal("9.99")
# A hint, a value, and the types of its elements (or of what they contain) when it's read.
ELEMENTS: dict[str, tuple[Any, Any, Any]] = {
    "a list of Decimals": (list[Decimal], [DEAR, TEN, Decimal(0)], [Decimal, Decimal, Decimal]),
    "ints in a list of Decimals": (list[Decimal], [10], [Decimal]),
    "a list of ints": (list[int], [10, -1], [int, int]),
    "a dict of Decimals": (dict[str, Decimal], {"a": TEN}, [Decimal]),
    "a list that can be None": (list[Decimal] | None, [TEN], [Decimal]),
    "a typing.Optional list": (Optional[list[Decimal]], [TEN], [Decimal]),  # noqa: UP045
    "elements that can be None": (list[Decimal | None], [TEN, None], [Decimal, type(None)]),
    "elements that can be text": (list[str | Decimal], [TEN, "10"], [Decimal, str]),
    "booleans": (list[Decimal | bool], [True, TEN], [bool, Decimal]),
    "no hint for the elements": (list, [TEN, DEAR], [int, Decimal]),
    "any elements": (list[Any], [TEN], [int]),
    "a dict of anything": (dict[str, Any], {"a": TEN}, [int]),
}


@pytest.mark.parametrize(("hint", "value", "types"), ELEMENTS.values(), ids=ELEMENTS)
def test_an_element_has_the_type_that_its_hint_names(hint, value, types):
    codec = EventCodec(event_type(id=str, version=int, prices=hint))
    priced = codec.type("a", 0, value)

    item = codec.write(priced)
    found = codec.read(as_dynamodb_returns(item))

    assert found == priced
    elements = found.prices.values() if isinstance(value, dict) else found.prices
    assert [type(each) for each in elements] == types


def test_nested_elements_have_the_types_that_their_hints_name():
    hint = dict[str, list[dict[str, Decimal] | list[Decimal] | None]]
    codec = EventCodec(event_type(id=str, version=int, prices=hint))
    item = {"L": [{"M": {"b": {"N": "10"}}}, {"L": [{"N": "20"}]}, {"NULL": True}]}

    found = codec.read({"Id": {"S": "a"}, "Version": {"N": "0"}, "Prices": {"M": {"a": item}}})

    assert repr(found.prices) == "{'a': [{'b': Decimal('10')}, [Decimal('20')], None]}"


def as_dynamodb_returns(value: Any) -> Any:
    """DynamoDB drops the trailing zeros of a number."""
    if isinstance(value, dict) and set(value) == {"N"}:
        return {"N": f"{Decimal(value['N']).normalize():f}"}
    if isinstance(value, dict):
        return {name: as_dynamodb_returns(each) for name, each in value.items()}
    return [as_dynamodb_returns(each) for each in value] if isinstance(value, list) else value


def test_an_item_with_an_event_type_is_refused():
    with pytest.raises(UnreadableEventError, match=r"'p'.*: it has the EventType 'Blow'"):
        EventCodec(Parcel).read(PARCEL_ITEM | {"EventType": {"S": "Blow"}})


@pytest.mark.parametrize("append_id", [{}, {"AppendId": {"S": "x"}}], ids=["no id", "an id"])
def test_an_item_with_attributes_but_none_of_the_types_own_is_refused(append_id):
    item = {"Id": {"S": "p"}, "Version": {"N": "0"}, "Weapon": {"S": "club"}, "Force": {"N": "1"}}

    with pytest.raises(UnreadableEventError, match=r"'p'.*: it has none of .* but Force, Weapon"):
        EventCodec(Event).read(item | append_id)


def test_an_item_with_some_of_the_types_attributes_is_read():
    item = {"Id": {"S": "p"}, "Version": {"N": "0"}, "Weapon": {"S": "club"}, "Note": {"S": "Hit"}}

    assert EventCodec(Event).read(item) == Event("p", 0, note="Hit")


def test_an_item_with_only_its_keys_is_read():
    keys = {"Id": {"S": "p"}, "Version": {"N": "0"}}

    assert EventCodec(Event).read(keys) == Event("p", 0)
    assert EventCodec(Event).read(keys | {"AppendId": {"S": "x"}}) == Event("p", 0)


def test_an_event_type_with_only_the_keys_refuses_the_items_of_others():
    opened = event_type(id=str, version=int)
    codec = EventCodec(opened)

    assert codec.read(codec.write(opened("a", 0))) == opened("a", 0)
    with pytest.raises(UnreadableEventError, match=r"it has none of the .* but WeightGrams"):
        codec.read(PARCEL_ITEM)


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


def test_the_error_names_the_id_and_the_version_of_an_item_that_cannot_be_read():
    with pytest.raises(UnreadableEventError, match=r"^item {'S': 'p'}, {'N': '3'}: Weight"):
        EventCodec(Parcel).read({"Id": {"S": "p"}, "Version": {"N": "3"}})


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
        ({"price": Decimal("NaN")}, "price holds NaN, which DynamoDB can't store"),
        ({"price": Decimal("Infinity")}, "price holds Infinity, which DynamoDB can't store"),
        ({"price": Decimal("1E+126")}, r"price holds 1.00E\+126, outside"),
        ({"price": Decimal("1E-131")}, "price holds 1.00E-131, outside"),
        (
            {"weight_grams": int("1" * 39)},
            "weight_grams holds a number with 39 digits, but DynamoDB",
        ),
        ({"signed_by": "\ud800"}, r"signed_by holds '\\ud800', which isn't valid text: surrogates"),
        ({"stops": [0.1]}, r"stops\[0\] must be str, got 0.1"),
        ({"customs": {"a": 0.1}}, "customs holds 0.1, a float, which loses digits; use Decimal"),
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


@pytest.mark.parametrize(
    "thing", [None, "a", Event, {"id": "a"}, 7, [], [Event("a", 0)], (Event("a", 0),)], ids=repr
)
def test_anything_that_is_not_an_event_is_a_type_error(thing):
    with pytest.raises(WrongEventTypeError) as wrong:
        EventCodec(Event).write(thing)

    assert isinstance(wrong.value, TypeError)
    advice = "; unpack it with *" if isinstance(thing, list | tuple) else ""
    assert str(wrong.value) == f"expected an event of type Event, got {shown(thing)}{advice}"


def defined_by_a_cell() -> Any:
    @dataclass(frozen=True)
    class Ev:
        id: str
        version: int

    return Ev


def test_an_event_of_a_class_that_was_defined_again_says_so():
    before, after = defined_by_a_cell(), defined_by_a_cell()

    with pytest.raises(WrongEventTypeError) as wrong:
        EventCodec(before).write(after("a", 0))

    assert str(wrong.value) == (
        "Ev has been defined again since this store was made, as a notebook does when a cell runs "
        "again: make the store again"
    )


def test_a_subclass_of_the_event_type_is_refused_because_its_fields_would_be_lost():
    @dataclass(frozen=True)
    class Wound(Event):
        weapon: str = ""

    with pytest.raises(InvalidEventError, match="expected an event of type Event, got"):
        EventCodec(Event).write(Wound(id="a", version=0, weapon="club"))


KEYS_MISSING = "^Strange must have the fields `id: str` and `version: int`$"


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        (dict, "must be a frozen dataclass, got <class 'dict'>$"),
        (None, "must be a frozen dataclass, got None$"),
        ("Event", "must be a frozen dataclass, got 'Event'$"),
        (Event("a", 0), r"must be .*, got Event\(id='a'.*hit\.\.\.; pass the class, Event$"),
        (
            Event | Parcel,
            r"must be .*, got eventstore.*Event \| .*; for several types, pass EventTypes$",
        ),
        (list[Event], r"must be a frozen dataclass, got list\[.*Event\]$"),
        ([Event, Parcel], "must be .*, got .<class .*; for several types, pass EventTypes$"),
        (lambda: Event, "must be a frozen dataclass, got <function"),
        (event_type(id=str, version=int, paid="NoSuchType"), "Strange: .*'NoSuchType' is not def"),
        (event_type(id=str, version=int, at=datetime.time), "at: time can't be stored"),
        (dataclass(type("Soft", (), {})), "must be a frozen dataclass, got <class .*Soft'>"),
        (event_type(id=str), KEYS_MISSING),
        (event_type(id=str, version=str), KEYS_MISSING),
        (event_type(id=str | None, version=int), KEYS_MISSING),
        (event_type(id=str, version=int, price=float), "price: .*float.* can't be stored"),
        (event_type(id=str, version=int, tags=set[str]), "tags: .* can't be stored"),
        (
            event_type(id=str, version=int, mixed=bytes | uuid.UUID | str),
            "mixed: .* can't be stored",
        ),
        (event_type(id=str, version=int, anything=Any), "anything: .* can't be stored"),
        (event_type(id=str, version=int, a_b=int, aB=int), "aB: the attribute AB is already taken"),
        (event_type(id=str, version=int, append_id=str), "AppendId is already taken"),
        (event_type(id=str, version=int, event_type=str), "EventType is already taken"),
    ],
)
def test_an_event_type_that_cannot_be_stored_is_refused_at_once(strange, said):
    with pytest.raises(TypeError, match=said):
        EventCodec(strange)
