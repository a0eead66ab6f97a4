"""Lesson 03: the learner's events, read back from DynamoDB."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from classroom.exercises.exercise import NotYetError, expect
from classroom.exercises.own_domain.histories import (
    VERSIONS,
    expect_same,
    numbered,
    other_signs,
    same,
    stories,
)
from classroom.exercises.own_domain.items import append_event


def it_asks_for_one_drawer(given: Any) -> None:
    """`read` asks for one stream only, with a query."""
    event = numbered(given.one_story, given.new_id())[0]
    append_event(given, event)
    with _small_queries_only(given.client):
        given.read(given.client, given.table, event.id)


def every_event_comes_back_as_it_was(given: Any) -> None:
    """`read(client, table, stream)` returns each story as it was, in order, no matter who wrote first."""
    for name, story in stories(given):
        stream, other = given.new_id(), given.new_id()
        events = numbered(story, stream)
        for event in (*reversed(events), replace(events[0], id=other)):
            append_event(given, event)
        back = given.read(given.client, given.table, stream)
        expect(type(back).__name__, "list", "read returns a list of events, also if there's one")
        _expect_back(back, events, name)


def a_long_story_comes_back_whole(given: Any) -> None:
    """`read` asks for every page, and for the newest state of each."""
    events = numbered([*given.one_story, *given.another_story], given.new_id())
    for event in events:
        append_event(given, event)
    with _small_queries_only(given.client) as asked:
        back = given.read(given.client, given.table, events[0].id)
    slip = "a page may not be all: use a paginator, or ask again from LastEvaluatedKey on"
    expect(f"{len(back)} events", f"{len(events)} events", slip)
    _expect_back(back, events, "your stories")
    slip = "without ConsistentRead=True, an event that was just stored may be missing"
    seen = [params.get("ConsistentRead", False) for params in asked]
    expect(f"ConsistentRead={all(seen)}", "ConsistentRead=True", slip)


def any_event_goes_there_and_back(given: Any) -> None:
    """Any of your events, of whatever stream and version, goes into an item and comes back."""
    own = [event for _, story in stories(given) for event in story]
    for event, version, stream in itertools.product(own, VERSIONS, ("s", "another stream")):
        event = replace(event, id=stream, version=version)
        try:
            back = given.from_item(given.to_item(event))
        except KeyError as error:
            slip = "from_item looks for an attribute, or a type, that to_item didn't write"
            raise NotYetError(f"KeyError: {error} for {event!r}", f"{event!r}", slip) from error
        slip = "a number needs int(...), a field is missing, or a value is fixed"
        expect_same(back, event, slip)
    for event in own:
        for other in other_signs(event):
            try:
                back = given.from_item(given.to_item(other))
            except Exception:  # noqa: S112 - it can't happen
                continue
            slip = "a number comes back without its sign" if same(back, event) else ""
            expect_same(back, other, slip)


def _expect_back(back: Any, events: list[Any], name: str) -> None:
    slip = f"{name} comes back in another order, or not complete"
    expect([event.version for event in back], [event.version for event in events], slip)
    for one, event in zip(back, events, strict=True):
        slip = "a number needs int(...), or a field is missing"
        expect_same(one, event, slip)


@contextmanager
def _small_queries_only(client: Any) -> Iterator[list[dict[str, Any]]]:
    """Answer a query with pages of two items, and note what was asked. Refuse a scan.

    That is before the scan is sent: on a slow machine, reading all streams takes longer than an
    answer may.
    """
    asked: list[dict[str, Any]] = []

    def limit(params: dict[str, Any], model: Any, **_: Any) -> None:
        asked.append(params)
        if model.name == "Scan":
            slip = "a scan reads the whole table, and pays for it; a query reads one drawer"
            raise NotYetError("a scan", "a query", slip)
        if model.name == "Query":
            params["Limit"] = min(2, params.get("Limit", 2))

    client.meta.events.register("before-parameter-build.dynamodb", limit)
    try:
        yield asked
    finally:
        client.meta.events.unregister("before-parameter-build.dynamodb", limit)
