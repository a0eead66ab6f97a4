"""The errors say what happened, and survive the way between processes."""

import pickle

import pytest

from eventstore import (
    ContentionError,
    EventAlreadyExistsError,
    InvalidEventError,
    NoEventFoundError,
    TransactionConflictError,
    VersionGapError,
)

ALL = [
    EventAlreadyExistsError("a", 3),
    NoEventFoundError("a"),
    VersionGapError("a", 3),
    ContentionError("a", 3, 10),
    TransactionConflictError("b", 4),
]


def test_a_clash_names_id_and_version():
    error = EventAlreadyExistsError("a", 3)

    assert (error.id, error.version) == ("a", 3)
    assert str(error) == "event already exists for id 'a' and version 3"


def test_an_unknown_stream_names_its_id():
    error = NoEventFoundError("a")

    assert error.id == "a"
    assert str(error) == "no event found for id 'a'"


def test_a_gap_names_the_missing_version():
    assert str(VersionGapError("a", 3)) == "stream 'a' has a gap: version 3 is missing"


def test_giving_up_names_the_rivals_version_and_the_attempts():
    said = "gave up on stream 'a' after 10 attempts: version 3 is a rival's"

    assert str(ContentionError("a", 3, 10)) == said


def test_a_conflict_of_transactions_names_the_append_to_repeat():
    said = "append 'b': others held its items, at each of 4 attempts"

    assert str(TransactionConflictError("b", 4)) == said


def test_a_refusal_is_a_value_error():
    assert issubclass(InvalidEventError, ValueError)


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_an_error_can_be_pickled(error):
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), str(error))
