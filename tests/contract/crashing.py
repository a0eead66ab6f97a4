"""Programs that crash at any of their requests, for the tests of subscriptions."""

from typing import Any

from .turnstile import Stop


class CrashError(BaseException):
    """Nothing can catch it."""


class Crashes:
    """Lets a client crash at its n-th request: before it's sent, or when the reply comes."""

    def __init__(self, client: Any, stop: Stop, at: list[tuple[int, bool]]):
        self.client, self.stop, self.at = client, stop, dict(at)
        self.requests = 0

    def before(self, **_: Any) -> None:
        self.stop()
        self.requests += 1
        if self.at.get(self.requests) is False:
            raise CrashError

    def after(self, **_: Any) -> None:
        if self.at.pop(self.requests, False):
            raise CrashError

    def __enter__(self) -> None:
        self.client.meta.events.register_first("before-call.dynamodb", self.before, "before")
        self.client.meta.events.register_last("after-call.dynamodb", self.after, "after")

    def __exit__(self, *_: Any) -> None:
        self.client.meta.events.unregister("before-call.dynamodb", self.before, "before")
        self.client.meta.events.unregister("after-call.dynamodb", self.after, "after")
