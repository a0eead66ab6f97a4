"""Each way to cut the messages was really tried, with each store."""

import itertools
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from classroom import connect, lesson_table
from classroom.backend.faults import lost_messages
from classroom.errors import EscapedRequestError, LessonError

from .stepped import (
    Careless,
    Equality,
    Event,
    EventAlreadyExistsError,
    EventStore,
    Marks,
    Seen,
    every_state,
    messages_of,
)

STORES = {"nothing": EventStore, "the whole card": Equality, "the mark": Marks}
ARRIVES, CUT = "Let it arrive", "✂\ufe0e Cut it"
RIVAL = "a rival, with an equal card"
numbers = itertools.count()


@pytest.fixture(scope="module")
def client() -> Any:
    return connect()


@pytest.fixture(scope="module")
def table(client: Any) -> str:
    return lesson_table(client, "messages")


@pytest.fixture(autouse=True)
def boto3_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)


@pytest.fixture(scope="module")
def states(client: Any, table: str) -> list[Seen]:
    return every_state(messages_of(client, table))


def chosen(each: Seen) -> tuple[str, bool, list[str], bool]:
    """Return the store, whether a rival was there, the messages cut, and if a reply arrived."""
    store, rival, cuts, flies = "nothing", False, list[str](), "request"
    for label in each.pressed:
        store = label if label in STORES else store
        rival = label == RIVAL if label in (RIVAL, "nobody") else rival
        if label == CUT:
            cuts.append(flies)
            flies = "request"
        elif label == ARRIVES:
            flies = "reply" if flies == "request" else "caller"
    return store, rival, cuts, flies == "caller"


def test_every_cut_shows_what_the_caller_hears_and_the_drawer_has(
    client: Any, table: str, states: list[Seen]
) -> None:
    assert len(states) == 3 * 2 * (7 + 7 + 15)
    ended = [each for each in states if ARRIVES not in each.leads_on]
    assert len(ended) == 3 * 2 * 15
    for each in ended:
        name, has_rival, cuts, arrived = chosen(each)
        event = Event(f"cut-{next(numbers)}", 1, "hero", -2, "a goblin's blow")
        store = STORES[name](client, table)
        if has_rival:
            store.append(event)
        heard = "stored"
        with lost_messages(client, cuts) as seen:
            try:
                store.append(event)
            except HTTPClientError:
                heard = "no reply (ConnectionClosedError)"
            except EventAlreadyExistsError:
                heard = "a clash (EventAlreadyExistsError)"
        assert f"The caller hears: {heard}." in each.words
        assert arrived == (heard[:2] != "no")
        assert each.text.count("attempt") == len(seen)
        assert each.text.count("lost") == len(cuts)
        count = len(store.versions(event.id))
        assert each.text.count("card 1") == count
        is_ours = any(line.startswith("PutItem: stored") for line in seen)
        assert ("our own" in each.text) == is_ours
        assert ("a rival's" in each.text) == has_rival
        lies = is_ours if heard.startswith("a clash") else heard == "stored" and not is_ours
        assert each.found == lies


def test_the_drawer_is_shown_as_it_is_while_a_message_is_on_its_way(states: list[Seen]) -> None:
    def drawer(*pressed: str) -> str:
        (seen,) = (each for each in states if each.pressed == pressed)
        return seen.text.partition("The drawer ")[2]

    assert drawer() == "empty"
    assert drawer(ARRIVES).startswith("card 1")
    assert drawer(CUT) == "empty"
    assert drawer(ARRIVES, CUT).startswith("card 1")


def lies(states: list[Seen], store: str) -> set[tuple[bool, str]]:
    return {
        (chosen(each)[1], each.words.split()[3])
        for each in states
        if each.found and chosen(each)[0] == store
    }


def test_each_store_lies_in_its_own_way_and_the_mark_never(states: list[Seen]) -> None:
    assert lies(states, "nothing") == {(False, "a")}
    assert lies(states, "the whole card") == {(True, "stored.")}
    assert lies(states, "the mark") == set()


def test_a_put_without_a_condition_would_look_different(client: Any, table: str) -> None:
    class Unconditional(Careless):
        pass

    stepper = messages_of(client, table, Unconditional)

    texts = [each.text for each in every_state(stepper)]
    assert not any("refused" in text for text in texts)
    assert all("stored" in text for text in texts if "reply" in text)


def test_a_store_that_makes_no_mark_looks_different(client: Any, table: str) -> None:
    class NoMark(Marks):
        to_item = EventStore.to_item

    marked, unmarked = (messages_of(client, table, store) for store in (Marks, NoMark))

    assert not any(each.found for each in every_state(marked))
    assert any(each.found for each in every_state(unmarked))


def test_the_html_is_the_same_each_time_although_marks_and_streams_differ(
    client: Any, table: str
) -> None:
    pages = [messages_of(client, table, Marks)._repr_html_() for _ in range(2)]

    assert pages[0] == pages[1]
    assert "append-" not in pages[0]


def test_the_picture_in_print_is_a_lost_reply(client: Any, table: str) -> None:
    assert repr(messages_of(client, table, EventStore)) == (
        "A message gets lost\n"
        "Task: Make the caller hear something untrue. There are two ways.\n"
        "At the start: Attempt 1: the request is on its way.\n"
        "At the end: The caller hears: a clash (EventAlreadyExistsError). "
        "Not true: the card in the drawer is its own."
    )


def test_the_table_is_left_as_it_was(client: Any, table: str) -> None:
    before = client.scan(TableName=table)["Count"]

    messages_of(client, table)

    assert client.scan(TableName=table)["Count"] == before


@pytest.mark.parametrize(
    "error", [TypeError("a slip"), EscapedRequestError(), ClientError({}, "PutItem")]
)
def test_a_mistake_is_raised_and_not_taken_for_a_clash(
    client: Any, table: str, error: Exception
) -> None:
    class Mistaken(EventStore):
        def append(self, _event: Event) -> None:
            raise error

    with pytest.raises(type(error)) as caught:
        messages_of(client, table, Mistaken)
    assert caught.value is error


def test_a_client_that_tries_more_than_three_times_is_refused(client: Any, table: str) -> None:
    class Insistent(EventStore):
        def append(self, event: Event) -> None:
            try:
                super().append(event)
            except HTTPClientError:
                super().append(event)

    with pytest.raises(LessonError, match="must give up after 3 attempts"):
        messages_of(client, table, Insistent)
