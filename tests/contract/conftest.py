"""Every test runs against every backend, and for every namespace that must pass it."""

import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

from classroom.backend.validator import Validator

from .backends import Backend, backend_names, opened
from .deviations import DEVIATIONS, Deviation
from .namespaces import MODULE, Namespace, namespaces


def pytest_configure(config: pytest.Config) -> None:
    backend_names()  # a wrong setting ends the run here, with one message
    namespaces()
    config.addinivalue_line("markers", "behaviour(name): a key of the table in deviations.py")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    backends: list[str | None] = [None]
    stores: list[Namespace | None] = [None]
    lesson = None
    if "backend" in metafunc.fixturenames:
        wanted = getattr(
            metafunc.module, "BACKENDS", None
        )  # a file may be about some backends only
        backends = [name for name in backend_names() if wanted is None or name in wanted]
    if "namespace" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("lesson")
        lesson = mark.args[0] if mark else None
        file = metafunc.definition.path.stem
        stores = [
            each for each in namespaces() if each.must_pass(lesson) and each.is_judged_by(file)
        ]
    pairs = [
        (backend, store)
        for backend in backends
        for store in stores
        # What a store has taken over from an earlier lesson is tested on one backend only.
        if backend == backends[0] or store is None or store.lesson in (None, lesson)
    ]
    names = [name for name in ("backend", "namespace") if name in metafunc.fixturenames]
    if names:
        values = [tuple(value for value in pair if value is not None) for pair in pairs]
        ids = ["-".join(getattr(value, "name", value) for value in pair) for pair in values]
        metafunc.parametrize(names, values, indirect=True, scope="module", ids=ids)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run one backend after another in each file, so that each is opened only once."""
    files = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (files[item.path], backend_of(item)))


def backend_of(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("backend", "")) if callspec else ""


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """On a backend with a known deviation, the test must fail in exactly that way."""
    backend = backend_of(pyfuncitem)
    behaviours = [mark.args[0] for mark in pyfuncitem.iter_markers("behaviour")]
    for behaviour in behaviours:
        if deviation := DEVIATIONS.get((backend, behaviour)):
            with judged(deviation):
                yield
            told = f"{backend}: {behaviour}: {deviation.instead}"
            pyfuncitem.user_properties.append(("wrong", told))
            return True
    return (yield)


@contextmanager
def judged(deviation: Deviation) -> Iterator[None]:
    """Check that the block fails exactly as the table says."""
    try:
        yield
    except deviation.error as error:
        if deviation.message not in str(error):
            raise
        return
    pytest.fail(f"cured: {deviation.instead!r} is over; take it out of the table")


@pytest.fixture(scope="module")
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with opened(request.param, request) as backend:
        yield backend


@pytest.fixture(scope="module")
def raw(backend: Backend) -> Any:
    """A client without checks, to prepare a table and to look into it."""
    return backend.connect()


@pytest.fixture(scope="module")
def table(raw: Any) -> Iterator[str]:
    name = f"eventstore-test-{uuid.uuid4().hex}"
    raw.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "Id", "KeyType": "HASH"},
            {"AttributeName": "Version", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "Id", "AttributeType": "S"},
            {"AttributeName": "Version", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    raw.get_waiter("table_exists").wait(
        TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120}
    )
    yield name
    raw.delete_table(TableName=name)


@pytest.fixture(scope="module")
def namespace(request: pytest.FixtureRequest) -> ModuleType:
    judged: Namespace = request.param
    return judged.load()


@pytest.fixture(scope="module")
def validator(backend: Backend, namespace: ModuleType) -> Validator:
    return Validator(backend.connect(), house_rules=namespace.__name__ == MODULE)


@pytest.fixture
def sent(validator: Validator) -> Validator:
    """What the store sends in this test. Each request is checked before it's sent."""
    validator.requests.clear()
    return validator


@pytest.fixture
def store(namespace: Any, sent: Validator, table: str) -> Any:
    return namespace.EventStore(sent.client, table)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let boto3 try again at once. How long it waits isn't what we test."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)


@pytest.fixture
def stream_id() -> str:
    """The id of a stream that no other test uses."""
    return uuid.uuid4().hex


@pytest.fixture
def event(namespace: Any, stream_id: str) -> Callable[..., Any]:
    """Makes events of this test's stream: `event(0, note="Init")`."""
    return lambda version, **fields: namespace.Event(id=stream_id, version=version, **fields)


@pytest.fixture
def stored(raw: Any, table: str, stream_id: str) -> Callable[[], list[dict[str, Any]]]:
    """Reads the items of this test's stream, as DynamoDB has them."""
    return lambda: raw.query(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream_id}},
        ConsistentRead=True,
    )["Items"]
