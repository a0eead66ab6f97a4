"""The embedded backend: moto in this process, behind one lock, with the way out closed."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from threading import RLock
from typing import Any, NoReturn

from classroom.backend.variables import environment
from classroom.errors import EscapedRequestError

_lock = RLock()
_in_force: ExitStack | None = None


def start() -> None:
    """Put moto and the guard in force; what the tables hold outlives every later call."""
    global _in_force
    with _lock:  # or a second thread would be let out before the first has closed the way
        if _in_force is None:
            _in_force = _started()


def _started() -> ExitStack:
    from unittest.mock import patch

    from botocore.httpsession import URLLib3Session
    from moto import mock_aws
    from moto.core.botocore_stubber import BotocoreStubber

    # moto would set fake keys in os.environ: ours are given to the client alone.
    mock = mock_aws(config={"core": {"mock_credentials": False}})
    answer = _one_at_a_time(BotocoreStubber.__call__)
    with ExitStack() as stack:
        stack.enter_context(patch.object(URLLib3Session, "send", _refuse_to_send))
        mock.start()
        stack.callback(mock.stop)
        stack.enter_context(patch.object(BotocoreStubber, "__call__", answer))
        return stack.pop_all()


def stop() -> None:
    """Take guard, lock and moto off again; the embedded tables are gone."""
    global _in_force
    with _lock:
        if _in_force is not None:
            _in_force.close()
        _in_force = None


def refuse_when_off(request: Any, **_: Any) -> None:
    """Stop a request of an embedded client that somebody kept after the backend was changed."""
    if _in_force is None:
        _refuse_to_send(None, request)


@contextmanager
def clean_environment() -> Iterator[None]:
    """Hide every AWS setting of this machine: variables, profiles, ~/.aws files.

    One thread at a time, or one would put back what another has just hidden.
    """
    hidden = environment(
        lambda name: name.upper().startswith(("AWS_", "BOTO_")),
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )
    with _lock, hidden:
        yield


def _one_at_a_time(call: Any) -> Any:
    """Let one request in at a time: moto itself tears transactions that run side by side.

    It also makes sessions of its own while it answers, which must not meet a profile either.
    """

    @wraps(call)
    def locked(*args: Any, **kwargs: Any) -> Any:
        with clean_environment():
            return call(*args, **kwargs)

    return locked


def _refuse_to_send(_session: Any, request: Any) -> NoReturn:
    raise EscapedRequestError(
        f"A request to {request.url} was stopped: the embedded backend never leaves this machine.\n"
        "Make your client with classroom.connect(), or choose another EVENTSTORE_BACKEND."
    )
