"""The embedded backend: moto in this process, one request at a time, and no way to the network."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from threading import RLock
from typing import Any, NoReturn

from classroom.backend.partitions import copy_what_may_change, name_partitions, query_one
from classroom.backend.variables import changed_variables
from classroom.errors import EscapedRequestError

# moto reads these, and all that begin with MOTO_. Some make it send requests to a server of its
# own, others change its answers, or stop it as soon as it's imported.
_OF_MOTO = {
    "DEFAULT_CONTAINER_REGISTRY",
    "INITIAL_NO_AUTH_ACTION_COUNT",
    "MAX_SHARED_ACCOUNTS",
    "S3_IGNORE_SUBDOMAIN_BUCKETNAME",
    "S3_UPLOAD_PART_MIN_SIZE",
    "SF_EXECUTION_HISTORY_TYPE",
    "TESTS_SKIP_REQUIRES_DOCKER",
    "TEST_PROXY_MODE",
    "TEST_PROXY_MODE_ENDPOINT",
    "TEST_SERVER_MODE",
    "TEST_SERVER_MODE_ENDPOINT",
    "VALIDATE_LAMBDA_S3",
}
# Python 3.11 to 3.13 keep the frames of its functions in chunks of 16 KB. A call that needs another
# chunk gets it from the system, and gives it back as soon as it returns. Where that is a call in
# moto's innermost loops, a request takes three times as long. A frame with so many places gets a
# chunk of its own, which has as much room again: enough for all that moto calls.
_PLACES = 4096
_lock = RLock()
_in_force: ExitStack | None = None


def start() -> None:
    """Start moto and the guard; if they are running, the tables keep what they hold."""
    global _in_force
    with _lock:  # or a second thread could send before the first has closed the way out
        if _in_force is None:
            with without_aws_settings():
                _in_force = _started()


def _started() -> ExitStack:
    from unittest.mock import patch

    from botocore.httpsession import URLLib3Session
    from moto import settings
    from moto.core.botocore_stubber import BotocoreStubber
    from moto.core.models import MockAWS
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.table import Table
    from moto.dynamodbstreams.models import ShardIterator

    # Not `mock_aws`, which may take a server instead if moto was imported before us.
    # moto would set fake keys in os.environ; we give ours to the client alone.
    mock = MockAWS({"core": {"mock_credentials": False}})
    answer = _one_at_a_time(BotocoreStubber.__call__)
    with ExitStack() as stack:
        stack.enter_context(patch.object(URLLib3Session, "send", _refuse_to_send))
        stack.enter_context(patch.object(settings, "INITIAL_NO_AUTH_ACTION_COUNT", float("inf")))
        mock.start()
        stack.callback(mock.stop)
        stack.enter_context(patch.object(BotocoreStubber, "__call__", answer))
        get = _from_the_table_as_it_is(ShardIterator.get)
        stack.enter_context(patch.object(ShardIterator, "get", get))
        query = query_one(Table.query)
        stack.enter_context(patch.object(Table, "query", query))
        copy = patch.object(Table, "__deepcopy__", copy_what_may_change, create=True)
        stack.enter_context(copy)
        transact = name_partitions(DynamoDBBackend.transact_write_items)
        stack.enter_context(patch.object(DynamoDBBackend, "transact_write_items", transact))
        return stack.pop_all()


def stop() -> None:
    """Stop moto and the guard; the embedded tables are gone."""
    global _in_force
    with _lock:
        if _in_force is not None:
            _in_force.close()
        _in_force = None


def refuse_when_off(request: Any, **_: Any) -> None:
    """Stop a request of an embedded client that was kept after the backend had changed."""
    if _in_force is None:
        _refuse_to_send(None, request)


@contextmanager
def without_aws_settings() -> Iterator[None]:
    """Hide all AWS settings of this machine: variables, profiles and the files in ~/.aws.

    moto's own variables are hidden, too.

    Only one thread at a time, or one would put back what another has just hidden.
    """
    hidden = changed_variables(
        lambda name: name.upper().startswith(("AWS_", "BOTO_", "MOTO_")) or name in _OF_MOTO,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )
    with _lock, hidden:
        yield


def _one_at_a_time(call: Any) -> Any:
    """Let one request in at a time: moto corrupts transactions that run concurrently.

    While it answers, moto also creates sessions of its own, which must not see a profile either.
    """

    def locked(*args: Any, **kwargs: Any) -> Any:
        with without_aws_settings():
            return call(*args, **kwargs)

    locked.__code__ = locked.__code__.replace(co_stacksize=_PLACES)
    return wraps(call)(locked)


def _from_the_table_as_it_is(get: Any) -> Any:
    """Let an iterator of DynamoDB Streams read from the table as it is now.

    When moto cancels a transaction, it puts a copy of the table in its place. An older iterator
    would go on reading from what was discarded: events that were never stored, and no new ones.
    """

    @wraps(get)
    def get_now(self: Any, *args: Any, **kwargs: Any) -> Any:
        table = self.streams_backend.dynamodb.get_table(self.stream_shard.table.name)
        self.stream_shard = table.stream_shard
        return get(self, *args, **kwargs)

    return get_now


def _refuse_to_send(_session: Any, request: Any) -> NoReturn:
    raise EscapedRequestError(
        f"A request to {request.url} was stopped: the embedded backend never leaves this machine.\n"
        "Make your client with classroom.connect(), or choose another EVENTSTORE_BACKEND."
    )
