"""The picture of a table as a cabinet."""

import pytest

from classroom.backend.connect import connect
from classroom.backend.tables import lesson_table
from classroom.display.cabinet import cabinet
from classroom.exercises.exercise import fresh_stream
from eventstore import Event, EventStore


@pytest.fixture
def client():
    return connect()


@pytest.fixture
def table(client):
    return lesson_table(client, "cabinet")


def test_a_drawer_a_stream_and_a_card_an_event_in_order(client, table):
    store = EventStore(client, table)
    store.append(Event("b", 0, "hero", 8, "Init"))
    store.append(Event("a", 10, "hero", -3, "Bugbear"))
    store.append(Event("a", 2, "hero", 0, ""))

    assert repr(cabinet(client, table)).splitlines() == [
        "drawer a",
        '  card 2      0  ""',
        '  card 10    -3  "Bugbear"',
        "drawer b",
        '  card 0     +8  "Init"',
    ]


def test_drawers_stand_in_the_order_in_which_people_count(client, table):
    for label in ("stream-12-goblin", "²", "stream-2-hero", "stream-02-hero", "stream-2-goblin"):
        EventStore(client, table).append(Event(label, 0))

    assert list(cabinet(client, table).drawers) == [
        "stream-2-goblin",
        "stream-02-hero",
        "stream-2-hero",
        "stream-12-goblin",
        "²",
    ]


def test_the_cabinet_hides_what_an_exercise_has_tried_out(client, table):
    store = EventStore(client, table)
    store.append(Event("stream-1", 0), Event(fresh_stream(), 0))
    store.append(Event(f"{fresh_stream()}-hero", 0))

    assert list(cabinet(client, table).drawers) == ["stream-1"]


def test_the_number_of_a_card_stands_at_the_left_as_its_note_does(client, table):
    EventStore(client, table).append(Event("a", 0))

    assert '<th scope="row" style="text-align:left;white-space:nowrap">card 0</th>' in (
        cabinet(client, table)._repr_html_()
    )


def test_the_picture_escapes_what_people_write(client, table):
    EventStore(client, table).append(Event("<b>", 0, note="<script>"))

    html = cabinet(client, table)._repr_html_()

    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "drawer &lt;b&gt;" in html


def test_an_empty_table_is_an_empty_cabinet(client, table):
    picture = cabinet(client, table)

    assert repr(picture) == picture._repr_html_() == "the cabinet is empty"


def test_beside_an_earlier_cabinet_new_and_overwritten_cards_are_marked(client, table):
    store = EventStore(client, table)
    store.append(Event("a", 0, "hero", 8, "Init"))
    store.append(Event("a", 1, "hero", -3, "Bugbear"))
    before = cabinet(client, table)
    key = {"Id": {"S": "a"}, "Version": {"N": "0"}}
    client.put_item(TableName=table, Item=key | {"Note": {"S": ""}})
    store.append(Event("b", 0, "goblin", 5, "Init"))

    now = cabinet(client, table, before=before)

    assert repr(now).splitlines() == [
        "drawer a",
        '  card 0      0  ""  ✎ overwritten: was +8 "Init"',
        '  card 1     -3  "Bugbear"',
        "drawer b",
        '  card 0     +5  "Init"  + new',
    ]
    html = now._repr_html_()
    assert "✎ overwritten: was +8 &quot;Init&quot;" in html
    assert html.count("<tr style=") == 2


def test_a_cabinet_beside_itself_has_no_marks(client, table):
    EventStore(client, table).append(Event("a", 0))
    before = cabinet(client, table)

    assert repr(cabinet(client, table, before=before)) == repr(before)


def test_only_the_drawers_that_are_asked_for_are_shown_in_that_order(client, table):
    store = EventStore(client, table)
    for label in "abc":
        store.append(Event(label, 0, note=label))

    assert repr(cabinet(client, table, "c", "d", "a")).splitlines() == [
        "drawer c",
        '  card 0      0  "c"',
        "drawer d",
        "  empty",
        "drawer a",
        '  card 0      0  "a"',
    ]
    assert "<td" in cabinet(client, table, "d")._repr_html_()


def test_the_card_of_a_snapshot_shows_its_state(client, table):
    item = {"Id": {"S": "snapshot#a"}, "Version": {"N": "2"}, "State": {"S": '{"hit_points": 3}'}}
    client.put_item(TableName=table, Item=item)

    assert repr(cabinet(client, table, "snapshot#a")).splitlines() == [
        "drawer snapshot#a",
        '  card 2         {"hit_points": 3}',
    ]
