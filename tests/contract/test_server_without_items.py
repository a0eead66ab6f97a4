"""A server that doesn't send the stored item back can't tell us whose event it is."""

from collections.abc import Callable
from typing import Any

import pytest

BACKENDS = ["dynalite"]
Make = Callable[..., Any]


def test_the_clash_says_that_the_event_may_be_our_own(
    store: Any, event: Make, namespace: Any
) -> None:
    store.append(event(0), append_id="x")

    with pytest.raises(namespace.EventAlreadyExistsError) as clash:
        store.append(event(0), append_id="x")

    assert clash.value.__notes__ == [
        "the server didn't send the stored event back, so it may be from an earlier attempt of "
        "this append"
    ]
