"""The article's Go program can share the table: it has the same names and types."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

Make = Callable[..., Any]
Stored = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def put(raw: Any, table: str, stream_id: str) -> Callable[..., None]:
    """Stores an item of this test's stream, as another program would."""
    return lambda **attributes: raw.put_item(
        TableName=table, Item={"Id": {"S": stream_id}, "Version": {"N": "0"}, **attributes}
    )


def test_an_item_has_the_names_and_types_of_the_go_program(
    store: Any, event: Make, stored: Stored, stream_id: str
) -> None:
    store.append(
        event(12, character_name="cpustejovsky", character_hit_points=-2, note=""),
        append_id="ours",
    )

    (item,) = stored()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", item.pop("recordedAt")["S"])
    assert item == {
        "Id": {"S": stream_id},
        "Version": {"N": "12"},
        "CharacterName": {"S": "cpustejovsky"},
        "CharacterHitPoints": {"N": "-2"},
        "Note": {"S": ""},
        "AppendId": {"S": "ours"},
    }


@pytest.mark.lesson(3)
def test_an_item_written_by_the_go_program_can_be_read(
    store: Any, event: Make, put: Callable[..., None], stream_id: str
) -> None:
    put(
        CharacterName={"S": "cpustejovsky"},
        CharacterHitPoints={"N": "8"},
        Note={"S": "Init"},
    )

    assert store.query(stream_id) == [
        event(0, character_name="cpustejovsky", character_hit_points=8, note="Init")
    ]


@pytest.mark.lesson(2)
def test_an_event_written_by_the_go_program_is_not_overwritten(
    store: Any, event: Make, put: Callable[..., None], namespace: Any
) -> None:
    put(CharacterName={"S": "cpustejovsky"}, CharacterHitPoints={"N": "8"}, Note={"S": "Init"})

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0))


def test_attributes_that_the_event_does_not_have_are_ignored(
    store: Any, event: Make, put: Callable[..., None], stream_id: str
) -> None:
    put(Note={"S": "Init"}, Names={"SS": ["a"]}, Numbers={"NS": ["1"]})

    assert store.query(stream_id) == [event(0, note="Init")]


FOREIGN = {
    "another EventType": {"Note": {"S": "Init"}, "EventType": {"S": "Blow"}},
    "an empty EventType": {"Note": {"S": "Init"}, "EventType": {"S": ""}},
    "another type's attributes": {"WeightGrams": {"N": "500"}, "AppendId": {"S": "x"}},
}


@pytest.mark.parametrize("attributes", FOREIGN.values(), ids=FOREIGN)
def test_an_item_of_another_event_type_is_refused(
    attributes: dict[str, Any],
    store: Any,
    put: Callable[..., None],
    stream_id: str,
    namespace: Any,
) -> None:
    put(**attributes)

    with pytest.raises(namespace.UnreadableEventError, match=stream_id):
        store.query(stream_id)
    with pytest.raises(namespace.UnreadableEventError, match=stream_id):
        store.project(stream_id, namespace.CHARACTER)
    with pytest.raises(namespace.UnreadableEventError, match=stream_id):
        store.execute(stream_id, namespace.CHARACTER, lambda _state, _version: [])


@pytest.mark.parametrize("number", ["8", "8.0", "0.8E1", "80E-1"])
def test_an_integer_can_be_read_in_any_notation(
    number: str, store: Any, event: Make, put: Callable[..., None], stream_id: str
) -> None:
    put(CharacterHitPoints={"N": number})

    assert store.query(stream_id) == [event(0, character_hit_points=8)]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("CharacterName", {"N": "1"}),
        ("CharacterName", {"NULL": True}),
        ("CharacterName", {"B": b"Init"}),
        ("CharacterHitPoints", {"S": "8"}),
        ("CharacterHitPoints", {"N": "8.5"}),
        ("CharacterHitPoints", {"BOOL": True}),
        ("Note", {"L": []}),
        ("Note", {"SS": ["Init"]}),
        ("Version", {"N": "1.5"}),
    ],
    ids=str,
)
def test_the_error_names_an_attribute_of_the_wrong_type(
    attribute: str,
    value: dict[str, Any],
    store: Any,
    put: Callable[..., None],
    stream_id: str,
    namespace: Any,
) -> None:
    put(**{attribute: value})

    with pytest.raises(namespace.UnreadableEventError) as unreadable:
        store.query(stream_id)

    assert attribute in str(unreadable.value)
    assert stream_id in str(unreadable.value)


@dataclass(frozen=True)
class Weighed:
    id: str
    version: int
    weight_grams: int
    scale: str = "unknown"


def test_the_error_names_a_missing_attribute_unless_its_field_has_a_default(
    namespace: Any, sent: Any, table: str, put: Callable[..., None], stream_id: str
) -> None:
    store = namespace.EventStore(sent.client, table, event_type=Weighed)
    put(Scale={"S": "kitchen"})

    with pytest.raises(namespace.UnreadableEventError, match="WeightGrams"):
        store.query(stream_id)

    put(WeightGrams={"N": "500"})
    assert store.query(stream_id) == [Weighed(stream_id, 0, weight_grams=500)]
