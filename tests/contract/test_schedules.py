"""No decision is lost or stored twice, whatever the order in which the writers take turns."""

import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventstore import Backoff, ContentionError, EventStore, Projection

from .backends import Backend
from .strategies import QUIET, scaled
from .turnstile import Stop, take_turns

WRITERS, DECISIONS = 3, 2
NO_PAUSE = Backoff(sleep=lambda _: None)
COUNT: Any = Projection("count", 0, lambda count, _: count + 1)
ORDERS = st.lists(st.integers(0, WRITERS - 1), max_size=30)


@pytest.fixture(scope="module")
def clients(backend: Backend) -> list[Any]:
    return [backend.connect() for _ in range(WRITERS)]


@settings(QUIET, max_examples=scaled(25))
@given(order=ORDERS)
def test_any_schedule_of_writers_loses_no_decision_and_leaves_no_gap(
    order: list[int], clients: list[Any], table: str, namespace: Any
) -> None:
    id = uuid.uuid4().hex

    def decisions_of(number: int) -> Any:
        def write(stop: Stop) -> None:
            client = clients[number]
            client.meta.events.register_first("before-call.dynamodb", stop, unique_id="stop")
            store = EventStore(client, table, backoff=NO_PAUSE)
            try:
                for turn in range(DECISIONS):
                    note = f"{number}.{turn}"

                    def decide(count: int, version: int, note: str = note) -> list[Any]:
                        return [namespace.Event(id, version, note, count)]

                    store.execute(id, COUNT, decide, attempts=WRITERS * DECISIONS)
            finally:
                client.meta.events.unregister("before-call.dynamodb", unique_id="stop")

        return write

    take_turns(order, [decisions_of(number) for number in range(WRITERS)])

    events = EventStore(clients[0], table).query(id)
    everything = [f"{number}.{turn}" for number in range(WRITERS) for turn in range(DECISIONS)]
    assert [each.version for each in events] == [*range(len(everything))]
    assert sorted(each.character_name for each in events) == everything
    decided_upon = [each.character_hit_points for each in events]
    assert decided_upon == [*range(len(everything))], "a decision upon a state that was gone"
    for number in range(WRITERS):
        own = [each.character_name for each in events if each.character_name[0] == str(number)]
        assert own == sorted(own)


@settings(QUIET, max_examples=scaled(10))
@given(order=ORDERS)
def test_writers_who_give_up_are_told_whatever_the_schedule(
    order: list[int], clients: list[Any], table: str, namespace: Any
) -> None:
    id = uuid.uuid4().hex

    def only_attempt_of(number: int) -> Any:
        def write(stop: Stop) -> bool:
            client = clients[number]
            client.meta.events.register_first("before-call.dynamodb", stop, unique_id="stop")
            try:
                EventStore(client, table).execute(
                    id,
                    COUNT,
                    lambda _, version: [namespace.Event(id, version, str(number))],
                    attempts=1,
                )
            except ContentionError:
                return False
            finally:
                client.meta.events.unregister("before-call.dynamodb", unique_id="stop")
            return True

        return write

    stored = take_turns(order, [only_attempt_of(number) for number in range(WRITERS)])

    winners = [str(number) for number, is_stored in enumerate(stored) if is_stored]
    events = EventStore(clients[0], table).query(id)
    assert sorted(each.character_name for each in events) == winners
