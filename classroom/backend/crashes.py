"""Crash a program after some of its requests, as a machine that loses its power does."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class _CrashError(BaseException):
    """The program has ended. It isn't an Exception: a program can't handle its own end."""


def crash_after(client: "DynamoDBClient", requests: int) -> AbstractContextManager[None]:
    """Run the block as a program that crashes: the rest of it doesn't happen.

    `with crash_after(client, 3):` carries out the client's next three requests. When the program
    wants to send a fourth one, the block ends, without an error. It may also finish before that.
    """
    if type(requests) is not int or requests < 0:
        raise ValueError(f"requests must be a whole number, 0 or more, got {requests!r:.60}")
    return _crashing(client, requests)


@contextmanager
def _crashing(client: Any, requests: int) -> Iterator[None]:
    left = requests

    def send(**_: Any) -> None:
        nonlocal left
        if left == 0:  # also if the program has caught the first one
            raise _CrashError
        left -= 1

    client.meta.events.register_first("before-call.dynamodb", send)
    try:
        with suppress(_CrashError):
            yield
    finally:
        client.meta.events.unregister("before-call.dynamodb", send)
