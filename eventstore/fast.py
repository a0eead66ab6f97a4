"""Read the pages of a Query faster, by keeping their items away from botocore's parser.

The parser takes most of the time of a long read. So just before botocore parses a reply, we take
the items out of its body, decode them with `json`, and put them into the result ourselves. botocore
parses the rest. Credentials, retries and checksums stay botocore's.

`EventStore(..., fast_reads=False)` doesn't use this module, and returns the same events.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar, copy_context
from typing import Any

# botocore's events: a query begins, and its reply is about to be parsed.
BEGIN = "provide-client-params.dynamodb.Query"
HOOK = "before-parse.dynamodb.Query"
# A binary value arrives as Base64. We leave such a page to botocore's parser, which decodes it.
BINARY = re.compile(rb'"BS?"\s*:\s*["[]')
# The hook isn't told whose reply it gets, and a handler of the caller's may query with the same
# client while we wait for a page. So we count the queries since we asked for the page. Exactly one:
# the reply is ours. More: we can't tell, so botocore parses it. None: we haven't asked for a page.
_queries_begun: ContextVar[int | None] = ContextVar("queries_begun", default=None)


def fast_pages(client: Any) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return a function that iterates over a paginator's Query pages, as `iter` does, but faster.

    This registers two handlers on the client, once, however often it's called.
    """
    client.meta.events.register_first(BEGIN, _count_query, unique_id="eventstore.begin")
    client.meta.events.register(HOOK, _take_items, unique_id="eventstore.fast")
    return _iterate


def _iterate(pages: Iterable[Any]) -> Iterator[Any]:
    iterator = iter(pages)
    while True:
        # Each page gets a context of its own, so that the caller's queries between two pages aren't
        # counted.
        page = copy_context().run(_next_page, iterator)
        if page is None:
            return
        yield page


def _next_page(iterator: Iterator[Any]) -> Any:
    _queries_begun.set(0)
    return next(iterator, None)


def _count_query(**_: Any) -> None:
    begun = _queries_begun.get()
    if begun is not None:
        _queries_begun.set(begun + 1)


def _take_items(**event: Any) -> None:
    """Move the items from the body of a reply to the result."""
    # Anything unexpected, such as a damaged page, is left to botocore, which reports it or retries.
    with suppress(Exception):
        reply = event["response_dict"]
        body = reply["body"]
        is_ours = _queries_begun.get() == 1
        if not is_ours or reply["status_code"] != 200 or BINARY.search(body):
            return
        page = json.loads(body.decode())  # given bytes, json would guess the encoding
        items = page.pop("Items")
        if isinstance(items, list):
            event["customized_response_dict"]["Items"] = items
            reply["body"] = json.dumps(page).encode()
