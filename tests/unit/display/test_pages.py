"""How a long answer travels: request by request, from what the server really says."""

from classroom import connect, lesson_table, page_by_page
from eventstore import Event, EventStore

from .drawing import drawn, word

LONG = "x" * 390_000


def test_each_page_says_where_the_next_one_begins() -> None:
    client = connect()
    table = lesson_table(client, "pages")
    store = EventStore(client, table)
    for version in range(5):
        store.append(Event("a", version, note=LONG))

    shown = page_by_page(client, table, "a")

    assert repr(shown).splitlines() == [
        "query → cards 0 and 1, LastEvaluatedKey: version 1",
        "query, ExclusiveStartKey: version 1 → cards 2 and 3, LastEvaluatedKey: version 3",
        "query, ExclusiveStartKey: version 3 → card 4, no LastEvaluatedKey: the end",
    ]
    assert word(drawn(shown), "card 4").bottom > word(drawn(shown), "cards 0").bottom


def test_a_page_of_many_cards_names_the_first_and_the_last() -> None:
    client = connect()
    table = lesson_table(client, "pages")
    EventStore(client, table).append(*(Event("a", version) for version in range(12)))

    assert repr(page_by_page(client, table, "a")) == (
        "query → cards 0 to 11, no LastEvaluatedKey: the end"
    )
    assert repr(page_by_page(client, table, "nobody")) == (
        "query → no cards, no LastEvaluatedKey: the end"
    )
