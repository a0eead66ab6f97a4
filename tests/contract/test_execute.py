"""Decide on the current state and append; if another writer was faster, decide again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from classroom.backend.validator import Validator

Make = Callable[..., Any]
pytestmark = pytest.mark.lesson(6)


class Pauses(list[float]):
    """A backoff that never waits, but remembers how often and how long it should have."""

    def __init__(self, namespace: Any):
        self.backoff = namespace.Backoff(sleep=self.append, random=lambda: 0.5)


@pytest.fixture
def pauses(namespace: Any) -> Pauses:
    return Pauses(namespace)


@pytest.fixture
def store(namespace: Any, sent: Validator, table: str, pauses: Pauses) -> Any:
    return namespace.EventStore(sent.client, table, backoff=pauses.backoff)


@pytest.fixture
def total(namespace: Any) -> Any:
    return namespace.Projection("total", 0, lambda total, event: total + event.character_hit_points)


def test_execute_stores_the_decision_and_returns_the_new_state(
    store: Any, event: Make, total: Any, stream_id: str
) -> None:
    store.append(event(0, character_hit_points=8))

    projected = store.execute(
        stream_id, total, lambda state, version: [event(version, character_hit_points=-state)]
    )

    assert (projected.state, projected.version) == (0, 1)
    assert [each.character_hit_points for each in store.query(stream_id)] == [8, -8]


def test_decide_gets_the_initial_state_and_version_0_for_an_unknown_stream(
    store: Any, event: Make, total: Any, stream_id: str
) -> None:
    seen = []

    def decide(state: int, next_version: int) -> list[Any]:
        seen.append((state, next_version))
        return [event(next_version)]

    store.execute(stream_id, total, decide)

    assert seen == [(0, 0)]
    assert len(store.query(stream_id)) == 1


@pytest.mark.parametrize("nothing", [None, [], (), iter(())])
def test_a_decision_without_events_writes_nothing(
    nothing: Any, store: Any, total: Any, stream_id: str, sent: Validator
) -> None:
    projected = store.execute(stream_id, total, lambda _state, _version: nothing)

    assert (projected.state, projected.version) == (0, -1)
    assert set(sent.operations) == {"Query"}


def test_a_writer_who_was_too_late_decides_again_on_the_new_state(
    store: Any, event: Make, total: Any, stream_id: str, pauses: Pauses
) -> None:
    store.append(event(0, character_hit_points=8))
    rivals = iter([event(1, character_hit_points=-5)])
    seen = []

    def decide(state: int, next_version: int) -> list[Any]:
        seen.append((state, next_version))
        for rival in rivals:
            store.append(rival)
        return [event(next_version, character_hit_points=-1, note=f"had {state}")]

    projected = store.execute(stream_id, total, decide)

    assert seen == [(8, 1), (3, 2)]
    assert projected.state == 2
    assert store.query(stream_id)[-1].note == "had 3"
    assert pauses == [0.01]


def test_a_writer_who_was_too_late_may_find_nothing_left_to_do(
    store: Any, event: Make, total: Any, stream_id: str
) -> None:
    store.append(event(0, character_hit_points=8))
    rivals = iter([event(1, character_hit_points=-8)])

    def decide(state: int, next_version: int) -> list[Any]:
        for rival in rivals:
            store.append(rival)
        return [event(next_version, character_hit_points=-1)] if state > 0 else []

    assert store.execute(stream_id, total, decide).state == 0
    assert len(store.query(stream_id)) == 2


def test_execute_gives_up_with_the_version_that_was_taken_last(
    store: Any, event: Make, total: Any, stream_id: str, pauses: Pauses, namespace: Any
) -> None:
    def decide(_state: int, next_version: int) -> list[Any]:
        store.append(event(next_version))
        return [event(next_version)]

    with pytest.raises(namespace.ContentionError) as gave_up:
        store.execute(stream_id, total, decide, attempts=3)

    assert (gave_up.value.id, gave_up.value.version, gave_up.value.attempts) == (stream_id, 2, 3)
    assert isinstance(gave_up.value.__cause__, namespace.EventAlreadyExistsError)
    assert len(store.query(stream_id)) == 3
    assert pauses == [0.01, 0.02]


@pytest.mark.lesson(None)  # no lesson teaches that
def test_execute_makes_ten_attempts_unless_told_otherwise(
    store: Any, event: Make, total: Any, stream_id: str, namespace: Any, pauses: Pauses
) -> None:
    def decide(_state: int, next_version: int) -> list[Any]:
        store.append(event(next_version))
        return [event(next_version)]

    with pytest.raises(namespace.ContentionError) as gave_up:
        store.execute(stream_id, total, decide)

    assert (gave_up.value.attempts, len(store.query(stream_id)), len(pauses)) == (10, 10, 9)


@pytest.mark.lesson(None)  # no lesson teaches that
def test_execute_says_from_which_snapshot_it_started(
    store: Any, event: Make, total: Any, stream_id: str
) -> None:
    for version in range(3):
        store.append(event(version, character_hit_points=1))
    store.snapshot(stream_id, total, until=1)

    projected = store.execute(stream_id, total, lambda _state, version: [event(version)])

    assert (projected.version, projected.snapshot_version, projected.events_read) == (3, 1, 2)
    assert store.execute(stream_id, total, lambda *_: []).snapshot_version == 1


@pytest.mark.lesson(None)  # no lesson teaches that
def test_an_event_that_the_projection_cannot_fold_is_not_stored(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    def apply(_state: int, _event: Any) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.execute(
            stream_id, namespace.Projection("zero", 0, apply), lambda _, version: [event(version)]
        )

    assert list(store.stream(stream_id)) == []


@pytest.mark.lesson(None)  # no lesson teaches that
def test_a_clash_raised_by_apply_is_not_tried_again(
    store: Any, event: Make, namespace: Any, stream_id: str
) -> None:
    def apply(_state: int, _event: Any) -> int:
        raise namespace.EventAlreadyExistsError("other", 5)

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.execute(
            stream_id, namespace.Projection("clash", 0, apply), lambda _, version: [event(version)]
        )

    assert list(store.stream(stream_id)) == []


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize("attempts", [0, -1, True, 1.5, None])
def test_execute_refuses_an_invalid_number_of_attempts(
    attempts: Any, store: Any, total: Any, stream_id: str, sent: Validator
) -> None:
    with pytest.raises(ValueError, match="attempts must be an integer of at least 1, got"):
        store.execute(stream_id, total, lambda _state, _version: [], attempts=attempts)

    assert sent.requests == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda event, _other: [event(5)], id="a gap"),
        pytest.param(lambda event, _other: [event(1), event(1)], id="one version twice"),
        pytest.param(lambda event, _other: [event(2), event(1)], id="falling versions"),
        pytest.param(lambda _event, other: [other(1)], id="another stream"),
        pytest.param(lambda event, _other: [event(0)], id="a version of the past"),
    ],
)
def test_events_with_the_wrong_id_or_version_are_refused_before_they_are_sent(
    wrong: Any, store: Any, event: Make, total: Any, stream_id: str, namespace: Any, sent: Validator
) -> None:
    store.append(event(0))
    sent.requests.clear()

    def other(version: int) -> Any:
        return namespace.Event(id="other", version=version)

    with pytest.raises(ValueError, match=f"expected '{stream_id}', version [12]"):
        store.execute(stream_id, total, lambda _state, _version: wrong(event, other))

    assert set(sent.operations) == {"Query"}


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize(("id", "version"), [("other", 1), (None, 2)])
def test_the_error_names_the_event_that_decide_returned_and_the_one_it_should_have(
    id: str | None, version: int, store: Any, event: Make, total: Any, stream_id: str
) -> None:
    store.append(event(0))
    wrong = replace(event(version), id=id or stream_id)

    with pytest.raises(ValueError, match="decide returned an event for") as raised:
        store.execute(stream_id, total, lambda *_: [wrong])

    assert str(raised.value) == (
        f"decide returned an event for {wrong.id!r}, version {version}; "
        f"expected {stream_id!r}, version 1"
    )


async def soon(event: Make) -> Any:
    yield event(0)


UNFIT: dict[str, Callable[[Make], Any]] = {
    "one event": lambda event: event(0),
    "a string": lambda _: "Healing potion",
    "bytes": lambda _: b"Healing potion",
    "a dict": lambda event: {0: event(0)},
    "a number": lambda _: 8,
    "True": lambda _: True,
    "an async generator": lambda event: soon(event),
}


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize("unfit", UNFIT.values(), ids=UNFIT)
def test_a_decision_that_is_not_a_list_of_events_is_refused(
    unfit: Any, store: Any, event: Make, total: Any, stream_id: str, sent: Validator
) -> None:
    with pytest.raises(TypeError, match="decide must return a list of events, or None, got"):
        store.execute(stream_id, total, lambda _state, _version: unfit(event))

    assert set(sent.operations) == {"Query"}


@dataclass(frozen=True)
class Names:
    """An event that is like a list, and this one is empty."""

    id: str
    version: int
    names: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize("names", [[], ["Nadia"]], ids=["empty", "not empty"])
def test_one_event_that_can_be_iterated_over_is_not_a_list_of_events(
    names: list[str], namespace: Any, sent: Validator, table: str, total: Any, stream_id: str
) -> None:
    store = namespace.EventStore(sent.client, table, event_type=Names)

    with pytest.raises(TypeError, match="decide must return a list of events, or None, got Names"):
        store.execute(stream_id, total, lambda _, version: Names(stream_id, version, names))


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.filterwarnings("ignore:coroutine")  # Python itself says that nobody awaits it
def test_a_decision_that_has_to_be_awaited_is_refused(
    store: Any, total: Any, stream_id: str, sent: Validator
) -> None:
    async def decide(_state: int, _version: int) -> Any:
        return []

    with pytest.raises(TypeError, match="decide must return a list of events, or None, got <corou"):
        store.execute(stream_id, total, lambda *now: decide(*now))
    sent.requests.clear()
    with pytest.raises(TypeError, match="decide must be a function, and not async, got <function"):
        store.execute(stream_id, total, decide)

    assert sent.requests == []


@dataclass(frozen=True)
class Ev:
    id: str
    version: int
    note: str = ""


Before = Ev


@dataclass(frozen=True)
class Ev:  # type: ignore[no-redef]  # as in a notebook's cell that runs again
    id: str
    version: int
    note: str = ""


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize(
    ("elements", "said"),
    [
        (lambda _: [None], "expected an event of type Ev, got None"),
        (lambda _: ["ab"], "expected an event of type Ev, got 'ab'"),
        (lambda event: [[event(0)]], r"expected an event of type Ev, got \[Event"),
        (lambda event: [event(0)], r"expected an event of type Ev, got Event\("),
        (lambda event: [Ev(event(0).id, 0)], "Ev has been defined again since this store was made"),
    ],
    ids=["None", "a string", "a list in the list", "another type", "a class defined again"],
)
def test_an_event_of_the_wrong_type_is_refused_before_it_is_folded(
    elements: Any,
    said: str,
    namespace: Any,
    sent: Validator,
    table: str,
    event: Make,
    stream_id: str,
) -> None:
    store = namespace.EventStore(sent.client, table, event_type=Before)
    known = {Before: 1}
    by_type = namespace.Projection("by type", 0, lambda state, event: state + known[type(event)])

    with pytest.raises(namespace.WrongEventTypeError, match=said):
        store.execute(stream_id, by_type, lambda _state, _version: elements(event))

    assert set(sent.operations) == {"Query"}


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize("unfit", [None, [], "decide"], ids=repr)
def test_a_decide_that_cannot_be_called_is_refused(
    unfit: Any, store: Any, total: Any, stream_id: str, sent: Validator
) -> None:
    with pytest.raises(TypeError, match="decide must be a function, and not async, got"):
        store.execute(stream_id, total, unfit)

    assert sent.requests == []


@pytest.mark.lesson(None)  # no lesson teaches that
@pytest.mark.parametrize("operation", ["project", "snapshot", "execute", "prune"])
@pytest.mark.parametrize("unfit", [None, "total", len, dict], ids=repr)
def test_something_else_than_a_projection_is_refused(
    unfit: Any, operation: str, store: Any, stream_id: str, sent: Validator
) -> None:
    more = {"execute": [lambda _state, _version: []], "prune": [1]}.get(operation, [])

    with pytest.raises(TypeError, match=re.escape(f"a Projection, got {unfit!r}")):
        getattr(store, operation)(stream_id, unfit, *more)

    assert sent.requests == []


def test_an_error_raised_by_decide_reaches_the_caller(
    store: Any, event: Make, total: Any, stream_id: str, namespace: Any
) -> None:
    store.append(event(0))
    asked = []

    def decide(_state: int, _version: int) -> Any:
        asked.append(1)
        store.append(event(0))  # a clash, but not in the append of this decision

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.execute(stream_id, total, decide)

    assert len(asked) == 1


def test_an_error_from_dynamodb_is_not_tried_again(
    store: Any, total: Any, event: Make, stream_id: str
) -> None:
    asked = []

    def decide(_state: int, version: int) -> Any:
        asked.append(version)
        store.table = "no-such-table"
        return [event(version)]

    with pytest.raises(ClientError, match="ResourceNotFound"):
        store.execute(stream_id, total, decide)

    assert asked == [0]


def test_a_gap_raises_an_error_before_anything_is_decided(
    store: Any, event: Make, total: Any, stream_id: str, namespace: Any
) -> None:
    store.append(event(1))

    with pytest.raises(namespace.VersionGapError):
        store.execute(stream_id, total, lambda _state, version: [event(version)])
