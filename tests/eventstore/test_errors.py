"""The errors say what happened, and survive the way between processes."""

import pickle

import pytest

from eventstore import EventAlreadyExistsError, InvalidEventError, NoEventFoundError


def test_a_clash_names_id_and_version():
    error = EventAlreadyExistsError("a", 3)

    assert (error.id, error.version) == ("a", 3)
    assert str(error) == "event already exists for id 'a' and version 3"


def test_an_unknown_stream_names_its_id():
    error = NoEventFoundError("a")

    assert error.id == "a"
    assert str(error) == "no event found for id 'a'"


def test_a_refusal_is_a_value_error():
    assert issubclass(InvalidEventError, ValueError)


@pytest.mark.parametrize("error", [EventAlreadyExistsError("a", 3), NoEventFoundError("a")])
def test_an_error_can_be_pickled(error):
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), str(error))
