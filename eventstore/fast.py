"""Pages of a Query past botocore's parser, which takes most of the time of a long read.

`EventStore(..., fast_reads=False)` does without this file, and reads the same. Between a reply and
its parser botocore emits an event. There we take the items out of the body, hand them over as the
parser would, and leave it the rest. Credentials, retries and checksums stay botocore's.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar, copy_context
from typing import Any

BEGIN, HOOK = "provide-client-params.dynamodb.Query", "before-parse.dynamodb.Query"
BINARY = re.compile(rb'"BS?"\s*:\s*["[]')  # travels as text: the parser decodes it
# The hook does not say whose reply it is, and others may use the client, from handlers and threads
# as well. So we count the queries since we asked for a page, from 0: the first is ours, alone.
_begun: ContextVar[int | None] = ContextVar("begun", default=None)


def fast_pages(client: Any) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return what goes through pages of this client's paginators, as `iter` does, but faster."""
    client.meta.events.register_first(BEGIN, _count, unique_id="eventstore.begin")
    client.meta.events.register(HOOK, _take_items, unique_id="eventstore.fast")
    return _pages


def _pages(pages: Iterable[Any]) -> Iterator[Any]:
    pages = iter(pages)
    # In a context of its own, so that what comes until the next page is not ours.
    while (page := copy_context().run(_next_of_ours, pages)) is not None:
        yield page


def _next_of_ours(pages: Iterator[Any]) -> Any:
    _begun.set(0)
    return next(pages, None)


def _count(**_: Any) -> None:
    if (begun := _begun.get()) is not None:
        _begun.set(begun + 1)


def _take_items(**told: Any) -> None:
    """Move the items of a page out of its body. Whatever is unexpected is left to botocore."""
    with suppress(Exception):  # a corrupt page, say: botocore finds that, and asks again
        reply, body = told["response_dict"], told["response_dict"]["body"]
        if _begun.get() != 1 or reply["status_code"] != 200 or BINARY.search(body):
            return
        page = json.loads(body.decode())  # as text, because of bytes json guesses the encoding
        items = page.pop("Items")
        if isinstance(items, list):
            told["customized_response_dict"]["Items"] = items
            reply["body"] = json.dumps(page).encode()
