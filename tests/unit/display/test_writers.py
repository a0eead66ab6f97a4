"""Each race that is shown is a race that was run."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from classroom import cabinet, connect, lesson_table, take_turns, two_writers
from classroom.display.cabinet import drawer
from classroom.errors import LessonError

from .stepped import Careless, Event, EventStore, beginning, every_state, player, writers_of

numbers = itertools.count()


@pytest.fixture(scope="module")
def client() -> Any:
    return connect()


@pytest.fixture(scope="module")
def table(client: Any) -> str:
    return lesson_table(client, "writers")


@pytest.mark.parametrize("store", [EventStore, Careless])
def test_every_order_shows_what_its_race_does(client: Any, table: str, store: Any) -> None:
    begin = beginning(store, client, table)

    for each in every_state(writers_of(client, table, store)):
        stream = f"race-{next(numbers)}"
        its = begin(stream)
        writers = {name: player(name, its, stream) for name in ("Ann", "Bob")}
        turns = take_turns(" ".join(each.pressed), **writers)
        for told in [cell for row in turns.rows for cell in row[1:] if cell]:
            assert told in each.text
        for number, _, note in drawer(client, table, stream):
            assert f"card {number}" in each.text
            assert note in each.text
        assert each.text.count("card ") == len(its.versions(stream))
        for name in each.leads_on[:1]:  # a second one would find what the first has just done
            assert next(writers[name], "")
        for name in {"Ann", "Bob"} - set(each.leads_on):
            assert next(writers[name], "") == ""


def test_who_looks_first_may_lose(client: Any, table: str) -> None:
    found = [each.pressed for each in every_state(writers_of(client, table)) if each.found]

    assert found == [("Bob", "Ann", "Ann", "Bob", "Bob")]


def test_what_one_knows_is_marked_as_old_once_the_other_has_written(
    client: Any, table: str
) -> None:
    states = {each.pressed: each for each in every_state(writers_of(client, table))}

    assert states["Ann", "Bob"].text.count("out of date") == 0
    assert states["Ann", "Bob", "Ann"].text.count("out of date") == 1
    assert states["Ann", "Bob", "Ann"].words == (
        "Ann writes version 1. What Bob knows is out of date now."
    )
    refused = states["Ann", "Bob", "Ann", "Bob"]  # and hasn't looked again
    assert refused.text.count("out of date") == 1
    assert refused.words == (
        "Bob is refused: version 1 is taken. What Bob knows is out of date now."
    )
    assert states["Ann", "Bob", "Ann", "Bob", "Bob"].text.count("out of date") == 0


def test_a_put_without_a_condition_overwrites_and_refuses_nobody(client: Any, table: str) -> None:
    states = {each.pressed: each for each in every_state(writers_of(client, table, Careless))}

    both = states["Ann", "Bob", "Ann", "Bob"]
    assert "from Ann" in states["Ann", "Bob", "Ann"].text
    assert "from Ann" not in both.text
    assert "from Bob" in both.text
    assert not any("✘" in each.text for each in states.values())


def test_the_picture_in_print_is_the_race_by_turns(client: Any, table: str) -> None:
    assert repr(writers_of(client, table)) == (
        "Two writers, one drawer\n"
        "Task: Bob looks first. Find an order in which the next card is still Ann's.\n"
        "At the start: Nobody has acted yet.\n"
        "At the end: Bob reads: no potion is left, does nothing. Both are done."
    )


def test_the_html_does_not_tell_in_which_streams_it_was_run(client: Any, table: str) -> None:
    def raising(_name: str, store: EventStore, stream: str) -> Iterator[str]:
        yield f"has seen {stream}"
        store.append(Event(stream, 0))

    begin = beginning(EventStore, client, table)
    stepper = two_writers(client, table, raising, begin)

    assert stepper._repr_html_() == two_writers(client, table, raising, begin)._repr_html_()
    texts = " ".join(each.text for each in every_state(stepper))
    assert "has seen the-inn" in texts
    assert "✘ EventAlreadyExistsError: event exists in 'the-inn'" in texts
    assert "check-" not in texts


def test_the_table_is_left_as_it_was(client: Any, table: str) -> None:
    beginning(EventStore, client, table)("a stream of the lesson")
    before = cabinet(client, table).drawers

    writers_of(client, table)

    assert client.scan(TableName=table)["Count"] == sum(map(len, before.values()))
    assert cabinet(client, table).drawers == before


def test_writers_without_an_end_are_refused(client: Any, table: str) -> None:
    def endless(*_: object) -> Iterator[str]:
        while True:
            yield "looks again"

    with pytest.raises(LessonError, match="take more than 8 steps: let them do less"):
        two_writers(client, table, endless, beginning(EventStore, client, table))


def test_a_mistake_in_the_cell_is_raised(client: Any, table: str) -> None:
    def mistaken(*_: object) -> Iterator[str]:
        yield stor  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(NameError):
        two_writers(client, table, mistaken, beginning(EventStore, client, table))
