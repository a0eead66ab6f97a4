"""Pages of a Query past botocore's parser, which takes most of the time of a long read.

`EventStore(..., fast_reads=False)` does without this file, and reads the same. Between a reply and
its parser botocore emits an event. There we take the items out of the body, hand them over as the
parser would, and leave it the rest. Credentials, retries and checksums stay botocore's.
"""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar, copy_context
from typing import Any

Page = dict[str, Any]
HOOK = "before-parse.dynamodb.Query"
BINARY = re.compile(rb'"BS?"')  # a page without has no binary value
# The event does not say whose reply it is; the client may be shared, by threads as well.
_is_ours: ContextVar[bool] = ContextVar("is_ours", default=False)


def fast_pages(client: Any) -> Callable[[Iterable[Page]], Iterator[Page]]:
    """Return what goes through the pages of this client's paginators, as `iter` does, but faster.

    The client is told once, however many stores it serves.
    """
    client.meta.events.register(HOOK, _take_items, unique_id="eventstore.fast")
    return _pages


def _pages(pages: Iterable[Page]) -> Iterator[Page]:
    pages = iter(pages)
    # In a context of its own, so that what comes until the next page is not ours.
    while (page := copy_context().run(_next_of_ours, pages)) is not None:
        yield page


def _next_of_ours(pages: Iterator[Page]) -> Page | None:
    _is_ours.set(True)
    return next(pages, None)


def _take_items(**told: Any) -> None:
    """Move the items of a page out of its body. Whatever is unexpected is left to botocore."""
    if not _is_ours.get():
        return
    with suppress(Exception):  # a corrupt page, say: botocore finds that, and asks again
        reply, body = told["response_dict"], told["response_dict"]["body"]
        page = json.loads(body.decode())  # as text, because of bytes json guesses the encoding
        items = page.pop("Items")
        if reply["status_code"] != 200 or not isinstance(items, list):
            return
        if BINARY.search(body):
            items = [_decoded({"M": item})["M"] for item in items]
        told["customized_response_dict"]["Items"] = items
        reply["body"] = json.dumps(page).encode()


def _decoded(value: dict[str, Any]) -> dict[str, Any]:
    """Binary travels as base64 text; return the value with its bytes."""
    ((kind, content),) = value.items()
    if kind == "B":
        return {kind: b64decode(content)}
    if kind == "BS":
        return {kind: [b64decode(each) for each in content]}
    if kind == "L":
        return {kind: [_decoded(element) for element in content]}
    if kind == "M":
        return {kind: {name: _decoded(element) for name, element in content.items()}}
    return value
