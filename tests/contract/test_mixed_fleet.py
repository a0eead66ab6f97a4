"""Programs with versions 1.0 and 2.0 of the module, and the article's, work on one table."""

import uuid
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eventstore
from eventstore import CHARACTER, Event, EventTypes

from .deviations import ITEM_OF_A_FAILED_CONDITION, TRANSACTIONS
from .strategies import QUIET, SCALE, TEXT
from .version_1 import version_1


@dataclass(frozen=True)
class Rested:
    id: str
    version: int
    hours: int = 0


WITH_MORE = EventTypes[Event | Rested]({"": Event, "rested": Rested})


@pytest.fixture
def old(raw: Any, table: str) -> Any:
    return version_1().EventStore(raw, table)


@pytest.fixture
def new(raw: Any, table: str) -> Any:
    return eventstore.EventStore(raw, table)


@pytest.fixture
def several(raw: Any, table: str) -> Any:
    return eventstore.EventStore(raw, table, WITH_MORE)


def values(events: Any) -> list[dict[str, Any]]:
    return [asdict(event) for event in events]


def test_version_1_is_imported_beside_the_current_version() -> None:
    assert version_1() is not eventstore
    assert version_1().Event is not Event
    assert not hasattr(version_1(), "EventTypes")


@pytest.mark.parametrize("kind", ["new", "several"])
def test_each_version_reads_what_the_other_wrote(
    kind: str, old: Any, new: Any, several: Any, stream_id: str
) -> None:
    store = {"new": new, "several": several}[kind]
    old.append(version_1().Event(stream_id, 0, "cpustejovsky", +8, "Init"))
    store.append(Event(stream_id, 1, "", -2, "Goblin"), metadata={"actor": "anna"})
    old.append(version_1().Event(stream_id, 2, "", -3, "Poison"))

    expected = [Event(stream_id, 0, "cpustejovsky", +8, "Init")]
    expected += [Event(stream_id, 1, "", -2, "Goblin"), Event(stream_id, 2, "", -3, "Poison")]
    assert store.query(stream_id) == expected
    assert values(old.query(stream_id)) == values(expected)
    assert asdict(old.project(stream_id, version_1().CHARACTER).state) == asdict(
        store.project(stream_id, CHARACTER).state
    )


@pytest.mark.parametrize("kind", ["new", "several"])
def test_two_versions_of_the_module_clash_as_two_writers_do(
    kind: str, old: Any, new: Any, several: Any, stream_id: str
) -> None:
    store = {"new": new, "several": several}[kind]
    old.append(version_1().Event(stream_id, 0))
    with pytest.raises(eventstore.EventAlreadyExistsError):
        store.append(Event(stream_id, 0))

    store.append(Event(stream_id, 1))
    with pytest.raises(version_1().EventAlreadyExistsError):
        old.append(version_1().Event(stream_id, 1))


@pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
def test_the_current_version_recognises_an_append_of_version_1(
    old: Any, new: Any, stream_id: str
) -> None:
    old.append(version_1().Event(stream_id, 0), append_id="a")

    new.append(Event(stream_id, 0), append_id="a")

    assert len(new.query(stream_id)) == 1


@pytest.mark.behaviour(TRANSACTIONS)
def test_version_1_recognises_an_append_of_the_current_version(
    old: Any, new: Any, stream_id: str
) -> None:
    new.append(Event(stream_id, 0), Event(stream_id, 1), append_id="b")

    old.append(*(version_1().Event(stream_id, version) for version in (0, 1)), append_id="b")

    assert len(new.query(stream_id)) == 2


def test_each_version_uses_the_snapshots_of_the_other(old: Any, new: Any, stream_id: str) -> None:
    new.append(Event(stream_id, 0, "cpustejovsky", +8, "Init"))
    old.snapshot(stream_id, version_1().CHARACTER)
    new.append(Event(stream_id, 1, "", -2, "Goblin"))

    projected = new.project(stream_id, CHARACTER)
    assert (projected.snapshot_version, projected.state.hit_points) == (0, 6)

    new.snapshot(stream_id, CHARACTER)
    projected = old.project(stream_id, version_1().CHARACTER)
    assert (projected.snapshot_version, projected.state.hit_points) == (1, 6)


def test_an_event_of_another_type_is_an_error_to_a_store_of_a_single_type(
    new: Any, several: Any, stream_id: str
) -> None:
    several.append(Event(stream_id, 0))
    several.append(Rested(stream_id, 1, hours=3))

    assert several.query(stream_id) == [Event(stream_id, 0), Rested(stream_id, 1, 3)]
    with pytest.raises(eventstore.UnreadableEventError, match="EventType 'rested'"):
        new.query(stream_id)


def test_version_1_takes_an_event_of_another_type_for_one_of_its_own(
    old: Any, several: Any, stream_id: str
) -> None:
    several.append(Rested(stream_id, 0, hours=3))

    # That's why no program with 1.0 may read a stream that has several types.
    assert values(old.query(stream_id)) == values([Event(stream_id, 0)])


def test_both_versions_read_the_items_of_the_article(
    old: Any, new: Any, several: Any, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(
        TableName=table,
        Item={
            "Id": {"S": stream_id},
            "Version": {"N": "0"},
            "CharacterName": {"S": "cpustejovsky"},
            "CharacterHitPoints": {"N": "8"},
            "Note": {"S": "Init"},
        },
    )
    expected = [Event(stream_id, 0, "cpustejovsky", 8, "Init")]

    assert new.query(stream_id) == several.query(stream_id) == expected
    assert values(old.query(stream_id)) == values(expected)


WRITERS = st.lists(st.tuples(st.sampled_from(["old", "new", "several"]), TEXT), max_size=8)


@settings(QUIET, max_examples=15 * SCALE)
@given(writers=WRITERS)
def test_after_writers_in_any_order_all_of_them_read_the_same_history(
    writers: list[tuple[str, str]], raw: Any, table: str
) -> None:
    id = uuid.uuid4().hex
    stores: dict[str, Any] = {
        "old": version_1().EventStore(raw, table),
        "new": eventstore.EventStore(raw, table),
        "several": eventstore.EventStore(raw, table, WITH_MORE),
    }
    for version, (writer, note) in enumerate(writers):
        event_type = version_1().Event if writer == "old" else Event
        stores[writer].append(event_type(id, version, note=note))

    expected = values(Event(id, version, note=note) for version, (_, note) in enumerate(writers))
    assert {name: values(store.stream(id)) for name, store in stores.items()} == dict.fromkeys(
        stores, expected
    )
