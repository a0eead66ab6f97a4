"""Fast reads leave all other queries on the same client alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from eventstore import EventStore

from .test_fast import ITEM, NO_TABLE, PAGE
from .wire import QUERY, Wire, reply


def test_another_query_between_two_pages_is_left_alone() -> None:
    wire = Wire(reply(PAGE | {"LastEvaluatedKey": {"Id": {"S": "a"}}}), reply(PAGE))
    pages = wire.pages()

    next(pages)
    wire.client.query(**QUERY)
    next(pages)

    assert wire.untouched == [False, True, False]


def test_a_query_from_another_thread_at_the_same_time_is_left_alone() -> None:
    wire = Wire(reply(PAGE))
    meanwhile = [lambda: wire.client.query(**QUERY)]
    with ThreadPoolExecutor(1) as others:

        def while_ours_is_sent(**_: object) -> None:
            if meanwhile:
                others.submit(meanwhile.pop()).result(10)

        wire.client.meta.events.register_first("before-send.dynamodb.Query", while_ours_is_sent)
        next(wire.pages())

    assert wire.untouched == [True, False]


@pytest.mark.parametrize(
    "event",
    [
        "provide-client-params",
        "before-parameter-build",
        "before-call",
        "request-created",
        "before-send",
        "before-parse",
    ],
)
def test_a_query_sent_by_another_handler_is_left_alone(event: str) -> None:
    wire = Wire(reply(PAGE))
    meanwhile = [lambda: wire.client.query(**QUERY)]

    def handle(**_: object) -> None:
        if meanwhile:
            meanwhile.pop()()

    EventStore(wire.client, "events", fast_reads=True)
    wire.client.meta.events.register_first(f"{event}.dynamodb.Query", handle)

    assert [page["Items"] for page in wire.pages()] == [[ITEM]]
    assert wire.untouched[0]


def test_the_page_after_a_disturbed_one_is_read_fast_again() -> None:
    wire = Wire(reply(PAGE), reply(PAGE | {"LastEvaluatedKey": {"Id": {"S": "a"}}}), reply(PAGE))
    pages = wire.pages()
    meanwhile = [lambda: wire.client.query(**QUERY)]

    def handle(**_: object) -> None:
        if meanwhile:
            meanwhile.pop()()

    wire.client.meta.events.register("before-call.dynamodb.Query", handle)

    assert len([*pages]) == 2
    assert wire.untouched == [True, True, False]


def test_a_query_after_a_failed_one_of_ours_is_left_alone() -> None:
    wire = Wire(NO_TABLE, reply(PAGE))
    with pytest.raises(ClientError, match="no table"):
        next(wire.pages())

    wire.client.query(**QUERY)

    assert wire.untouched[-1]
