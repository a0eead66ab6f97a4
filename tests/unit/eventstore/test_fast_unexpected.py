"""A reply that a fast read doesn't expect is left to botocore, with its errors and retries."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from eventstore import CHARACTER, CorruptPageError, EventStore

from .test_fast import ITEM, NO_TABLE, PAGE, b64
from .wire import Reply, Wire, reply

MODES = ["legacy", "standard", "adaptive"]
TEXT = json.dumps(PAGE).encode()
UNEXPECTED: dict[str, Reply] = {
    "no JSON": reply(b"<html>Items"),
    "no text": reply(b"\xff\xfe"),
    "nothing": reply(b""),
    "no object": reply([PAGE]),
    "no items": reply({"Count": 0}),
    "items that aren't a list": reply(PAGE | {"Items": {"0": ITEM}}),
    "items that are null": reply(PAGE | {"Items": None}),
    "binary that isn't Base64": reply(PAGE | {"Items": [{"Id": {"B": "a"}}]}),
    "a value of two kinds": reply(PAGE | {"Items": [{"Id": {"B": b64(b"a"), "S": "a"}}]}),
    "an item that is none": reply(PAGE | {"Items": [{"Id": {"B": b64(b"a")}}, "item"]}),
    "half a page without a checksum": (200, {}, TEXT[:40]),
    "another encoding": reply(json.dumps(PAGE).encode("utf-16")),
    "an error": NO_TABLE,
    "an error with items": (400, {}, json.dumps(PAGE | json.loads(NO_TABLE[2])).encode()),
    "another status": (202, {}, TEXT),
}
CORRUPT: dict[str, Reply] = {
    "cut": (*reply(PAGE)[:2], TEXT[: len(TEXT) // 2]),
    "changed": (*reply(PAGE)[:2], TEXT.replace(b"Init", b"init")),
}


def outcome(read: Callable[[], Any]) -> Any:
    """Return what it returns, or the error that it raises."""
    try:
        return read()
    except Exception as error:
        return type(error), str(error)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.mark.parametrize("unexpected", UNEXPECTED.values(), ids=UNEXPECTED)
def test_an_unexpected_reply_is_left_to_botocore(unexpected: Reply) -> None:
    plain, fast = Wire(unexpected), Wire(unexpected)

    result = outcome(lambda: [*fast.pages()])

    assert fast.parsed == [unexpected[2]]
    assert result == outcome(lambda: [*plain.pages(fast=False)])


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("corrupt", CORRUPT.values(), ids=CORRUPT)
def test_a_corrupt_page_is_requested_again(corrupt: Reply, mode: str) -> None:
    replies, retries = (corrupt, corrupt, reply(PAGE)), {"mode": mode, "total_max_attempts": 3}
    plain, fast = (Wire(*replies, retries=retries) for _ in range(2))

    (page,) = fast.pages()

    assert (fast.asked, page["Items"]) == (3, [ITEM])
    assert page["ResponseMetadata"]["RetryAttempts"] == 2
    assert [page] == [*plain.pages(fast=False)]


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("corrupt", CORRUPT.values(), ids=CORRUPT)
def test_a_page_that_stays_corrupt_ends_as_it_would_in_botocore(corrupt: Reply, mode: str) -> None:
    retries = {"mode": mode, "total_max_attempts": 2}
    plain, fast = (Wire(corrupt, retries=retries) for _ in range(2))

    result = outcome(lambda: [*fast.pages()])

    assert fast.asked == 2
    assert result == outcome(lambda: [*plain.pages(fast=False)])


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("fast_reads", [True, False])
@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.query("a"),
        lambda store: store.project("a", CHARACTER),
        lambda store: store.prune("a", CHARACTER, keep=1),
    ],
    ids=["query", "project", "prune"],
)
def test_a_page_that_stays_cut_is_not_taken_for_the_end_of_a_stream(
    read: Callable[[Any], Any], fast_reads: bool
) -> None:
    wire = Wire(CORRUPT["cut"])

    with pytest.raises(CorruptPageError, match=r"a page of '(a|snapshot#\w+)' arrived damaged"):
        read(EventStore(wire.client, "events", fast_reads=fast_reads))
