"""An id is a text: a member of an Enum, or NumPy's string, names the stream of the plain string."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

from classroom.backend.validator import Validator

from .deviations import TRANSACTIONS

Make = Callable[..., Any]


class Loud(str):
    """A str that formats and prints itself in another way, as NumPy's and other libraries' may."""

    def __str__(self) -> str:
        return "LOUD"

    def __repr__(self) -> str:
        return "LOUD"

    def __format__(self, spec: str) -> str:
        return "LOUD"


def member(text: str) -> str:
    return Enum("Ward", {"ONE": text}, type=str).ONE


KINDS = pytest.mark.parametrize("kind", [member, Loud], ids=["a member of an Enum", "a subclass"])


@pytest.fixture
def notes(namespace: Any) -> Any:
    return namespace.Projection("notes", [], lambda notes, event: [*notes, event.note])


@KINDS
def test_an_event_is_stored_in_the_stream_of_the_plain_string(
    kind: Any, store: Any, namespace: Any, event: Make, stream_id: str
) -> None:
    store.append(namespace.Event(kind(stream_id), 0, note="Init"))

    for id in (stream_id, kind(stream_id)):
        (found,) = store.query(id)
        assert found == event(0, note="Init")
        assert type(found.id) is str


@KINDS
def test_a_snapshot_is_found_and_pruned_by_the_plain_string(
    kind: Any, store: Any, event: Make, notes: Any, stream_id: str
) -> None:
    store.append(event(0, note="Init"))

    store.snapshot(kind(stream_id), notes)

    assert store.project(stream_id, notes).snapshot_version == 0
    assert store.project(kind(stream_id), notes).snapshot_version == 0
    assert store.prune(stream_id, notes, keep=0) == 1


@KINDS
def test_a_projections_name_is_its_plain_string(
    kind: Any, store: Any, event: Make, notes: Any, namespace: Any, stream_id: str
) -> None:
    store.append(event(0, note="Init"))

    store.snapshot(stream_id, namespace.Projection(kind("notes"), [], notes.apply))

    assert store.project(stream_id, notes).snapshot_version == 0


@KINDS
def test_decide_can_use_either_spelling(
    kind: Any, store: Any, event: Make, notes: Any, stream_id: str
) -> None:
    store.execute(kind(stream_id), notes, lambda _state, version: [event(version, note="Init")])

    assert store.project(stream_id, notes).state == ["Init"]


@KINDS
def test_one_version_in_two_spellings_is_refused_before_it_is_sent(
    kind: Any, store: Any, namespace: Any, event: Make, stream_id: str, sent: Validator
) -> None:
    with pytest.raises(namespace.InvalidEventError, match="twice"):
        store.append(event(0), namespace.Event(kind(stream_id), 0))

    assert sent.requests == []


@KINDS
def test_the_error_has_the_plain_string(
    kind: Any, store: Any, namespace: Any, stream_id: str
) -> None:
    with pytest.raises(namespace.NoEventFoundError) as unknown:
        store.query(kind(stream_id))

    assert type(unknown.value.id) is str
    assert str(unknown.value) == f"no event found for id {stream_id!r}"


@KINDS
@pytest.mark.behaviour(TRANSACTIONS)
def test_a_clash_names_the_plain_string(
    kind: Any, store: Any, namespace: Any, event: Make, stream_id: str
) -> None:
    store.append(event(1))

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), namespace.Event(kind(stream_id), 1))

    assert str(clash.value) == f"event already exists for id {stream_id!r} and version 1"
