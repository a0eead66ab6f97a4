"""Lessons 02 and 03: the learner's events as items in DynamoDB, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from classroom.exercises.exercise import NotYetError, expect, outcome
from classroom.exercises.own_domain.histories import (
    KEYS,
    any_of,
    expect_same,
    for_any,
    numbered,
    stories,
    told,
)

WRITES = ("PutItem", "UpdateItem", "TransactWriteItems", "BatchWriteItem")
CLASH = "EventAlreadyExistsError"


def dynamodb_takes_every_event(given: Any) -> None:
    """`append(client, table, event)` stores every event of your stories under its id and version."""
    for _, story in stories(given):
        for event in numbered(story, given.new_id()):
            _append(given, event)
            slip = "does append store anything? The keys are Id and Version, those of the event"
            seen = "an item" if _item_at(given, event) else "no item"
            expect(
                f"{seen} for version {event.version}", f"an item for version {event.version}", slip
            )


def an_item_tells_what_happened(given: Any) -> None:
    """Different events make different items, and equal events equal ones, whatever their fields."""
    events = [replace(event, id="s", version=0) for _, story in stories(given) for event in story]

    @for_any(any_of(events), any_of(events), any_of(range(8)))
    def holds(one: Any, another: Any, number: int) -> None:
        _expect_items(given, one, another)
        names = [field.name for field in fields(one) if field.init and field.name not in KEYS]
        if names and type(one) is type(another):
            name = names[number % len(names)]
            try:  # what happened to the one, but for a single field
                mixed = replace(one, **{name: getattr(another, name)})
                given.to_item(mixed)
            except Exception:
                return  # that can't happen
            _expect_items(given, one, mixed)


def _expect_items(given: Any, one: Any, another: Any) -> None:
    if (given.to_item(one) == given.to_item(another)) != (one == another):
        slip = "is every field in to_item? And the type, if you have several?"
        seen = f"the same item for {told([one])} and {told([another])}"
        if one == another:
            seen, slip = f"two items for {told([one])}", "an item should say the event, only"
        raise NotYetError(seen, "one item for each event", slip)


def a_taken_version_is_refused(given: Any) -> None:
    """A version that is taken raises EventAlreadyExistsError, with id and version; the first stays."""
    first, second, *_ = numbered(given.another_story, given.new_id())
    _append(given, first)
    _append(given, second)
    before = [_item_at(given, first), _item_at(given, second)]
    for event in (replace(second, version=0), replace(first, version=1), first):
        try:
            given.append(given.client, given.table, event)
        except Exception as error:
            slip = "catch DynamoDB's error for a failed condition, and raise ours"
            expect(type(error).__name__, CLASH, slip)
            slip = "the error has the id and the version of the event that exists"
            seen = f"({getattr(error, 'id', None)!r}, {getattr(error, 'version', None)!r})"
            expect(seen, f"({event.id!r}, {event.version!r})", slip)
        else:
            slip = "perhaps the put has no condition, or you caught the error and raised nothing"
            if [_item_at(given, first), _item_at(given, second)] == before:
                slip = "nothing was overwritten, but nobody hears of it: raise the error"
            raise NotYetError("no error", CLASH, slip)
    seen = "as before" if [_item_at(given, first), _item_at(given, second)] == before else "another"
    expect(seen, "as before", "the error comes too late: the first event was overwritten")


def a_rival_in_between_is_noticed(given: Any) -> None:
    """If a rival takes the version just before your request, the rival's event stays."""
    first, second, *_ = numbered(given.one_story, given.new_id())
    rival = replace(second, version=0)
    with _just_before_a_write(given.client, lambda: _put(given, rival)):
        seen = outcome(given.append, given.client, given.table, first)
    slip = "you looked first and wrote later: let the condition be part of the put itself"
    expect(_item_at(given, first) == _item_of(given, rival), True, slip)
    expect(seen, CLASH, "it's a clash, however late it comes: raise the error")


def a_missing_table_is_not_a_clash(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    event = numbered(given.one_story, given.new_id())[0]
    seen = outcome(given.append, given.client, f"{given.table}-missing", event)
    slip = "this catches more than the clash: every DynamoDB error"
    if seen == "no error":
        slip = "the table that is given doesn't exist: does append use it?"
    expect(seen, "ResourceNotFoundException", slip)


def every_event_comes_back_as_it_was(given: Any) -> None:
    """`read(client, table, stream)` returns each story as it was, in order, whoever wrote first."""
    for name, story in stories(given):
        stream, other = given.new_id(), given.new_id()
        events = numbered(story, stream)
        for event in (*reversed(events), replace(events[0], id=other)):
            _append(given, event)
        back = given.read(given.client, given.table, stream)
        expect(type(back).__name__, "list", "read returns a list of events, also if there's one")
        _expect_back(back, events, name)


def a_long_story_comes_back_whole(given: Any) -> None:
    """`read` asks for every page, and for the newest state of each."""
    events = numbered([*given.one_story, *given.another_story], given.new_id())
    for event in events:
        _append(given, event)
    with _small_pages(given.client) as asked:
        back = given.read(given.client, given.table, events[0].id)
    slip = "a page may not be all: use a paginator, or ask again from LastEvaluatedKey on"
    expect(f"{len(back)} events", f"{len(events)} events", slip)
    _expect_back(back, events, "your stories")
    slip = "a scan reads the whole table, and pays for it; a query reads one drawer"
    expect("a scan" if "Scan" in [name for name, _ in asked] else "a query", "a query", slip)
    slip = "without ConsistentRead=True, an event that was just stored may be missing"
    seen = [params.get("ConsistentRead", False) for _, params in asked]
    expect(f"ConsistentRead={all(seen)}", "ConsistentRead=True", slip)


def any_event_goes_there_and_back(given: Any) -> None:
    """Any of your events, of whatever stream and version, goes into an item and comes back."""
    events = [event for _, story in stories(given) for event in story]
    ids = any_of(["s", "another stream"])

    @for_any(any_of(events), ids, any_of([0, 1, 12, 1000]))
    def holds(event: Any, stream: str, version: int) -> None:
        event = replace(event, id=stream, version=version)
        try:
            back = given.from_item(given.to_item(event))
        except KeyError as error:
            slip = "from_item looks for an attribute, or a type, that to_item didn't write"
            raise NotYetError(f"KeyError: {error} for {event!r}", f"{event!r}", slip) from error
        slip = "a number needs int(...), a field is missing, or a value is fixed"
        expect_same(back, event, slip)


def _expect_back(back: Any, events: list[Any], name: str) -> None:
    slip = f"{name} comes back in another order, or not complete"
    expect([event.version for event in back], [event.version for event in events], slip)
    for one, event in zip(back, events, strict=True):
        slip = "a number needs int(...), or a field is missing"
        expect_same(one, event, slip)


def _append(given: Any, event: Any) -> None:
    try:
        given.append(given.client, given.table, event)
    except Exception as error:
        if type(error).__name__ in ("NameError", "AttributeError", "TypeError", "KeyError"):
            raise
        slip = 'wrap every value with its type, as text: {"S": name} or {"N": str(number)}'
        seen = f"{type(error).__name__}: {str(error).splitlines()[-1]}"
        raise NotYetError(seen, "an event that is stored", slip) from error


def _key(event: Any) -> dict[str, Any]:
    return {"Id": {"S": event.id}, "Version": {"N": str(event.version)}}


def _item_at(given: Any, event: Any) -> Any:
    found = given.client.get_item(TableName=given.table, Key=_key(event), ConsistentRead=True)
    return found.get("Item")


def _put(given: Any, event: Any) -> None:
    given.client.put_item(TableName=given.table, Item={**given.to_item(event), **_key(event)})


def _item_of(given: Any, event: Any) -> Any:
    """Return the item of an event as DynamoDB gives it back."""
    elsewhere = replace(event, id=given.new_id())
    _put(given, elsewhere)
    return {**_item_at(given, elsewhere), **_key(event)}


@contextmanager
def _just_before_a_write(client: Any, rival: Any) -> Iterator[None]:
    """Let a rival go first, once, when the next write is about to be sent."""
    waiting = [rival]

    def step_in(model: Any, **_: Any) -> None:
        if model.name in WRITES and waiting:
            waiting.pop()()

    client.meta.events.register("before-parameter-build.dynamodb", step_in)
    try:
        yield
    finally:
        client.meta.events.unregister("before-parameter-build.dynamodb", step_in)


@contextmanager
def _small_pages(client: Any) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Give pages of two items, and note what was asked."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def limit(params: dict[str, Any], model: Any, **_: Any) -> None:
        asked.append((model.name, params))
        if model.name in ("Query", "Scan"):
            params["Limit"] = min(2, params.get("Limit", 2))

    client.meta.events.register("before-parameter-build.dynamodb", limit)
    try:
        yield asked
    finally:
        client.meta.events.unregister("before-parameter-build.dynamodb", limit)
