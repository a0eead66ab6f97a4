"""The package as a whole: it's light to import, and it keeps the names of 1.0."""

import inspect
import subprocess
import sys

import pytest

import eventstore
from eventstore import EventStore

# What 1.0 promised, which every later version keeps.
NAMES_OF_1_0 = {
    "CHARACTER",
    "Backoff",
    "Character",
    "ContentionError",
    "CorruptPageError",
    "Event",
    "EventAlreadyExistsError",
    "EventStore",
    "InvalidEventError",
    "NoEventFoundError",
    "Projected",
    "Projection",
    "SnapshotWarning",
    "TransactionConflictError",
    "UnreadableEventError",
    "Used",
    "VersionGapError",
    "capacity",
    "create_table",
}
METHODS = ["append", "query", "stream", "project", "execute", "snapshot", "prune"]


def test_importing_it_loads_neither_pandas_nor_moto_nor_the_classroom():
    program = "import sys, eventstore; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
    packages = {name.partition(".")[0] for name in result.stdout.split()}
    assert packages.isdisjoint(
        {"pandas", "numpy", "moto", "lab", "classroom", "pytest", "mypy_boto3_dynamodb"}
    )


def test_every_name_of_version_1_0_is_still_there():
    assert set(eventstore.__all__) >= NAMES_OF_1_0
    assert all(hasattr(eventstore, name) for name in eventstore.__all__)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_of_the_store_is_its_own_and_documents_itself(name):
    method = getattr(EventStore, name)

    assert method.__qualname__ == f"EventStore.{name}"
    assert method.__module__ == "eventstore.store"
    assert len(method.__doc__) > 100
    assert "self" in inspect.signature(method).parameters


def test_the_game_is_in_one_module():
    from eventstore.example import CHARACTER, Character, Event

    assert Event.__module__ == Character.__module__ == "eventstore.example"
    assert (CHARACTER.initial, eventstore.Event) == (Character(), Event)
