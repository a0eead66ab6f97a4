"""A command that arrives twice has one effect, and both callers get the state after it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.stub import Stubber
from hypothesis import given, settings
from hypothesis import strategies as st

from eventstore import Backoff, Event, EventStore, Projection, capacity
from eventstore.codec import EventCodec
from eventstore.size import item_size

from .backends import FAKE, Backend, client
from .deviations import TRANSACTIONS
from .strategies import QUIET, SCALE
from .turnstile import Stop, take_turns

SEVERAL = pytest.mark.behaviour(TRANSACTIONS)
NO_PAUSE = Backoff(sleep=lambda _: None)
LESSON_9 = pytest.mark.lesson(9)
NOTES: Any = Projection("notes", [], lambda notes, event: [*notes, event.note])
Stored = Callable[[], list[dict[str, Any]]]


@dataclass
class Decision:
    """Decides on some events, and counts how often."""

    id: str
    note: str
    events: int = 1
    times: int = 0

    def __call__(self, _: object, version: int) -> list[Event]:
        self.times += 1
        return [Event(self.id, version + n, note=self.note) for n in range(self.events)]


@LESSON_9
@SEVERAL
@pytest.mark.parametrize("events", [1, 3])
def test_the_second_call_decides_nothing_and_returns_the_state_after_the_first(
    events: int, store: Any, stream_id: str
) -> None:
    drink = Decision(stream_id, "drink", events)

    first = store.execute(stream_id, NOTES, drink, command_id="c")
    second = store.execute(stream_id, NOTES, drink, command_id="c")

    assert drink.times == 1
    assert (second.state, second.version) == (first.state, first.version)
    stored = [(event.version, event.note) for event in store.query(stream_id)]
    assert stored == [(n, "drink") for n in range(events)]


@SEVERAL
def test_the_state_is_that_after_the_command_and_not_the_newest(store: Any, stream_id: str) -> None:
    store.execute(stream_id, NOTES, Decision(stream_id, "a"), command_id="a")
    store.execute(stream_id, NOTES, Decision(stream_id, "b", 2), command_id="b")
    store.execute(stream_id, NOTES, Decision(stream_id, "c"))
    store.snapshot(stream_id, NOTES)

    again = store.execute(stream_id, NOTES, Decision(stream_id, "b", 2), command_id="b")

    assert (again.state, again.version) == (["a", "b", "b"], 2)


@LESSON_9
def test_a_decision_to_do_nothing_is_remembered_too(store: Any, stream_id: str) -> None:
    nothing, drink = Decision(stream_id, "", 0), Decision(stream_id, "drink")
    store.append(Event(stream_id, 0, note="Init"))
    first = store.execute(stream_id, NOTES, nothing, command_id="c")
    store.append(Event(stream_id, 1, note="later"))

    second = store.execute(stream_id, NOTES, drink, command_id="c")

    assert (first.state, first.version) == (second.state, second.version) == (["Init"], 0)
    assert drink.times == 0


@LESSON_9
def test_a_decision_to_do_nothing_on_an_empty_stream_is_remembered(
    store: Any, stream_id: str
) -> None:
    store.execute(stream_id, NOTES, lambda *_: None, command_id="c")
    store.append(Event(stream_id, 0))

    again = store.execute(stream_id, NOTES, Decision(stream_id, "x"), command_id="c")

    assert (again.state, again.version) == ([], -1)


@LESSON_9
@SEVERAL
def test_an_error_of_the_decision_is_not_remembered(store: Any, stream_id: str) -> None:
    with pytest.raises(ZeroDivisionError):
        store.execute(stream_id, NOTES, lambda *_: 1 / 0, command_id="c")

    drink = Decision(stream_id, "drink")
    assert store.execute(stream_id, NOTES, drink, command_id="c").state == ["drink"]


@LESSON_9
@SEVERAL
def test_other_commands_and_other_streams_are_not_affected(store: Any, stream_id: str) -> None:
    for id, command_id in [
        (stream_id, "c"),
        (stream_id, "d"),
        (f"{stream_id}c", "d"),
        (stream_id, f"{stream_id}c"),
        (f"{stream_id}1", "1c"),
    ]:
        decision = Decision(id, command_id)
        store.execute(id, NOTES, decision, command_id=command_id)
        assert decision.times == 1


@SEVERAL
def test_the_marker_says_whose_it_is_and_what_the_command_did(
    store: Any, stream_id: str, sent: Any
) -> None:
    store.append(Event(stream_id, 0))
    store.execute(
        stream_id, NOTES, Decision(stream_id, "x", 2), command_id="c", metadata={"by": "anna"}
    )

    *puts, marker = (action["Put"]["Item"] for action in sent.requests[-1].params["TransactItems"])
    assert [put["Note"] for put in puts] == [{"S": "x"}, {"S": "x"}]
    assert {put["metadata"]["M"]["by"]["S"] for put in puts} == {"anna"}
    assert marker.pop("Id")["S"].startswith("eventstore#command#")
    assert marker.pop("recordedAt") == puts[0]["recordedAt"]
    assert marker == {
        "Version": {"N": "0"},
        "Stream": {"S": stream_id},
        "Command": {"S": "c"},
        "First": {"N": "1"},
        "Last": {"N": "2"},
        "AppendId": puts[0]["AppendId"],
    }


@LESSON_9
@SEVERAL
def test_the_twin_of_a_command_that_runs_in_between_wins(
    store: Any, namespace: Any, raw: Any, table: str, stream_id: str
) -> None:
    twin = namespace.EventStore(raw, table)
    calls = []

    def decide(_: object, version: int) -> list[Event]:
        calls.append(version)
        if len(calls) == 1:
            twin.execute(stream_id, NOTES, Decision(stream_id, "twin"), command_id="c")
            twin.append(Event(stream_id, 1, note="later"))
        return [Event(stream_id, version, note="slow")]

    result = store.execute(stream_id, NOTES, decide, command_id="c")

    assert calls == [0]
    assert (result.state, result.version) == (["twin"], 0)
    assert [event.note for event in store.query(stream_id)] == ["twin", "later"]


@LESSON_9
def test_the_twin_of_a_decision_to_do_nothing_wins(
    store: Any, namespace: Any, raw: Any, table: str, stream_id: str
) -> None:
    twin = namespace.EventStore(raw, table)

    def decide(_: object, version: int) -> list[Event]:
        twin.execute(stream_id, NOTES, lambda *_: [], command_id="c")
        twin.append(Event(stream_id, version, note="later"))
        return []

    result = store.execute(stream_id, NOTES, decide, command_id="c")

    assert (result.state, result.version) == ([], -1)


@LESSON_9
@SEVERAL
def test_another_writer_in_between_makes_it_decide_again(
    store: Any, namespace: Any, raw: Any, table: str, stream_id: str
) -> None:
    rival = namespace.EventStore(raw, table)
    calls = []

    def decide(_: object, version: int) -> list[Event]:
        calls.append(version)
        if len(calls) == 1:
            rival.append(Event(stream_id, version, note="rival"))
        return [Event(stream_id, version, note="x")]

    store.backoff = NO_PAUSE
    result = store.execute(stream_id, NOTES, decide, command_id="c")

    assert (calls, result.state) == ([0, 1], ["rival", "x"])


@LESSON_9
@SEVERAL
def test_a_command_that_gave_up_can_be_sent_again(
    store: Any, namespace: Any, raw: Any, table: str, stream_id: str
) -> None:
    rival = namespace.EventStore(raw, table)

    def decide(_: object, version: int) -> list[Event]:
        rival.append(Event(stream_id, version, note="rival"))
        return [Event(stream_id, version, note="x")]

    with pytest.raises(namespace.ContentionError):
        store.execute(stream_id, NOTES, decide, attempts=1, command_id="c")

    result = store.execute(stream_id, NOTES, Decision(stream_id, "x"), command_id="c")
    assert result.state == ["rival", "x"]


@SEVERAL
def test_a_command_takes_99_events(store: Any, stream_id: str) -> None:
    result = store.execute(stream_id, NOTES, Decision(stream_id, "x", 99), command_id="c")

    assert result.version == 98


def test_100_events_are_refused_before_anything_is_stored(
    store: Any, stream_id: str, sent: Any, namespace: Any
) -> None:
    with pytest.raises(
        namespace.InvalidEventError, match="with a command_id takes 0 to 99 events, got 100"
    ):
        store.execute(stream_id, NOTES, Decision(stream_id, "x", 100), command_id="c")

    assert set(sent.operations) == {"Query"}


def test_4_mb_with_the_marker_are_the_limit(
    store: Any, stream_id: str, sent: Any, namespace: Any
) -> None:
    # What the store adds to an item: AppendId and recordedAt, with a value of 32 and 27 characters.
    added = len("AppendId") + 32 + len("recordedAt") + 27
    full = 4 * 1024 * 1024

    def decide(_: object, version: int) -> list[Event]:
        events = [Event(stream_id, version + n, note="x" * 381_000) for n in range(11)]
        left = full - sum(item_size(EventCodec(Event).write(each)) + added for each in events)
        return [replace(events[0], note=events[0].note + "x" * left), *events[1:]]

    with pytest.raises(namespace.InvalidEventError, match=r"the append has 419\d{4} bytes, but"):
        store.execute(stream_id, NOTES, decide, command_id="c")
    assert set(sent.operations) == {"Query"}


@pytest.mark.parametrize(
    ("command_id", "said"),
    [
        ("", "must be a non-empty string, got ''"),
        (7, "must be a non-empty string, got 7"),
        (b"c", "must be a non-empty string, got b'c'"),
        ("\ud800", r"must be valid text, got '\\ud800': surrogates not allowed"),
        ("x" * 2049, "'x{56}... has 2049 bytes, but at most 2048 are allowed"),
        ("ä" * 1025, "'ä{56}... has 2050 bytes, but at most 2048 are allowed"),
    ],
    ids=repr,
)
def test_a_command_id_that_cannot_be_one_is_refused_at_once(
    command_id: Any, said: str, store: Any, stream_id: str, sent: Any, namespace: Any
) -> None:
    with pytest.raises(namespace.InvalidEventError, match=f"^command_id {said}$"):
        store.execute(stream_id, NOTES, Decision(stream_id, "x"), command_id=command_id)

    assert sent.requests == []


@SEVERAL
def test_a_command_id_may_have_2048_bytes(store: Any, stream_id: str) -> None:
    for _ in range(2):
        store.execute(stream_id, NOTES, Decision(stream_id, "x"), command_id="ä" * 1024)

    assert len(store.query(stream_id)) == 1


@pytest.mark.parametrize("id", ["eventstore#", "eventstore#command#x", "eventstore#y"])
def test_no_stream_can_have_the_prefix_of_the_markers(
    id: str, store: Any, namespace: Any, sent: Any
) -> None:
    with pytest.raises(namespace.InvalidEventError, match="starts with 'eventstore#'"):
        store.append(Event(id, 0))
    with pytest.raises(namespace.InvalidEventError, match="starts with 'eventstore#'"):
        store.query(id)

    assert sent.requests == []


@SEVERAL
def test_what_it_costs_is_as_the_docstring_says(store: Any, stream_id: str, sent: Any) -> None:
    with capacity(sent.client) as plain:
        store.execute(stream_id, NOTES, Decision(stream_id, "x"))
    with capacity(sent.client) as first:
        store.execute(stream_id, NOTES, Decision(stream_id, "x"), command_id="c")
    with capacity(sent.client) as second:
        store.execute(stream_id, NOTES, Decision(stream_id, "x"), command_id="c")

    assert (first.read_units - plain.read_units, first.write_units) == (1, 4)
    assert plain.write_units == 1
    assert (second.requests, second.write_units, second.unpriced) == (3, 0, 0)
    assert first.requests == plain.requests + 1


def offline() -> tuple[Any, Stubber]:
    made = client("http://127.0.0.1:1", FAKE, {"retries": {"total_max_attempts": 1}})
    return made, Stubber(made)


@pytest.mark.parametrize("events", [0, 1, 2])
def test_a_command_recognises_its_own_marker_after_a_lost_reply(events: int) -> None:
    made, stub = offline()
    for _ in range(3):
        stub.add_response("query", {"Items": []})
    ours = {"Id": {"S": "x"}, "Version": {"N": "0"}, "AppendId": {"S": "ours"}}
    taken = {"Code": "ConditionalCheckFailed", "Item": ours}
    if events:
        stub.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": [taken] * (events + 1)},
        )
    else:
        stub.add_client_error(
            "put_item", "ConditionalCheckFailedException", modeled_fields={"Item": ours}
        )
    store = EventStore(made, "events", new_append_id=lambda: "ours")

    with stub:
        result = store.execute("hero", NOTES, Decision("hero", "x", events), command_id="c")

    assert result.state == ["x"] * events
    stub.assert_no_pending_responses()


def test_a_command_of_unknown_outcome_says_how_to_repeat_it() -> None:
    made, stub = offline()
    for _ in range(3):
        stub.add_response("query", {"Items": []})
    stub.add_client_error("transact_write_items", "InternalServerError", http_status_code=500)
    store = EventStore(made, "events")

    with stub, pytest.raises(ClientError) as unknown:
        store.execute("hero", NOTES, Decision("hero", "x"), command_id="c")

    assert unknown.value.__notes__ == [
        "To make sure that this command is carried out exactly once, call execute again with "
        "command_id='c'"
    ]


def test_a_lost_reply_of_a_command_says_how_to_repeat_it(monkeypatch: Any) -> None:
    made, stub = offline()
    for _ in range(3):
        stub.add_response("query", {"Items": []})
    store = EventStore(made, "events")

    def lost(**_: object) -> None:
        raise ReadTimeoutError(endpoint_url="http://127.0.0.1:1")

    monkeypatch.setattr(made, "transact_write_items", lost)
    with stub, pytest.raises(ReadTimeoutError) as unknown:
        store.execute("hero", NOTES, Decision("hero", "x"), command_id="c")

    assert "command_id='c'" in unknown.value.__notes__[0]


ORDERS = st.lists(st.integers(0, 2), max_size=40)


@SEVERAL
@settings(QUIET, max_examples=25 * SCALE)
@given(order=ORDERS, events=st.integers(0, 2))
def test_whatever_the_order_of_its_twins_a_command_has_one_effect(
    order: list[int], events: int, backend: Backend, table: str
) -> None:
    """Two twins, and a rival who appends to the same stream."""
    id = uuid.uuid4().hex
    clients = [backend.connect() for _ in range(3)]

    def run(number: int, work: Callable[[EventStore[Event]], Any]) -> Any:
        def write(stop: Stop) -> Any:
            own = clients[number]
            own.meta.events.register_first("before-call.dynamodb", stop, unique_id="stop")
            try:
                return work(EventStore(own, table, backoff=NO_PAUSE))
            finally:
                own.meta.events.unregister("before-call.dynamodb", unique_id="stop")

        return write

    def command(store: EventStore[Event]) -> Any:
        return store.execute(id, NOTES, Decision(id, "x", events), 9, command_id="c")

    def rival(store: EventStore[Event]) -> Any:
        return [store.execute(id, NOTES, Decision(id, "rival"), 9) for _ in range(2)]

    first, second, _ = take_turns(order, [run(0, command), run(1, command), run(2, rival)])

    notes = [event.note for event in EventStore(clients[0], table).stream(id)]
    assert sorted(notes) == sorted(["x"] * events + ["rival"] * 2)
    assert (first.state, first.version) == (second.state, second.version)
    assert first.state == notes[: first.version + 1]
    assert first.state[len(first.state) - events :] == ["x"] * events
