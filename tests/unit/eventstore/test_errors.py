"""The errors say what happened, share one root, and can be pickled and copied."""

import copy
import pickle

import pytest

import eventstore
from eventstore import (
    AppendIdReusedError,
    CheckpointAheadError,
    ContentionError,
    CorruptPageError,
    EventAlreadyExistsError,
    EventStoreError,
    InvalidEventError,
    NoEventFoundError,
    SnapshotWarning,
    TransactionConflictError,
    UnreadableEventError,
    VersionGapError,
    WrongEventTypeError,
)
from eventstore.errors import shown

ALL = [
    EventAlreadyExistsError("a", 3),
    NoEventFoundError("a"),
    VersionGapError("a", 3),
    ContentionError("a", 3, 10),
    TransactionConflictError("b", 4),
    AppendIdReusedError("b", "a", 3),
    InvalidEventError("an append takes 1 to 100 events, got 101"),
    WrongEventTypeError("expected an event of type Event, got None"),
    UnreadableEventError("Note is missing"),
    CorruptPageError("a page of 'a' arrived damaged"),
    CheckpointAheadError("board", "a", 3),
]


def name(error: Exception) -> str:
    return type(error).__name__


@pytest.mark.parametrize("module", [eventstore, eventstore.errors], ids=lambda each: each.__name__)
def test_every_error_of_the_package_is_listed_here(module):
    public = vars(module).values()
    errors = {each for each in public if isinstance(each, type) and issubclass(each, Exception)}

    assert errors == {EventStoreError, SnapshotWarning, *map(type, ALL)}


@pytest.mark.parametrize("error", ALL, ids=name)
def test_every_error_is_an_event_store_error(error):
    assert isinstance(error, EventStoreError)


def test_the_root_is_a_plain_exception():
    assert EventStoreError.__bases__ == (Exception,)


@pytest.mark.parametrize("error", [InvalidEventError, UnreadableEventError, WrongEventTypeError])
def test_an_event_that_does_not_fit_is_still_a_value_error(error):
    assert issubclass(error, ValueError)


def test_something_that_is_not_an_event_is_a_type_error_and_still_an_invalid_event():
    assert issubclass(WrongEventTypeError, TypeError)
    assert issubclass(WrongEventTypeError, InvalidEventError)


def test_a_snapshot_warning_is_a_user_warning_and_not_an_error():
    assert issubclass(SnapshotWarning, UserWarning)
    assert not issubclass(SnapshotWarning, EventStoreError)


def test_a_clash_names_id_and_version():
    error = EventAlreadyExistsError("a", 3)

    assert (error.id, error.version) == ("a", 3)
    assert str(error) == "event already exists for id 'a' and version 3"


def test_an_unknown_stream_names_its_id():
    error = NoEventFoundError("a")

    assert error.id == "a"
    assert str(error) == "no event found for id 'a'"


def test_a_gap_names_the_missing_version():
    error = VersionGapError("a", 3)

    assert (error.id, error.missing) == ("a", 3)
    assert str(error) == "stream 'a' has a gap: version 3 is missing"


def test_contention_names_the_attempts_and_the_version_that_was_taken():
    error = ContentionError("a", 3, 10)

    assert (error.id, error.version, error.attempts) == ("a", 3, 10)
    assert str(error) == ("gave up on stream 'a' after 10 attempts: another writer took version 3")


def test_a_transaction_conflict_says_which_append_to_repeat():
    error = TransactionConflictError("b", 4)

    assert (error.append_id, error.attempts) == ("b", 4)
    assert str(error) == (
        "append 'b' gave up after 4 attempts: other transactions were using its items; "
        "repeat it with the same append_id (or the same command_id)"
    )


def test_a_used_append_id_names_the_event_that_it_did_not_store():
    error = AppendIdReusedError("b", "a", 3)

    assert (error.append_id, error.id, error.version) == ("b", "a", 3)
    assert str(error) == (
        "append_id 'b' was used before, for other events: it didn't store this event for id 'a' "
        "and version 3"
    )


def all_of(error):
    return (type(error), repr(error), vars(error), str(error))


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
@pytest.mark.parametrize("error", ALL, ids=name)
def test_an_error_can_be_copied(error, duplicate):
    assert all_of(duplicate(error)) == all_of(error)


@pytest.mark.parametrize("error", ALL, ids=name)
def test_an_error_can_be_pickled(error):
    assert all_of(pickle.loads(pickle.dumps(error))) == all_of(error)


def test_the_repr_of_an_error_has_its_values():
    assert repr(AppendIdReusedError("b", "a", 3)) == "AppendIdReusedError('b', 'a', 3)"


def test_a_value_is_shown_in_sixty_characters_at_most_and_dots_say_where_it_was_cut():
    assert shown("x" * 58) == f"'{'x' * 58}'"
    assert shown("x" * 59) == f"'{'x' * 56}..."
